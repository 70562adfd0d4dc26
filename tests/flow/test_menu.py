"""The menu: what each key leads to, at one level and at two."""

from dataclasses import replace

import pytest

from ivr.flow import dialogue
from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.steps import Prompt, Ring, Step
from ivr.flow.switchboard import Limits
from ivr.flow.words import Language, Reason, Stage
from tests.flow.scenes import (
    CHI,
    NEVER,
    TEN_AT_NIGHT,
    a_branch,
    a_desk,
    a_menu,
    a_scene,
    a_sub_menu,
    a_switchboard,
    at_menu,
    eight_branches,
    everything_said,
    keys,
    prompts,
    rung,
    sentences,
    two_level_example,
)

EIGHT = a_switchboard(*eight_branches())
TWO_LEVELS = a_switchboard(a_branch(), a_sub_menu())


def press(scene: Scene, step: Step, *pressed: str) -> Step:
    """Press keys one after another; an empty one is silence."""
    for key in pressed:
        step = dialogue.on_key(scene, step.then, key)
    return step


def test_a_new_caller_is_greeted_and_hears_the_menu() -> None:
    step = dialogue.begin(a_scene(EIGHT))

    assert prompts(step) == [Prompt.GREET, Prompt.OTHER_LANGUAGE, Prompt.MENU_INTRO]
    assert keys(step) == "12345678" + "90*"
    assert step.then == Position(n=1, stage=Stage.MENU)


def test_the_same_caller_is_greeted_twice_alike() -> None:
    scene = a_scene(EIGHT)

    assert dialogue.begin(scene) == dialogue.begin(scene)


def test_the_hint_at_the_other_language_is_spoken_in_that_language() -> None:
    hint = sentences(dialogue.begin(a_scene()))[1]

    assert (hint.prompt, hint.language) == (Prompt.OTHER_LANGUAGE, Language.EN)


def test_each_topic_is_said_with_its_key() -> None:
    step = dialogue.begin(a_scene(EIGHT))

    said = [s for s in everything_said(step) if s.prompt is Prompt.MENU_CHOICE]

    assert [s.variant for s in said] == [f"nhanh-{n}" for n in range(1, 9)]
    assert dict(said[3].blanks) == {"choice": "Chủ đề nhanh-4", "key": "bốn"}


@pytest.mark.parametrize(
    ("key", "branch", "officer"),
    [("1", "nhanh-1", "an"), *((str(n), f"nhanh-{n}", f"o{n}") for n in range(2, 9))],
)
def test_a_topic_key_rings_that_branch(key: str, branch: str, officer: str) -> None:
    step = dialogue.on_key(a_scene(EIGHT), at_menu(), key)

    assert rung(step) == officer
    assert (step.then.stage, step.then.branch) == (Stage.HUNT, branch)
    assert step.then.tried == (officer,)
    assert prompts(step) == [Prompt.CONNECTING]


def test_nine_says_the_menu_again_without_greeting() -> None:
    step = dialogue.on_key(a_scene(EIGHT), at_menu(errors=2), "9")

    assert prompts(step) == [Prompt.MENU_INTRO]
    assert step.then == Position(n=2, stage=Stage.MENU)


def test_zero_rings_the_duty_desk() -> None:
    step = dialogue.on_key(a_scene(EIGHT), at_menu(), "0")

    assert rung(step) == "dung"
    assert prompts(step) == [Prompt.TO_DESK]
    assert (step.then.branch, step.then.desk) == ("truc-ban", True)


def test_star_changes_the_language_and_says_the_way_back() -> None:
    step = dialogue.on_key(a_scene(EIGHT), at_menu(), "*")
    back = dialogue.on_key(a_scene(EIGHT), step.then, "*")

    assert step.then.lang is Language.EN
    assert [(s.prompt, s.language) for s in sentences(step)] == [
        (Prompt.OTHER_LANGUAGE, Language.VI),
        (Prompt.MENU_INTRO, Language.EN),
    ]
    assert back.then.lang is Language.VI


@pytest.mark.parametrize("key", ["#", "?", "12", "a"])
def test_a_key_that_leads_nowhere_is_said_to_be_wrong(key: str) -> None:
    step = dialogue.on_key(a_scene(EIGHT), at_menu(), key)

    assert prompts(step) == [Prompt.INVALID, Prompt.MENU_INTRO]
    assert step.then == Position(n=2, stage=Stage.MENU, errors=1)


def test_a_key_without_a_branch_is_wrong_too() -> None:
    step = dialogue.on_key(a_scene(a_switchboard(a_branch(key="1"))), at_menu(), "2")

    assert prompts(step)[0] is Prompt.INVALID


def test_silence_is_told_apart_from_a_wrong_key() -> None:
    step = dialogue.on_key(a_scene(EIGHT), at_menu(), "")

    assert prompts(step) == [Prompt.NO_INPUT, Prompt.MENU_INTRO]


@pytest.mark.parametrize("presses", [("", "", ""), ("#", "#", "#"), ("", "#", "")])
def test_three_errors_lead_to_the_duty_desk(presses: tuple[str, ...]) -> None:
    scene = a_scene(EIGHT)

    step = press(scene, dialogue.begin(scene), *presses)

    assert rung(step) == "dung"
    assert prompts(step) == [Prompt.TO_DESK]


