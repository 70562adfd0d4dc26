"""Hunting: whom a branch rings, in what order, and whom it never rings."""

import pytest

from ivr.flow import dialogue
from ivr.flow.board import Caller
from ivr.flow.hunting import LegEnded, Passed, after_ring, explain, next_ring
from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.steps import Pause, Prompt, Ring, Step
from ivr.flow.switchboard import Branch, Officer
from ivr.flow.words import Language, LegOutcome, Reason, Stage
from tests.flow.scenes import (
    AN,
    ANOTHER_CALL,
    BINH,
    CALL,
    CITIZEN,
    DUNG,
    HOTLINE,
    LEADER,
    NEVER,
    SECOND_LINE,
    a_branch,
    a_desk,
    a_scene,
    a_switchboard,
    prompts,
    rung,
    sentences,
    through_the_url,
)

RANG_OUT = LegEnded(LegOutcome.NO_ANSWER, joined=False, gone=False)
AT_HUNT = Position(n=2, stage=Stage.HUNT, branch="noi-vu")


def hunt(scene: Scene, position: Position = AT_HUNT) -> list[str]:
    """Return the ids of all officers who are rung while nobody answers."""
    ids = []
    step: Step = next_ring(scene, position, ())
    while isinstance(step, Ring):
        ids.append(step.officer.id)
        step = after_ring(scene, through_the_url(step.then), RANG_OUT)
    assert step.then.stage is Stage.OFFER
    return ids


def with_officers(*officers: Officer, desk: Branch | None = None) -> Scene:
    return a_scene(a_switchboard(a_branch(officers=officers), desk=desk))


def test_officers_are_rung_in_the_order_of_the_roster_and_the_desk_last() -> None:
    desk = a_desk((DUNG, LEADER))

    assert hunt(with_officers(AN, BINH, desk=desk)) == ["an", "binh", "dung", "lanh-dao"]
    assert hunt(with_officers(BINH, AN, desk=desk)) == ["binh", "an", "dung", "lanh-dao"]


def test_a_ring_says_who_how_long_and_in_whose_name() -> None:
    step = next_ring(a_scene(), AT_HUNT, ())

    assert isinstance(step, Ring)
    assert step.officer == AN
    assert (step.timeout_s, step.talk_s) == (20, 3600)
    assert step.caller_id == HOTLINE
    assert step.whisper == step.then.leg(CALL)


def test_the_line_that_was_called_is_shown_to_the_officer() -> None:
    scene = Scene(a_scene().board, Caller(CALL, CITIZEN, SECOND_LINE), a_scene().now)

    step = next_ring(scene, AT_HUNT, ())

    assert isinstance(step, Ring)
    assert step.caller_id == SECOND_LINE


def test_the_hotline_is_shown_where_the_called_line_is_unknown() -> None:
    scene = Scene(a_scene().board, Caller(CALL, CITIZEN), a_scene().now)

    step = next_ring(scene, AT_HUNT, ())

    assert isinstance(step, Ring)
    assert step.caller_id == HOTLINE


def test_an_officer_on_another_call_is_passed_over() -> None:
    scene = a_scene(busy={AN.number: ANOTHER_CALL})

    assert hunt(scene) == ["binh", "dung"]


def test_an_officer_held_by_this_very_call_is_free_for_it() -> None:
    scene = a_scene(busy={AN.number: CALL})

    assert hunt(scene) == ["an", "binh", "dung"]


def test_everybody_busy_is_offered_as_busy() -> None:
    busy = {officer.number: ANOTHER_CALL for officer in (AN, BINH, DUNG)}

    step = next_ring(a_scene(busy=busy), AT_HUNT, ())

    assert (step.then.stage, step.then.reason) == (Stage.OFFER, Reason.ALL_BUSY)
    assert prompts(step) == [Prompt.BUSY]


def test_nobody_on_any_roster_is_nobody_on_duty() -> None:
    step = next_ring(with_officers(desk=a_desk(())), AT_HUNT, ())

    assert (step.then.stage, step.then.reason) == (Stage.OFFER, Reason.NOBODY_ON_DUTY)
    assert prompts(step) == [Prompt.NOBODY]


def test_the_number_of_the_citizen_is_never_dialled() -> None:
    an_officer_calls = a_scene(number=AN.number)

    assert hunt(an_officer_calls) == ["binh", "dung"]


