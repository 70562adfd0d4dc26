"""Reads a report: the figures of a period and of the one before, and what its charts draw.

This is the only place of the report that asks the books: their sums, see `figures/sums.py`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from documents.charts.availability import availability
from documents.charts.heat_map import heat_map
from documents.charts.per_day import DayOfCalls, per_day
from documents.charts.svg import Chart
from documents.charts.waits import bands, waits
from figures.sums import Asked, Taken, take
from ivr.flow.measures.figures import Ratio
from ivr.flow.measures.officers import LineCheck
from ivr.flow.measures.report import Figures, Part, Period
from ivr.flow.words import Language, Verdict
from models.lists import figures as sums
from models.lists.sums import Sums
from models.session import hold_still
from web.pages.reports.asking import DAY
from web.pages.reports.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Figures of a period and of the one before it; of both only what is somebody's own."""

    scope: Scope
    figures: Figures[Part]
    before: Figures[Part]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the charts of a report draw."""

    heat: Mapping[tuple[int, int], int]
    days: Sequence[DayOfCalls]
    answered: Counter[int]
    left: Counter[int]
    checks: Sequence[tuple[date, Ratio]]

    def charts(self, language: Language) -> tuple[Chart, ...]:
        """Return the charts, each with its table."""
        return (
            per_day(self.days, language=language),
            heat_map(self.heat, language=language),
            waits(bands(self.answered, self.left), language=language),
            availability(self.checks, language=language),
        )


def read_report(session: Session, scope: Scope) -> Report:
    """Return the figures; `session` must not have been asked anything since it held still."""
    return _report(session, scope, _taken(session, scope, scope.period))


def read_drawn_report(session: Session, scope: Scope) -> tuple[Report, Drawn]:
    """Return the figures and what is drawn beside them."""
    taken = _taken(session, scope, scope.period)
    return _report(session, scope, taken), _drawn(session, scope, taken)


def still(session: Session) -> Session:
    """Return a session whose queries all see the books at one moment, so that figures add up."""
    hold_still(session)
    return session


def _taken(session: Session, scope: Scope, period: Period) -> Taken:
    asked = Asked(
        switchboard=scope.switchboard,
        roster=scope.roster,
        period=period,
        branches=scope.branches,
    )
    return take(session, asked)


def _report(session: Session, scope: Scope, taken: Taken) -> Report:
    earlier = _taken(session, scope, scope.period_before)
    return Report(scope=scope, figures=taken.figures, before=earlier.figures)


def _drawn(session: Session, scope: Scope, taken: Taken) -> Drawn:
    days = sums.Days(scope.stretch.first, scope.stretch.last + DAY, scope.branches)
    by_day = sums.by_day(session, days)
    return Drawn(
        heat={at: heat.offered for at, heat in sums.heat_map(session, days).items()},
        days=[_day(on, by_day.get(on, Sums())) for on in _days(scope)],
        answered=taken.tally.waits_of(Verdict.ANSWERED),
        left=taken.tally.waits_of(Verdict.ABANDONED),
        checks=_checks(scope, taken.checks),
    )


def _day(on: date, found: Sums) -> DayOfCalls:
    return DayOfCalls(on, found.answered, found.missed)


def _days(scope: Scope) -> Iterator[date]:
    """Yield the days of the period that have begun."""
    last = min(scope.stretch.last, scope.today)
    for number in range((last - scope.stretch.first).days + 1):
        yield scope.stretch.first + number * DAY


def _checks(scope: Scope, checks: Sequence[LineCheck]) -> list[tuple[date, Ratio]]:
    """Return how many line checks of each day were passed, of those made."""
    made: Counter[date] = Counter()
    passed: Counter[date] = Counter()
    for check in checks:
        if check.placed_at is not None:
            on = scope.switchboard.calendar.local(check.placed_at).date()
            made[on] += 1
            passed[on] += check.passed
    return [(on, Ratio(passed[on], made[on])) for on in _days(scope)]
