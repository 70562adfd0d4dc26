"""Which moments are worth pretending, from any moment on."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.branches import load_branches
from ivr.flow.hours import Hours, Span, closed
from ivr.flow.switchboard import Branch, Menu
from ivr.flow.words import Reason, Text
from tests.harness import HANOI, NINE_ON_MONDAY, ROOT
from web.moments import moments

SHIPPED = load_branches(ROOT / "branches.yaml", today=NINE_ON_MONDAY.date())
TWO_LEVEL = load_branches(ROOT / "docs/examples/two-level.yaml", today=NINE_ON_MONDAY.date())
OPEN, LATER = "Office hours (open now)", "Office hours"
TONIGHT, AN_EVENING = "This evening, out of hours", "An evening, out of hours"
SATURDAY, SUNDAY = "Weekend: Saturday", "Weekend: Sunday"
NEW_YEAR, TET = "Holiday: New Year's Day", "Tết, the Lunar New Year"
MORNINGS = tuple((Span(time(7), time(11)),) if day < 5 else () for day in range(7))
EVERY_DAY = ((Span(time(7), time(21)),),) * 7


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def told(switchboard, now):
    """Return the moments by name, as local wall time."""
    found = moments(switchboard, local(now).astimezone(UTC))
    return {moment.name.en: f"{moment.at:%Y-%m-%d %H:%M}" for moment in found}


def with_hours(*hours, calendar=SHIPPED.calendar):
    """Return a switchboard whose branches have these hours."""
    branches = [*SHIPPED.branches()]
    items = tuple(replace(b, hours=h) for b, h in zip(branches, hours, strict=False))
    return replace(SHIPPED, menu=Menu("", "", Text("", ""), items), calendar=calendar)


def test_an_ordinary_morning():
    assert told(SHIPPED, "2026-11-23T09:12:30") == {
        OPEN: "2026-11-23 09:12",
        TONIGHT: "2026-11-23 20:00",
        SATURDAY: "2026-11-28 09:00",
        NEW_YEAR: "2027-01-01 09:00",
        TET: "2027-02-06 09:00",
    }


def test_they_stand_in_one_order_and_have_vietnamese_names():
    names = [m.name.vi for m in moments(SHIPPED, NINE_ON_MONDAY)]

    assert names == [
        "Giờ làm việc (đang mở)",
        "Tối nay, ngoài giờ",
        "Cuối tuần: thứ Bảy",
        "Nghỉ lễ: Tết Dương lịch",
        "Mùng một Tết",
    ]


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T06:00", "2026-11-23 08:00"),  # before the day's work
        ("2026-11-23T11:30", "2026-11-23 14:00"),  # at noon
        ("2026-11-23T17:00", "2026-11-24 08:00"),
        ("2026-11-27T18:00", "2026-11-30 08:00"),  # on Friday evening
        ("2027-02-06T09:00", "2027-02-11 08:00"),  # at Tết
    ],
)
def test_out_of_hours_the_next_office_hours_are_named(now, opens):
    assert told(SHIPPED, now)[LATER] == opens


def test_office_hours_are_those_of_all_branches_not_of_one_that_works_on_saturday():
    assert told(TWO_LEVEL, "2026-11-21T08:00")[LATER] == "2026-11-23 08:30"
    assert told(TWO_LEVEL, "2026-11-21T08:00")[SATURDAY] == "2026-11-21 09:00"


def test_where_branches_are_never_open_together_most_of_them_are():
    early, late = (
        Hours((((Span(a, b)),),) * 7) for a, b in ((time(7), time(9)), (time(9), time(12)))
    )

    assert told(with_hours(early, late), "2026-11-23T05:00")[LATER] == "2026-11-23 08:00"


def test_a_branch_that_opens_for_half_an_hour_is_open_in_it():
    short = Hours(((Span(time(7), time(7, 30)),),) * 7)

    assert told(with_hours(short), "2026-11-23T05:00")[LATER] == "2026-11-23 07:00"


@pytest.mark.parametrize(
    ("now", "name", "at"),
    [
        ("2026-11-23T19:59", TONIGHT, "2026-11-23 20:00"),
        ("2026-11-23T20:00", TONIGHT, "2026-11-23 22:00"),
        ("2026-11-23T23:00", AN_EVENING, "2026-11-24 20:00"),
        ("2026-12-31T23:00", AN_EVENING, "2027-01-02 20:00"),  # New Year's evening is a holiday's
    ],
)
def test_the_next_evening(now, name, at):
    assert told(SHIPPED, now)[name] == at


def test_an_evening_is_one_at_which_everybody_has_gone():
    assert told(with_hours(Hours(EVERY_DAY)), "2026-11-23T09:00")[TONIGHT] == "2026-11-23 22:00"


@pytest.mark.parametrize(
    ("now", "name", "at"),
    [
        ("2026-11-28T08:59", SATURDAY, "2026-11-28 09:00"),
        ("2026-11-28T09:00", SUNDAY, "2026-11-29 09:00"),
        ("2026-11-29T09:00", SATURDAY, "2026-12-05 09:00"),
        ("2026-08-21T09:00", SUNDAY, "2026-08-23 09:00"),  # the Saturday is worked by decree
        ("2027-02-05T09:00", SATURDAY, "2027-02-13 09:00"),  # that weekend is Tết
    ],
)
def test_the_next_day_of_the_weekend(now, name, at):
    assert told(SHIPPED, now)[name] == at


def test_where_every_day_is_worked_there_is_no_weekend():
    found = told(with_hours(Hours(EVERY_DAY)), "2026-11-23T09:00")

    assert {SATURDAY, SUNDAY}.isdisjoint(found)
    assert NEW_YEAR in found


@pytest.mark.parametrize(
    ("now", "name", "at"),
    [
        ("2026-08-30T09:00", "Holiday: National Day", "2026-08-31 09:00"),  # by decree
        ("2026-09-02T08:00", "Holiday: National Day", "2026-09-02 09:00"),
        ("2026-09-02T09:00", NEW_YEAR, "2027-01-01 09:00"),
        ("2027-01-02T09:00", "Holiday: Hung Kings' Commemoration Day", "2027-04-16 09:00"),
        ("2027-02-06T08:00", TET, "2027-02-06 09:00"),
        ("2027-02-06T09:00", TET, "2028-01-26 09:00"),
    ],
)
def test_the_next_holiday_and_the_next_tet(now, name, at):
    assert told(SHIPPED, now)[name] == at


def test_a_holiday_that_is_worked_by_decree_is_none():
    worked = replace(SHIPPED.calendar, worked={date(2027, 1, 1): 4})
    switchboard = replace(SHIPPED, calendar=worked)

    assert NEW_YEAR not in told(switchboard, "2026-11-23T09:00")


def test_what_the_calendar_does_not_know_is_left_out():
    bare = replace(SHIPPED.calendar, holidays={}, days_off={}, worked={})
    switchboard = replace(SHIPPED, calendar=bare)

    assert [*told(switchboard, "2026-11-23T09:00")] == [OPEN, TONIGHT, SATURDAY]


def test_who_is_there_around_the_clock_has_office_hours_only():
    assert [*told(with_hours(Hours(always=True)), "2026-11-28T23:00")] == [OPEN]


def test_a_line_that_is_not_open_yet_is_not_waited_for():
    opening = Hours(MORNINGS, opens_at=local("2026-12-21T07:00"))
    both = with_hours(Hours(MORNINGS), opening)

    assert told(both, "2026-11-23T09:00")[OPEN] == "2026-11-23 09:00"
    assert told(with_hours(opening), "2026-11-23T09:00")[LATER] == "2026-12-21 08:00"


@given(minutes=st.integers(0, 3 * 365 * 24 * 60))
def test_each_is_what_its_name_says_and_lies_ahead(minutes):
    now = datetime(2025, 12, 1, tzinfo=HANOI) + timedelta(minutes=minutes)
    branch: Branch = next(SHIPPED.branches())

    for moment in moments(SHIPPED, now):
        shut = closed(branch.hours, SHIPPED.calendar, moment.at)
        reason = shut.reason if shut else None
        kind = moment.name.en.partition(":")[0].partition(" ")[0].strip(",")
        assert moment.at > now or moment.name.en == OPEN
        assert (
            reason
            is {
                "Office": None,
                "This": Reason.OUT_OF_HOURS,
                "An": Reason.OUT_OF_HOURS,
                "Weekend": Reason.OUT_OF_HOURS,
                "Holiday": Reason.HOLIDAY,
                "Tết": Reason.HOLIDAY,
            }[kind]
        )
