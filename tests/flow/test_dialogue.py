"""The dialogue as a whole: pauses, faults of ours, vanished places, and calls without an end."""

import itertools

import pytest

from ivr.flow import dialogue
from ivr.flow.dialogue import MOST_STEPS, recover, resume
from ivr.flow.position import START, Position
from ivr.flow.scene import Scene
from ivr.flow.steps import AskDigits, Goodbye, Listen, Pause, Prompt, RecordMessage, Ring, Step
from ivr.flow.words import Language, Reason, Stage
from tests.flow.scenes import (
    TEN_AT_NIGHT,
    a_branch,
    a_scene,
    a_sub_menu,
    a_switchboard,
    at_menu,
    everything_said,
    keys,
    prompts,
    rung,
    through_the_url,
)

RECORDING = "RE00000000000000000000000000000001"
KEYS = "0123456789*#"
# Every place that waits for a key, and the keys that it takes at nine on a Monday.
PLACES = {
    "menu": (Position(n=1, stage=Stage.MENU), "1290*"),
    "sub-menu": (Position(n=2, stage=Stage.MENU, menu="thu-tuc"), "1290*"),
    "offer": (
        Position(n=5, stage=Stage.OFFER, branch="noi-vu", reason=Reason.ALL_TRIED),
        "120",
    ),
    "closed": (
        Position(n=2, stage=Stage.CLOSED, branch="noi-vu", reason=Reason.HOLIDAY),
        "120",
    ),
    "callback": (Position(n=6, stage=Stage.CALLBACK, branch="noi-vu"), "12"),
    "number read back": (Position(n=7, stage=Stage.NUMBER_OK, branch="noi-vu"), "12"),
    "message": (
        Position(n=7, stage=Stage.CONFIRM, branch="noi-vu", recording=RECORDING),
        "123",
    ),
}
TWO_LEVELS = a_switchboard(a_branch(), a_sub_menu())


@pytest.mark.parametrize(
    ("place", "key"), [*itertools.product(PLACES, KEYS), *((place, "") for place in PLACES)]
)
def test_each_place_takes_its_own_keys_and_no_other(place: str, key: str) -> None:
    position, taken = PLACES[place]

    step = dialogue.on_key(a_scene(TWO_LEVELS), position, key)

    refused = {Prompt.INVALID, Prompt.NO_INPUT} & set(prompts(step))
    assert bool(refused) == (key not in taken or not key)


@pytest.mark.parametrize("place", PLACES)
def test_each_place_is_asked_again_after_a_pause(place: str) -> None:
    position, taken = PLACES[place]

    step = resume(a_scene(TWO_LEVELS), position)

    assert keys(step) == taken
    assert step.then == position.to(position.stage)


@pytest.mark.parametrize("place", PLACES)
def test_a_pause_forgives_no_errors(place: str) -> None:
    position, _ = PLACES[place]

    step = resume(a_scene(TWO_LEVELS), position.stay(position.stage, errors=1))

    assert step.then.errors == 1


@pytest.mark.parametrize(
    ("position", "kind", "first"),
    [
        (Position(n=4, stage=Stage.HUNT, branch="noi-vu"), Ring, Prompt.CONNECTING),
        (Position(n=4, stage=Stage.NUMBER, branch="noi-vu"), AskDigits, Prompt.ASK_NUMBER),
        (Position(n=4, stage=Stage.RECORD, branch="noi-vu"), RecordMessage, Prompt.VOICEMAIL),
        (Position(n=4, stage=Stage.HUNT, branch="da-bo"), Listen, Prompt.CHOOSE_AGAIN),
        (Position(n=4, stage=Stage.HUNT), Listen, Prompt.CHOOSE_AGAIN),
        (Position(n=4, stage=Stage.END, branch="noi-vu"), Listen, Prompt.CHOOSE_AGAIN),
        (Position(n=4, stage=Stage.WHISPER, branch="noi-vu"), Listen, Prompt.CHOOSE_AGAIN),
    ],
)
def test_a_caller_is_carried_on_wherever_they_were(
    position: Position, kind: type[Step], first: Prompt
) -> None:
    step = resume(a_scene(), position)

    assert isinstance(step, kind)
    assert prompts(step)[0] is first


@pytest.mark.parametrize(
    "position",
    [
        Position(n=5, stage=Stage.OFFER, branch="da-bo", reason=Reason.ALL_TRIED, tried=("x",)),
        Position(n=5, stage=Stage.CLOSED, branch="da-bo", reason=Reason.OUT_OF_HOURS),
    ],
)
def test_a_caller_of_a_removed_branch_may_still_do_all_that_is_offered(position: Position) -> None:
    scene = a_scene(now=TEN_AT_NIGHT)
    offered = dialogue.on_key(scene, position, "")

    for key in keys(offered):
        step = dialogue.on_key(scene, offered.then, key)
        assert not {Prompt.INVALID, Prompt.FAILURE} & set(prompts(step))


