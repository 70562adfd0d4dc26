"""What a missed caller is owed: one open debt, with the deadline of the first miss."""

import itertools
import random
from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.callbacks import owed
from ivr.flow.callbacks.owed import Contact, Debt
from ivr.flow.hours import Calendar
from ivr.flow.words import CallbackOutcome
from tests.flow.scenes import NINE_ON_MONDAY

REACHED = CallbackOutcome.SELF_REACHED
CALENDAR = Calendar(ZoneInfo("Asia/Ho_Chi_Minh"))
PROMISED = timedelta(hours=2)


def debts(found: Iterable[Contact]) -> tuple[Debt, ...]:
    """Return what these calls to one branch mean that its caller is owed."""
    return owed.debts(found, CALENDAR)


def missed(minute: int, sid: str = "") -> Contact:
    """Return a missed call so many minutes after nine; its callback is due two hours later."""
    at = NINE_ON_MONDAY + timedelta(minutes=minute)
    return Contact(sid or f"CA{minute}", at, due_at=at + PROMISED)


def reached(minute: int, sid: str = "") -> Contact:
    """Return a call that was answered so many minutes after nine."""
    at = NINE_ON_MONDAY + timedelta(minutes=minute)
    return Contact(sid or f"CA{minute}", at, outcome=REACHED)


def minutes(debt: Debt) -> int:
    return round((debt.first_missed_at - NINE_ON_MONDAY).total_seconds() / 60)


@st.composite
def contacts(draw: st.DrawFn) -> list[Contact]:
    """Draw the calls of one caller to one branch; two may be at the same minute."""
    drawn = draw(st.lists(st.tuples(st.integers(0, 300), st.booleans()), max_size=12))
    return [
        (missed if is_miss else reached)(minute, f"CA{n}")
        for n, (minute, is_miss) in enumerate(drawn)
    ]


def in_time(found: Iterable[Contact]) -> list[Contact]:
    return sorted(found, key=lambda contact: (contact.at, contact.call_sid))


def test_nobody_missed_is_owed_nothing() -> None:
    assert debts([]) == ()
    assert debts([reached(0), reached(5)]) == ()


def test_a_miss_opens_a_debt() -> None:
    miss = missed(0)

    assert debts([miss]) == (
        Debt(
            miss.at,
            miss.at,
            miss.at + PROMISED,
            1,
            ("CA0",),
            reopened=False,
            last_call_sid="CA0",
        ),
    )


def test_further_misses_are_counted_and_the_first_deadline_stands() -> None:
    (debt,) = debts([missed(0), missed(30), missed(50)])

    assert debt.misses == 3
    assert debt.call_sids == ("CA0", "CA30", "CA50")
    assert debt.due_at == NINE_ON_MONDAY + PROMISED
    assert debt.last_missed_at == NINE_ON_MONDAY + timedelta(minutes=50)


def test_a_later_miss_with_an_earlier_deadline_does_not_move_it() -> None:
    urgent = Contact("CA9", NINE_ON_MONDAY + timedelta(minutes=9), due_at=NINE_ON_MONDAY)

    (debt,) = debts([missed(0), urgent])

    assert debt.due_at == NINE_ON_MONDAY + PROMISED


def test_a_caller_who_gets_through_is_owed_nothing_more() -> None:
    (debt,) = debts([missed(0), reached(10)])

    assert debt.closed_at == NINE_ON_MONDAY + timedelta(minutes=10)
    assert debt.outcome is REACHED


def test_getting_through_twice_closes_once() -> None:
    (debt,) = debts([missed(0), reached(10), reached(20)])

    assert debt.closed_at == NINE_ON_MONDAY + timedelta(minutes=10)


def test_getting_through_before_the_miss_closes_nothing() -> None:
    (debt,) = debts([reached(0), missed(10)])

    assert debt.closed_at is None


def test_a_miss_after_that_opens_the_debt_again() -> None:
    first, second = debts([missed(0), reached(10), missed(20), missed(25)])

    assert (first.reopened, second.reopened) == (False, True)
    assert second.misses == 2
    assert second.due_at == NINE_ON_MONDAY + timedelta(minutes=20) + PROMISED
    assert second.closed_at is None


@pytest.mark.parametrize(
    ("order", "closed"),
    [((missed(5, "A"), reached(5, "B")), True), ((reached(5, "A"), missed(5, "B")), False)],
)
def test_two_calls_at_one_moment_are_taken_by_their_ids(
    order: tuple[Contact, Contact], closed: bool
) -> None:
    for given_order in itertools.permutations(order):
        (debt,) = debts(given_order)
        assert (debt.closed_at is not None) is closed


@given(found=contacts(), seed=st.integers(0, 2**32))
def test_the_order_in_which_calls_are_given_does_not_matter(
    found: list[Contact], seed: int
) -> None:
    shuffled = [*found]
    random.Random(seed).shuffle(shuffled)

    assert debts(shuffled) == debts(found)


@given(found=contacts())
def test_only_the_last_debt_can_be_open(found: list[Contact]) -> None:
    told = debts(found)

    assert all(debt.closed_at for debt in told[:-1])
    assert [debt.reopened for debt in told] == [n > 0 for n in range(len(told))]


@given(found=contacts())
def test_every_miss_is_counted_in_exactly_one_debt(found: list[Contact]) -> None:
    told = debts(found)

    counted = [sid for debt in told for sid in debt.call_sids]

    assert counted == [contact.call_sid for contact in in_time(found) if contact.due_at]
    assert all(debt.misses == len(debt.call_sids) for debt in told)


@given(found=contacts())
def test_each_debt_has_the_deadline_of_its_first_miss(found: list[Contact]) -> None:
    due = {contact.call_sid: contact.due_at for contact in found}

    for debt in debts(found):
        assert debt.due_at == due[debt.call_sids[0]]
        assert debt.first_missed_at <= debt.last_missed_at
        assert debt.closed_at is None or debt.last_missed_at <= debt.closed_at


@given(found=contacts())
def test_something_is_owed_when_the_last_call_was_missed(found: list[Contact]) -> None:
    told = debts(found)
    last = in_time(found)[-1] if found else None

    is_open = bool(told) and told[-1].closed_at is None

    assert is_open == bool(last and last.due_at)


@given(found=contacts())
def test_debts_come_oldest_first(found: list[Contact]) -> None:
    begun = [minutes(debt) for debt in debts(found)]

    assert begun == sorted(begun)
