"""Which days of the carrier's list are to be read, and when.

The list is asked by whole days of UTC, and what a day is to the carrier is not certain to the hour:
so one day more is read on both sides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

DAY = timedelta(days=1)
AGAIN = DAY  # what was compared lately is compared once more: the carrier writes late
EVERY = timedelta(minutes=10)  # not more often, however many workers there are
NIGHTLY_AT = time(2, 0)  # local
NIGHTLY = 7 * DAY
LONGEST = 30 * DAY  # what is older is asked for by hand


@dataclass(frozen=True, slots=True)
class Span:
    """The calls that began in `[since, until)` are compared."""

    since: datetime
    until: datetime

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment lies in it."""
        return self.since <= moment < self.until


@dataclass(frozen=True, slots=True)
class Past:
    """What was done before: up to when all is compared, when last, and when a whole week was."""

    reached: datetime | None = None
    ran_at: datetime | None = None
    week_at: datetime | None = None


def due(past: Past, local: datetime) -> Span | None:
    """Return what is to be compared at a local moment; None where that was done just now.

    A run that failed has reached nothing, so the next one begins where it did. A clock that was put
    back makes nothing wait.
    """
    now = local.astimezone(UTC)
    if past.ran_at is not None and timedelta(0) <= now - past.ran_at < EVERY:
        return None
    begin = (now if past.reached is None else min(past.reached, now)) - AGAIN
    if _is_night_due(past.week_at, local):
        begin = min(begin, now - NIGHTLY)
    return Span(max(begin, now - LONGEST), now)


def days(span: Span) -> Iterator[date]:
    """Yield the days of UTC to be read, oldest first."""
    day = span.since.astimezone(UTC).date() - DAY
    last = (span.until.astimezone(UTC) - timedelta(microseconds=1)).date() + DAY
    while day <= last:
        yield day
        day += DAY


def reached(span: Span, day: date) -> datetime:
    """Return up to when all is compared once the list of `day` was read, with those before it."""
    if day > span.until.astimezone(UTC).date():
        return span.until
    begin = datetime.combine(day, time(0), UTC)
    return min(max(begin, span.since), span.until)


def _is_night_due(week_at: datetime | None, local: datetime) -> bool:
    """Say whether the week has not been compared since the last night."""
    night = datetime.combine(local.date(), NIGHTLY_AT, local.tzinfo)
    if local < night:
        night -= DAY
    return week_at is None or not night <= week_at.astimezone(local.tzinfo) <= local
