"""When people call: by hour, by weekday, less on holidays and more on the day after."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from ivr.flow.hours import Calendar

# Monday first; what was put off over the weekend is asked for on Monday.
BY_WEEKDAY = (1.4, 1.15, 1.05, 1.0, 0.9, 0.22, 0.16)
MEAN = sum(BY_WEEKDAY) / 7
ON_A_DAY_OFF, AFTER_A_DAY_OFF = 0.12, 1.25
BY_HOUR = (1, 1, 1, 1, 1, 3, 12, 55, 100, 95, 60, 22, 12, 50, 90, 75, 45, 18, 12, 9, 7, 5, 3, 2)


def moments(
    rng: random.Random, day: date, calendar: Calendar, calls_per_day: float
) -> list[datetime]:
    """Return the moments of one local day at which somebody calls, in order, in UTC."""
    wanted = calls_per_day * weight(day, calendar) * rng.lognormvariate(0, 0.15)
    count = int(wanted) + (rng.random() < wanted % 1)
    hours = rng.choices(range(24), BY_HOUR, k=count)
    seconds = (hour * 3600 + rng.random() * 3600 for hour in hours)
    midnight = datetime.combine(day, time(), calendar.zone).astimezone(UTC)
    return sorted(midnight + timedelta(seconds=second) for second in seconds)


def weight(day: date, calendar: Calendar) -> float:
    """Return how busy a day is beside the mean of all days."""
    if calendar.day_off(day):
        return ON_A_DAY_OFF / MEAN
    weekday = calendar.worked.get(day, day.weekday())
    after = AFTER_A_DAY_OFF if calendar.day_off(day - timedelta(days=1)) else 1
    return BY_WEEKDAY[weekday] * after / MEAN


def days(first: date, last: date) -> Iterator[date]:
    """Yield the days from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
