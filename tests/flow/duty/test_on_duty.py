"""Who is on duty at a moment, in which order, and instead of whom."""

from datetime import date, timedelta

import pytest

from ivr.flow.duty.on_duty import Away, By, on_duty, turns
from ivr.flow.hours import Calendar, Hours
from ivr.flow.words import Role, Text
from tests.flow.duty.rosters import (
    CALENDAR,
    EVERY_DAY,
    MONDAY,
    ZONE,
    away,
    branch,
    days,
    on,
    roster,
    shift,
    swap,
)


def codes(entries, at, *, of=None, calendar=CALENDAR):
    return [each.officer.id for each in on_duty(entries, of or branch(), calendar, at)]


def test_the_primary_is_rung_first_then_the_deputy_then_the_leader():
    entries = roster(
        shift("c", role=Role.LEADER),
        shift("b", role=Role.DEPUTY),
        shift("e", role=Role.DEPUTY, position=2),
        shift("a"),
    )

    assert codes(entries, on(9)) == ["a", "b", "e", "c"]


def test_several_of_one_role_are_rung_by_their_position():
    entries = roster(shift("a", position=2), shift("b", position=1))

    assert codes(entries, on(9)) == ["b", "a"]


@pytest.mark.parametrize(
    ("at", "there"),
    [
        (on(6, 59), []),
        (on(7), ["a"]),
        (on(16, 59), ["a"]),
        (on(17), []),
        (on(9, day=MONDAY + days(5)), []),
    ],
)
def test_a_turn_is_half_open_and_on_its_weekdays(at, there):
    assert codes(roster(shift("a")), at) == there


@pytest.mark.parametrize(
    ("at", "there"),
    [
        (on(21, 59), []),
        (on(22), ["a"]),
        (on(23, 59), ["a"]),
        (on(0, day=MONDAY + days(1)), ["a"]),
        (on(5, 59, day=MONDAY + days(1)), ["a"]),
        (on(6, day=MONDAY + days(1)), []),
        (on(3), []),
    ],
)
def test_a_night_shift_belongs_to_the_day_on_which_it_begins(at, there):
    entries = roster(shift("a", 22, 6, weekdays=frozenset({0})))

    assert codes(entries, at) == there


def test_equal_times_are_around_the_clock():
    entries = roster(shift("a", 7, 7, weekdays=EVERY_DAY))

    assert all(codes(entries, on(hour)) == ["a"] for hour in range(24))


@pytest.mark.parametrize(
    ("day", "there"),
    [(-1, ["x"]), (0, ["a"]), (4, ["a"]), (7, ["x"])],
)
def test_the_branches_file_answers_where_no_shift_is_valid(day, there):
    entries = roster(shift("a", valid_from=MONDAY, valid_to=MONDAY + days(4)))

    assert codes(entries, on(9, day=MONDAY + days(day)), of=branch_with("x")) == there


def branch_with(*officers):
    return branch(Hours(always=True), *officers)


def test_an_hour_without_a_shift_is_a_gap_and_not_the_files():
    entries = roster(shift("a", 7, 11))

    assert codes(entries, on(13), of=branch_with("x")) == []


def test_a_made_up_working_day_is_worked_like_the_day_it_stands_for():
    saturday = MONDAY + days(5)
    calendar = Calendar(ZONE, worked={saturday: 0})
    entries = roster(shift("a", weekdays=frozenset({0})))

    assert codes(entries, on(9, day=saturday), calendar=calendar) == ["a"]
    assert codes(entries, on(9, day=saturday)) == []


def test_the_stand_in_takes_the_turn_of_who_is_away():
    entries = roster(shift("a"), away("a", on(8), on(10), stand_in="b"))
    (there,) = on_duty(entries, branch(), CALENDAR, on(9))

    assert (there.officer.id, there.by, there.instead_of) == ("b", By.STAND_IN, "a")
    assert codes(entries, on(10)) == ["a"]


