"""What came of a talk, told by keypad or asked for by us."""

from dataclasses import replace

import pytest

from ivr.flow.keypad.errands import FindTalk, LookUpTalk, WantVerifying
from ivr.flow.keypad.start import wrapped_up
from ivr.flow.steps import Goodbye, Listen, Prompt
from ivr.flow.words import Stage
from tests.flow.keypad.desks import AN, TALK, FakeDesk, a_board, an_officers_scene, at, our_scene
from tests.flow.scenes import a_branch, a_sub_menu, a_switchboard, prompts, sentences

SCENE = an_officers_scene()
MENU = FakeDesk().resume(SCENE, at(Stage.OFFICER))


def test_the_last_talk_is_told_by_branch_and_time():
    desk = FakeDesk()

    step = desk.keys(SCENE, MENU, "3")

    (asked,) = desk.done
    assert isinstance(asked, FindTalk)
    assert (asked.officer, asked.number) == ("an", AN.number)
    assert (step.then.stage, step.then.about) == (Stage.RESULT, TALK.call_sid)
    (told,) = sentences(step)
    assert dict(told.blanks) == {
        "branch": "nhánh một, Chủ đề noi-vu",
        "when": "tám giờ năm mươi lăm, hôm nay",
    }


def test_it_is_the_same_talk_that_is_said_again():
    desk = FakeDesk()
    step = desk.keys(SCENE, MENU, "3")

    again = desk.keys(SCENE, step, "9")

    assert isinstance(desk.done[-1], LookUpTalk)
    assert again.then.about == step.then.about


@pytest.mark.parametrize("key", "124")
def test_a_result_is_noted_and_leads_back_to_the_menu(key):
    step = FakeDesk().keys(SCENE, MENU, "3", key)

    assert prompts(step) == [Prompt.OFFICER_NOTED, Prompt.OFFICER_MENU]
    assert (step.then.about, step.then.branch) == ("", "")


def test_without_a_talk_that_is_said():
    assert prompts(FakeDesk(talk=None).keys(SCENE, MENU, "3"))[0] is Prompt.TALK_NONE


def test_a_matter_is_passed_on_by_the_branchs_key():
    asked = FakeDesk().keys(SCENE, MENU, "3", "3")

    step = FakeDesk().keys(SCENE, asked, "2")
    gave_up = FakeDesk().keys(SCENE, asked, "", "", "")

    assert isinstance(asked, Listen)
    assert [option.key for option in asked.options] == ["1", "2", "9", "*"]
    assert prompts(step) == [Prompt.OFFICER_NOTED, Prompt.OFFICER_MENU]
    assert (step.then.branch, gave_up.then.branch) == ("mot-cua", "")


def test_a_branch_of_the_second_level_is_found_there():
    switchboard = a_switchboard(a_branch("noi-vu", "1", ()), a_sub_menu())
    scene = an_officers_scene(a_board(switchboard=switchboard))

    below = FakeDesk().keys(scene, MENU, "3", "3", "2")
    step = FakeDesk().keys(scene, below, "2")

    assert (below.then.stage, below.then.menu) == (Stage.PASS_ON, "thu-tuc")
    assert (step.then.branch, step.then.menu) == ("dich-vu-cong", "")


def test_what_was_passed_on_names_no_branch_of_what_follows():
    step = FakeDesk().keys(SCENE, MENU, "3", "3", "2")

    for key in "12345":
        assert FakeDesk().keys(SCENE, step, key).then.branch == ""


# Asked by us.


def test_who_picks_up_is_asked_and_hung_up_on_when_silent():
    step = FakeDesk().resume(our_scene(), wrapped_up("an", TALK.call_sid))

    assert prompts(step) == [Prompt.CALLED_WRAP_UP, Prompt.TALK]
    assert isinstance(step, Listen)
    assert step.hang_up_on_silence
    assert [option.key for option in step.options] == ["1", "2", "3", "4", "9"]


@pytest.mark.parametrize("keys", ["1", "2", "4", "32"])
def test_an_answer_ends_our_call(keys):
    scene, desk = our_scene(), FakeDesk()
    step = desk.resume(scene, wrapped_up("an", TALK.call_sid))

    end = desk.keys(scene, step, *keys)

    assert isinstance(end, Goodbye)
    assert prompts(end) == [Prompt.OFFICER_NOTED, Prompt.OFFICER_BYE]
    assert end.then.branch == ("mot-cua" if keys == "32" else "")


def test_a_talk_that_is_in_no_book_is_not_asked_about():
    step = replace(FakeDesk(), talk=None).resume(our_scene(), wrapped_up("an", "CA404"))

    assert isinstance(step, Goodbye)


# Verifying.


def test_to_verify_a_number_the_officer_is_asked_to_hang_up():
    desk = FakeDesk()

    step = desk.keys(SCENE, MENU, "9")

    (wanted,) = desk.done
    assert isinstance(wanted, WantVerifying)
    assert wanted.officer == "an"
    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.VERIFY_SOON]


# The menu itself.


def test_silence_says_the_menu_again_and_star_leads_to_what_citizens_hear():
    again, up = FakeDesk().keys(SCENE, MENU, ""), FakeDesk().keys(SCENE, MENU, "*")

    assert prompts(again) == [Prompt.OFFICER_NO_INPUT, Prompt.OFFICER_MENU]
    assert isinstance(again, Listen)
    assert [option.key for option in again.options] == [*"12349", "*"]
    assert (prompts(up)[0], up.then.officer) == (Prompt.GREET, "")


def test_who_says_nothing_more_is_thanked():
    end = FakeDesk().keys(SCENE, MENU, "", "", "")

    assert isinstance(end, Goodbye)
    assert prompts(end) == [Prompt.OFFICER_BYE]
