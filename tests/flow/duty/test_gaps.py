"""Where nobody can be rung: known cases, and a slow, obvious model beside the quick one."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.duty.gaps import Gap, cover, is_covered, new_gaps, who_could_fill
from ivr.flow.duty.on_duty import on_duty
from ivr.flow.hours import Calendar, Hours, Span, closed
from ivr.flow.words import AbsenceReason, Role, Text
from tests.flow.duty.rosters import (
    CALENDAR,
    EVERY_DAY,
    LONG_AGO,
    MONDAY,
    OFFICE_HOURS,
    ZONE,
    away,
    branch,
    days,
    on,
    roster,
    shift,
    swap,
)

WEEK = (on(0), on(0, day=MONDAY + days(7)))


def gaps(entries, hours=OFFICE_HOURS, calendar=CALENDAR, period=WEEK):
    return [
        (calendar.local(gap.begin), calendar.local(gap.end))
        for gap in cover(entries, branch(hours), calendar, *period).gaps
    ]


def test_a_full_roster_has_no_gap():
    assert gaps(roster(shift("a"))) == []


def test_an_absence_without_a_stand_in_is_a_gap_within_the_hours_only():
    entries = roster(shift("a"), away("a", on(9), on(14)))

    assert gaps(entries) == [(on(9), on(11)), (on(13), on(14))]


def test_gaps_that_touch_are_one():
    entries = roster(shift("a"), away("a", on(8), on(9)), away("a", on(9), on(10)))

    assert gaps(entries) == [(on(8), on(10))]


def test_a_number_that_may_not_be_rung_covers_nothing():
    assert len(gaps(roster(shift("a"), a={"is_verified": False}))) == 10
    assert len(gaps(roster(shift("a"), a={"is_out": True}))) == 10


def test_a_day_off_needs_nobody():
    calendar = Calendar(ZONE, holidays={MONDAY: Text("Nghỉ", "Off")})
    entries = roster(shift("a"), away("a", on(0), on(23)))

    assert gaps(entries, calendar=calendar) == []


def test_a_made_up_working_day_needs_somebody():
    saturday = MONDAY + days(5)
    calendar = Calendar(ZONE, worked={saturday: 0})
    entries = roster(shift("a", weekdays=frozenset({1, 2, 3, 4})), shift("b", 7, 11))

    period = (on(0, day=saturday), on(23, day=saturday))
    assert gaps(entries, calendar=calendar, period=period) == [
        (on(13, day=saturday), on(17, day=saturday))
    ]


def test_around_the_clock_every_minute_counts():
    entries = roster(shift("a", 7, 19, weekdays=EVERY_DAY), shift("b", 20, 7, weekdays=EVERY_DAY))
    period = (on(0), on(0, day=MONDAY + days(2)))

    assert gaps(entries, Hours(always=True), period=period) == [
        (on(19), on(20)),
        (on(19, day=MONDAY + days(1)), on(20, day=MONDAY + days(1))),
    ]


def test_minutes_are_counted():
    told = cover(roster(shift("a"), away("a", on(9), on(14))), branch(), CALENDAR, *WEEK)

    assert (told.minutes, told.gap_minutes) == (5 * 8 * 60, 3 * 60)


def test_only_what_was_no_gap_before_is_new():
    before = [Gap(on(8), on(9)), Gap(on(10), on(11))]
    after = [Gap(on(7), on(12))]

    assert new_gaps(before, after) == (
        Gap(on(7), on(8)),
        Gap(on(9), on(10)),
        Gap(on(11), on(12)),
    )
    assert new_gaps(after, before) == ()


def test_who_could_fill_is_named_the_branchs_own_first():
    entries = roster(
        shift("a"),
        shift("c", 7, 8, role=Role.DEPUTY),
        away("a", on(9), on(14)),
        away("e", on(9), on(10)),
        d={"is_verified": False},
    )

    assert who_could_fill(entries, branch(), CALENDAR, Gap(on(9), on(11))) == ("c", "b")


# A slow, obvious model: look at every quarter of an hour.

QUARTERS = st.integers(0, 4 * 24 * 9)
CODES = st.sampled_from("abc")
START = on(0) - days(1)


def moment(quarter):
    return START + timedelta(minutes=15 * quarter)


@st.composite
def shifts(draw):
    return shift(
        draw(CODES),
        draw(st.integers(0, 23)),
        draw(st.integers(0, 23)),
        role=draw(st.sampled_from(Role)),
        weekdays=frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
        valid_from=MONDAY + days(draw(st.integers(-3, 3))),
        valid_to=draw(st.one_of(st.none(), st.integers(3, 8).map(lambda n: MONDAY + days(n)))),
        entered_at=draw(st.one_of(st.just(LONG_AGO), QUARTERS.map(moment))),
        withdrawn_at=draw(st.one_of(st.none(), QUARTERS.map(moment))),
    )


@st.composite
def absences(draw):
    first, second = sorted((draw(QUARTERS), draw(QUARTERS)))
    return away(
        draw(CODES),
        moment(first),
        moment(second + 1),
        stand_in=draw(st.one_of(st.none(), CODES)),
        reason=draw(st.sampled_from(AbsenceReason)),
    )


@st.composite
def swaps(draw):
    first, second = sorted((draw(QUARTERS), draw(QUARTERS)))
    return swap(draw(CODES), draw(CODES), moment(first), moment(second + 1))


ENTRIES = st.lists(st.one_of(shifts(), absences(), swaps()), max_size=6)
HOURS = st.sampled_from(
    [
        OFFICE_HOURS,
        Hours(always=True),
        Hours(((Span(time(20), time(0)),),) * 7),
        Hours(((Span(time(0), time(6)), Span(time(22), time(0))),) * 7),
    ]
)
CALENDARS = st.sampled_from(
    [
        CALENDAR,
        Calendar(ZONE, holidays={MONDAY: Text("Nghỉ", "Off")}),
        Calendar(ZONE, worked={MONDAY + days(5): 0}, days_off={MONDAY + days(1): Text("a", "b")}),
    ]
)


@given(entries=ENTRIES, hours=HOURS, calendar=CALENDARS)
def test_gaps_are_those_that_a_look_at_every_quarter_finds(entries, hours, calendar):
    known, place = roster(*entries), branch(hours)
    told = cover(known, place, calendar, *WEEK)
    at = WEEK[0]

    while at < WEEK[1]:
        is_open = closed(hours, calendar, at) is None
        is_gap = any(gap.begin <= at < gap.end for gap in told.gaps)
        assert is_gap == (is_open and not is_covered(known, place, calendar, at)), at
        at += timedelta(minutes=15)


@given(entries=ENTRIES, quarter=QUARTERS)
def test_nobody_on_duty_is_away_or_there_twice(entries, quarter):
    known, at = roster(*entries), moment(quarter)
    there = [each.officer.id for each in on_duty(known, branch(), CALENDAR, at)]

    assert len(there) == len(set(there))
    for absence in known.absences:
        if absence.since <= at < absence.until:
            assert absence.officer not in there


@given(
    before=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=4),
    after=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=4),
)
def test_new_gaps_are_the_minutes_of_after_that_are_not_in_before(before, after):
    def made(pairs):
        return [Gap(minute(a), minute(a + length)) for a, length in pairs]

    def minutes(found):
        return {n for n in range(70) for gap in found if gap.begin <= minute(n) < gap.end}

    told = new_gaps(made(before), made(after))

    assert minutes(told) == minutes(made(after)) - minutes(made(before))


def minute(n):
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)


@pytest.mark.parametrize("hour", [8, 15])
def test_a_stand_in_closes_the_gap(hour):
    entries = roster(shift("a"), away("a", on(hour), on(hour + 1), stand_in="b"))

    assert gaps(entries) == []