def test_who_is_away_without_a_stand_in_is_told_and_not_rung():
    entries = roster(shift("a"), shift("b", role=Role.DEPUTY), away("a", on(8), on(10)))
    told = list(turns(entries, branch(), CALENDAR, on(9)))

    assert isinstance(told[0], Away)
    assert codes(entries, on(9)) == ["b"]


def test_a_stand_in_who_is_away_too_is_stood_in_for():
    entries = roster(
        shift("a"),
        away("a", on(8), on(12), stand_in="b"),
        away("b", on(9), on(12), stand_in="c"),
    )

    assert codes(entries, on(9)) == ["c"]


def test_stand_ins_in_a_circle_are_nobody():
    entries = roster(
        shift("a"),
        away("a", on(8), on(12), stand_in="b"),
        away("b", on(8), on(12), stand_in="a"),
    )

    assert codes(entries, on(9)) == []


def test_two_who_swap_their_turns_take_each_others():
    tuesday = MONDAY + days(1)
    entries = roster(
        shift("a", weekdays=frozenset({0})),
        shift("b", weekdays=frozenset({1})),
        swap("a", "b", on(0), on(0, day=tuesday)),
        swap("b", "a", on(0, day=tuesday), on(0, day=tuesday + days(1))),
    )

    assert codes(entries, on(9)) == ["b"]
    assert codes(entries, on(9, day=tuesday)) == ["a"]
    assert codes(entries, on(9, day=MONDAY + days(7))) == ["a"]


def test_who_is_away_in_a_circle_of_swaps_is_not_there():
    period = (on(0), on(23))
    entries = roster(
        shift("a"), swap("a", "b", *period), swap("b", "a", *period), away("b", on(8), on(10))
    )

    assert codes(entries, on(9)) == []
    assert codes(entries, on(10)) == ["b"]


def test_a_taker_who_is_away_is_stood_in_for():
    entries = roster(
        shift("a"), swap("a", "b", on(0), on(23)), away("b", on(8), on(10), stand_in="c")
    )

    assert codes(entries, on(9)) == ["c"]


def test_nobody_is_rung_twice():
    entries = roster(
        shift("a"), shift("b", role=Role.DEPUTY), away("a", on(8), on(10), stand_in="b")
    )

    assert codes(entries, on(9)) == ["b"]


@pytest.mark.parametrize(
    "given",
    [{"is_verified": False}, {"is_out": True}],
)
def test_a_number_that_must_not_be_rung_is_told_as_such(given):
    (there,) = on_duty(roster(shift("a"), a=given), branch(), CALENDAR, on(9))

    assert not there.may_ring


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ({"active_from": MONDAY}, ["a"]),
        ({"active_from": MONDAY + timedelta(days=1)}, []),
        ({"active_to": MONDAY}, ["a"]),
        ({"active_to": MONDAY - timedelta(days=1)}, []),
    ],
)
def test_an_officer_serves_from_a_day_to_a_day(given, there):
    assert codes(roster(shift("a"), a=given), on(9)) == there


def test_who_was_on_duty_then_is_told_as_it_was_known_then():
    noon = on(12)
    entries = roster(
        shift("a", withdrawn_at=noon),
        shift("b", entered_at=noon),
    )

    assert codes(entries, on(11)) == ["a"]
    assert codes(entries, on(13)) == ["b"]


def test_an_absence_entered_late_does_not_change_the_morning():
    entries = roster(shift("a"), away("a", on(7), on(17), entered_at=on(10)))

    assert codes(entries, on(9)) == ["a"]
    assert codes(entries, on(11)) == []


def test_on_a_day_off_a_line_around_the_clock_is_still_manned():
    calendar = Calendar(ZONE, holidays={MONDAY: Text("Tết", "Tết")})
    entries = roster(shift("a", 0, 0, weekdays=EVERY_DAY))

    assert codes(entries, on(3), of=branch_with(), calendar=calendar) == ["a"]


def test_a_shift_of_an_officer_that_nobody_knows_is_nobodys():
    assert codes(roster(shift("z", valid_from=date(2026, 1, 1))), on(9)) == []
