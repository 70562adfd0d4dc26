"""Who hangs up when, and which requests tell of it: every stage of a call.

[Voice] for the number's status callback, [Dial] and [Record] for their actions.
"""

from datetime import timedelta

import pytest

from simulator.callers import CallerScript
from simulator.faults import Fault
from simulator.phones import parse_behaviour

URL = "https://hotline.test"
WHISPER = (
    f'<Gather action="{URL}/accept" numDigits="1" finishOnKey="" timeout="8">'
    "<Say>Press one</Say></Gather><Hangup/>"
)
EVENTS = "initiated ringing answered completed"
NUMBER = (
    f'<Number url="{URL}/whisper" statusCallback="{URL}/leg" statusCallbackEvent="{EVENTS}">'
    "+84500000001</Number>"
)
DIAL = f'<Dial action="{URL}/after" timeout="15">{NUMBER}</Dial>'
MENU = f'<Gather action="{URL}/menu" numDigits="1"><Say>Press a key</Say></Gather><Hangup/>'
ANSWERS = {
    "/voice": MENU,
    "/menu": DIAL,
    "/whisper": WHISPER,
    "/accept": "",
    "/after": "<Say>Thank you</Say><Hangup/>",
}


@pytest.fixture
def hotline(stage):
    return stage(ANSWERS)


def officers(*names):
    return [parse_behaviour(name) for name in names]


def ring(hotline, *names, **script):
    return hotline.call(CallerScript("4", **script), officers(*names))


def test_before_the_first_answer_the_call_ends_as_no_answer_without_a_duration(hotline):
    hotline.carrier.faults.add(Fault(kind="voice", action="delay", delay_s=3))

    call = hotline.call(CallerScript(hang_up_after_s=1))

    assert hotline.app.paths == ["/voice", "/status"]
    status = hotline.app.form("/status")
    assert status["CallStatus"] == call.final_status == "no-answer"
    assert "CallDuration" not in status
    assert call.heard == []


def test_in_the_menu_only_the_status_callback_comes(hotline):
    call = hotline.call(CallerScript("~"))

    assert hotline.app.paths == ["/voice", "/status"]
    assert hotline.app.form("/status")["CallStatus"] == "completed"
    assert call.truth.hung_up_by == "caller"


def test_during_ringing_the_leg_is_canceled_and_the_dial_action_answered_in_vain(hotline):
    call = ring(hotline, "no-answer", hang_up_after_s=6)

    paths = ["/voice", "/menu", "/leg", "/leg", "/leg", "/after", "/status"]
    assert hotline.app.paths == paths
    assert hotline.app.forms("/leg")[-1]["CallStatus"] == "canceled"
    action = hotline.app.form("/after")
    assert action["DialCallStatus"] == "canceled"
    assert action["CallStatus"] == "completed"
    assert action["DialBridged"] == "false"
    assert "DialCallDuration" not in action
    assert "Thank you" not in call.heard


def test_a_carrier_that_asks_no_dial_action_of_a_caller_who_left_can_be_played_too(stage):
    hotline = stage(ANSWERS, dial_action_on_hangup=False)

    ring(hotline, "no-answer", hang_up_after_s=6)

    assert hotline.app.forms("/after") == []
    assert hotline.app.form("/status")["CallStatus"] == "completed"


def test_with_answer_on_bridge_a_caller_who_leaves_during_ringing_was_never_answered(stage):
    dial = DIAL.replace("<Dial", '<Dial answerOnBridge="true"')
    hotline = stage(ANSWERS | {"/voice": dial})

    call = hotline.call(CallerScript(hang_up_after_s=6), officers("no-answer"))

    assert call.final_status == "no-answer"
    assert "CallDuration" not in hotline.app.form("/status")


def test_with_answer_on_bridge_the_call_is_answered_when_the_lines_are_joined(stage):
    dial = DIAL.replace("<Dial", '<Dial answerOnBridge="true"')
    hotline = stage(ANSWERS | {"/voice": dial})

    call = hotline.call(CallerScript(), officers("accept"))

    assert hotline.app.form("/whisper")["CallStatus"] == "in-progress"
    assert call.truth.answered_at == call.truth.legs[0].joined_at
    assert call.final_status == "completed"


def test_during_the_whisper_the_officer_is_not_said_to_have_answered(hotline):
    call = ring(hotline, "silent", hang_up_after_s=6.5)

    action = hotline.app.form("/after")
    assert action["DialCallStatus"] == "canceled"
    assert action["DialBridged"] == "false"
    assert not call.truth.was_joined
    assert hotline.app.forms("/leg")[-1]["CallStatus"] == "completed"


def test_joined_and_the_citizen_hangs_up(hotline):
    call = ring(hotline, "talk-until-caller", talk_s=40)

    action = hotline.app.form("/after")
    assert action["DialCallStatus"] == "completed"
    assert action["DialBridged"] == "true"
    assert action["CallStatus"] == "completed"
    assert "Thank you" not in call.heard
    assert call.truth.talk_s == 40
    assert call.truth.hung_up_by == "caller"


def test_joined_and_the_officer_hangs_up(hotline):
    call = ring(hotline, "accept@4/30")

    action = hotline.app.form("/after")
    assert action["DialCallStatus"] == "completed"
    assert action["DialBridged"] == "true"
    assert action["CallStatus"] == "in-progress"
    assert action["DialCallDuration"] == "32"
    assert call.heard[-1] == "Thank you"
    assert call.truth.legs[0].hung_up_by == "officer"


def test_during_record_the_action_comes_with_hangup_and_the_recording_after_it(stage):
    record = (
        f'<Record action="{URL}/message" recordingStatusCallback="{URL}/recording" '
        'recordingStatusCallbackEvent="completed absent"/>'
    )
    hotline = stage({"/voice": record, "/message": "<Say>Thanks</Say><Hangup/>"})

    call = hotline.call(CallerScript("~", message_s=8))

    assert hotline.app.paths == ["/voice", "/message", "/status", "/recording"]
    action = hotline.app.form("/message")
    assert action["Digits"] == "hangup"
    assert action["CallStatus"] == "completed"
    assert action["RecordingDuration"] == "8"
    assert hotline.app.form("/recording")["RecordingStatus"] == "completed"
    assert call.heard == []


def test_when_we_hang_up_the_status_callback_comes(stage):
    hotline = stage({"/voice": "<Say>one two three four five</Say><Hangup/>"})

    call = hotline.call()

    status = hotline.app.form("/status")
    assert (status["CallStatus"], status["CallDuration"], status["Duration"]) == (
        "completed",
        "2",
        "1",
    )
    assert status["SequenceNumber"] == "0"
    assert status["CallbackSource"] == "call-progress-events"
    assert status["Timestamp"] == "Mon, 23 Nov 2026 02:00:02 +0000"
    assert call.truth.hung_up_by == "application"


def test_a_hangup_as_first_verb_still_answers_the_call(stage):
    assert stage({"/voice": "<Hangup/>"}).call().final_status == "completed"


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_a_rejected_call_is_never_answered(stage, reason, status):
    hotline = stage({"/voice": f'<Reject reason="{reason}"/>'})

    call = hotline.call()

    assert call.final_status == hotline.app.form("/status")["CallStatus"] == status
    assert "CallDuration" not in hotline.app.form("/status")


def test_a_silent_line_is_cut_after_four_hours(stage):
    hotline = stage({"/voice": f'<Pause length="60"/><Redirect>{URL}/voice</Redirect>'})

    call = hotline.call()

    assert call.ended_at - call.truth.started_at == timedelta(hours=4)
    assert call.truth.hung_up_by == "carrier"
