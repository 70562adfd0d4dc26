"""[Dial] from an outgoing call: a callback, where the officer is called first."""

from datetime import timedelta

import pytest

from simulator.callers import CallerScript, ScriptedCallee
from simulator.phones import PhoneDriver

NUMBER, OFFICER, CITIZEN = "+84500000000", "+84500000041", "+84505000001"
URL = "https://hotline.test"
EVENTS = "initiated ringing answered completed"
DIAL = (
    f'<Dial action="{URL}/after" timeout="20" callerId="{NUMBER}">'
    f'<Number url="{URL}/whisper" statusCallback="{URL}/leg" statusCallbackEvent="{EVENTS}">'
    f"{CITIZEN}</Number></Dial>"
)
ANSWERS = {
    "/outgoing": f'<Gather action="{URL}/yes" numDigits="1"><Say>Press one</Say></Gather><Hangup/>',
    "/yes": DIAL,
    "/whisper": "<Say>The province is calling you back</Say>",
    "/after": "<Say>Goodbye</Say><Hangup/>",
}


@pytest.fixture
def hotline(stage):
    return stage(ANSWERS)


def call_back(hotline, officer="talk-until-caller", citizen="talk-until-caller", **parameters):
    hotline.answers(CITIZEN, citizen)
    return hotline.call_out(officer, **parameters)


def result(hotline):
    form = hotline.app.form("/after")
    return form["DialCallStatus"], form["DialBridged"], form["CallStatus"]


def test_the_officer_is_joined_with_the_citizen(hotline):
    call = call_back(hotline, citizen=ScriptedCallee(CallerScript(talk_s=50), rings_s=6))

    (leg,) = call.truth.legs
    assert (leg.number, leg.caller_id, leg.was_joined) == (CITIZEN, NUMBER, True)
    assert (leg.hung_up_by, leg.talk_s) == ("other", 50)
    assert result(hotline) == ("completed", "true", "in-progress")
    assert hotline.app.form("/after")["DialCallSid"] == leg.sid
    assert call.heard == ["Press one", "Goodbye"]
    assert call.truth.hung_up_by == "application"


def test_the_citizen_hears_a_whisper_for_a_leg_of_its_own(hotline):
    call = call_back(hotline, citizen="hang-up@20")

    asked = hotline.app.form("/whisper")
    assert asked["CallSid"] == call.truth.legs[0].sid
    assert asked["ParentCallSid"] == call.sid
    assert (asked["From"], asked["To"], asked["Direction"]) == (NUMBER, CITIZEN, "outbound-dial")
    assert "The province is calling you back" not in call.heard


def test_the_legs_progress_is_told_beside_the_calls(hotline):
    told = {"status_callback": f"{URL}/events", "status_callback_event": EVENTS.split()}

    call_back(hotline, citizen="hang-up@20", **told)

    statuses = ["initiated", "ringing", "in-progress", "completed"]
    for path in ("/leg", "/events"):
        forms = hotline.app.forms(path)
        assert [form["CallStatus"] for form in forms] == statuses
        assert [form["SequenceNumber"] for form in forms] == ["0", "1", "2", "3"]


def test_a_citizen_who_must_press_a_key_is_asked_before_they_are_joined(stage):
    accept = f'<Gather action="{URL}/accept" numDigits="1"/><Hangup/>'
    hotline = stage(ANSWERS | {"/whisper": accept})

    joined, refused = call_back(hotline, citizen="accept@2/9"), call_back(hotline, citizen="silent")

    assert hotline.app.form("/accept")["Digits"] == "1"
    assert (joined.truth.was_joined, refused.truth.was_joined) == (True, False)


@pytest.mark.parametrize(
    ("citizen", "status"),
    [("busy", "busy"), ("off", "no-answer"), ("no-answer", "no-answer"), ("bad-number", "failed")],
)
def test_where_the_citizen_is_not_reached_the_officer_is_told(hotline, citizen, status):
    call = call_back(hotline, citizen=citizen)

    assert result(hotline) == (status, "false", "in-progress")
    assert call.heard[-1] == "Goodbye"
    assert call.final_status == "completed"


def test_the_officer_hangs_up_while_the_citizens_phone_rings(hotline):
    call = call_back(hotline, officer="hang-up@8", citizen="no-answer")
    assert call.truth.legs == []  # It was silent: "hang-up" presses no key.

    officer = ScriptedCallee(CallerScript("1", hang_up_after_s=8))
    call = call_back(hotline, officer=officer, citizen="no-answer")

    assert (call.truth.legs[0].status, call.truth.legs[0].hung_up_by) == ("canceled", "callee")
    assert result(hotline) == ("canceled", "false", "completed")
    assert "Goodbye" not in call.heard


