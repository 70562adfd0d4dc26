"""Who is asked for a PIN, and what becomes of whoever keys a wrong one, or none."""

import pytest

from ivr.flow import dialogue
from ivr.flow.keypad.errands import CheckPin, PinCheck
from ivr.flow.steps import AskDigits, Listen, Prompt
from ivr.flow.words import Stage
from tests.flow.keypad.desks import PIN, FakeDesk, an_officers_scene
from tests.flow.scenes import prompts

SCENE = an_officers_scene()
WRONG = PinCheck.WRONG


def test_an_officer_is_asked_for_the_pin_before_anything_else():
    step = dialogue.begin(SCENE)

    assert isinstance(step, AskDigits)
    assert prompts(step) == [Prompt.PIN_ASK]
    assert (step.then.stage, step.then.officer, step.finish, step.longest) == (
        *(Stage.PIN, ""),
        *("*", 7),
    )


def test_a_right_pin_opens_the_officers_menu():
    desk = FakeDesk()

    step = desk.keys(SCENE, dialogue.begin(SCENE), f"{PIN}#")

    assert (step.then.stage, step.then.officer) == (Stage.OFFICER, "an")
    (tried,) = desk.done
    assert isinstance(tried, CheckPin)
    assert (tried.officer, tried.pin, tried.n) == ("an", PIN, 1)
    assert PIN not in repr(tried)


def test_a_pin_without_its_hash_is_taken_once_nothing_follows():
    assert FakeDesk().keys(SCENE, dialogue.begin(SCENE), PIN).then.stage is Stage.OFFICER


def test_star_which_ends_the_input_or_silence_leads_to_what_citizens_hear():
    step = FakeDesk().keys(SCENE, dialogue.begin(SCENE), "")

    assert prompts(step)[0] is Prompt.GREET
    assert (step.then.stage, step.then.officer) == (Stage.MENU, "")


@pytest.mark.parametrize("digits", ["12345", "1234567", "12345#", "#", "12*456#", "?"])
def test_what_cannot_be_a_pin_is_never_compared_with_one(digits):
    desk = FakeDesk()

    step = desk.keys(SCENE, dialogue.begin(SCENE), digits)

    assert prompts(step) == [Prompt.PIN_SIX, Prompt.PIN_ASK]
    assert desk.done == []


def test_three_wrong_pins_in_one_call_lead_to_what_citizens_hear():
    desk = FakeDesk(pin=WRONG)

    step = desk.keys(SCENE, dialogue.begin(SCENE), f"{PIN}#", f"{PIN}#")
    last = desk.keys(SCENE, step, f"{PIN}#")

    assert prompts(step) == [Prompt.PIN_WRONG, Prompt.PIN_ASK]
    assert prompts(last)[:2] == [Prompt.PIN_WRONG, Prompt.GREET]
    assert last.then.stage is Stage.MENU
    assert [tried.n for tried in desk.done if isinstance(tried, CheckPin)] == [1, 2, 3]


def test_a_locked_pin_is_told_and_the_caller_goes_on_as_a_citizen():
    step = FakeDesk(pin=PinCheck.LOCKED).keys(SCENE, dialogue.begin(SCENE), f"{PIN}#")

    assert prompts(step)[:2] == [Prompt.PIN_LOCKED, Prompt.GREET]
    assert isinstance(step, Listen)


def test_whose_pin_was_taken_away_meanwhile_goes_on_as_a_citizen():
    desk, step = FakeDesk(), dialogue.begin(SCENE)
    scene = an_officers_scene(number="+84500000142")

    assert desk.keys(scene, step, f"{PIN}#").then.stage is Stage.MENU
    assert desk.done == []


def test_without_the_database_the_caller_may_try_again_or_go_on_as_a_citizen():
    away = FakeDesk(is_away=True).keys(SCENE, dialogue.begin(SCENE), f"{PIN}#")

    assert prompts(away) == [Prompt.BOOKS_AWAY]
    assert FakeDesk().keys(SCENE, away, "1").then.stage is Stage.PIN
    assert FakeDesk().keys(SCENE, away, "*").then.stage is Stage.MENU
    assert FakeDesk().keys(SCENE, away, "0").then.stage is Stage.HUNT
    assert FakeDesk().keys(SCENE, away, "", "", "").then.stage is Stage.MENU
