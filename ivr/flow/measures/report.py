"""All figures of a period at once, for the hotline and for each branch.

What was gathered from the books goes in, figures come out: whoever gathers it some other way, from
sums kept by day, gets the same ones.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from ivr.flow.hours import callback_due
from ivr.flow.measures.callbacks import (
    CallbacksKept,
    CallbackTimes,
    Owed,
    callback_times,
    callbacks_kept,
)
from ivr.flow.measures.callers import (
    WEEK,
    Callers,
    Resolution,
    callers_not_served,
    first_call_resolution,
    repeat_missed,
)
from ivr.flow.measures.calls import (
    AbandonTimes,
    Counts,
    HandleTimes,
    ServiceLevel,
    abandon_times,
    answer_times,
    count,
    handle_times,
    service_level,
)
from ivr.flow.measures.coverage import Coverage
from ivr.flow.measures.figures import Durations, Ratio
from ivr.flow.measures.officers import LineCheck, OfficerAnswers, availability, officer_answers
from ivr.flow.measures.tally import PastCall, Tally, summed
from ivr.flow.switchboard import Switchboard

WITHIN_S = (20, 30, 60)  # the targets that are in use; a province sets its own
FLAGGED = 3  # misses of one caller in a week
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """What a report is about: `[since, until)`, looked at when it is `now`.

    People are followed for longer: whether they were served shows until `served_by`, when the last
    of them had to be called back; whether they called again shows a week later.
    """

    since: datetime
    until: datetime
    now: datetime
    served_by: datetime

    @property
    def over_by(self) -> datetime:
        """The end of the period as far as it is over: what is not due yet is no failure."""
        return min(self.until, max(self.now, self.since))

    @property
    def followed_since(self) -> datetime:
        """From when on people's calls are looked at; no call lasts for a day."""
        return self.since - WEEK - DAY

    @property
    def followed_until(self) -> datetime:
        """Until when people's calls are looked at."""
        return max(self.until + WEEK + DAY, self.served_by)


def period(switchboard: Switchboard, since: datetime, until: datetime, *, now: datetime) -> Period:
    """Return the period `[since, until)` as it looks `now`."""
    calendar, promise = switchboard.calendar, switchboard.promise
    branches = (*switchboard.branches(), switchboard.desk)
    due = [callback_due(branch.hours, calendar, promise, until) for branch in branches]
    return Period(since, until, now, max(due))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the books have on a period.

    `tallies` are of the calls that started in it, by branch; `visits` are all calls while people
    are followed; `owed` what was due in the period or owed to anybody then; `coverage` of the
    period as far as it is over, by branch.
    """

    tallies: Mapping[str, Tally]
    visits: tuple[PastCall, ...] = ()
    owed: tuple[Owed, ...] = ()
    checks: tuple[LineCheck, ...] = ()
    coverage: Mapping[str, Coverage]

    def of(self, branch: str) -> "Gathered":
        """Return what concerns one branch."""
        return Gathered(
            tallies={id: tally for id, tally in self.tallies.items() if id == branch},
            visits=tuple(call for call in self.visits if call.branch == branch),
            owed=tuple(debt for debt in self.owed if debt.branch == branch),
            checks=tuple(check for check in self.checks if branch in check.branches),
            coverage={id: part for id, part in self.coverage.items() if id == branch},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The figures of one branch, or of the whole hotline. `flagged` were missed three times."""

    counts: Counts
    levels: tuple[ServiceLevel, ...]
    answer_times: Durations
    abandon_times: AbandonTimes
    not_served: Callers
    repeat_missed: Callers
    flagged: Callers
    callbacks: CallbacksKept
    callback_times: CallbackTimes
    officers: OfficerAnswers
    lines: Ratio
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class FullPart(Part):
    """Every figure, with those that only the calls themselves tell."""

    handle_times: HandleTimes
    resolution: Resolution


PartT_co = TypeVar("PartT_co", bound=Part, covariant=True)


@dataclass(frozen=True, slots=True)
class Figures(Generic[PartT_co]):
    """The figures of a period, for the whole hotline and for each branch.

    The branches are in the order of the menu; those that it has no more come after them, and ""
    is where none was chosen. In `total` callers are counted once, however many branches they tried.
    """

    period: Period
    total: PartT_co
    branches: Mapping[str, PartT_co]


def told_branches(switchboard: Switchboard, others: Iterable[str]) -> tuple[str, ...]:
    """Return whose figures are told: the branches of the menu, then others that had something."""
    menu = [branch.id for branch in (*switchboard.branches(), switchboard.desk)]
    return (*menu, *sorted(set(others) - set(menu)))


def figures(gathered: Gathered, switchboard: Switchboard, period: Period) -> Figures[FullPart]:
    """Return the figures of what was gathered."""
    owing = (debt.branch for debt in gathered.owed)
    ids = told_branches(switchboard, (*gathered.tallies, *owing))
    parts = {id: _part(gathered.of(id), switchboard, period) for id in ids}
    return Figures(period, _part(gathered, switchboard, period), parts)


def _part(gathered: Gathered, switchboard: Switchboard, period: Period) -> FullPart:
    tally = summed(gathered.tallies.values())
    visits, owed = gathered.visits, gathered.owed
    since, until = period.since, period.until
    due = [debt for debt in owed if since <= debt.due_at < period.over_by]
    hours = {
        debt.branch: (switchboard.branch(debt.branch) or switchboard.desk).hours for debt in due
    }
    return FullPart(
        counts=count(tally),
        levels=tuple(service_level(tally, within_s=within_s) for within_s in WITHIN_S),
        answer_times=answer_times(tally),
        abandon_times=abandon_times(tally),
        handle_times=handle_times(tally),
        not_served=callers_not_served(visits, owed, since=since, until=until, by=period.served_by),
        repeat_missed=repeat_missed(visits, owed, since=since, until=until),
        flagged=repeat_missed(visits, owed, since=since, until=until, misses=FLAGGED),
        resolution=first_call_resolution(
            visits, since=since, until=until, known_until=min(period.now, period.followed_until)
        ),
        callbacks=callbacks_kept(due, since=since, until=period.over_by),
        callback_times=callback_times(due, hours, switchboard.calendar),
        officers=officer_answers(tally.rings),
        lines=availability(gathered.checks),
        coverage=together(gathered.coverage.values()),
    )


def together(covered: Iterable[Coverage]) -> Coverage:
    """Return the coverage of all branches: an hour of each counts as much as one of another."""
    parts = list(covered)
    share = Ratio(sum(part.share.part for part in parts), sum(part.share.whole for part in parts))
    return Coverage(share, tuple(sorted(gap for part in parts for gap in part.gaps)))