def test_a_caller_who_waits_for_a_removed_branch_chooses_again() -> None:
    offered = Position(n=5, stage=Stage.OFFER, branch="da-bo", reason=Reason.OUR_FAULT, round=2)
    pause = dialogue.on_key(a_scene(), offered, "0")

    step = resume(a_scene(), pause.then)

    assert prompts(step) == [Prompt.CHOOSE_AGAIN, Prompt.MENU_INTRO]
    assert (step.then.stage, step.then.branch, step.then.round) == (Stage.MENU, "", 1)
    assert rung(dialogue.on_key(a_scene(), step.then, "1")) == "an"


@pytest.mark.parametrize("stage", [Stage.HUNT, Stage.RECORD, Stage.WHISPER, Stage.END])
@pytest.mark.parametrize("key", ["", "1"])
def test_a_key_where_none_was_asked_for_leads_to_the_menu(stage: Stage, key: str) -> None:
    step = dialogue.on_key(a_scene(), Position(n=3, stage=stage, lang=Language.EN), key)

    assert prompts(step) == [Prompt.CHOOSE_AGAIN, Prompt.MENU_INTRO]
    assert {s.language for s in everything_said(step)} == {Language.EN}


def test_a_passing_fault_costs_the_caller_a_moment() -> None:
    step = recover(at_menu())

    assert isinstance(step, Pause)
    assert prompts(step) == [Prompt.ONE_MOMENT]
    assert step.then == at_menu().to(Stage.MENU, faults=1)


@pytest.mark.parametrize("stage", list(Stage))
def test_a_fault_that_stays_is_apologised_for(stage: Stage) -> None:
    position = Position(n=2, stage=stage, branch="noi-vu")
    tries = 0
    step = recover(position)
    while isinstance(step, Pause):
        tries += 1
        step = recover(through_the_url(step.then))

    assert tries == 2
    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.FAILURE, Prompt.EMERGENCY]
    assert step.then.reason is Reason.OUR_FAULT


def test_a_fault_at_the_very_beginning_is_recovered_from() -> None:
    step = recover(START)

    assert keys(resume(a_scene(), step.then)) == "190*"


def test_the_apology_is_in_the_language_of_the_caller() -> None:
    step = dialogue.apologise(Position(lang=Language.EN))

    assert {s.language for s in everything_said(step)} == {Language.EN}


def hold_down(key: str, scene: Scene) -> tuple[int, Step]:
    """Answer every step with one key (ring out, pause and record as they come); count them."""
    step: Step = dialogue.begin(scene)
    for asked in itertools.count(1):
        if isinstance(step, Goodbye) or asked > 2 * MOST_STEPS:
            return asked, step
        position = through_the_url(step.then)
        if isinstance(step, Listen | AskDigits):
            step = dialogue.on_key(scene, position, key)
        else:
            step = resume(scene, position)
    raise AssertionError("unreachable")


@pytest.mark.parametrize("key", ["9", "*", "1", "2", "0"])
def test_a_stuck_key_ends_in_a_goodbye(key: str) -> None:
    asked, step = hold_down(key, a_scene(TWO_LEVELS))

    assert isinstance(step, Goodbye)
    assert everything_said(step)
    assert asked <= MOST_STEPS + 1


@pytest.mark.parametrize("key", ["9", "*", "1", ""])
def test_after_the_most_steps_any_key_says_goodbye(key: str) -> None:
    step = dialogue.on_key(a_scene(), at_menu(n=MOST_STEPS), key)

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.BYE]
    assert step.then.reason is Reason.GAVE_UP


@pytest.mark.parametrize("stage", [Stage.MENU, Stage.HUNT, Stage.RECORD, Stage.OFFER])
def test_after_the_most_steps_nothing_is_resumed(stage: Stage) -> None:
    step = resume(a_scene(), Position(n=MOST_STEPS, stage=stage, branch="noi-vu"))

    assert isinstance(step, Goodbye)


def test_after_the_most_steps_a_fault_is_apologised_for_at_once() -> None:
    assert isinstance(recover(at_menu(n=MOST_STEPS)), Goodbye)


def test_the_same_request_twice_is_answered_twice_alike() -> None:
    scene = a_scene(TWO_LEVELS)

    for position, taken in PLACES.values():
        for key in (*taken, "", "#"):
            assert dialogue.on_key(scene, position, key) == dialogue.on_key(scene, position, key)
