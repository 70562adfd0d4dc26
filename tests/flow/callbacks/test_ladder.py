"""A citizen who is not reached is tried again at another hour, and not for ever."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.callbacks.ladder import APART, is_exhausted, next_try, wanted
from ivr.flow.hours import Calendar, Hours, Span, closed
from tests.flow.callbacks.minutes import MINUTE, MINUTES, OPENED_HOURS, slowly
from tests.flow.scenes import AROUND_THE_CLOCK, CALENDAR, NEVER, OFFICE, at
from tests.flow.test_hours_properties import CALENDARS, HOURS, MOMENTS, shows_open

HOUR_MIN = 60
EARLY = Hours(((Span(time(7), time(8, 30)),),) * 5 + ((),) * 2)


def clocks_differ(one: datetime, other: datetime, calendar: Calendar) -> bool:
    """Look at two hands of a clock: are they two hours apart, whichever way one turns?"""
    hands = [calendar.local(each) for each in (one, other)]
    first, second = (hand.hour * HOUR_MIN + hand.minute for hand in hands)
    return all((first - second) * sign % (24 * HOUR_MIN) >= 2 * HOUR_MIN for sign in (1, -1))


def searched(tries: list[datetime], hours: Hours, calendar: Calendar) -> datetime:
    """Go through every minute for two months, as somebody with a calendar and a clock would."""
    last = max(tries)
    last_day = calendar.local(last).date()
    opening = None
    minute = last + APART
    for _ in range(60 * 24 * HOUR_MIN):
        day = calendar.local(minute).date()
        if shows_open(hours, calendar, minute):
            if opening is not None and day != calendar.local(opening).date():
                break
            if day != last_day and opening is None:
                opening = minute
            if all(clocks_differ(minute, each, calendar) for each in tries):
                return minute
        minute += MINUTE
    return opening or last + APART


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        (["2026-11-23 09:00"], "2026-11-23 13:00"),  # eleven is closed already
        (["2026-11-23 08:15"], "2026-11-23 10:15"),
        (["2026-11-23 16:00"], "2026-11-24 07:00"),
        (["2026-11-27 16:00"], "2026-11-30 07:00"),  # over the weekend
        (["2026-09-01 09:00"], "2026-09-03 07:00"),  # over National Day
        (["2026-11-23 09:00", "2026-11-23 13:00"], "2026-11-23 15:00"),
        (["2026-11-23 16:00", "2026-11-24 07:00"], "2026-11-24 09:00"),
        (["2026-11-23 15:30", "2026-11-23 13:00"], "2026-11-24 07:00"),
        (["2026-11-23 07:30", "2026-11-23 09:30"], "2026-11-23 13:00"),
    ],
)
def test_the_next_try_is_at_another_hour_while_the_branch_is_open(
    tries: list[str], expected: str
) -> None:
    assert next_try([at(each) for each in tries], OFFICE, CALENDAR) == at(expected)


def test_where_hours_are_too_short_the_next_try_is_at_the_next_opening() -> None:
    assert next_try([at("2026-11-23 07:20")], EARLY, CALENDAR) == at("2026-11-24 07:00")
    assert next_try([at("2026-11-27 07:20")], EARLY, CALENDAR) == at("2026-11-30 07:00")


def test_a_try_outside_hours_is_followed_by_one_within_them() -> None:
    assert next_try([at("2026-11-23 20:00")], OFFICE, CALENDAR) == at("2026-11-24 07:00")


def test_around_the_clock_two_hours_are_enough() -> None:
    assert next_try([at("2026-11-23 23:30")], AROUND_THE_CLOCK, CALENDAR) == at("2026-11-24 01:30")


def test_a_branch_that_opens_no_more_tries_again_by_the_plain_clock() -> None:
    assert next_try([at("2026-11-23 09:00")], NEVER, CALENDAR) == at("2026-11-23 11:00")


@given(tries=st.lists(MINUTES, min_size=1, max_size=1), hours=OPENED_HOURS, calendar=CALENDARS)
@slowly
def test_after_one_try_the_next_is_what_a_search_minute_by_minute_finds(
    tries: list[datetime], hours: Hours, calendar: Calendar
) -> None:
    assert next_try(tries, hours, calendar) == searched(tries, hours, calendar)


@given(
    first=MINUTES,
    gaps=st.lists(st.integers(0, 3 * 24 * HOUR_MIN), max_size=3),
    hours=OPENED_HOURS,
    calendar=CALENDARS,
)
@slowly
def test_after_several_tries_too(
    first: datetime, gaps: list[int], hours: Hours, calendar: Calendar
) -> None:
    tries = [first]
    for gap in gaps:
        tries.append(tries[-1] + gap * MINUTE)

    assert next_try(tries, hours, calendar) == searched(tries, hours, calendar)


@given(tries=st.lists(MOMENTS, min_size=1, max_size=6), hours=HOURS, calendar=CALENDARS)
def test_nobody_is_tried_again_within_two_hours(
    tries: list[datetime], hours: Hours, calendar: Calendar
) -> None:
    found = next_try(tries, hours, calendar)

    assert found >= max(tries) + APART
    assert found.tzinfo is UTC


@given(first=MOMENTS, calendar=CALENDARS)
def test_in_office_hours_three_tries_by_the_ladder_are_enough_within_two_working_days(
    first: datetime, calendar: Calendar
) -> None:
    tries = [first]
    for _ in range(2):
        tries.append(next_try(tries, OFFICE, calendar))

    days = {calendar.local(each).date() for each in tries[1:]}
    assert is_exhausted(tries, calendar)
    assert len(days | {calendar.local(first).date()}) <= 2 or closed(OFFICE, calendar, first)


@pytest.mark.parametrize(
    ("tries", "enough"),
    [
        ([], False),
        (["2026-11-23 09:00", "2026-11-23 13:00"], False),
        (["2026-11-23 09:00", "2026-11-23 13:00", "2026-11-23 15:00"], True),
        (["2026-11-23 09:00", "2026-11-23 09:05", "2026-11-23 09:10"], False),
        (["2026-11-23 09:00", "2026-11-24 09:30", "2026-11-25 10:59"], False),
        (["2026-11-23 09:00", "2026-11-24 09:30", "2026-11-25 11:00"], True),
        (["2026-11-23 23:30", "2026-11-25 00:30", "2026-11-26 01:00"], False),
        (["2026-11-23 09:00", "2026-11-23 09:01", "2026-11-23 09:02", "2026-11-23 12:00"], True),
    ],
)
def test_three_tries_at_two_times_of_day_are_enough(tries: list[str], enough: bool) -> None:
    assert is_exhausted([at(each) for each in tries], CALENDAR) is enough


@given(tries=st.lists(MINUTES, max_size=5), calendar=CALENDARS)
def test_often_enough_is_what_the_hands_of_the_clock_show(
    tries: list[datetime], calendar: Calendar
) -> None:
    apart = any(clocks_differ(one, other, calendar) for one in tries for other in tries)

    assert is_exhausted(tries, calendar) is (len(tries) >= 3 and apart)


def test_who_asked_for_a_time_is_called_then_and_never_earlier() -> None:
    assert wanted(at("2026-11-23 15:30"), OFFICE, CALENDAR) == at("2026-11-23 15:30")
    assert wanted(at("2026-11-23 18:00"), OFFICE, CALENDAR) == at("2026-11-24 07:00")
    assert wanted(at("2026-11-23 18:00"), NEVER, CALENDAR) == at("2026-11-23 18:00")


@given(asked=MOMENTS, hours=HOURS, calendar=CALENDARS)
def test_a_time_asked_for_is_kept_to_the_minute_where_the_branch_is_open(
    asked: datetime, hours: Hours, calendar: Calendar
) -> None:
    found = wanted(asked, hours, calendar)

    assert found >= asked
    assert found == asked or not shows_open(hours, calendar, asked)
