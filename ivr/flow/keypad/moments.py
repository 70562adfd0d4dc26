"""When a citizen asked to be called: as an officer keys it in, and as it stands in an address."""

import re
from datetime import UTC, date, datetime, time, timedelta

from ivr.flow.hours import Calendar

WITHIN = timedelta(days=30)
DAY = timedelta(days=1)


def keyed_moment(digits: str, calendar: Calendar, now: datetime) -> datetime | None:
    """Return the moment that was keyed in, in UTC, or None where it makes no sense.

    `HHMM` is the next such time of day; `DDMMHHMM` that day's, of this year or the next. It must
    lie ahead, and within thirty days.
    """
    local = calendar.local(now)
    found = re.fullmatch(r"(?:([0-9]{2})([0-9]{2}))?([0-9]{2})([0-9]{2})", digits)
    if not found:
        return None
    day, month, hour, minute = found.groups()
    days = [local.date(), local.date() + DAY]
    if day:
        days = [d for y in (0, 1) if (d := _day(local.year + y, int(month), int(day)))]
    if int(hour) > 23 or int(minute) > 59:
        return None
    clock = time(int(hour), int(minute))
    moments = (datetime.combine(d, clock, calendar.zone).astimezone(UTC) for d in days)
    return next((at for at in moments if now < at <= now + WITHIN), None)


def written_moment(at: datetime) -> str:
    """Return a moment, to the minute, as it may stand in an address: `20261124T0730Z`."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%MZ}"


def read_moment(text: str) -> datetime | None:
    """Return a moment from an address, or None where it is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
