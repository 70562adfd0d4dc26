"""After a ring: what an ended leg means, and what the caller gets next."""

import pytest

from ivr.flow.hunting import LegEnded, after_ring, next_ring
from ivr.flow.position import Position
from ivr.flow.steps import Goodbye, Nothing, Prompt, Ring
from ivr.flow.words import LegOutcome, Reason, Stage
from tests.flow.scenes import (
    ANOTHER_CALL,
    CALL,
    a_scene,
    prompts,
    rung,
)

RANG_OUT = LegEnded(LegOutcome.NO_ANSWER, joined=False, gone=False)
AT_HUNT = Position(n=2, stage=Stage.HUNT, branch="noi-vu")


def test_the_caller_is_told_to_hold_between_two_officers() -> None:
    first = next_ring(a_scene(), AT_HUNT, ())

    assert prompts(after_ring(a_scene(), first.then, RANG_OUT)) == [Prompt.HOLD]


@pytest.mark.parametrize(
    "outcome",
    [
        LegOutcome.NO_ANSWER,
        LegOutcome.BUSY,
        LegOutcome.FAILED,
        LegOutcome.CANCELED,
        LegOutcome.ANSWERED,  # picked up, never accepted: a mailbox
    ],
)
def test_whatever_ends_a_leg_without_a_join_the_next_officer_is_rung(outcome: LegOutcome) -> None:
    ended = LegEnded(outcome, joined=False, gone=False)

    step = after_ring(a_scene(), AT_HUNT.to(Stage.HUNT, tried=("an",)), ended)

    assert rung(step) == "binh"


def test_after_a_talk_the_caller_is_thanked() -> None:
    talked = LegEnded(LegOutcome.ANSWERED, joined=True, gone=False)

    step = after_ring(a_scene(), AT_HUNT.to(Stage.HUNT, tried=("an",)), talked)

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.BYE]
    assert (step.then.stage, step.then.reason) == (Stage.END, Reason.TALKED)


@pytest.mark.parametrize("joined", [True, False, None])
def test_nothing_is_said_to_a_caller_who_has_hung_up(joined: bool | None) -> None:
    ended = LegEnded(LegOutcome.CANCELED, joined=joined, gone=True)

    step = after_ring(a_scene(), AT_HUNT.to(Stage.HUNT, tried=("an",)), ended)

    assert step == Nothing(step.then)
    assert step.then.reason is Reason.GONE


@pytest.mark.parametrize(
    ("outcome", "accepted", "talked"),
    [
        (LegOutcome.ANSWERED, [(CALL, 3)], True),
        (LegOutcome.ANSWERED, [(CALL, 2)], False),  # an accept of another attempt
        (LegOutcome.ANSWERED, [(ANOTHER_CALL, 3)], False),
        (LegOutcome.ANSWERED, [], False),
        (LegOutcome.NO_ANSWER, [(CALL, 3)], False),
    ],
)
def test_where_the_carrier_does_not_say_only_a_seen_accept_counts(
    outcome: LegOutcome, accepted: list[tuple[str, int]], talked: bool
) -> None:
    position = AT_HUNT.to(Stage.HUNT, tried=("an",))
    ended = LegEnded(outcome, joined=None, gone=False)

    step = after_ring(a_scene(accepted=accepted), position, ended)

    assert position.n == 3
    assert isinstance(step, Goodbye if talked else Ring)


def test_the_word_of_the_carrier_wins_over_a_seen_accept() -> None:
    ended = LegEnded(LegOutcome.ANSWERED, joined=False, gone=False)

    step = after_ring(a_scene(accepted=[(CALL, 3)]), AT_HUNT.to(Stage.HUNT, tried=("an",)), ended)

    assert rung(step) == "binh"


def test_a_hunt_that_rang_somebody_in_vain_has_tried_all() -> None:
    position = AT_HUNT.to(Stage.HUNT, tried=("an", "binh", "dung"))

    step = after_ring(a_scene(), position, RANG_OUT)

    assert step.then.reason is Reason.ALL_TRIED
    assert prompts(step) == [Prompt.BUSY]


def test_a_branch_that_was_removed_meanwhile_is_a_fault_of_ours() -> None:
    position = Position(n=4, stage=Stage.HUNT, branch="da-bo", tried=("an",))

    step = after_ring(a_scene(), position, RANG_OUT)

    assert (step.then.stage, step.then.reason) == (Stage.OFFER, Reason.OUR_FAULT)


def test_an_officer_who_left_the_roster_meanwhile_is_no_obstacle() -> None:
    position = AT_HUNT.to(Stage.HUNT, tried=("da-nghi-huu",))

    assert rung(after_ring(a_scene(), position, RANG_OUT)) == "an"
