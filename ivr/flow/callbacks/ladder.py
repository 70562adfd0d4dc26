"""When a citizen who could not be reached is called again, and when that was often enough.

Three tries within two working days, at different hours: whoever is in the fields at nine may be at
home at one. It is our own rule, after the practice of call centres; no law fixes it.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

from ivr.flow.hours import Calendar, Hours, next_opening, open_spans

MOST_TRIES = 3
APART = timedelta(hours=2)  # between two tries, and between times of day that count as different
DAY = timedelta(days=1)


def is_exhausted(tries: Collection[datetime], calendar: Calendar) -> bool:
    """Say whether somebody was tried often enough: three times, at two different times of day."""
    if len(tries) < MOST_TRIES:
        return False
    clocks = [_clock(calendar, at) for at in tries]
    return any(_differ(one, other) for one, other in combinations(clocks, 2))


def next_try(tries: Collection[datetime], hours: Hours, calendar: Calendar) -> datetime:
    """Return when to try again, after one try in vain or more; in UTC.

    The first open moment, two hours after the last try or later, whose time of day differs by two
    hours from that of every try, until the end of the next working day. Where hours are too short
    for that, the opening of that day; where a branch opens no more, two hours after the last try.
    """
    last = max(tries)
    clocks = [_clock(calendar, at) for at in tries]
    days, opening = {calendar.local(last).date()}, None
    for day, begin, end in _open_days(hours, calendar, last + APART):
        if day not in days and opening is not None:
            break
        if day not in days:
            days.add(day)
            opening = begin
        found = _fresh(clocks, calendar, begin)
        if found < end:
            return found
    return opening or (last + APART).astimezone(UTC)


def wanted(until: datetime, hours: Hours, calendar: Calendar) -> datetime:
    """Return when to call somebody who asked to be called at `until`: never earlier.

    At the next opening where the branch is closed then: nobody would be there to call.
    """
    return next_opening(hours, calendar, until) or until


def _open_days(
    hours: Hours, calendar: Calendar, since: datetime
) -> Iterator[tuple[date, datetime, datetime]]:
    """Yield the open spans from `since` on, each within one local day, with that day."""
    for start, end in open_spans(hours, calendar, since):
        begin = start
        while begin < end:
            day = calendar.local(begin).date()
            midnight = datetime.combine(day + DAY, time(0), calendar.zone).astimezone(UTC)
            yield day, begin, min(end, midnight)
            begin = midnight


def _fresh(clocks: Collection[timedelta], calendar: Calendar, begin: datetime) -> datetime:
    """Return the first moment from `begin` on whose time of day differs from all of these."""
    for _ in clocks:  # each is jumped over once: two jumps over one are a day apart
        now = _clock(calendar, begin)
        near = [clock for clock in clocks if not _differ(clock, now)]
        if not near:
            break
        begin += max((clock + APART - now) % DAY for clock in near)
    return begin


def _clock(calendar: Calendar, at: datetime) -> timedelta:
    """Return the local time of day, as what has passed since midnight."""
    local = calendar.local(at)
    return local.replace(tzinfo=None) - datetime.combine(local.date(), time(0))


def _differ(one: timedelta, other: timedelta) -> bool:
    """Say whether two times of day lie two hours apart or more, around midnight too."""
    apart = abs(one - other)
    return min(apart, DAY - apart) >= APART
