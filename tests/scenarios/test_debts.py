"""What missed callers are owed: one open debt per caller and branch, until they are reached."""

import pytest
from sqlalchemy import text

from ivr.flow.words import CallbackOutcome, CallbackState
from simulator.faults import Fault, Faults
from tests.harness import CITIZEN
from tests.scenarios.told import told

NOBODY = "bad-number," * 4
BRANCH = "thu-tuc-hanh-chinh"


@pytest.fixture
def hotline(make_hotline, database_url):
    return make_hotline(database_url)


def missed(hotline, keys="4", **options):
    call = hotline.call(keys, NOBODY, **options)
    assert not call.truth.was_joined
    hotline.tell()
    hotline.pass_time(minutes=3)
    return call


def answered(hotline, keys="4", **options):
    call = hotline.call(keys, "accept", **options)
    assert call.truth.was_joined
    hotline.tell()
    hotline.pass_time(minutes=3)
    return call


def test_missed_once_is_one_open_debt(hotline):
    call = missed(hotline)

    (debt,) = hotline.callbacks()
    assert (debt.caller_number, debt.branch, debt.misses) == (CITIZEN, BRANCH, 1)
    assert (debt.state, debt.reopened) == (CallbackState.OPEN, False)
    assert debt.first_missed_at == debt.last_missed_at == call.ended_at
    assert debt.last_call_id == hotline.row(call).id


def test_missed_twice_is_one_debt_with_the_first_deadline(hotline):
    first = missed(hotline)
    due_at = hotline.callbacks()[0].due_at
    second = missed(hotline)

    (debt,) = hotline.callbacks()
    assert (debt.misses, debt.due_at) == (2, due_at)
    assert (debt.first_missed_at, debt.last_missed_at) == (first.ended_at, second.ended_at)


def test_getting_through_closes_the_debt_by_itself(hotline):
    missed(hotline)
    missed(hotline)
    through = answered(hotline)

    (debt,) = hotline.callbacks()
    assert (debt.state, debt.outcome) == (CallbackState.CLOSED, CallbackOutcome.SELF_REACHED)
    assert debt.closed_at == through.ended_at
    assert debt.misses == 2


def test_missed_again_after_getting_through_is_open_again(hotline):
    missed(hotline)
    answered(hotline)
    missed(hotline)

    (open_debt,) = hotline.callbacks(state=CallbackState.OPEN)
    (closed_debt,) = hotline.callbacks(state=CallbackState.CLOSED)
    assert (open_debt.misses, open_debt.reopened) == (1, True)
    assert (closed_debt.misses, closed_debt.reopened) == (1, False)


def test_debts_are_kept_apart_by_branch(hotline):
    missed(hotline, "4")
    missed(hotline, "3")
    answered(hotline, "3")

    states = {debt.branch: debt.state for debt in hotline.callbacks()}
    assert states == {BRANCH: CallbackState.OPEN, "tu-phap": CallbackState.CLOSED}


def test_debts_are_kept_apart_by_caller(hotline):
    missed(hotline)
    answered(hotline, caller="+84505000002")
    missed(hotline, caller="+84505000003")

    open_to = [debt.caller_number for debt in hotline.callbacks(state=CallbackState.OPEN)]
    assert open_to == [CITIZEN, "+84505000003"]


def test_a_call_that_never_chose_a_branch_owes_nothing(hotline):
    hotline.call("", NOBODY, hang_up_after_s=20)

    assert hotline.callbacks() == []


def test_a_miss_that_becomes_known_late_is_put_where_it_belongs(hotline):
    late = Fault(kind="call-status", action="delay", delay_s=1800)
    hotline.carrier.faults = Faults([late])
    first = hotline.start("4", NOBODY)
    hotline.pass_time(minutes=5)
    assert first.is_over
    hotline.tell()
    assert hotline.callbacks() == []  # its end is not known yet
    hotline.carrier.faults = Faults()
    through = hotline.start("4", "accept")
    hotline.pass_time(minutes=5)
    assert told(hotline, through).verdict == "answered"

    hotline.pass_time(minutes=40)

    assert told(hotline, first).verdict == "not_answered"
    (debt,) = hotline.callbacks()
    assert (debt.state, debt.outcome) == (CallbackState.CLOSED, CallbackOutcome.SELF_REACHED)


def test_a_miss_that_only_the_sweep_finds_is_put_where_it_belongs(hotline):
    hotline.carrier.faults = Faults([Fault(kind="call-status", action="drop")])
    first = hotline.call("4", NOBODY)
    answered(hotline)

    hotline.pass_time(minutes=15)
    assert hotline.work.sweep() == 1

    assert told(hotline, first).verdict == "not_answered"
    (debt,) = hotline.callbacks()
    assert (debt.state, debt.outcome) == (CallbackState.CLOSED, CallbackOutcome.SELF_REACHED)


def test_a_number_typed_for_the_callback_is_owed_and_not_the_one_that_called(hotline):
    hotline.call("422" + "0505000077#1", NOBODY)
    answered(hotline)

    (debt,) = hotline.callbacks()
    assert (debt.caller_number, debt.state) == ("+84505000077", CallbackState.OPEN)


def test_telling_again_changes_nothing(hotline):
    missed(hotline)
    answered(hotline)
    missed(hotline)
    before = [(d.id, d.state, d.misses, d.due_at, d.closed_at) for d in hotline.callbacks()]

    with hotline.hotline.database.transaction() as session:
        session.execute(text("UPDATE events SET told_at = NULL"))
    hotline.tell()

    after = [(d.id, d.state, d.misses, d.due_at, d.closed_at) for d in hotline.callbacks()]
    assert after == before
