"""Time that is staffed and time that is worked: where spans meet, and where the horizon ends."""

from datetime import datetime, timedelta

import pytest

from ivr.flow.hours import HORIZON_D, Hours
from ivr.flow.measures.coverage import Coverage, coverage, working_s
from ivr.flow.measures.figures import DASH, Ratio
from tests.flow.past_calls import after
from tests.flow.scenes import AROUND_THE_CLOCK, CALENDAR, NEVER, OFFICE, at

Span = tuple[datetime, datetime]
MORNING, AFTERNOON = (after(0), after(120)), (after(240), after(480))
SECOND = timedelta(seconds=1)
HOUR_S = 3600


def covered(*spans: Span) -> Coverage:
    return coverage([AFTERNOON, MORNING], spans)


def test_without_anybody_all_duty_hours_are_a_gap() -> None:
    assert covered() == Coverage(Ratio(0, 6 * HOUR_S), (MORNING, AFTERNOON))


def test_spans_that_meet_or_overlap_leave_no_gap() -> None:
    morning = (after(60), after(120)), (after(0), after(60))
    afternoon = (after(200), after(300)), (after(290), after(500))

    assert covered(*morning, *afternoon) == Coverage(Ratio(6 * HOUR_S, 6 * HOUR_S), ())


def test_a_gap_is_told_from_when_to_when() -> None:
    found = covered((after(-30), after(90)), (after(100), after(300)), (after(330), after(480)))

    assert found.gaps == ((after(90), after(100)), (after(300), after(330)))
    assert found.share == Ratio(6 * HOUR_S - 40 * 60, 6 * HOUR_S)


def test_somebody_outside_duty_hours_covers_nothing() -> None:
    assert covered((after(-60), after(0)), (after(120), after(240))).share.part == 0


def test_the_same_hours_twice_are_no_more_hours() -> None:
    found = coverage([MORNING, MORNING], [(after(0), after(60))] * 2)

    assert found.share == Ratio(HOUR_S, 2 * HOUR_S)


@pytest.mark.parametrize("end", [after(60), after(50)])
def test_a_span_that_ends_before_it_lasts_covers_nothing(end: datetime) -> None:
    assert covered((after(60), end)).share.part == 0


def test_the_least_gap_shows() -> None:
    blink = after(60) + timedelta(microseconds=1)

    found = coverage([MORNING], [(after(0), after(60)), (blink, after(120))])

    assert found.share == Ratio(2 * HOUR_S - 1, 2 * HOUR_S)
    assert found.gaps == ((after(60), blink),)


def test_duty_hours_that_meet_leave_one_gap() -> None:
    found = coverage([(after(60), after(120)), (after(0), after(60))], [])

    assert found.gaps == (MORNING,)


def test_duty_of_less_than_a_second_is_too_little_to_have_a_share_of() -> None:
    blink = (after(0), after(0) + SECOND / 2)

    assert coverage([blink], []).share == Ratio(0, 0)


def test_without_duty_hours_there_is_no_share() -> None:
    assert coverage([], [MORNING]).share.percent() == DASH


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("2026-11-23 09:00", "2026-11-23 09:00", 0),
        ("2026-11-23 09:00", "2026-11-23 08:00", 0),
        ("2026-11-23 09:00", "2026-11-23 10:30", 90),
        ("2026-11-23 10:30", "2026-11-23 13:30", 60),
        ("2026-11-23 05:00", "2026-11-23 07:00", 0),
        ("2026-11-20 16:00", "2026-11-23 08:00", 120),  # over a weekend
        ("2026-09-01 09:00", "2026-09-03 08:00", 60),  # over two holidays
    ],
)
def test_working_time_passes_in_open_hours_only(since: str, until: str, minutes: int) -> None:
    assert working_s(OFFICE, CALENDAR, since=at(since), until=at(until)) == minutes * 60


@pytest.mark.parametrize("days", [HORIZON_D - 1, HORIZON_D, 2 * HORIZON_D, 400])
def test_working_time_passes_beyond_the_horizon_too(days: int) -> None:
    since, until = at("2026-11-23 09:00"), at("2026-11-23 09:00") + timedelta(days=days)

    assert working_s(AROUND_THE_CLOCK, CALENDAR, since=since, until=until) == days * 24 * HOUR_S


def test_a_year_of_office_hours_is_a_year_of_office_hours() -> None:
    since, until = at("2026-11-23 00:00"), at("2027-08-30 00:00")  # forty weeks, no holiday

    assert working_s(OFFICE, CALENDAR, since=since, until=until) == 40 * 5 * 8 * HOUR_S


def test_no_working_time_passes_where_nobody_works_or_before_the_line_opens() -> None:
    since, until = at("2026-11-23 09:00"), at("2027-03-01 09:00")
    opens_last_hour = Hours(always=True, opens_at=until - timedelta(hours=1))

    assert working_s(NEVER, CALENDAR, since=since, until=until) == 0
    assert working_s(opens_last_hour, CALENDAR, since=since, until=until) == HOUR_S


def test_working_time_is_told_in_whole_seconds() -> None:
    since = at("2026-11-23 09:00")

    assert working_s(OFFICE, CALENDAR, since=since, until=since + 1.9 * SECOND) == 1
