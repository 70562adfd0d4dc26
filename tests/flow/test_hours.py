"""When a branch is open, when it opens next, and when a missed caller is to be called back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from ivr.flow.hours import (
    HORIZON_D,
    Calendar,
    Closed,
    Hours,
    Promise,
    Span,
    add_working_time,
    callback_due,
    closed,
    next_opening,
    open_spans,
)
from ivr.flow.words import Reason, Text
from tests.flow.scenes import AROUND_THE_CLOCK, CALENDAR, HANOI, NEVER, OFFICE, at

NATIONAL = Text("Quốc khánh", "National Day")
TET = Text("Tết Nguyên đán", "Lunar New Year")
# Like the autumn of 2026: Monday 31 August is off by decree, Saturday 22 August is worked instead;
# and like a Tết: Monday 16 to Friday 20 February 2026.
DECREED = Calendar(
    HANOI,
    holidays={
        **{date(2026, 9, day): NATIONAL for day in (1, 2)},
        **{date(2026, 2, day): TET for day in range(16, 21)},
    },
    days_off={date(2026, 8, 31): NATIONAL},
    worked={date(2026, 8, 22): 0},
)
LATE_SHIFT = Hours(((Span(time(20), time(0)),),) * 7)
NIGHT = Hours(((Span(time(0), time(6)), Span(time(18), time(0))),) * 7)
SATURDAY_AFTERNOON = Hours(((),) * 5 + ((Span(time(13), time(17)),), ()))


def is_open(hours: Hours, now: datetime, calendar: Calendar = DECREED) -> bool:
    return closed(hours, calendar, now) is None


def why(hours: Hours, now: datetime, calendar: Calendar = DECREED) -> Closed:
    shut = closed(hours, calendar, now)
    assert shut is not None
    return shut


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-11-23 06:59:59", False),
        ("2026-11-23 07:00:00", True),
        ("2026-11-23 10:59:59", True),
        ("2026-11-23 11:00:00", False),  # half-open
        ("2026-11-23 12:30:00", False),  # lunch
        ("2026-11-23 13:00:00", True),
        ("2026-11-23 16:59:59", True),
        ("2026-11-23 17:00:00", False),
        ("2026-11-28 09:00:00", False),  # Saturday
        ("2026-11-29 09:00:00", False),  # Sunday
    ],
)
def test_a_branch_is_open_in_its_spans_and_closed_at_their_end(when: str, expected: bool) -> None:
    assert is_open(OFFICE, at(when)) is expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-11-23 19:59:59", False),
        ("2026-11-23 20:00:00", True),
        ("2026-11-23 23:59:59", True),
        ("2026-11-24 00:00:00", False),
    ],
)
def test_a_span_that_ends_at_midnight_ends_with_its_day(when: str, expected: bool) -> None:
    assert is_open(LATE_SHIFT, at(when)) is expected


def test_two_spans_that_meet_at_midnight_leave_no_gap() -> None:
    assert is_open(NIGHT, at("2026-11-23 23:59:59"))
    assert is_open(NIGHT, at("2026-11-24 00:00:00"))
    assert add_working_time(NIGHT, DECREED, at("2026-11-23 23:00"), timedelta(hours=2)) == at(
        "2026-11-24 01:00"
    )


@pytest.mark.parametrize(
    ("when", "reason", "name"),
    [
        ("2026-11-23 12:00", Reason.OUT_OF_HOURS, None),
        ("2026-09-02 09:00", Reason.HOLIDAY, NATIONAL),  # by law
        ("2026-09-02 22:00", Reason.HOLIDAY, NATIONAL),  # also in its evening
        ("2026-08-31 09:00", Reason.HOLIDAY, NATIONAL),  # by decree
        ("2026-08-30 09:00", Reason.OUT_OF_HOURS, None),  # the Sunday before
    ],
)
def test_a_closed_branch_says_why(when: str, reason: Reason, name: Text | None) -> None:
    shut = why(OFFICE, at(when))

    assert (shut.reason, shut.holiday) == (reason, name)


def test_a_made_up_working_day_is_worked_by_the_hours_of_another_weekday() -> None:
    short_friday = Hours((OFFICE.week[0],) * 4 + ((Span(time(8), time(9)),), (), ()))
    calendar = Calendar(HANOI, worked={date(2026, 8, 22): 4})

    assert is_open(short_friday, at("2026-08-22 08:30"), calendar)
    assert not is_open(short_friday, at("2026-08-22 09:30"), calendar)
    assert not is_open(short_friday, at("2026-08-29 08:30"), calendar)


def test_a_holiday_that_is_worked_by_decree_is_worked() -> None:
    calendar = Calendar(HANOI, holidays={date(2026, 9, 2): NATIONAL}, worked={date(2026, 9, 2): 2})

    assert is_open(OFFICE, at("2026-09-02 09:00"), calendar)


def test_a_day_off_by_decree_wins_over_a_made_up_working_day() -> None:
    day = date(2026, 8, 22)
    calendar = Calendar(HANOI, days_off={day: NATIONAL}, worked={day: 0})

    assert not is_open(OFFICE, at("2026-08-22 09:00"), calendar)


@pytest.mark.parametrize(
    "when", ["2026-09-02 09:00", "2026-02-17 00:00", "2026-11-29 23:59:59", "2026-08-31 12:00"]
)
def test_duty_around_the_clock_knows_no_calendar(when: str) -> None:
    assert is_open(AROUND_THE_CLOCK, at(when))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23 06:00", "2026-11-23 07:00"),
        ("2026-11-23 11:00", "2026-11-23 13:00"),
        ("2026-11-23 17:00", "2026-11-24 07:00"),
        ("2026-11-27 17:00", "2026-11-30 07:00"),  # over the weekend
        ("2026-08-21 18:00", "2026-08-22 07:00"),  # to the made-up Saturday
        ("2026-08-28 18:00", "2026-09-03 07:00"),  # over weekend, decree and National Day
        ("2026-02-13 18:00", "2026-02-23 07:00"),  # over Tết and two weekends
    ],
)
def test_a_closed_branch_tells_when_it_opens_next(now: str, opens: str) -> None:
    assert why(OFFICE, at(now)).opens_at == at(opens)


def test_an_open_branch_opens_next_now() -> None:
    now = at("2026-11-23 09:12:34")

    assert next_opening(OFFICE, DECREED, now) == now


def test_a_branch_without_hours_never_opens() -> None:
    assert why(NEVER, at("2026-11-23 09:00")) == Closed(Reason.OUT_OF_HOURS, None)


def test_nothing_opens_beyond_the_horizon() -> None:
    first = date(2026, 3, 2)
    off = {first + timedelta(days=n): TET for n in range(HORIZON_D)}

    assert why(OFFICE, at("2026-03-02 09:00"), Calendar(HANOI, holidays=off)).opens_at is None


@pytest.mark.parametrize(
    ("hours", "line_opens", "now", "opens"),
    [
        (OFFICE, "2026-11-16 07:00", "2026-11-13 09:00", "2026-11-16 07:00"),
        (OFFICE, "2026-11-14 00:00", "2026-11-13 09:00", "2026-11-16 07:00"),  # a Saturday
        (OFFICE, "2027-11-15 07:00", "2026-11-13 09:00", "2027-11-15 07:00"),  # next year
        (AROUND_THE_CLOCK, "2026-11-16 00:00", "2026-11-13 09:00", "2026-11-16 00:00"),
        (NEVER, "2026-11-16 00:00", "2026-11-13 09:00", None),
    ],
)
def test_a_line_not_yet_opened_is_closed_until_its_first_hours(
    hours: Hours, line_opens: str, now: str, opens: str | None
) -> None:
    hours = Hours(hours.week, hours.always, at(line_opens))

    shut = why(hours, at(now))

    assert shut == Closed(Reason.NOT_YET_OPEN, at(opens) if opens else None)


@pytest.mark.parametrize("always", [True, False])
def test_a_line_is_open_from_the_very_moment_it_is_opened(always: bool) -> None:
    opens_at = at("2026-11-16 07:00")
    hours = Hours(OFFICE.week, always, opens_at)

    assert not is_open(hours, opens_at - timedelta(seconds=1))
    assert is_open(hours, opens_at)


@pytest.mark.parametrize(
    ("missed", "due"),
    [
        pytest.param("2026-11-23 07:00", "2026-11-23 09:00", id="in hours: two hours on"),
        pytest.param("2026-11-23 09:00", "2026-11-23 11:00", id="to the end of the morning"),
        pytest.param("2026-11-23 10:00", "2026-11-23 14:00", id="across lunch"),
        pytest.param("2026-11-23 16:30", "2026-11-24 08:30", id="across the night"),
        pytest.param("2026-11-27 16:00", "2026-11-30 08:00", id="Friday at 16, across the weekend"),
        pytest.param("2026-08-21 16:00", "2026-08-22 08:00", id="Friday, the Saturday is worked"),
        pytest.param("2026-08-22 16:00", "2026-08-24 08:00", id="on the worked Saturday"),
        pytest.param("2026-08-28 16:30", "2026-09-03 08:30", id="across National Day"),
        pytest.param("2026-02-13 16:00", "2026-02-23 08:00", id="before Tết"),
        pytest.param("2026-11-23 06:30", "2026-11-23 10:00", id="before opening: at 10 today"),
        pytest.param("2026-11-23 17:00", "2026-11-24 10:00", id="at closing: at 10 tomorrow"),
        pytest.param("2026-11-27 20:00", "2026-11-30 10:00", id="Friday night: Monday at 10"),
        pytest.param("2026-11-29 09:00", "2026-11-30 10:00", id="Sunday: Monday at 10"),
        pytest.param("2026-08-21 18:00", "2026-08-22 10:00", id="at 10 on the worked Saturday"),
        pytest.param("2026-09-02 09:00", "2026-09-03 10:00", id="on National Day"),
        pytest.param("2026-02-17 09:00", "2026-02-23 10:00", id="in Tết"),
        pytest.param("2026-11-23 12:00", "2026-11-23 15:00", id="at lunch: two hours after it"),
    ],
)
def test_a_callback_is_due_in_working_time(missed: str, due: str) -> None:
    assert callback_due(OFFICE, DECREED, Promise(), at(missed)) == at(due)


@pytest.mark.parametrize(
    ("hours", "missed", "due"),
    [
        pytest.param(
            AROUND_THE_CLOCK, "2026-02-17 03:00", "2026-02-17 05:00", id="around the clock"
        ),
        pytest.param(NEVER, "2026-11-23 09:00", "2026-11-23 11:00", id="never open: plain clock"),
        pytest.param(
            SATURDAY_AFTERNOON, "2026-11-23 09:00", "2026-11-28 15:00", id="opens after ten"
        ),
        pytest.param(
            Hours(OFFICE.week, opens_at=at("2026-11-30 07:00")),
            "2026-11-23 09:00",
            "2026-11-30 10:00",
            id="line not yet opened, in what will be its hours",
        ),
        pytest.param(
            Hours(always=True, opens_at=at("2026-11-30 00:00")),
            "2026-11-23 09:00",
            "2026-11-30 10:00",
            id="line not yet opened, around the clock later",
        ),
    ],
)
def test_a_callback_is_due_whatever_the_hours(hours: Hours, missed: str, due: str) -> None:
    assert callback_due(hours, DECREED, Promise(), at(missed)) == at(due)


def test_the_promise_may_be_another() -> None:
    promise = Promise(timedelta(hours=9), time(8, 30))

    assert callback_due(OFFICE, DECREED, promise, at("2026-11-23 09:00")) == at("2026-11-24 10:00")
    assert callback_due(OFFICE, DECREED, promise, at("2026-11-23 20:00")) == at("2026-11-24 08:30")


def test_a_promise_longer_than_all_open_time_is_kept_by_the_plain_clock() -> None:
    one_day = Calendar(
        HANOI, days_off={date(2026, 11, 24) + timedelta(days=n): TET for n in range(HORIZON_D)}
    )
    missed = at("2026-11-23 16:00")

    assert callback_due(OFFICE, one_day, Promise(), missed) == missed + timedelta(hours=2)


def test_open_spans_are_in_utc_and_the_first_is_cut() -> None:
    spans = open_spans(OFFICE, CALENDAR, at("2026-11-23 09:00"))

    assert next(spans) == (
        datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
    )
    assert next(spans) == (at("2026-11-23 13:00"), at("2026-11-23 17:00"))


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Span(time(17), time(7))
    with pytest.raises(ValueError, match="ends before it starts"):
        Span(time(7), time(7))


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="seven days"):
        Hours((OFFICE.week[0],) * 5)
