"""To which branches an officer belongs, so that rights for some branches can be held against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from duty.changes import every_branch
from ivr.flow.duty.roster import Roster, Shift
from ivr.flow.switchboard import Switchboard


@dataclass(frozen=True, slots=True)
class Belonging:
    """The branches whose turns an officer takes, and those that the officer's agency leads."""

    by_turns: frozenset[str] = frozenset()
    by_agency: frozenset[str] = frozenset()

    @property
    def branches(self) -> frozenset[str]:
        """The branches of the turns; where there are none, those of the agency."""
        return self.by_turns or self.by_agency

    def touches(self, branches: frozenset[str] | None) -> bool:
        """Say whether it has to do with some of these; None is all, also for who has no branch."""
        return branches is None or bool((self.by_turns | self.by_agency) & branches)

    def is_within(self, branches: frozenset[str] | None) -> bool:
        """Say whether nobody else is concerned: all turns are of these branches.

        Who has no turns is within where the agency leads one of them.
        """
        if branches is None:
            return True
        if self.by_turns:
            return self.by_turns <= branches
        return bool(self.by_agency & branches)


def belongings(roster: Roster, switchboard: Switchboard, now: datetime) -> Mapping[str, Belonging]:
    """Return it for each officer of the roster, by what stands from today on."""
    today = switchboard.calendar.local(now).date()
    turns: dict[str, set[str]] = {}
    for shift in roster.shifts:
        if is_standing(shift, today):
            turns.setdefault(shift.officer, set()).add(shift.branch)
    for swap in roster.swaps:
        if swap.withdrawn_at is None and swap.until > now:
            turns.setdefault(swap.taker, set()).add(swap.branch)
    led = {branch.id: branch.agency for branch in every_branch(switchboard)}
    return {
        code: Belonging(
            frozenset(turns.get(code, ())),
            frozenset(id for id, agency in led.items() if agency == officer.agency),
        )
        for code, officer in roster.officers.items()
    }


def is_standing(shift: Shift, today: date) -> bool:
    """Say whether a shift is in force, or will be."""
    return shift.withdrawn_at is None and (shift.valid_to is None or today <= shift.valid_to)