@pytest.mark.parametrize("number", [HOTLINE, SECOND_LINE])
def test_numbers_of_ours_are_never_dialled(number: str) -> None:
    ours = Officer("nham", number, AN.post)

    assert hunt(with_officers(ours, AN)) == ["an", "dung"]


def test_the_line_that_was_called_is_never_dialled() -> None:
    unlisted = "+84500000777"
    board = with_officers(Officer("nham", unlisted, AN.post), AN).board
    scene = Scene(board, Caller(CALL, CITIZEN, unlisted), a_scene().now)

    assert hunt(scene) == ["an", "dung"]


def test_one_telephone_under_two_names_rings_once() -> None:
    twin = Officer("an-khac", AN.number, AN.post)

    assert hunt(with_officers(AN, twin, desk=a_desk((AN, DUNG)))) == ["an", "dung"]


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        (1, ["an", "binh", "dung"]),
        (2, ["an", "binh", "dung"] * 2),
        (3, ["an", "binh", "dung"] * 3),
    ],
)
def test_the_list_is_gone_through_as_often_as_the_branch_says(
    rounds: int, expected: list[str]
) -> None:
    assert hunt(a_scene(a_switchboard(a_branch(rounds=rounds)))) == expected


def test_a_second_round_begins_with_nobody_tried() -> None:
    scene = a_scene(a_switchboard(a_branch(rounds=2)))
    position = AT_HUNT.to(Stage.HUNT, tried=("an", "binh", "dung"))

    step = after_ring(scene, position, RANG_OUT)

    assert (step.then.round, step.then.tried) == (2, ("an",))


def test_no_second_round_is_rung_where_nobody_could_be_rung_in_the_first() -> None:
    busy = {officer.number: ANOTHER_CALL for officer in (AN, BINH, DUNG)}
    scene = a_scene(a_switchboard(a_branch(rounds=3)), busy=busy)

    assert next_ring(scene, AT_HUNT, ()).then.reason is Reason.ALL_BUSY


def test_a_closed_duty_desk_is_not_rung() -> None:
    scene = with_officers(AN, desk=a_desk(hours=NEVER))

    assert hunt(scene) == ["an"]


def test_the_desk_is_rung_alone_where_the_caller_asked_for_it() -> None:
    position = AT_HUNT.to(Stage.HUNT, desk=True)

    assert hunt(a_scene(), position) == ["dung"]


def test_a_waiting_caller_is_put_through_as_if_new() -> None:
    waiting = AT_HUNT.to(Stage.HUNT, waits=1)

    step = dialogue.resume(a_scene(), waiting)

    assert rung(step) == "an"
    assert prompts(step) == [Prompt.CONNECTING]


def test_a_caller_on_the_way_to_the_desk_is_not_told_of_the_branch() -> None:
    closed = Position(n=2, stage=Stage.CLOSED, branch="noi-vu", reason=Reason.OUT_OF_HOURS)
    scene = a_scene()
    pause = dialogue.on_key(scene, closed, "0")

    step = dialogue.resume(scene, pause.then)

    assert isinstance(pause, Pause)
    assert prompts(pause) == [Prompt.ONE_MOMENT]
    assert rung(step) == "dung"
    assert prompts(step) == [Prompt.TO_DESK]


def test_the_roster_explains_why_somebody_is_not_rung() -> None:
    ours = Officer("nham", SECOND_LINE, AN.post)
    twin = Officer("an-khac", AN.number, AN.post)
    switchboard = a_switchboard(a_branch(officers=(AN, twin, ours, BINH)), desk=a_desk(hours=NEVER))
    scene = a_scene(switchboard, busy={BINH.number: ANOTHER_CALL})

    explained = explain(scene, AT_HUNT, next(switchboard.branches()))

    assert [(c.officer.id, c.why) for c in explained] == [
        ("an", Passed.RINGS),
        ("an-khac", Passed.TWICE),
        ("nham", Passed.OURS),
        ("binh", Passed.BUSY),
        ("dung", Passed.DESK_CLOSED),
    ]


def test_the_caller_hears_the_agency_in_their_own_language() -> None:
    step = dialogue.resume(a_scene(), AT_HUNT.to(Stage.HUNT, lang=Language.EN))

    said = sentences(step)[0]

    assert said.language is Language.EN
    assert said.variant == "noi-vu"
    assert said.blanks == (("lead", "Department of Home Affairs"),)
