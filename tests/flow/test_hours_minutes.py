"""Working time beside a slow model that looks at every minute, across Tết and swapped days.

The model reads open or closed off the wall, minute by minute, and knows nothing else.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivr.flow.hours import (
    Calendar,
    Hours,
    Promise,
    Span,
    add_working_time,
    callback_due,
    next_opening,
)
from ivr.flow.measures.coverage import working_s
from ivr.flow.words import Text
from tests.flow.scenes import AROUND_THE_CLOCK, HANOI, OFFICE, at
from tests.flow.test_hours_properties import CALENDARS, HOURS, shows_open

MINUTE = timedelta(minutes=1)
OFF = Text("Nghỉ", "Off")
# Tết 2026 with a day off more on Monday 23 February, for which Saturday 28 February is worked as a
# Friday, and Saturday 7 February as a Monday.
TET = Calendar(
    HANOI,
    holidays={date(2026, 2, day): OFF for day in range(16, 21)},
    days_off={date(2026, 2, 23): OFF},
    worked={date(2026, 2, 28): 4, date(2026, 2, 7): 0},
)
EVENINGS = Hours(((Span(time(17, 30), time(0)),),) * 7)
NIGHTS = Hours(((Span(time(0), time(6)), Span(time(22), time(0))),) * 7)
SHORT_FRIDAYS = Hours((OFFICE.week[0],) * 4 + ((Span(time(8), time(9, 30)),), (), ()))
OPENS_AT_TET = Hours(OFFICE.week, opens_at=at("2026-02-18 09:00"))
PATTERNS = {
    "office": OFFICE,
    "always": AROUND_THE_CLOCK,
    "evenings": EVENINGS,
    "nights": NIGHTS,
    "short Fridays": SHORT_FRIDAYS,
    "opened at Tết": OPENS_AT_TET,
}
FIRST = at("2026-02-02 00:00")
WALKED = 40 * 24 * 60  # minutes that the model looks at, to the middle of March
STARTS = st.integers(0, 28 * 24 * 60)
NAMES = st.sampled_from(sorted(PATTERNS))
HOURS_BY_MINUTES = HOURS.map(
    lambda hours: replace(hours, opens_at=hours.opens_at and hours.opens_at.replace(second=0))
)
PROMISES = st.builds(
    Promise,
    working_time=st.integers(1, 20 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    next_day_by=st.integers(0, 24 * 60 - 1).map(lambda m: time(m // 60, m % 60)),
)


@cache
def wall(name: str) -> list[bool]:
    """Look at the wall once a minute."""
    return [shows_open(PATTERNS[name], TET, moment(n)) for n in range(WALKED)]


def moment(minute: int) -> datetime:
    return FIRST + minute * MINUTE


def slow_add(open_at: list[bool], start: int, amount: int) -> int:
    """Walk until so many open minutes have passed; return the minute at which that is so."""
    left = amount
    for minute in range(start, len(open_at)):
        left -= open_at[minute]
        if left == 0:
            return minute + 1
    raise AssertionError("the model has not looked far enough")


def slow_due(open_at: list[bool], start: int, promise: Promise) -> datetime:
    """Return when a callback is due, as the promise says it in words."""
    if open_at[start]:
        return moment(slow_add(open_at, start, promise.working_time // MINUTE))
    opening = next(minute for minute in range(start, len(open_at)) if open_at[minute])
    day = moment(opening).astimezone(HANOI).date()
    by = datetime.combine(day, promise.next_day_by, HANOI)
    return by if by > moment(opening) else slow_due(open_at, opening, promise)


@given(name=NAMES, start=STARTS, minutes=st.integers(1, 20 * 60))
def test_working_time_is_added_as_a_walk_through_the_minutes_adds_it(
    name: str, start: int, minutes: int
) -> None:
    expected = moment(slow_add(wall(name), start, minutes))

    assert add_working_time(PATTERNS[name], TET, moment(start), minutes * MINUTE) == expected


@given(name=NAMES, start=STARTS, length=st.integers(0, 11 * 24 * 60))
def test_working_time_between_two_moments_is_its_open_minutes(
    name: str, start: int, length: int
) -> None:
    since, until = moment(start), moment(start + length)

    counted = working_s(PATTERNS[name], TET, since=since, until=until)

    assert counted == 60 * sum(wall(name)[start : start + length])


@given(name=NAMES, start=STARTS, promise=PROMISES)
@example(name="office", start=0, promise=Promise(next_day_by=time(7)))  # when it opens
def test_a_callback_is_due_when_the_walk_says_so(name: str, start: int, promise: Promise) -> None:
    due = callback_due(PATTERNS[name], TET, promise, moment(start))

    assert due == slow_due(wall(name), start, promise)
    assert due.tzinfo is UTC


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_every_hour_of_a_month_has_the_deadline_of_the_walk(name: str) -> None:
    open_at, promise = wall(name), Promise()

    for start in range(0, 28 * 24 * 60, 60):
        due = callback_due(PATTERNS[name], TET, promise, moment(start))
        assert due == slow_due(open_at, start, promise), moment(start)


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_the_next_opening_of_every_hour_is_the_next_open_minute(name: str) -> None:
    open_at = wall(name)

    for start in range(0, 28 * 24 * 60, 60):
        first = next(minute for minute in range(start, WALKED) if open_at[minute])
        assert next_opening(PATTERNS[name], TET, moment(start)) == moment(first), moment(start)


@settings(max_examples=40)
@given(
    hours=HOURS_BY_MINUTES,
    calendar=CALENDARS,
    start=st.integers(0, 20 * 24 * 60),
    minutes=st.integers(1, 2000),
)
def test_any_hours_in_any_calendar_pass_as_a_walk_through_eight_days_shows(
    hours: Hours, calendar: Calendar, start: int, minutes: int
) -> None:
    since, days = moment(start), 8 * 24 * 60
    open_at = [shows_open(hours, calendar, moment(start + n)) for n in range(days)]

    until = add_working_time(hours, calendar, since, minutes * MINUTE)

    passed = working_s(hours, calendar, since=since, until=moment(start + days))
    assert passed == 60 * sum(open_at)
    if sum(open_at) >= minutes:
        assert until == moment(start + slow_add(open_at, 0, minutes))
    else:
        assert until is None or until > moment(start + days)
