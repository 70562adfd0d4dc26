"""Calling citizens back by keypad, one after another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ivr.flow.hunting import LegEnded
from ivr.flow.keypad import dialogue
from ivr.flow.keypad.errands import FindOwed, LetGo, TakeUp
from ivr.flow.keypad.moments import keyed_moment, read_moment, written_moment
from ivr.flow.keypad.start import called_back
from ivr.flow.steps import AskDigits, CallCitizen, Goodbye, Listen, MessageAudio, Nothing, Prompt
from ivr.flow.words import Channel, LegOutcome, Reason, Stage
from tests.flow.keypad.desks import (
    ANOTHER,
    OWED,
    FakeDesk,
    a_board,
    a_roster,
    a_shift,
    an_officers_scene,
    at,
    our_scene,
)
from tests.flow.scenes import CALENDAR, CITIZEN, HOTLINE, NINE_ON_MONDAY, prompts
from tests.flow.scenes import at as moment

SCENE = an_officers_scene()
MENU = FakeDesk().resume(SCENE, at(Stage.OFFICER))
RANG_OUT = LegEnded(LegOutcome.NO_ANSWER, joined=False, gone=False)
PICKED_UP = LegEnded(LegOutcome.ANSWERED, joined=True, gone=False)


def dialled(desk, scene, step, ended):
    return desk.settle(scene, step.then, dialogue.after_dial(scene, step.then, ended))


def blank(step, prompt, name):
    """Return what was filled in where a step says a prompt."""
    return next(dict(s.blanks)[name] for s in step.lead if getattr(s, "prompt", None) is prompt)


# What waits.


def test_a_callback_is_told_by_branch_misses_and_deadline_and_never_by_number():
    step = FakeDesk().keys(SCENE, MENU, "1")

    assert prompts(step) == [Prompt.OWED, Prompt.OWED_MISSES, Prompt.OWED_DUE]
    assert blank(step, Prompt.OWED, "branch") == "nhánh một, Chủ đề noi-vu"
    assert blank(step, Prompt.OWED_MISSES, "count") == "hai lần"
    assert blank(step, Prompt.OWED_MISSES, "when") == "tám giờ bốn mươi, hôm nay"
    assert blank(step, Prompt.OWED_DUE, "when") == "mười một giờ, hôm nay"
    assert (step.then.stage, step.then.debt) == (Stage.OWED, str(OWED.id))
    assert OWED.number not in repr(step)


def test_one_that_another_officer_passed_on_was_not_missed_by_anybody():
    passed_on = replace(OWED, misses=0)

    step = FakeDesk(owed=(passed_on,)).keys(SCENE, MENU, "1")

    assert prompts(step) == [Prompt.OWED, Prompt.OWED_PASSED_ON, Prompt.OWED_DUE]


def test_one_that_is_overdue_tried_and_has_a_message_says_so_and_plays_it():
    late = NINE_ON_MONDAY - timedelta(days=3)
    owed = replace(OWED, due_at=late, tries=2, message_sid="RE1")

    step = FakeDesk(owed=(owed,)).keys(SCENE, MENU, "1")

    assert prompts(step)[2:] == [Prompt.OWED_LATE, Prompt.OWED_TRIES, Prompt.OWED_MESSAGE]
    assert isinstance(step, Listen)
    assert step.lead[-1] == MessageAudio("RE1")


def test_it_is_asked_for_by_the_branches_of_the_officer():
    roster = a_roster(a_shift("an", branch="mot-cua"), a_shift("binh"))
    desk = FakeDesk()

    desk.keys(an_officers_scene(a_board(roster)), MENU, "1")
    desk.keys(SCENE, MENU, "4")

    first, mine = desk.done
    assert isinstance(first, FindOwed)
    assert isinstance(mine, FindOwed)
    assert (first.branches, first.mine, first.skip) == (("mot-cua",), False, ())
    assert (mine.branches, mine.mine) == (("noi-vu",), True)


def test_what_was_offered_in_a_call_is_offered_no_more_until_the_list_is_through():
    desk = FakeDesk()

    first = desk.keys(SCENE, MENU, "1")
    second = desk.keys(SCENE, first, "2")
    again = desk.keys(SCENE, second, "*", "1")
    anew = desk.keys(SCENE, again, "1")

    assert [s.then.debt for s in (first, second)] == ["7", "8"]
    assert prompts(again)[0] is Prompt.OWED_NONE
    assert again.then.stage is Stage.OFFICER
    assert anew.then.debt == "7"


def test_it_is_said_again_at_nine_and_after_a_wrong_key():
    step = FakeDesk().keys(SCENE, MENU, "1")

    again = FakeDesk().keys(SCENE, step, "9")
    wrong = FakeDesk().keys(SCENE, step, "6")

    assert prompts(again) == prompts(step)
    assert prompts(wrong) == [Prompt.CHECK_AGAIN, *prompts(step)]
    assert again.then.tried == wrong.then.tried == step.then.tried


def test_one_that_is_settled_meanwhile_is_told_and_the_next_is_offered():
    step = FakeDesk().keys(SCENE, MENU, "1")

    following = FakeDesk(owed=(ANOTHER,)).keys(SCENE, step, "9")

    assert prompts(following)[0] is Prompt.OWED_TAKEN
    assert following.then.debt == str(ANOTHER.id)


# The call.


def test_key_one_claims_and_calls_the_citizen_in_the_hotlines_name():
    desk = FakeDesk()

    step = desk.keys(SCENE, MENU, "1", "1")

    assert isinstance(step, CallCitizen)
    assert (step.number, step.caller_id, step.timeout_s) == (CITIZEN, HOTLINE, 30)
    assert CITIZEN not in repr(step)
    assert CITIZEN not in step.then.query()
    taken = desk.done[-1]
    assert isinstance(taken, TakeUp)
    assert (taken.debt, taken.officer, taken.channel) == (OWED.id, "an", Channel.KEYPAD)


def test_one_that_another_officer_has_just_taken_leads_to_the_next():
    step = FakeDesk().keys(SCENE, MENU, "1")

    following = FakeDesk(taken=frozenset({OWED.id})).keys(SCENE, step, "1")

    assert prompts(following)[0] is Prompt.OWED_TAKEN
    assert following.then.debt == str(ANOTHER.id)


@pytest.mark.parametrize(
    "outcome", [LegOutcome.NO_ANSWER, LegOutcome.BUSY, LegOutcome.FAILED, LegOutcome.CANCELED]
)
def test_who_does_not_pick_up_is_noted_and_the_next_is_offered(outcome):
    desk = FakeDesk()
    step = desk.keys(SCENE, MENU, "1", "1")

    following = dialled(desk, SCENE, step, LegEnded(outcome, joined=False, gone=False))

    assert prompts(following)[:2] == [Prompt.CITIZEN_NOT_THERE, Prompt.OWED]
    assert following.then.debt == str(ANOTHER.id)


@pytest.mark.parametrize("joined", [True, None])
def test_a_phone_that_was_picked_up_proves_nothing_so_the_officer_is_asked(joined):
    desk = FakeDesk()
    step = desk.keys(SCENE, MENU, "1", "1")

    asked = dialled(desk, SCENE, step, LegEnded(LegOutcome.ANSWERED, joined=joined, gone=False))

    assert asked.then.stage is Stage.SPOKEN
    assert asked.then.debt == str(OWED.id)
    for key in "12":
        assert prompts(desk.keys(SCENE, asked, key))[0] is Prompt.OFFICER_NOTED
    assert desk.keys(SCENE, asked, "", "", "").then.stage is Stage.OFFICER


def test_an_officer_who_hung_up_hears_nothing_more():
    desk = FakeDesk()
    step = desk.keys(SCENE, MENU, "1", "1")

    end = dialled(desk, SCENE, step, LegEnded(LegOutcome.ANSWERED, joined=True, gone=True))

    assert isinstance(end, Nothing)
    assert end.then.reason is Reason.GONE


def test_after_a_fault_of_ours_during_the_dial_the_officer_is_asked():
    step = FakeDesk().keys(SCENE, MENU, "1", "1")

    assert FakeDesk().resume(SCENE, step.then).then.stage is Stage.SPOKEN


# Another time.


def at_later(desk=None):
    desk = desk or FakeDesk()
    step = desk.keys(SCENE, MENU, "1", "1")
    return desk.keys(SCENE, dialled(desk, SCENE, step, PICKED_UP), "3")


def test_another_time_is_keyed_in_read_back_and_agreed_to():
    asked = at_later()
    back = FakeDesk().keys(SCENE, asked, "1430")

    assert isinstance(asked, AskDigits)
    assert prompts(back) == [Prompt.LATER_BACK]
    assert blank(back, Prompt.LATER_BACK, "when") == "mười bốn giờ ba mươi, hôm nay"
    assert back.then.about == "20261123T0730Z"
    assert prompts(FakeDesk().keys(SCENE, back, "1"))[0] is Prompt.OFFICER_NOTED
    assert FakeDesk().keys(SCENE, back, "2").then.stage is Stage.LATER
    assert prompts(FakeDesk().keys(SCENE, back, "9")) == [Prompt.LATER_BACK]


def test_a_time_that_is_none_is_asked_for_again_and_then_the_question_before():
    asked = at_later()

    again = FakeDesk().keys(SCENE, asked, "2561")
    before = FakeDesk().keys(SCENE, again, "", "99")

    assert prompts(again) == [Prompt.LATER_BAD, Prompt.LATER_ASK]
    assert before.then.stage is Stage.SPOKEN
    assert FakeDesk().keys(SCENE, asked, "*").then.stage is Stage.SPOKEN


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("0901", "2026-11-23 09:01"),
        ("0900", "2026-11-24 09:00"),
        ("0000", "2026-11-24 00:00"),
        ("2359", "2026-11-23 23:59"),
        ("24111030", "2026-11-24 10:30"),
        ("23110901", "2026-11-23 09:01"),
        ("23120900", "2026-12-23 09:00"),
    ],
)
def test_a_moment_is_the_next_one_of_that_time_or_of_that_day(digits, expected):
    assert keyed_moment(digits, CALENDAR, NINE_ON_MONDAY) == moment(expected)


@pytest.mark.parametrize(
    "digits",
    [
        *("", "9", "900", "12345", "1234567", "123456789", "*930", "09#0", "٠٩٠٠"),
        *("2400", "1260", "23110900", "23120901", "31111000", "30021000", "00121000"),
    ],
)
def test_a_moment_that_is_none_past_or_too_far_away_is_refused(digits):
    assert keyed_moment(digits, CALENDAR, NINE_ON_MONDAY) is None


def test_a_day_of_next_january_is_meant_in_december():
    assert keyed_moment("05010830", CALENDAR, moment("2026-12-28 10:00")) == moment(
        "2027-01-05 08:30"
    )


def test_a_moment_comes_back_from_an_address():
    at = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)

    assert read_moment(written_moment(at)) == at
    assert read_moment("soon") is None


# In a call of ours.


def ours(desk=None, debt=OWED.id):
    return (desk or FakeDesk()).resume(our_scene(), called_back("an", debt))


def test_who_picks_up_our_call_hears_why_and_is_hung_up_on_when_silent():
    step = ours()

    assert prompts(step) == [Prompt.CALLED, Prompt.OWED_MISSES, Prompt.OWED_DUE]
    assert isinstance(step, Listen)
    assert step.hang_up_on_silence
    assert [option.key for option in step.options] == ["1", "2", "9"]


def test_a_message_is_played_to_a_person_only():
    desk = FakeDesk(owed=(replace(OWED, message_sid="RE1"),))

    step = ours(desk)
    played = desk.keys(our_scene(), step, "3")

    assert isinstance(step, Listen)
    assert not [said for said in step.lead if isinstance(said, MessageAudio)]
    assert isinstance(played, Listen)
    assert played.lead == (MessageAudio("RE1"),)
    assert [option.key for option in played.options] == ["1", "2", "3", "9"]
    assert prompts(FakeDesk().keys(our_scene(), ours(), "3"))[0] is Prompt.CHECK_AGAIN


def test_key_one_calls_the_citizen_and_the_call_ends_with_what_came_of_it():
    desk, scene = FakeDesk(), our_scene()

    step = desk.keys(scene, ours(), "1")
    not_there = dialled(desk, scene, step, RANG_OUT)
    asked = dialled(desk, scene, step, PICKED_UP)
    end = desk.keys(scene, asked, "1")

    assert isinstance(step, CallCitizen)
    assert [e.channel for e in desk.done if isinstance(e, TakeUp)] == [Channel.CALL]
    assert prompts(not_there) == [Prompt.CITIZEN_NOT_THERE, Prompt.OFFICER_BYE]
    assert asked.then.stage is Stage.SPOKEN
    assert isinstance(end, Goodbye)
    assert prompts(end) == [Prompt.OFFICER_NOTED, Prompt.OFFICER_BYE]


def test_key_two_gives_it_back():
    desk = FakeDesk()

    end = desk.keys(our_scene(), ours(), "2")

    (given_back,) = (e for e in desk.done if isinstance(e, LetGo))
    assert (given_back.debt, given_back.officer) == (OWED.id, "an")
    assert isinstance(end, Goodbye)
    assert (prompts(end)[0], end.then.reason) == (Prompt.CALLED_RELEASED, Reason.DECLINED)


def test_one_that_is_settled_already_is_told_and_the_call_ends():
    assert prompts(ours(FakeDesk(owed=()))) == [Prompt.CALLED_SETTLED, Prompt.OFFICER_BYE]


def test_in_a_call_of_ours_nobody_comes_to_the_officers_menu_without_a_pin():
    desk, scene = FakeDesk(), our_scene()
    asked = dialled(desk, scene, desk.keys(scene, ours(), "1"), PICKED_UP)

    for keys in (("*",), ("", "", ""), ("2",), ("3", "1430", "1"), ("3", "1430", "*")):
        assert isinstance(desk.keys(scene, asked, *keys), Goodbye)
