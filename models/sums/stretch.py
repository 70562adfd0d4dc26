"""A period as the sums know it: whole local days, and what is left over at its ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.hours import Calendar
from models.call_hours import CallDay
from models.calls import Call
from models.sums.tables import SummedDay

DAY = timedelta(days=1)
MANY = 500  # calls that wait to be counted; with more of them no sum is asked
Moments = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to before `last` that are summed, and `rest` that is counted from calls.

    Every moment of a period is in one of them, none in two. `unsummed` are the days between that
    are not in the finer sums yet; they are in `rest`.
    """

    first: date
    last: date
    unsummed: frozenset[date]
    rest: tuple[Moments, ...]


def stretch(session: Session, calendar: Calendar, since: datetime, until: datetime) -> Stretch:
    """Return how the sums hold `[since, until)`."""
    first, last = calendar.local(since).date(), calendar.local(until).date()
    if _midnight(calendar, first) < since:
        first += DAY
    if first >= last or _has_uncounted(session, since, until):
        return Stretch(first, first, frozenset(), ((since, until),))
    begin, end = _midnight(calendar, first), _midnight(calendar, last)
    unsummed = _unsummed(session, first, last)
    days = (moments_of(calendar, day) for day in sorted(unsummed))
    rest = ((since, begin), *days, (end, until))
    return Stretch(first, last, unsummed, tuple(part for part in rest if part[0] < part[1]))


def moments_of(calendar: Calendar, day: date) -> Moments:
    """Return when a local day begins and ends."""
    return _midnight(calendar, day), _midnight(calendar, day + DAY)


def unsummed_days(session: Session, *, limit: int) -> Iterator[date]:
    """Yield days with calls that are not in the finer sums, newest first."""
    query = (
        sa.select(CallDay.local_on)
        .where(CallDay.local_on.not_in(sa.select(SummedDay.local_on)))
        .distinct()
        .order_by(CallDay.local_on.desc())
        .limit(limit)
    )
    yield from session.scalars(query)


def _unsummed(session: Session, first: date, last: date) -> frozenset[date]:
    with_calls, summed = (
        sa.select(on).where(on >= first, on < last).distinct()
        for on in (CallDay.local_on, SummedDay.local_on)
    )
    return frozenset(session.scalars(with_calls)) - frozenset(session.scalars(summed))


def _has_uncounted(session: Session, since: datetime, until: datetime) -> bool:
    """Say whether an older release left calls that are in no sum.

    The bounds are compared here: SQLite would take the index of the start, not that of the few.
    """
    query = sa.select(Call.started_at).where(sa.text("NOT is_counted")).limit(MANY)
    found = list(session.scalars(query))
    return len(found) == MANY or any(since <= at < until for at in found)


def _midnight(calendar: Calendar, day: date) -> datetime:
    return datetime.combine(day, time(0), calendar.zone).astimezone(UTC)
