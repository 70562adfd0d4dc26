"""Which days are those of a holiday, and some before and after it. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from ivr.flow.hours import Calendar

DAY = timedelta(days=1)
MOST_DAYS = 400  # that are looked at, whatever period is asked for: the latest of it


def holidays(calendar: Calendar, first: date, last: date, around: int) -> list[tuple[date, date]]:
    """Return first and last day of each holiday between two days, with `around` days beside it.

    Those that meet are one, and none leads out of the two days.
    """
    first = max(first, last - MOST_DAYS * DAY)
    found: list[tuple[date, date]] = []
    for day in _days(first - around * DAY, last + around * DAY):
        if not calendar.day_off(day):
            continue
        begin, end = max(first, day - around * DAY), min(last, day + around * DAY)
        if found and begin <= found[-1][1] + DAY:
            found[-1] = (found[-1][0], end)
        elif begin <= end:
            found.append((begin, end))
    return found


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + n * DAY
