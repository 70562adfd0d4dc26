"""Who hangs up when: what each ending leaves behind, however much the carrier tells of it.

The carrier's documents leave open whether a Dial's action is requested after the caller has left,
and compatible carriers do not send DialBridged: each ending is played with and without both.
"""

import pytest

from simulator.faults import Fault, Faults
from tests.scenarios.told import Told, heard, stored_audio, told

BRANCH = "thu-tuc-hanh-chinh"
OWED = (f"{BRANCH}:open:1",)


@pytest.fixture(
    params=[(True, True), (True, False), (False, True), (False, False)],
    ids=["all-told", "no-bridged", "no-action", "neither"],
)
def hotline(request, make_hotline, sqlite_url):
    action, bridged = request.param
    return make_hotline(sqlite_url, dial_action_on_hangup=action, send_dial_bridged=bridged)


def test_caller_leaves_before_our_first_answer_arrives(hotline):
    hotline.carrier.faults = Faults([Fault(kind="voice", action="delay", delay_s=3)])

    call = hotline.call(hang_up_after_s=1)

    assert call.final_status == "no-answer"
    assert told(hotline, call) == Told("menu_ended", None, "", (), (), ())
    assert hotline.row(call).ended_at == call.ended_at
    assert call.errors == []


@pytest.mark.parametrize("seconds", [0.5, 6, 25])
def test_caller_leaves_in_the_menu(hotline, seconds):
    call = hotline.call(hang_up_after_s=seconds)

    assert call.truth.hung_up_by == "caller"
    assert told(hotline, call) == Told("menu_ended", None, "", (), (), ())
    assert call.errors == []


def test_caller_leaves_within_five_seconds_of_choosing(hotline):
    call = hotline.call("4", hang_up_after_s=3)

    assert call.truth.legs == []  # while the first announcement was still being said
    assert told(hotline, call) == Told("abandoned", "short", BRANCH, ("canceled",), (), OWED)
    assert hotline.row(call).wait_s == 2


def test_caller_leaves_while_the_first_officer_is_rung(hotline):
    call = hotline.call("4", "no-answer", hang_up_after_s=15)

    assert [leg.status for leg in call.truth.legs] == ["canceled"]
    assert told(hotline, call) == Told("abandoned", "hung_up", BRANCH, ("canceled",), (), OWED)
    assert not heard(call, "lời nhắn")
    assert hotline.row(call).wait_s == 14
    assert call.errors == []


def test_caller_leaves_while_the_second_officer_is_rung(hotline):
    call = hotline.call("4", "decline,no-answer", hang_up_after_s=30)

    assert [leg.status for leg in call.truth.legs] == ["completed", "canceled"]
    assert told(hotline, call) == Told(
        "abandoned", "hung_up", BRANCH, ("declined", "canceled"), (), OWED
    )
    assert call.errors == []


def test_caller_leaves_while_the_officer_hears_the_whisper(hotline):
    call = hotline.call("4", "accept@3", hang_up_after_s=9.5)

    (leg,) = call.truth.legs
    assert leg.picked_up_at
    assert not call.truth.was_joined
    assert told(hotline, call) == Told("abandoned", "hung_up", BRANCH, ("canceled",), (), OWED)
    assert call.errors == []


def test_caller_leaves_while_the_accept_key_is_on_its_way(hotline):
    slow = Fault(kind="whisper-gather", action="delay", delay_s=4)
    hotline.carrier.faults = Faults([slow])

    call = hotline.call("4", "accept@3", hang_up_after_s=10.5)

    assert call.truth.legs[0].keys == "1"
    assert not call.truth.was_joined
    assert told(hotline, call) == Told("abandoned", "hung_up", BRANCH, ("canceled",), (), OWED)


