"""A check of the whole way in: what our call does, and what is read from the call that came in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.duty import through
from ivr.flow.duty.through import COMES_IN, IS_HEARD_OF, OurCall, grade, keys_to
from ivr.flow.events import Event
from ivr.flow.position import Position
from ivr.flow.steps import Goodbye, Pause, PressKeys, Prompt
from ivr.flow.words import EventKind, Grade, LegOutcome, Reason, Stage
from tests.flow.scenes import (
    HOTLINE,
    SECOND_LINE,
    a_scene,
    a_sub_menu,
    a_switchboard,
    eight_branches,
    prompts,
    through_the_url,
)

PLACED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def after(**span):
    return PLACED + timedelta(**span)


def scene(*, reached=(), switchboard=None):
    found = a_scene(switchboard or a_switchboard(*eight_branches()), number=SECOND_LINE)
    return replace(found, board=replace(found.board, reached=frozenset(reached)))


# The keys.


def test_each_level_of_the_menu_is_one_key():
    switchboard = a_switchboard(a_sub_menu())

    assert [keys_to(switchboard, b.id) for b in switchboard.branches()] == ["21", "22"]
    assert keys_to(switchboard, "truc-ban") == "0"
    assert keys_to(switchboard, "no-such") == ""


def test_the_keys_are_pressed_first_and_once():
    step = through.go_on(scene(), through.first("nhanh-3"))

    assert isinstance(step, PressKeys)
    assert step.keys == "3"
    following = through.go_on(scene(), through_the_url(step.then))
    assert isinstance(following, Pause)


def test_a_fault_before_the_keys_were_pressed_does_not_leave_them_out():
    recovered = through.first("nhanh-3").to(Stage.THROUGH, faults=1)

    assert isinstance(through.go_on(scene(), recovered), PressKeys)


def test_a_branch_that_is_gone_ends_the_call():
    step = through.go_on(scene(), through.first("no-such"))

    assert isinstance(step, Goodbye)


# Waiting.

WAITING = Position(n=2, stage=Stage.THROUGH, branch="nhanh-3", waits=1)


def test_while_it_waits_it_gives_thanks_to_whoever_may_be_there():
    step = through.go_on(scene(), WAITING)

    assert isinstance(step, Pause)
    assert prompts(step) == [Prompt.THROUGH]
    assert (step.then.waits, step.then.stage) == (2, Stage.THROUGH)


def test_once_an_officer_is_reached_it_gives_thanks_and_hangs_up():
    step = through.go_on(scene(reached={SECOND_LINE}), WAITING)

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.THROUGH]
    assert step.then.reason is Reason.ACCEPTED


def test_another_number_that_is_reached_is_not_ours():
    assert isinstance(through.go_on(scene(reached={HOTLINE}), WAITING), Pause)


def test_it_does_not_wait_for_ever():
    step, waited = through.go_on(scene(), WAITING), 0
    while isinstance(step, Pause):
        waited += step.pause_s
        step = through.go_on(scene(), through_the_url(step.then))

    assert isinstance(step, Goodbye)
    assert waited <= through.LONGEST_S


# What became of our call.


def event(kind, at, key, **given):
    position = through.first("nhanh-3")
    return Event(key, "CA1", kind, after(seconds=at), position, **given)


EVENTS = [
    event(EventKind.CHECK_ANSWERED, 2, "check:through:0"),
    event(EventKind.CHECK_ANSWERED, 6, "check:through:1"),
    event(EventKind.CHECK_ENDED, 30, "check:status:completed", outcome=LegOutcome.ANSWERED),
]


@given(st.permutations(EVENTS), st.lists(st.sampled_from(EVENTS)))
def test_our_call_is_told_the_same_in_any_order(order, again):
    assert through.tell([*order, *again]) == OurCall(
        after(seconds=2), after(seconds=30), LegOutcome.ANSWERED
    )


def test_a_call_of_which_nothing_was_heard_is_no_more_than_that():
    assert through.tell([]) == OurCall()


# The grade, where no call came in; where one did, see the scenarios.


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        (LegOutcome.ANSWERED, Grade.BAD_NUMBER),
        (LegOutcome.FAILED, Grade.BAD_NUMBER),
        (LegOutcome.BUSY, Grade.BUSY),
        (LegOutcome.NO_ANSWER, Grade.NO_ANSWER),
        (LegOutcome.CANCELED, Grade.NO_ANSWER),
    ],
)
def test_a_call_that_never_came_in_is_graded_once_it_never_will(outcome, found):
    ours = OurCall(None, after(seconds=30), outcome)
    sure = after(seconds=30) + COMES_IN

    assert grade(ours, None, placed_at=PLACED, now=sure - timedelta(seconds=1)) is None
    assert grade(ours, None, placed_at=PLACED, now=sure) is found


def test_a_call_of_which_nothing_was_ever_heard_is_given_up():
    before = PLACED + IS_HEARD_OF - timedelta(seconds=1)

    assert grade(OurCall(), None, placed_at=PLACED, now=before) is None
    assert grade(OurCall(), None, placed_at=PLACED, now=PLACED + IS_HEARD_OF) is Grade.NO_ANSWER
