"""The officer's side: what is whispered, and the key that proves a person."""

import pytest

from ivr.flow.position import Position
from ivr.flow.steps import Goodbye, Join, Listen, Prompt
from ivr.flow.switchboard import Limits
from ivr.flow.whisper import after_key, whisper
from ivr.flow.words import Language, Reason, Stage
from tests.flow.scenes import (
    CALL,
    a_scene,
    a_switchboard,
    everything_said,
    keys,
    prompts,
    sentences,
    through_the_url,
)

LEG = Position(n=3, stage=Stage.HUNT, branch="noi-vu", tried=("an",)).leg(CALL)
OVER = a_scene(over=[CALL])


def test_the_officer_hears_which_branch_and_which_keys() -> None:
    step = whisper(a_scene(), LEG)

    assert [s.prompt for s in everything_said(step)] == [
        Prompt.WHISPER,
        Prompt.WHISPER_ACCEPT,
        Prompt.WHISPER_DECLINE,
    ]
    assert dict(sentences(step)[0].blanks) == {"branch": "nhánh một, Chủ đề noi-vu"}
    assert keys(step) == "12"


def test_the_whisper_never_runs_out_into_a_join() -> None:
    step = whisper(a_scene(a_switchboard(limits=Limits(accept_s=11))), LEG)

    assert isinstance(step, Listen)
    assert step.hang_up_on_silence
    assert step.timeout_s == 11


def test_the_officer_is_spoken_to_in_vietnamese_and_warned_of_english() -> None:
    english = LEG.stay(Stage.WHISPER, lang=Language.EN)

    step = whisper(a_scene(), english)

    assert prompts(step) == [Prompt.WHISPER, Prompt.WHISPER_ENGLISH]
    assert {s.language for s in everything_said(step)} == {Language.VI}


def test_the_duty_desk_is_named_without_a_key() -> None:
    step = whisper(a_scene(), LEG.stay(Stage.WHISPER, branch="truc-ban", desk=True))

    assert dict(sentences(step)[0].blanks) == {"branch": "Chủ đề truc-ban"}


def test_a_branch_that_was_removed_still_whispers() -> None:
    step = whisper(a_scene(), LEG.stay(Stage.WHISPER, branch="da-bo"))

    assert keys(step) == "12"


def test_the_accept_key_joins_the_lines() -> None:
    step = after_key(a_scene(), LEG, "1")

    assert isinstance(step, Join)
    assert step.then == LEG.stay(Stage.END, reason=Reason.ACCEPTED)


def test_the_decline_key_ends_the_leg_without_a_word() -> None:
    step = after_key(a_scene(), LEG, "2")

    assert step == Goodbye((), LEG.stay(Stage.END, reason=Reason.DECLINED))


@pytest.mark.parametrize("key", ["", "0", "3", "9", "*", "#", "?", "11"])
def test_another_key_never_joins(key: str) -> None:
    once = after_key(a_scene(), LEG, key)
    twice = after_key(a_scene(), through_the_url(once.then), key)

    assert isinstance(once, Listen)
    assert once.hang_up_on_silence
    assert once.then.errors == 1
    assert twice == Goodbye((), twice.then)
    assert twice.then.reason is Reason.UNSCREENED


def test_the_right_key_counts_after_a_wrong_one() -> None:
    once = after_key(a_scene(), LEG, "9")

    assert isinstance(after_key(a_scene(), once.then, "1"), Join)


def test_an_officer_who_picks_up_too_late_is_told_so() -> None:
    step = whisper(OVER, LEG)

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.WHISPER_LATE]
    assert step.then.reason is Reason.TOO_LATE


@pytest.mark.parametrize("key", ["1", "2", "9", ""])
def test_no_key_joins_a_caller_who_is_gone(key: str) -> None:
    step = after_key(OVER, LEG, key)

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.WHISPER_LATE]


def test_another_call_that_is_over_is_no_matter() -> None:
    assert isinstance(after_key(a_scene(over=["CA" + "9" * 32]), LEG, "1"), Join)


@pytest.mark.parametrize("key", ["1", "2", "9"])
def test_a_leg_keeps_the_step_of_its_ring(key: str) -> None:
    step = after_key(a_scene(), LEG, key)

    assert (step.then.n, step.then.call) == (LEG.n, CALL)
