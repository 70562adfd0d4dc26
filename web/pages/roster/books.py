"""The roster as its pages read it: once for a request, with who may see and change what of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.rights import Reach, Right
from duty.belonging import Belonging, belongings
from duty.changes import every_branch
from duty.strip import midnight
from ivr.flow.duty.roster import Roster
from ivr.flow.hours import Calendar
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import Text
from models.duty.reading import read_roster
from web.session import hotline, reach_of

NOBODY = Belonging()


@dataclass(frozen=True)
class Books:
    """The roster from the beginning of today on; `calendar` has its days in it."""

    roster: Roster
    switchboard: Switchboard
    calendar: Calendar
    now: datetime
    belongings: Mapping[str, Belonging]

    @property
    def today(self) -> date:
        """The local day."""
        return self.calendar.local(self.now).date()

    def post(self, code: str) -> Text:
        """Return an officer's post, or the code where there is no such officer any more."""
        there = self.roster.officers.get(code)
        return there.officer.post if there else Text(code, code)

    def posts(self, codes: Iterable[str]) -> tuple[Text, ...]:
        """Return the posts of these officers, in their order."""
        return tuple(self.post(code) for code in codes)

    def belonging(self, code: str) -> Belonging:
        """Return to which branches an officer belongs."""
        return self.belongings.get(code, NOBODY)

    def officers(self, right: Right) -> tuple[str, ...]:
        """Return the codes of those who have to do with a branch that the right counts for."""
        reach = reach_of(right)
        return tuple(c for c in self.roster.officers if self.belonging(c).touches(reach.branches))

    def branches(self, right: Right) -> tuple[Branch, ...]:
        """Return the branches that the right counts for."""
        return branches_of(reach_of(right), self.switchboard)


def read_books(session: Session) -> Books:
    """Return the roster as it is now."""
    running = hotline()
    switchboard, now = running.board.from_file, running.clock()
    today = midnight(switchboard.calendar, switchboard.calendar.local(now).date())
    roster = read_roster(session, since=today)
    calendar = roster.over(switchboard.calendar)
    return Books(roster, switchboard, calendar, now, belongings(roster, switchboard, now))


def branches_of(reach: Reach, switchboard: Switchboard) -> tuple[Branch, ...]:
    """Return the branches of a reach in the order of the menu, the duty desk last."""
    return tuple(branch for branch in every_branch(switchboard) if reach.covers(branch.id))


def numbered(branch: Branch) -> Text:
    """Return a branch's name behind its key, by which people know it."""
    return Text(f"{branch.key} {branch.name.vi}".strip(), f"{branch.key} {branch.name.en}".strip())
