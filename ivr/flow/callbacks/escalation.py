"""When somebody must be told that a citizen still waits: at half the time, its end, and twice it.

Time is working time, as in the deadline itself: nobody is called out at night for a miss of the
evening. It is our own rule; no law fixes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.flow.hours import Calendar, Hours, add_working_time, open_spans
from ivr.flow.words import Level

HALF, WHOLE, DOUBLE = 50, 100, 200
LEVELS = {HALF: Level.OFFICER, WHOLE: Level.HEAD, DOUBLE: Level.SUPERVISOR}


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a citizen may wait: from the miss to the deadline, both aware."""

    since: datetime
    due_at: datetime


def moments(wait: Wait, hours: Hours, calendar: Calendar) -> dict[int, datetime]:
    """Return when 50, 100 and 200 per cent of the working time of a wait have passed.

    A whole is the deadline itself. Where no time of it is worked, it is divided by the plain clock.
    """
    plain = wait.due_at - wait.since
    allowed = working_time(wait, hours, calendar)
    half = add_working_time(hours, calendar, wait.since, allowed / 2) if allowed else None
    double = add_working_time(hours, calendar, wait.due_at, allowed) if allowed else None
    return {
        HALF: half or wait.since + plain / 2,
        WHOLE: wait.due_at,
        DOUBLE: double or wait.due_at + plain,
    }


def passed(wait: Wait, hours: Hours, calendar: Calendar, now: datetime) -> Iterator[int]:
    """Yield the per cents of a wait that have passed by now, in their order."""
    yield from (percent for percent, at in moments(wait, hours, calendar).items() if at <= now)


def put_off(wait: Wait, asked_for: datetime, hours: Hours, calendar: Calendar) -> Wait:
    """Return the wait of a citizen who asked to be called at a later moment: it begins anew then.

    As much working time is allowed as before; the deadline itself, as it is reported, stays.
    """
    allowed = working_time(wait, hours, calendar)
    due_at = add_working_time(hours, calendar, asked_for, allowed) if allowed else None
    return Wait(asked_for, due_at or asked_for + (wait.due_at - wait.since))


def working_time(wait: Wait, hours: Hours, calendar: Calendar) -> timedelta:
    """Return how much of a wait is worked."""
    worked = timedelta(0)
    for begin, end in open_spans(hours, calendar, wait.since):
        if begin >= wait.due_at:
            break
        worked += min(end, wait.due_at) - begin
    return worked