def test_a_right_key_forgives_earlier_errors() -> None:
    scene = a_scene(EIGHT)

    step = press(scene, dialogue.begin(scene), "", "#", "9", "", "#")

    assert prompts(step)[0] is Prompt.INVALID
    assert step.then.errors == 2


def test_the_number_of_errors_is_a_setting() -> None:
    scene = a_scene(a_switchboard(limits=Limits(errors=1)))

    assert rung(press(scene, dialogue.begin(scene), "")) == "dung"


def test_a_sub_menu_says_its_own_topics_and_the_way_back() -> None:
    step = dialogue.on_key(a_scene(TWO_LEVELS), at_menu(), "2")

    assert keys(step) == "12" + "90*"
    assert step.then == Position(n=2, stage=Stage.MENU, menu="thu-tuc")
    assert [s.prompt for s in everything_said(step)][-1] is Prompt.SUB_NAV


@pytest.mark.parametrize(("key", "officer"), [("1", "chi"), ("2", "binh"), ("0", "dung")])
def test_a_key_of_a_sub_menu_rings_its_branch(key: str, officer: str) -> None:
    assert rung(dialogue.on_key(a_scene(TWO_LEVELS), at_menu(menu="thu-tuc"), key)) == officer


def test_star_leads_up_from_a_sub_menu_and_keeps_the_language() -> None:
    position = at_menu(menu="thu-tuc", lang=Language.EN)

    step = dialogue.on_key(a_scene(TWO_LEVELS), position, "*")

    assert step.then == Position(n=2, stage=Stage.MENU, lang=Language.EN)
    assert [s.prompt for s in everything_said(step)][-1] is Prompt.MENU_NAV


def test_nine_says_the_same_level_again() -> None:
    step = dialogue.on_key(a_scene(TWO_LEVELS), at_menu(menu="thu-tuc"), "9")

    assert step.then.menu == "thu-tuc"


def test_silence_in_a_sub_menu_stays_there_and_then_leads_to_the_desk() -> None:
    scene = a_scene(TWO_LEVELS)
    once = press(scene, dialogue.begin(scene), "2", "")

    assert once.then.menu == "thu-tuc"
    assert rung(press(scene, once, "", "")) == "dung"


def test_star_leads_up_one_level_only() -> None:
    inner = a_menu(a_branch("mot-cua", "1", (CHI,)), id="trong", key="1", choice="Trong")
    outer = a_menu(inner, id="ngoai", key="2", choice="Ngoài")
    scene = a_scene(a_switchboard(a_branch(), outer))

    step = press(scene, dialogue.begin(scene), "2", "1", "*")

    assert step.then.menu == "ngoai"


def test_the_shipped_two_level_example_leads_to_its_counters() -> None:
    scene = a_scene(two_level_example())
    start = dialogue.begin(scene)

    assert keys(start) == "123" + "90*"
    assert rung(press(scene, start, "2", "1")) == "quay-1"
    assert rung(press(scene, start, "2", "2")) == "quay-2"


def test_a_level_that_was_removed_is_the_top_level() -> None:
    step = dialogue.on_key(a_scene(TWO_LEVELS), at_menu(menu="da-bo"), "9")

    assert keys(step) == "12" + "90*"
    assert [s.prompt for s in everything_said(step)][-1] is Prompt.MENU_NAV


def test_a_closed_duty_desk_takes_a_message() -> None:
    scene = a_scene(a_switchboard(desk=a_desk(hours=NEVER)))

    step = dialogue.on_key(scene, at_menu(), "0")

    assert prompts(step) == [Prompt.CLOSED]
    assert keys(step) == "12"
    assert step.then.stage is Stage.CLOSED


def test_a_duty_desk_without_anybody_takes_a_message() -> None:
    step = dialogue.on_key(a_scene(a_switchboard(desk=a_desk(()))), at_menu(), "0")

    assert prompts(step) == [Prompt.NOBODY]
    assert (step.then.stage, step.then.reason) == (Stage.OFFER, Reason.NOBODY_ON_DUTY)


def test_around_the_clock_means_at_night_too() -> None:
    step = dialogue.on_key(a_scene(EIGHT, now=TEN_AT_NIGHT), at_menu(), "0")

    assert rung(step) == "dung"


@pytest.mark.parametrize("language", list(Language))
def test_everything_is_said_in_the_language_of_the_caller(language: Language) -> None:
    step = dialogue.on_key(a_scene(EIGHT), at_menu(lang=language), "9")
    ringing = dialogue.on_key(a_scene(EIGHT), at_menu(lang=language), "1")

    assert {s.language for s in everything_said(step)} == {language}
    assert {s.language for s in everything_said(ringing)} == {language}
    assert isinstance(ringing, Ring)
    assert dict(ringing.lead[0].blanks) == {
        "lead": "Sở Nội vụ" if language is Language.VI else "Department of Home Affairs"
    }


def test_a_menu_without_a_branch_still_offers_the_desk() -> None:
    empty = replace(a_switchboard(), menu=a_menu())

    assert keys(dialogue.begin(a_scene(empty))) == "90*"
