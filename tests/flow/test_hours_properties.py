"""What holds for every weekly pattern, every calendar and every moment."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.hours import (
    Calendar,
    Hours,
    Promise,
    Span,
    add_working_time,
    callback_due,
    closed,
    next_opening,
    open_spans,
)
from ivr.flow.words import Text
from tests.flow.scenes import HANOI

DAY_MIN = 24 * 60
SECOND = timedelta(seconds=1)
OFF = Text("Nghỉ", "Off")
DAYS = st.dates(date(2026, 1, 25), date(2026, 5, 5))
FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 88 * 24 * 3600).map(lambda s: FEBRUARY + timedelta(seconds=s))
PROMISES = st.builds(
    Promise,
    working_time=st.integers(1, 40).map(lambda hours: timedelta(hours=hours)),
    next_day_by=st.times().map(lambda at: at.replace(microsecond=0)),
)
CALENDARS = st.builds(
    Calendar,
    zone=st.just(HANOI),
    holidays=st.dictionaries(DAYS, st.just(OFF), max_size=20),
    days_off=st.dictionaries(DAYS, st.just(OFF), max_size=5),
    worked=st.dictionaries(DAYS, st.integers(0, 4), max_size=5),
)


def clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def a_day(minutes: list[int]) -> tuple[Span, ...]:
    bounds = sorted(minutes)
    return tuple(
        Span(clock(start), clock(end))
        for start, end in zip(bounds[::2], bounds[1::2], strict=False)
    )


DAYS_OF_SPANS = st.lists(st.integers(0, DAY_MIN), unique=True, max_size=6).map(a_day)
HOURS = st.builds(
    Hours,
    week=st.tuples(*[DAYS_OF_SPANS] * 7),
    always=st.sampled_from([False, False, False, True]),
    opens_at=st.none() | MOMENTS,
)


def shows_open(hours: Hours, calendar: Calendar, now: datetime) -> bool:
    """Read open or closed off the wall, without the functions under test."""
    if hours.opens_at and now < hours.opens_at:
        return False
    if hours.always:
        return True
    local = now.astimezone(calendar.zone)
    day, hand = local.date(), local.time()
    by_law = day in calendar.holidays and day not in calendar.worked
    if by_law or day in calendar.days_off:
        return False
    spans = hours.week[calendar.worked.get(day, day.weekday())]
    return any(s.start <= hand and (s.end == time(0) or hand < s.end) for s in spans)


@given(hours=HOURS, calendar=CALENDARS, now=MOMENTS)
def test_open_and_closed_are_what_the_clock_on_the_wall_shows(
    hours: Hours, calendar: Calendar, now: datetime
) -> None:
    assert (closed(hours, calendar, now) is None) == shows_open(hours, calendar, now)


@given(hours=HOURS, calendar=CALENDARS, now=MOMENTS)
def test_a_branch_is_open_when_an_open_span_begins_now(
    hours: Hours, calendar: Calendar, now: datetime
) -> None:
    first = next(open_spans(hours, calendar, now), None)

    assert (closed(hours, calendar, now) is None) == (first is not None and first[0] == now)


@given(hours=HOURS, calendar=CALENDARS, now=MOMENTS)
def test_open_spans_come_in_order_and_hold_only_open_time(
    hours: Hours, calendar: Calendar, now: datetime
) -> None:
    after = now
    for begin, end in open_spans(hours, calendar, now):
        assert after <= begin < end
        assert shows_open(hours, calendar, begin)
        assert shows_open(hours, calendar, end - SECOND)
        after = end


@given(hours=HOURS, calendar=CALENDARS, now=MOMENTS)
def test_the_next_opening_is_open_and_the_moment_before_it_is_not(
    hours: Hours, calendar: Calendar, now: datetime
) -> None:
    opening = next_opening(hours, calendar, now)

    if opening is None or opening == now:
        return
    assert opening > now
    assert shows_open(hours, calendar, opening)
    assert not shows_open(hours, calendar, opening - SECOND)


@given(hours=HOURS, calendar=CALENDARS, start=MOMENTS, minutes=st.integers(1, 2400))
def test_working_time_added_is_the_open_time_that_passes(
    hours: Hours, calendar: Calendar, start: datetime, minutes: int
) -> None:
    amount = timedelta(minutes=minutes)
    until = add_working_time(hours, calendar, start, amount)

    passed = sum(
        (
            min(end, until) - begin
            for begin, end in open_spans(hours, calendar, start)
            if until and begin < until
        ),
        timedelta(0),
    )
    assert until is None or passed == amount


@given(hours=HOURS, calendar=CALENDARS, promise=PROMISES, missed_at=MOMENTS)
def test_a_callback_is_never_due_before_the_miss(
    hours: Hours, calendar: Calendar, promise: Promise, missed_at: datetime
) -> None:
    due = callback_due(hours, calendar, promise, missed_at)

    assert due > missed_at
    assert due.tzinfo is UTC


@given(hours=HOURS, calendar=CALENDARS, promise=PROMISES, missed_at=MOMENTS)
def test_nobody_is_overdue_before_the_branch_has_opened_again(
    hours: Hours, calendar: Calendar, promise: Promise, missed_at: datetime
) -> None:
    opening = next_opening(hours, calendar, missed_at)

    assert opening is None or callback_due(hours, calendar, promise, missed_at) > opening
