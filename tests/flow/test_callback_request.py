"""Asking to be called back: at the number of this call, or at one that is typed in."""

import pytest

from ivr.flow import dialogue
from ivr.flow.callback_request import LONGEST_NUMBER, request
from ivr.flow.position import Position
from ivr.flow.steps import AskDigits, Goodbye, Prompt, RecordMessage
from ivr.flow.switchboard import Limits
from ivr.flow.words import Language, Reason, Stage
from tests.flow.scenes import (
    a_scene,
    a_switchboard,
    everything_said,
    keys,
    prompts,
    sentences,
)

OFFERED = Position(n=5, stage=Stage.OFFER, branch="noi-vu", reason=Reason.ALL_TRIED)
AT_CALLBACK = Position(n=6, stage=Stage.CALLBACK, branch="noi-vu")
AT_NUMBER = Position(n=6, stage=Stage.NUMBER, branch="noi-vu")
AT_NUMBER_OK = Position(n=7, stage=Stage.NUMBER_OK, branch="noi-vu")


def test_a_caller_with_a_number_is_asked_whether_it_is_the_right_one() -> None:
    step = request(a_scene(), OFFERED)

    assert [s.prompt for s in everything_said(step)] == [
        Prompt.CALLBACK_OK,
        Prompt.CALLBACK_YES,
        Prompt.CALLBACK_OTHER,
    ]
    assert keys(step) == "12"
    assert step.then == OFFERED.to(Stage.CALLBACK)


def test_a_caller_without_a_number_is_asked_for_one() -> None:
    step = request(a_scene(number=None), OFFERED)

    assert isinstance(step, AskDigits)
    assert prompts(step) == [Prompt.ASK_NUMBER]
    assert step.longest == LONGEST_NUMBER
    assert step.then.stage is Stage.NUMBER


@pytest.mark.parametrize("position", [AT_CALLBACK, AT_NUMBER_OK])
def test_one_notes_the_callback(position: Position) -> None:
    step = dialogue.on_key(a_scene(), position, "1")

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.CALLBACK_NOTED, Prompt.BYE]
    assert (step.then.stage, step.then.reason) == (Stage.END, Reason.CALLBACK_REQUESTED)


@pytest.mark.parametrize("position", [AT_CALLBACK, AT_NUMBER_OK])
def test_two_asks_for_another_number(position: Position) -> None:
    step = dialogue.on_key(a_scene(), position, "2")

    assert isinstance(step, AskDigits)
    assert prompts(step) == [Prompt.ASK_NUMBER]


@pytest.mark.parametrize("position", [AT_CALLBACK, AT_NUMBER_OK])
@pytest.mark.parametrize("key", ["", "0", "9", "*", "#"])
def test_a_first_error_asks_again(position: Position, key: str) -> None:
    step = dialogue.on_key(a_scene(), position, key)

    assert prompts(step)[0] is (Prompt.INVALID if key else Prompt.NO_INPUT)
    assert keys(step) == "12"
    assert step.then.errors == 1


@pytest.mark.parametrize("position", [AT_CALLBACK, AT_NUMBER_OK])
def test_a_caller_who_does_not_say_otherwise_is_called_back(position: Position) -> None:
    step = dialogue.on_key(a_scene(), position.stay(position.stage, errors=1), "")

    assert step.then.reason is Reason.CALLBACK_REQUESTED


@pytest.mark.parametrize(
    ("typed", "language", "said"),
    [
        ("0939015599", Language.VI, "không chín ba chín, không một năm, năm chín chín"),
        ("84939015599", Language.VI, "không chín ba chín, không một năm, năm chín chín"),
        ("0939015599", Language.EN, "zero nine three nine, zero one five, five nine nine"),
        ("02923821451", Language.VI, "không hai chín hai, ba tám hai, một bốn năm, một"),
    ],
)
def test_a_typed_number_is_read_back_digit_by_digit(
    typed: str, language: Language, said: str
) -> None:
    step = dialogue.on_key(a_scene(number=None), AT_NUMBER.stay(Stage.NUMBER, lang=language), typed)

    assert sentences(step)[0].prompt is Prompt.NUMBER_BACK
    assert sentences(step)[0].blanks == (("digits", said),)
    assert keys(step) == "12"
    assert step.then.stage is Stage.NUMBER_OK


def test_a_typed_number_does_not_travel_in_the_url() -> None:
    step = dialogue.on_key(a_scene(number=None), AT_NUMBER, "0939015599")

    assert "939015599" not in step.then.query()


@pytest.mark.parametrize(
    "typed",
    ["", "115", "1022", "939015599", "09390", "093901559912", "0939*15599", "?", "#", "*"],
)
def test_what_is_no_number_is_asked_for_again(typed: str) -> None:
    step = dialogue.on_key(a_scene(number=None), AT_NUMBER, typed)

    assert isinstance(step, AskDigits)
    assert prompts(step) == [Prompt.NUMBER_INVALID]
    assert step.then.errors == 1


@pytest.mark.parametrize(("limit", "errors"), [(3, 2), (1, 0), (5, 4)])
def test_a_caller_who_cannot_type_a_number_may_speak_it(limit: int, errors: int) -> None:
    scene = a_scene(a_switchboard(limits=Limits(errors=limit)), number=None)

    step = dialogue.on_key(scene, AT_NUMBER.stay(Stage.NUMBER, errors=errors), "")

    assert isinstance(step, RecordMessage)
    assert prompts(step) == [Prompt.VOICEMAIL]


def test_a_number_is_asked_for_as_often_as_the_limit_says() -> None:
    scene = a_scene(number=None)
    step = request(scene, OFFERED)
    asked = 0
    while isinstance(step, AskDigits):
        asked += 1
        step = dialogue.on_key(scene, step.then, "")

    assert asked == 3
