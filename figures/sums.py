"""The figures of a period from sums and narrow indexes: the same as row by row, in a moment.

Where the sums cannot say it yet, because an older release left rows behind that the worker has
still to catch up with, the rows are asked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from sqlalchemy.orm import Session

from figures.checks import checks
from figures.coverage import covered
from figures.parts import figures_of, gathered_of
from figures.reading import gather
from ivr.flow.duty.roster import Roster
from ivr.flow.measures.callbacks import CallbacksKept, CallbackTimes
from ivr.flow.measures.callers import Callers
from ivr.flow.measures.calls import abandon_times, answer_times, count, service_level
from ivr.flow.measures.coverage import Coverage
from ivr.flow.measures.figures import Ratio, durations
from ivr.flow.measures.officers import Attempt, LineCheck, availability, officer_answers
from ivr.flow.measures.report import (
    WITHIN_S,
    Figures,
    Part,
    Period,
    figures,
    together,
    told_branches,
)
from ivr.flow.measures.tally import Tally, summed
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import OFFERED
from models.sums.due import Due, Stands, due_by_branch, is_worked
from models.sums.held import Held, held_of
from models.sums.people import People, all_of, is_followed, missed_people
from models.sums.stretch import stretch
from models.sums.tallies import Sum, by_branch

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Of what figures are wanted: a period, some branches (None is all), the roster over it."""

    switchboard: Switchboard
    roster: Roster
    period: Period
    branches: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The figures of a period, with the calls and line checks that charts are drawn of."""

    figures: Figures[Part]
    tally: Tally
    checks: tuple[LineCheck, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Summed:
    """What the books have on a period, by branch."""

    tallies: Mapping[str, Tally]
    people: Mapping[str, People]
    due: Mapping[str, Due]
    checks: tuple[LineCheck, ...]
    coverage: Mapping[str, Coverage]

    def of(self, branch: str) -> "_Summed":
        """Return what concerns one branch."""
        return _Summed(
            tallies=_only(self.tallies, branch),
            people=_only(self.people, branch),
            due=_only(self.due, branch),
            checks=tuple(check for check in self.checks if branch in check.branches),
            coverage=_only(self.coverage, branch),
        )


def take(session: Session, asked: Asked) -> Taken:
    """Return the figures; the calendar of the switchboard must have the roster's days over it."""
    period = asked.period
    is_known = is_followed(session, period.since, period.until)
    if not (is_known and is_worked(session, period.since, period.over_by)):
        return _taken_of_rows(session, asked)
    found = _summed(session, asked)
    ids = told_branches(asked.switchboard, (*found.tallies, *found.due))
    parts = {id: _part(found.of(id)) for id in ids}
    told = figures_of(Figures(period, _part(found), parts), asked.branches)
    return Taken(told, summed(found.tallies.values()), found.checks)


def _taken_of_rows(session: Session, asked: Asked) -> Taken:
    gathered = gathered_of(gather(session, asked.switchboard, asked.period), asked.branches)
    told = figures_of(figures(gathered, asked.switchboard, asked.period), asked.branches)
    return Taken(told, summed(gathered.tallies.values()), gathered.checks)


def _summed(session: Session, asked: Asked) -> _Summed:
    period, branches = asked.period, asked.branches
    since, until = period.since, period.until
    calendar = asked.switchboard.calendar
    days = stretch(session, calendar, since, until)
    held = held_of(session, days, calendar, branches)
    sums = by_branch(session, days, branches)
    made = checks(session, asked.roster, asked.switchboard, since, until)
    duty = covered(session, asked.roster, asked.switchboard, since, period.over_by)
    return _Summed(
        tallies={id: _tally(id, own, held) for id, own in sums.items()},
        people=missed_people(session, since, until, by=period.served_by, branches=branches),
        due=due_by_branch(session, since, period.over_by, branches),
        checks=tuple(c for c in made if branches is None or branches.intersection(c.branches)),
        coverage={id: it for id, it in duty.items() if branches is None or id in branches},
    )


def counted(session: Session, switchboard: Switchboard, period: Period) -> dict[str, Tally]:
    """Return the tally of each branch that had calls, without the rings of officers."""
    days = stretch(session, switchboard.calendar, period.since, period.until)
    sums = by_branch(session, days, None)
    return {id: replace(_tally(id, own, Counter()), rings=Counter()) for id, own in sums.items()}


def _tally(branch: str, own: Sum, held: Held) -> Tally:
    rings: Counter[Attempt] = Counter()
    for (officer, outcome), number in own.rings.items():
        busy = held[branch, officer, outcome or ""]
        rings[Attempt(officer, outcome, on_hotline_call=True)] += busy
        rings[Attempt(officer, outcome)] += number - busy
    return Tally(
        total=own.verdicts.total(),
        offered=sum(own.verdicts[verdict] for verdict in OFFERED),
        verdicts=own.verdicts,
        waits=own.waits,
        rings=+rings,
    )


def _part(found: _Summed) -> Part:
    tally = summed(found.tallies.values())
    people = all_of(found.people.values())
    due = list(found.due.values())
    return Part(
        counts=count(tally),
        levels=tuple(service_level(tally, within_s=within_s) for within_s in WITHIN_S),
        answer_times=answer_times(tally),
        abandon_times=abandon_times(tally),
        not_served=callers(people.left, people),
        repeat_missed=callers(people.again, people),
        flagged=callers(people.flagged, people),
        callbacks=_kept(due),
        callback_times=CallbackTimes(durations(chain.from_iterable(each.worked_s for each in due))),
        officers=officer_answers(tally.rings),
        lines=availability(found.checks),
        coverage=together(found.coverage.values()),
    )


def callers(some: set[str], people: People) -> Callers:
    """Return some of the people who were missed as a share of them all."""
    return Callers(Ratio(len(some), len(people.missed)), tuple(sorted(some)), people.nameless)


def _kept(due: Iterable[Due]) -> CallbacksKept:
    stands = _added(each.stands for each in due)
    by_officer, by_caller = stands[Stands.ON_TIME], stands[Stands.BY_CALLER]
    return CallbacksKept(
        on_time=Ratio(by_officer + by_caller, stands.total()),
        by_officer=by_officer,
        by_caller=by_caller,
        late=stands[Stands.LATE],
        given_up=stands[Stands.GIVEN_UP],
        open=stands[Stands.OPEN],
    )


def _added(parts: Iterable[Counter[int]]) -> Counter[int]:
    whole: Counter[int] = Counter()
    for part in parts:
        whole.update(part)
    return whole


def _only(parts: Mapping[str, T], branch: str) -> dict[str, T]:
    return {id: part for id, part in parts.items() if id == branch}
