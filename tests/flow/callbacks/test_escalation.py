"""Half, whole and double the working time between a miss and its deadline."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ivr.flow.callbacks.escalation import Wait, moments, passed, put_off, working_time
from ivr.flow.hours import Calendar, Hours, Promise, callback_due
from tests.flow.callbacks.minutes import MINUTE, MINUTES, WHOLE_HOURS, slowly
from tests.flow.scenes import AROUND_THE_CLOCK, CALENDAR, NEVER, OFFICE, at
from tests.flow.test_hours_properties import CALENDARS, HOURS, MOMENTS, shows_open

WEEK_MIN = 7 * 24 * 60


def counted(wait: Wait, hours: Hours, calendar: Calendar) -> int:
    """Count the open minutes of a wait, one by one."""
    span = (wait.due_at - wait.since) // MINUTE
    return sum(shows_open(hours, calendar, wait.since + n * MINUTE) for n in range(span))


@pytest.mark.parametrize(
    ("since", "due", "half", "double"),
    [
        # Two working hours in the morning, and over lunch.
        ("2026-11-23 08:00", "2026-11-23 10:00", "2026-11-23 09:00", "2026-11-23 14:00"),
        ("2026-11-23 10:00", "2026-11-23 14:00", "2026-11-23 11:00", "2026-11-23 16:00"),
        # From the evening to ten in the morning: three hours are worked of it.
        ("2026-11-23 22:00", "2026-11-24 10:00", "2026-11-24 08:30", "2026-11-24 15:00"),
        # Over a weekend, and over National Day.
        ("2026-11-27 16:00", "2026-11-30 08:00", "2026-11-27 17:00", "2026-11-30 10:00"),
        ("2026-08-31 16:30", "2026-09-03 08:30", "2026-09-03 07:30", "2026-09-03 10:30"),
    ],
)
def test_moments_are_reckoned_in_working_time(since: str, due: str, half: str, double: str) -> None:
    found = moments(Wait(at(since), at(due)), OFFICE, CALENDAR)

    assert found == {50: at(half), 100: at(due), 200: at(double)}


def test_where_nothing_is_worked_the_plain_clock_counts() -> None:
    wait = Wait(at("2026-11-23 08:00"), at("2026-11-23 10:00"))

    assert moments(wait, NEVER, CALENDAR) == moments(wait, AROUND_THE_CLOCK, CALENDAR)
    assert moments(wait, NEVER, CALENDAR)[200] == at("2026-11-23 12:00")


@given(since=MINUTES, span=st.integers(1, WEEK_MIN), hours=WHOLE_HOURS, calendar=CALENDARS)
def test_working_time_is_what_a_count_minute_by_minute_gives(
    since: datetime, span: int, hours: Hours, calendar: Calendar
) -> None:
    wait = Wait(since, since + span * MINUTE)

    assert working_time(wait, hours, calendar) == counted(wait, hours, calendar) * MINUTE


@given(since=MINUTES, span=st.integers(1, WEEK_MIN), hours=WHOLE_HOURS, calendar=CALENDARS)
@settings(slowly, suppress_health_check=[HealthCheck.filter_too_much])  # half of them are odd
def test_each_moment_has_its_share_of_the_minutes_that_are_worked(
    since: datetime, span: int, hours: Hours, calendar: Calendar
) -> None:
    wait = Wait(since, since + span * MINUTE)
    allowed = counted(wait, hours, calendar)
    assume(allowed % 2 == 0 and allowed > 0)

    found = moments(wait, hours, calendar)

    assert counted(Wait(since, found[50]), hours, calendar) * 2 == allowed
    assert shows_open(hours, calendar, found[50] - MINUTE), "no moment before has as much"
    assume(found[200] - wait.due_at != span * MINUTE)  # beyond the horizon: the plain clock
    assert counted(Wait(wait.due_at, found[200]), hours, calendar) == allowed
    assert shows_open(hours, calendar, found[200] - MINUTE)


@given(missed_at=MOMENTS, hours=HOURS, calendar=CALENDARS)
def test_the_moments_of_every_real_deadline_come_in_their_order(
    missed_at: datetime, hours: Hours, calendar: Calendar
) -> None:
    due = callback_due(hours, calendar, Promise(), missed_at)

    found = moments(Wait(missed_at, due), hours, calendar)

    assert missed_at < found[50] < found[100] < found[200]
    assert found[100] == due


def test_what_has_passed_by_now_is_told_in_order() -> None:
    wait = Wait(at("2026-11-23 08:00"), at("2026-11-23 10:00"))

    told = {
        clock: [*passed(wait, OFFICE, CALENDAR, at(f"2026-11-23 {clock}"))]
        for clock in ("08:59", "09:00", "09:59", "10:00", "13:59", "14:00")
    }

    assert told == {
        "08:59": [],
        "09:00": [50],
        "09:59": [50],
        "10:00": [50, 100],
        "13:59": [50, 100],
        "14:00": [50, 100, 200],
    }


def test_a_wait_that_the_citizen_put_off_begins_anew_with_as_much_time() -> None:
    wait = Wait(at("2026-11-23 08:00"), at("2026-11-23 10:00"))

    assert put_off(wait, at("2026-11-24 10:00"), OFFICE, CALENDAR) == Wait(
        at("2026-11-24 10:00"), at("2026-11-24 14:00")
    )
    assert put_off(wait, at("2026-11-24 10:00"), NEVER, CALENDAR).due_at == at("2026-11-24 12:00")