def test_caller_leaves_long_after_an_accept_that_joined_nobody(hotline):
    slow = Fault(kind="whisper-gather", action="delay", delay_s=4)
    hotline.carrier.faults = Faults([slow])

    call = hotline.call("4", "accept@3", hang_up_after_s=13)

    # Without a Dial action nobody says whether the lines were joined: then the accept stands.
    told_at_all = hotline.carrier.config.dial_action_on_hangup
    assert not call.truth.was_joined
    assert told(hotline, call).verdict == ("abandoned" if told_at_all else "answered")


def test_caller_hangs_up_after_the_talk(hotline):
    call = hotline.call("4", "talk-until-caller", talk_s=42)

    assert call.truth.talk_s == 42
    assert told(hotline, call) == Told("answered", None, BRANCH, ("answered",), (), ())
    assert hotline.row(call).talk_s == 42
    assert not heard(call, "Cảm ơn")
    assert call.errors == []


def test_officer_hangs_up_after_the_talk(hotline):
    call = hotline.call("4", "accept@3/55")

    assert call.truth.talk_s == 55
    assert told(hotline, call) == Told("answered", None, BRANCH, ("answered",), (), ())
    row = hotline.row(call)
    assert row.talk_s == 55
    assert row.answered_at == call.truth.legs[0].joined_at
    assert heard(call, "Cảm ơn ông bà đã gọi")
    assert call.errors == []


@pytest.mark.parametrize(
    ("spoken_s", "states", "message_s"),
    [(8.0, ("stored",), 8), (2.0, ("stored",), 2), (1.0, ("absent",), 0)],
)
def test_caller_hangs_up_while_recording(hotline, spoken_s, states, message_s):
    call = hotline.call("41~", "no-answer," * 4, message_s=spoken_s)
    hotline.work_off()

    (recording,) = hotline.carrier.recordings.all()
    assert told(hotline, call) == Told(
        "not_answered", "no_answer", BRANCH, ("no_answer",) * 4, states, OWED
    )
    assert hotline.row(call).message_s == message_s
    assert stored_audio(hotline) == ([recording.mp3()] if message_s else [])
    assert call.errors == []


def test_caller_hangs_up_before_saying_a_word(hotline):
    call = hotline.call("41~", "no-answer," * 4, message_s=0)
    hotline.work_off()

    told_of = told(hotline, call)
    assert told_of.verdict == "not_answered"
    assert told_of.owed == OWED
    assert stored_audio(hotline) == []


def test_caller_hangs_up_instead_of_sending_the_message(hotline):
    call = hotline.call("41,~", "no-answer," * 4)
    hotline.work_off()

    (recording,) = hotline.carrier.recordings.all()
    assert told(hotline, call).messages == ("stored",)
    assert stored_audio(hotline) == [recording.mp3()]


def test_we_hang_up_after_the_last_word(hotline):
    call = hotline.call("42", "no-answer," * 4)

    assert call.truth.hung_up_by == "application"
    assert told(hotline, call).verdict == "not_answered"
    assert heard(call, "gọi lại số máy", "Tổng đài đã ghi nhận", "Xin kính chào")
    assert call.errors == []


def test_officer_hangs_up_during_the_whisper_and_the_next_one_is_rung(hotline):
    call = hotline.call("4", "hang-up@1,accept")

    assert told(hotline, call) == Told("answered", None, BRANCH, ("machine", "answered"), (), ())
    assert [leg.was_joined for leg in call.truth.legs] == [False, True]


def test_a_mailbox_never_answers(hotline):
    call = hotline.call("4", "mailbox,mailbox,mailbox,mailbox")

    assert not call.truth.was_joined
    assert all(leg.picked_up_at for leg in call.truth.legs)
    assert told(hotline, call) == Told(
        "not_answered", "machine", BRANCH, ("machine",) * 4, (), OWED
    )


def test_a_declined_leg_is_no_answer(hotline):
    call = hotline.call("4", "decline,silent,wrong-key,accept")

    assert [leg.was_joined for leg in call.truth.legs] == [False, False, False, True]
    assert told(hotline, call) == Told(
        "answered", None, BRANCH, ("declined", "machine", "machine", "answered"), (), ()
    )