def test_the_officer_hangs_up_during_the_citizens_whisper(hotline):
    officer = ScriptedCallee(CallerScript("1", hang_up_after_s=4))

    call = call_back(hotline, officer=officer, citizen=ScriptedCallee(CallerScript(), rings_s=2.5))

    (leg,) = call.truth.legs
    assert leg.picked_up_at
    assert not leg.was_joined
    assert result(hotline) == ("canceled", "false", "completed")


def test_the_officer_hangs_up_after_talking(hotline):
    call = call_back(hotline, officer=ScriptedCallee(CallerScript("1", talk_s=30)))

    assert result(hotline) == ("completed", "true", "completed")
    assert (call.truth.hung_up_by, call.truth.talk_s) == ("callee", 30)
    assert "Goodbye" not in call.heard


def test_the_citizen_hangs_up_during_their_whisper(hotline):
    call = call_back(hotline, citizen="hang-up@1")

    assert result(hotline) == ("completed", "false", "in-progress")
    assert call.heard[-1] == "Goodbye"


@pytest.mark.parametrize("ended", ["call", "leg"])
def test_either_leg_is_ended_from_outside(hotline, ended):
    hotline.answers(CITIZEN, "talk-until-caller")
    hotline.answers(OFFICER, "talk-until-caller")
    call = hotline.order()
    hotline.carrier.run_for(30)
    (leg,) = call.truth.legs

    sid = call.sid if ended == "call" else leg.sid
    hotline.client.calls(sid).update(status="completed")
    hotline.carrier.run()

    assert leg.was_joined
    assert result(hotline)[2] == ("completed" if ended == "call" else "in-progress")
    assert ("Goodbye" in call.heard) == (ended == "leg")


def test_two_callbacks_to_one_citizen_reach_them_once(hotline):
    other = "+84500000042"
    for number in (OFFICER, other, CITIZEN):
        hotline.answers(number, "talk-until-caller")
    calls = [hotline.order(OFFICER), hotline.order(other)]
    hotline.carrier.run_for(60)

    assert [call.truth.was_joined for call in calls] == [True, False]
    assert calls[1].truth.legs[0].status == "busy"
    calls[0].hang_up()
    hotline.carrier.run()


def test_a_number_that_is_not_ours_is_not_shown(stage):
    dial = DIAL.replace(NUMBER, "+84500000099")
    hotline = stage(ANSWERS | {"/yes": dial})

    call = call_back(hotline)

    assert result(hotline)[:2] == ("failed", "false")
    assert [error.code for error in call.errors] == [13214]


def test_the_talk_may_be_recorded(stage):
    record = f'<Dial record="record-from-answer-dual" recordingStatusCallback="{URL}/recording"'
    hotline = stage(ANSWERS | {"/yes": DIAL.replace("<Dial", record)})

    call = call_back(hotline, citizen=ScriptedCallee(CallerScript(talk_s=12)))

    told = hotline.app.form("/recording")
    assert (told["CallSid"], told["RecordingDuration"]) == (call.sid, "12")


def test_legs_are_listed_below_the_call(hotline):
    call = call_back(hotline, citizen="hang-up@20")

    (leg,) = hotline.client.calls.list(parent_call_sid=call.sid)
    assert (leg.sid, leg.direction, leg.to) == (call.truth.legs[0].sid, "outbound-dial", CITIZEN)
    assert len(hotline.client.calls.list()) == 2


class Watcher(PhoneDriver):
    """An officer's phone that presses 1, and notes what happens to it."""

    def __init__(self):
        self.seen = []

    def on_ring(self, leg):
        leg.after(1, leg.pick_up)

    def on_picked_up(self, leg):
        self.seen.append("picked up")

    def on_listening(self, leg, most_digits, finish_on_key):
        leg.press("1")

    def on_joined(self, leg):
        self.seen.append("joined")

    def on_parted(self, leg):
        self.seen.append("parted")

    def on_ended(self, leg):
        self.seen.append("ended")


def test_the_officers_phone_knows_when_it_is_joined_and_when_not_any_more(hotline):
    officer = Watcher()

    call = call_back(hotline, officer=officer, citizen="hang-up@20")

    assert officer.seen == ["picked up", "joined", "parted", "ended"]
    assert call.ended_at - call.truth.legs[0].ended_at < timedelta(seconds=1)


def test_what_happens_is_told_of_both(hotline):
    call = call_back(hotline, citizen="hang-up@20")

    texts = [(line.who, line.text) for line in call.lines]
    assert ("carrier", "joins callee and other") in texts
    assert ("other", "hears: The province is calling you back") in texts
