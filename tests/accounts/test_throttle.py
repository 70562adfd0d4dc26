"""Waits grow, end, and never become a lock-out."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.throttle import (
    ACCOUNT,
    ADDRESS,
    Failures,
    counted,
    one_less,
    one_more,
    waits_until,
)
from tests.harness import NINE_ON_MONDAY

RULES = pytest.mark.parametrize("rule", [ACCOUNT, ADDRESS])


def failed(times, rule, *, every=timedelta(hours=0)):
    """Return the failures after so many, each right when it is allowed, and the moment then."""
    failures, now = Failures(0, NINE_ON_MONDAY), NINE_ON_MONDAY
    for _ in range(times):
        now = waits_until(failures, rule, now) or now + every
        failures = one_more(failures, rule, now)
    return failures, now


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (0, 0),
        (4, 0),
        (5, 15),
        (6, 30),
        (7, 60),
        (8, 120),
        (9, 240),
        (10, 480),
        (11, 900),
        (99, 900),
    ],
)
def test_an_account_waits_ever_longer(failures, seconds):
    until = waits_until(Failures(failures, NINE_ON_MONDAY), ACCOUNT, NINE_ON_MONDAY)

    expected = NINE_ON_MONDAY + timedelta(seconds=seconds) if seconds else None
    assert until == expected


def test_an_address_has_more_patience():
    assert waits_until(Failures(29, NINE_ON_MONDAY), ADDRESS, NINE_ON_MONDAY) is None
    assert waits_until(Failures(30, NINE_ON_MONDAY), ADDRESS, NINE_ON_MONDAY) is not None


def test_a_wait_ends_to_the_microsecond():
    failures = Failures(5, NINE_ON_MONDAY)
    end = NINE_ON_MONDAY + timedelta(seconds=15)

    assert waits_until(failures, ACCOUNT, end - timedelta(microseconds=1)) == end
    assert waits_until(failures, ACCOUNT, end) is None


@pytest.mark.parametrize(
    ("passed", "left"), [(0, 7), (14, 7), (15, 6), (44, 5), (45, 4), (105, 0), (10_000, 0)]
)
def test_failures_are_forgotten_one_by_one(passed, left):
    failures, now = Failures(7, NINE_ON_MONDAY), NINE_ON_MONDAY + timedelta(minutes=passed)

    assert counted(failures, ACCOUNT, now) == left
    assert one_more(failures, ACCOUNT, now) == Failures(left + 1, now)


def test_an_office_where_somebody_mistypes_every_few_minutes_never_waits():
    failures, now = Failures(0, NINE_ON_MONDAY), NINE_ON_MONDAY
    for _ in range(500):
        assert waits_until(failures, ADDRESS, now) is None
        failures = one_more(failures, ADDRESS, now)
        now += timedelta(minutes=2)


def test_an_office_from_which_somebody_guesses_waits_for_minutes_only():
    failures, now = failed(500, ADDRESS)

    until = waits_until(failures, ADDRESS, now)
    assert until
    assert until - now <= timedelta(minutes=2)


def test_a_clock_that_was_put_back_locks_nobody_out():
    ahead = Failures(50, NINE_ON_MONDAY + timedelta(days=30))

    assert waits_until(ahead, ACCOUNT, NINE_ON_MONDAY) is None


def test_one_that_was_none_is_taken_back():
    assert one_less(Failures(3, NINE_ON_MONDAY)) == Failures(2, NINE_ON_MONDAY)
    assert one_less(Failures(0, NINE_ON_MONDAY)).count == 0


@RULES
@given(times=st.integers(0, 200))
def test_however_often_it_failed_the_next_try_is_allowed_within_a_quarter_of_an_hour(rule, times):
    failures, now = failed(times, rule)

    until = waits_until(failures, rule, now)
    assert until is None or now < until <= now + timedelta(minutes=15)


def test_a_guesser_has_at_most_a_hundred_and_ten_tries_a_day():
    _, now = failed(110, ACCOUNT)

    assert now > NINE_ON_MONDAY + timedelta(hours=24)
