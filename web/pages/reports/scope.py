"""What a report is of, for whoever asks: the days, the branches that are theirs, the menu then."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.rights import Right
from duty.changes import every_branch
from duty.strip import midnight
from figures.made_up import has_sample
from ivr.flow.duty.roster import Roster
from ivr.flow.measures.report import Period, period
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import Text
from models.duty.reading import read_roster
from models.reconciliations import runs
from web.pages.reports.asking import DAY, Asked, Stretch, asked, before
from web.session import check_branch, hotline, reach_of
from web.texts.reports import REPORTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Days and branches; `branches` None is all, also calls that chose none.

    `chosen` is the one branch that was asked for, None where all that are somebody's own are.
    `roster` is what was in force since the period before. `names` are the menu's branches by id,
    and what calls that chose none are called. `has_sample` says that the books hold a made-up
    history; `reconciled_until` is up to when they were held against the carrier's list.
    """

    switchboard: Switchboard
    roster: Roster
    stretch: Stretch
    now: datetime
    branches: frozenset[str] | None
    chosen: Branch | None
    names: Mapping[str, Text]
    has_sample: bool = False
    reconciled_until: datetime | None = None

    @property
    def today(self) -> date:
        """The local day."""
        return self.switchboard.calendar.local(self.now).date()

    @property
    def since(self) -> datetime:
        """When it begins."""
        return midnight(self.switchboard.calendar, self.stretch.first)

    @property
    def until(self) -> datetime:
        """When it ends; that moment is not in it any more."""
        return midnight(self.switchboard.calendar, self.stretch.last + DAY)

    @property
    def period(self) -> Period:
        """The period as the measures know it."""
        return period(self.switchboard, self.since, self.until, now=self.now)

    @property
    def period_before(self) -> Period:
        """What it is compared with; of a period that goes on, as much of the one before."""
        calendar = self.switchboard.calendar
        earlier = before(self.stretch, self.today)
        since, until = (midnight(calendar, day) for day in (earlier.first, earlier.last + DAY))
        if self.now < self.until:
            until = min(until, since + (self.now - self.since))
        return period(self.switchboard, since, until, now=self.now)

    def name(self, branch: str) -> Text:
        """Return a branch's name; one that the menu has no more by its id."""
        return self.names.get(branch, Text(branch, branch))

    @property
    def title(self) -> Text:
        """Which branches it is of, in words."""
        if self.chosen:
            return numbered(self.chosen)
        if self.branches is None:
            return REPORTS["all_branches"]
        own = [self.name(b.id) for b in every_branch(self.switchboard) if b.id in self.branches]
        return Text(", ".join(name.vi for name in own), ", ".join(name.en for name in own))


def asked_for(args: Mapping[str, str], right: Right) -> Asked:
    """Return what a query asks for; somebody else's branch is not there."""
    switchboard, now = hotline().board.from_file, hotline().clock()
    branch = args.get("branch", "")
    if branch:
        check_branch(right, branch, what="report of branch", key=branch)
    today = switchboard.calendar.local(now).date()
    return asked(args, today, {each.id for each in every_branch(switchboard)})


def own_branches(right: Right) -> tuple[Branch, ...]:
    """Return the branches of the menu that a right counts for."""
    reach = reach_of(right)
    return tuple(b for b in every_branch(hotline().board.from_file) if reach.covers(b.id))


def scope_of(session: Session, wanted: Asked, right: Right) -> Scope:
    """Return the scope of what was asked for, which makes sense; days off are as they were then."""
    assert wanted.stretch is not None, "what makes no sense has no scope"
    menu, now = hotline().board.from_file, hotline().clock()
    earlier = before(wanted.stretch, menu.calendar.local(now).date())
    roster = read_roster(session, since=midnight(menu.calendar, earlier.first))
    return Scope(
        switchboard=replace(menu, calendar=roster.over(menu.calendar)),
        roster=roster,
        stretch=wanted.stretch,
        now=now,
        branches=frozenset({wanted.branch}) if wanted.branch else reach_of(right).branches,
        chosen=menu.branch(wanted.branch) if wanted.branch else None,
        names={b.id: numbered(b) for b in every_branch(menu)} | {"": REPORTS["no_branch"]},
        has_sample=has_sample(session),
        reconciled_until=runs.reached(session, now),
    )


def numbered(branch: Branch) -> Text:
    """Return a branch's name behind its key, by which people know it."""
    return Text(f"{branch.key} {branch.name.vi}".strip(), f"{branch.key} {branch.name.en}".strip())
