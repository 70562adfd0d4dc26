"""What is done about a debt: it closes, waits, counts, or moves; the same in any order."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.callbacks.deeds import Deed
from ivr.flow.callbacks.owed import Contact, Debt, Done, debts
from ivr.flow.words import NOT_NEEDED, CallbackOutcome, Channel, Did, LegOutcome
from tests.flow.scenes import CALENDAR, NEVER, OFFICE, at

HERE, THERE, ELSEWHERE = "nhanh-mot", "nhanh-hai", "nhanh-ba"
EIGHT = at("2026-11-23 08:00")
PROMISED = timedelta(hours=2)
OFFICER_CALL = "CAofficer"


def minutes(count: float) -> datetime:
    """Return the moment so many minutes after eight on Monday."""
    return EIGHT + timedelta(minutes=count)


def missed(minute: float, branch: str = HERE) -> Contact:
    return Contact(f"CA{minute}", minutes(minute), minutes(minute) + PROMISED, branch=branch)


def got_through(minute: float, branch: str = HERE) -> Contact:
    reached = CallbackOutcome.SELF_REACHED
    return Contact(f"CA{minute}", minutes(minute), outcome=reached, branch=branch)


def passed_on(minute: float, branch: str) -> Contact:
    due = minutes(minute) + PROMISED
    return Contact(f"CA{minute}", minutes(minute), due, branch=branch, passed_on=True)


def done(minute: float, did: Did, branch: str = HERE, **facts: object) -> Done:
    """Return one deed of an officer in a call, so many minutes after eight."""
    deed = Deed(
        key=f"{did}:{minute}:{branch}",
        debt=1,
        did=did,
        at=minutes(minute),
        actor="an",
        channel=Channel.CALL,
        call_sid=OFFICER_CALL,
    )
    return Done(branch, replace(deed, **facts))  # type: ignore[arg-type]


def tried(minute: float, leg: LegOutcome | None = LegOutcome.NO_ANSWER) -> Done:
    return done(minute, Did.TRIED, leg=leg)


def one(*contacts: Contact | Done) -> Debt:
    """Return the only debt that these lead to, in any order and told twice."""
    (debt,) = debts(contacts, CALENDAR)
    for seed in range(5):
        shuffled = [*contacts, *contacts]
        random.Random(seed).shuffle(shuffled)
        assert debts(shuffled, CALENDAR) == (debt,)
    return debt


def next_at(debt: Debt) -> datetime | None:
    return debt.tries.next_at(OFFICE, CALENDAR)


# Reached.


def test_a_citizen_who_was_reached_is_owed_nothing_more() -> None:
    debt = one(missed(0), tried(30, LegOutcome.ANSWERED), done(31, Did.REACHED))

    assert (debt.outcome, debt.closed_at) == (CallbackOutcome.REACHED, minutes(31))
    assert (debt.reached_by, debt.tries.in_vain) == ("an", ())
    assert debt.tries.last_at == minutes(30)


def test_a_citizen_reached_without_being_dialled_by_us_was_reached_all_the_same() -> None:
    debt = one(missed(0), tried(30), done(90, Did.REACHED, call_sid=None, channel=Channel.WEB))

    assert (debt.outcome, len(debt.tries.in_vain)) == (CallbackOutcome.REACHED, 1)


def test_reached_before_the_miss_pays_nothing() -> None:
    assert one(done(-5, Did.REACHED), missed(0)).closed_at is None


def test_who_calls_again_and_gets_through_first_was_not_reached_by_us() -> None:
    debt = one(missed(0), got_through(20), done(31, Did.REACHED))

    assert (debt.outcome, debt.reached_by) == (CallbackOutcome.SELF_REACHED, None)


def test_a_new_miss_after_that_is_owed_anew() -> None:
    first, second = debts([missed(0), tried(10), done(31, Did.REACHED), missed(60)], CALENDAR)

    assert (first.outcome, second.reopened) == (CallbackOutcome.REACHED, True)
    assert second.tries.in_vain == ()


# Tries.


def test_a_try_in_vain_is_counted_and_the_next_one_waits() -> None:
    debt = one(missed(0), tried(60))

    assert (debt.tries.in_vain, next_at(debt)) == ((minutes(60),), at("2026-11-23 13:00"))


def test_a_mailbox_is_a_try_in_vain_once_the_officer_says_so() -> None:
    debt = one(missed(0), tried(60, LegOutcome.ANSWERED), done(61, Did.NOT_REACHED))

    assert (debt.tries.in_vain, debt.tries.in_doubt) == ((minutes(60),), False)


def test_not_reached_by_the_officers_own_telephone_is_a_try_too() -> None:
    debt = one(
        missed(0),
        done(61, Did.NOT_REACHED, call_sid=None),
        done(62, Did.NOT_REACHED, call_sid=None),
    )

    assert debt.tries.in_vain == (minutes(61), minutes(62))


@pytest.mark.parametrize("leg", [LegOutcome.NO_ANSWER, LegOutcome.ANSWERED, None])
def test_what_is_said_while_the_phone_still_rings_is_about_that_try(leg: LegOutcome | None) -> None:
    debt = one(missed(0), done(60, Did.NOT_REACHED, channel=Channel.WEB), tried(61, leg))

    assert (debt.tries.in_vain, debt.tries.in_doubt) == ((minutes(60),), False)
    assert debt.tries.last_at == minutes(61)


def test_the_next_try_of_the_same_call_counts_by_itself() -> None:
    debt = one(missed(0), done(60, Did.NOT_REACHED, channel=Channel.WEB), tried(61), tried(70))

    assert debt.tries.in_vain == (minutes(60), minutes(70))


def test_a_time_agreed_on_while_they_talk_stands_when_the_talk_is_over() -> None:
    later = at("2026-11-25 15:10")
    agreed = done(60, Did.POSTPONED, until=later, channel=Channel.WEB)

    debt = one(missed(0), agreed, tried(61, LegOutcome.ANSWERED), done(62, Did.NOT_REACHED))

    assert (debt.tries.in_vain, next_at(debt)) == ((), later)


def test_a_citizen_whose_phone_was_rung_off_by_the_officer_was_not_tried() -> None:
    debt = one(missed(0), tried(60, LegOutcome.CANCELED))

    assert (debt.tries.in_vain, next_at(debt)) == ((), None)


def test_three_tries_at_two_times_of_day_are_enough() -> None:
    debt = one(missed(0), tried(60), tried(300), tried(420))

    assert (debt.outcome, debt.closed_at) == (CallbackOutcome.UNREACHABLE, minutes(420))


def test_three_tries_within_an_hour_are_not() -> None:
    debt = one(missed(0), tried(60), tried(70), tried(80))

    assert (debt.closed_at, len(debt.tries.in_vain)) == (None, 3)


def test_a_last_try_that_somebody_picked_up_closes_nothing_until_it_is_said_who_did() -> None:
    so_far = (missed(0), tried(60), tried(300), tried(420, LegOutcome.ANSWERED))

    assert one(*so_far).closed_at is None
    assert one(*so_far, done(421, Did.REACHED)).outcome is CallbackOutcome.REACHED
    assert one(*so_far, done(421, Did.NOT_REACHED)).outcome is CallbackOutcome.UNREACHABLE


def test_after_a_new_miss_nothing_waits_and_what_was_tried_still_counts() -> None:
    debt = one(missed(0), tried(60), missed(90))

    assert (next_at(debt), len(debt.tries.in_vain), debt.misses) == (None, 1, 2)


# Put off.


def test_a_citizen_who_asks_for_a_time_is_called_then_whatever_the_ladder_says() -> None:
    later = at("2026-11-25 15:10")
    debt = one(
        missed(0),
        tried(60),
        tried(300, LegOutcome.ANSWERED),
        done(301, Did.POSTPONED, until=later),
    )

    assert (next_at(debt), debt.tries.asked_for) == (later, later)
    assert debt.tries.in_vain == (minutes(60),), "they were spoken to"


def test_a_time_outside_hours_is_put_off_to_the_next_opening() -> None:
    debt = one(missed(0), done(30, Did.POSTPONED, until=at("2026-11-24 19:00")))

    assert next_at(debt) == at("2026-11-25 07:00")
    assert debt.tries.next_at(NEVER, CALENDAR) == at("2026-11-24 19:00")


def test_a_citizen_who_calls_before_that_time_is_at_the_phone_now() -> None:
    debt = one(missed(0), done(30, Did.POSTPONED, until=at("2026-11-25 15:00")), missed(60))

    assert (next_at(debt), debt.tries.asked_for) == (None, None)


def test_a_try_in_vain_at_the_time_asked_for_goes_on_by_the_ladder() -> None:
    debt = one(missed(0), done(30, Did.POSTPONED, until=minutes(60)), tried(60))

    assert (next_at(debt), debt.tries.asked_for) == (at("2026-11-23 13:00"), None)


# Closed with a reason, and moved.


@pytest.mark.parametrize("reason", sorted(NOT_NEEDED))
def test_a_reason_closes_a_debt(reason: CallbackOutcome) -> None:
    debt = one(missed(0), done(30, Did.CLOSED, outcome=reason))

    assert (debt.outcome, debt.closed_at, debt.reached_by) == (reason, minutes(30), None)


def test_what_the_system_notes_about_itself_changes_nothing() -> None:
    auto = done(30, Did.CLOSED, outcome=CallbackOutcome.UNREACHABLE, channel=Channel.AUTO)

    assert one(missed(0), auto).closed_at is None


def test_claims_and_notes_close_nothing() -> None:
    others = [done(30 + n, did) for n, did in enumerate((Did.CLAIMED, Did.RELEASED, Did.NOTED))]

    assert one(missed(0), *others).closed_at is None


def test_a_debt_that_is_moved_goes_on_in_the_other_branch_with_its_deadline() -> None:
    told: list[Contact | Done] = [
        missed(0),
        missed(20),
        tried(30),
        done(40, Did.MOVED, to_branch=THERE),
    ]

    gone, here = debts(told, CALENDAR)

    assert (gone.branch, gone.outcome, gone.closed_at) == (
        HERE,
        CallbackOutcome.MOVED,
        minutes(40),
    )
    assert (here.branch, here.closed_at, here.due_at) == (THERE, None, gone.due_at)
    assert (here.misses, here.first_missed_at, here.last_call_sid) == (2, minutes(0), "CA20")
    assert (here.call_sids, here.tries.in_vain) == ((), ())
    assert here.moved_by == "moved:40:nhanh-mot"


def test_a_debt_may_move_on_and_back() -> None:
    told = debts(
        [
            missed(0),
            done(10, Did.MOVED, to_branch=THERE),
            done(20, Did.MOVED, THERE, to_branch=ELSEWHERE),
            done(30, Did.MOVED, ELSEWHERE, to_branch=HERE),
            done(40, Did.REACHED),
        ],
        CALENDAR,
    )

    assert [(debt.branch, debt.outcome) for debt in told] == [
        (HERE, CallbackOutcome.MOVED),
        (THERE, CallbackOutcome.MOVED),
        (ELSEWHERE, CallbackOutcome.MOVED),
        (HERE, CallbackOutcome.REACHED),
    ]
    assert {debt.due_at for debt in told} == {minutes(0) + PROMISED}


def test_a_debt_moved_to_a_branch_that_owes_already_joins_it_by_the_earlier_deadline() -> None:
    told = debts([missed(0), missed(30, THERE), done(40, Did.MOVED, to_branch=THERE)], CALENDAR)

    joined = told[1]
    assert (joined.branch, joined.misses) == (THERE, 2)
    assert (joined.due_at, joined.first_missed_at) == (minutes(0) + PROMISED, minutes(0))
    assert joined.last_missed_at == minutes(30)


def test_a_debt_that_was_paid_before_it_could_be_moved_moves_nothing() -> None:
    debt = one(missed(0), got_through(20), done(40, Did.MOVED, to_branch=THERE))

    assert debt.outcome is CallbackOutcome.SELF_REACHED


def test_a_debt_cannot_be_moved_to_its_own_branch() -> None:
    assert one(missed(0), done(40, Did.MOVED, to_branch=HERE)).closed_at is None


def test_who_was_moved_and_is_missed_again_is_owed_by_both() -> None:
    told = debts([missed(0), done(40, Did.MOVED, to_branch=THERE), missed(60)], CALENDAR)

    assert [(d.branch, d.closed_at is None, d.reopened) for d in told] == [
        (HERE, False, False),
        (THERE, True, False),
        (HERE, True, True),
    ]


# Passed on by an officer of another branch.


def test_a_talk_that_was_passed_on_is_owed_though_nobody_was_missed() -> None:
    debt = one(passed_on(10, THERE))

    assert (debt.branch, debt.misses, debt.call_sids) == (THERE, 0, ())
    assert (debt.passed_on, debt.last_call_sid) == (("CA10",), "CA10")
    assert debt.due_at == minutes(10) + PROMISED


def test_a_talk_passed_on_to_a_branch_that_owes_already_joins_it() -> None:
    debt = one(missed(0, THERE), passed_on(10, THERE))

    assert (debt.misses, debt.passed_on, debt.due_at) == (1, ("CA10",), minutes(0) + PROMISED)


# Any order.

BRANCHES = st.sampled_from([HERE, THERE, ELSEWHERE])
MINUTES = st.integers(0, 3 * 24 * 60)
LEGS = st.sampled_from([*LegOutcome])
UNTIL = MINUTES.map(minutes)
CONTACTS = st.one_of(
    st.builds(missed, MINUTES, BRANCHES),
    st.builds(got_through, MINUTES, BRANCHES),
    st.builds(passed_on, MINUTES, BRANCHES),
    st.builds(done, MINUTES, st.just(Did.TRIED), BRANCHES, leg=LEGS),
    st.builds(done, MINUTES, st.sampled_from([Did.REACHED, Did.NOT_REACHED, Did.NOTED]), BRANCHES),
    st.builds(done, MINUTES, st.just(Did.POSTPONED), BRANCHES, until=UNTIL),
    st.builds(done, MINUTES, st.just(Did.CLOSED), BRANCHES, outcome=st.sampled_from([*NOT_NEEDED])),
    st.builds(done, MINUTES, st.just(Did.MOVED), BRANCHES, to_branch=BRANCHES),
)
TOLD = st.lists(
    CONTACTS, max_size=15, unique_by=lambda c: c.deed.key if isinstance(c, Done) else c.call_sid
)


@given(told=TOLD, seed=st.integers(0, 2**32), again=st.integers(0, 15))
def test_neither_order_nor_repetition_matters(
    told: list[Contact | Done], seed: int, again: int
) -> None:
    shuffled = [*told, *told[:again]]
    random.Random(seed).shuffle(shuffled)

    assert debts(shuffled, CALENDAR) == debts(told, CALENDAR)


@given(told=TOLD)
def test_each_branch_has_one_open_debt_at_most_and_it_is_its_last(
    told: list[Contact | Done],
) -> None:
    found = debts(told, CALENDAR)

    for branch in (HERE, THERE, ELSEWHERE):
        mine = [debt for debt in found if debt.branch == branch]
        assert all(debt.closed_at for debt in mine[:-1])
        assert [debt.reopened for debt in mine] == [n > 0 for n in range(len(mine))]


@given(told=TOLD)
def test_every_miss_and_every_talk_passed_on_belongs_to_exactly_one_debt(
    told: list[Contact | Done],
) -> None:
    found = debts(told, CALENDAR)
    owed = [c for c in told if isinstance(c, Contact) and c.due_at]

    counted = [sid for debt in found for sid in (*debt.call_sids, *debt.passed_on)]

    assert sorted(counted) == sorted(c.call_sid for c in owed)


@given(told=TOLD)
def test_what_is_closed_was_closed_after_its_last_miss_and_for_a_reason(
    told: list[Contact | Done],
) -> None:
    for debt in debts(told, CALENDAR):
        assert (debt.closed_at is None) == (debt.outcome is None)
        assert debt.closed_at is None or debt.last_missed_at <= debt.closed_at
        assert (debt.reached_by is not None) == (debt.outcome is CallbackOutcome.REACHED)
        assert debt.first_missed_at <= debt.last_missed_at < debt.due_at + timedelta(days=4)


@given(told=TOLD)
def test_nothing_is_lost_by_moving(told: list[Contact | Done]) -> None:
    found = debts(told, CALENDAR)

    moved = [debt for debt in found if debt.outcome is CallbackOutcome.MOVED]

    keys = {c.deed.key for c in told if isinstance(c, Done) and c.deed.did is Did.MOVED}
    arrived = [debt for debt in found if debt.moved_by]
    assert len(arrived) <= len(moved)
    assert {debt.moved_by for debt in arrived} <= keys
