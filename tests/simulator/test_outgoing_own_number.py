"""A call to our own number: it comes in at the voice URL, and the outgoing document uses it.

[Voice] for the call that comes in, [Play] for the tones; together they check a line end to end.
"""

import random
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from twilio.base.exceptions import TwilioRestException

from simulator.carrier import Order, SimulatedCarrier
from simulator.clock import RealClock
from simulator.faults import Faults
from simulator.transport import Answer
from tests.simulator.conftest import document

NUMBER, OFFICER, OTHER = "+84500000000", "+84500000041", "+84500000042"
SECOND = "+84500000001"
URL = "https://hotline.test"
MENU = f'<Gather action="{URL}/menu" numDigits="1"><Say>Press a key</Say></Gather><Hangup/>'
ANSWERS = {
    "/voice": MENU,
    "/menu": "<Say>one two three four five six seven eight nine ten</Say><Hangup/>",
    "/outgoing": '<Pause length="1"/><Play digits="4"/><Pause length="60"/><Hangup/>',
}
TOLD = {
    "status_callback": f"{URL}/events",
    "status_callback_event": ["initiated", "ringing", "answered", "completed"],
}


@pytest.fixture
def set_up(stage):
    """Return a maker of stages whose account has a second number to call from."""

    def made(answers, **config):
        return stage(answers, more_numbers=(SECOND,), **config)

    return made


@pytest.fixture
def hotline(set_up):
    return set_up(ANSWERS)


def place(hotline, **parameters):
    """Call the hotline from the account's second number."""
    return hotline.order(NUMBER, **({"from_": SECOND} | parameters))


def check(hotline, **parameters):
    """Call our own number, and return the call that went out and the one that came in."""
    place(hotline, **parameters)
    hotline.carrier.run()
    out, into = hotline.carrier.calls.values()
    return out, into


def events(hotline):
    return [form["CallStatus"] for form in hotline.app.forms("/events")]


def test_it_comes_in_as_any_other_call(hotline):
    out, into = check(hotline)

    asked = hotline.app.form("/voice")
    assert asked["CallSid"] == into.sid != out.sid
    assert (asked["From"], asked["To"], asked["Direction"]) == (SECOND, NUMBER, "inbound")
    assert asked["CallStatus"] == "ringing"
    assert hotline.app.form("/status")["CallSid"] == into.sid
    assert (out.direction, into.direction) == ("outbound-api", "inbound")


def test_it_comes_in_from_the_number_that_calls(set_up):
    hotline = set_up(ANSWERS, verified_numbers=(OTHER,))

    _, into = check(hotline, from_=OTHER)

    assert into.from_number == OTHER


def test_no_number_may_call_itself(hotline):
    with pytest.raises(TwilioRestException) as refused:
        hotline.order(NUMBER)

    assert refused.value.code == 21211
    assert hotline.carrier.calls == {}


def test_tones_of_the_outgoing_document_are_keys_at_the_other_end(hotline):
    out, into = check(hotline)

    assert hotline.app.form("/menu")["Digits"] == "4"
    assert into.truth.keys == "4"
    assert into.heard[0] == "Press a key"
    assert out.truth.keys == ""


def test_the_one_is_answered_when_the_other_is(set_up):
    voice = f'<Pause length="7"/><Redirect>{URL}/next</Redirect>'
    hotline = set_up(ANSWERS | {"/voice": voice, "/next": MENU})

    out, into = check(hotline, **TOLD)

    assert into.answered_at - into.truth.started_at == timedelta(seconds=7)
    assert out.answered_at == into.answered_at
    assert events(hotline) == ["initiated", "ringing", "in-progress", "completed"]


def test_both_end_when_the_other_end_hangs_up(hotline):
    out, into = check(hotline, **TOLD)

    assert out.ended_at == into.ended_at
    assert (into.truth.hung_up_by, out.truth.hung_up_by) == ("application", "callee")
    assert (into.final_status, out.final_status) == ("completed", "completed")
    assert hotline.app.forms("/events")[-1]["CallDuration"] == str(into.duration)


def test_both_end_when_the_outgoing_document_does(set_up):
    hotline = set_up(ANSWERS | {"/outgoing": '<Pause length="2"/><Hangup/>'})

    out, into = check(hotline)

    assert out.ended_at == into.ended_at
    assert (out.truth.hung_up_by, into.truth.hung_up_by) == ("application", "caller")
    assert hotline.app.form("/status")["CallStatus"] == "completed"


def test_both_end_when_one_is_ended_from_outside(hotline):
    out = place(hotline)
    hotline.carrier.run_for(2)
    (into,) = [call for call in hotline.carrier.calls.values() if call is not out]

    hotline.client.calls(into.sid).update(status="completed")
    hotline.carrier.run()

    assert out.ended_at == into.ended_at
    assert (into.truth.hung_up_by, out.truth.hung_up_by) == ("api", "callee")


@pytest.mark.parametrize(
    ("voice", "status"),
    [
        ('<Reject reason="busy"/>', "busy"),
        ('<Reject reason="rejected"/>', "no-answer"),
        ('<Pause length="600"/><Hangup/>', "no-answer"),
        ("<Hangup/>", "completed"),
    ],
)
def test_a_line_that_takes_no_call_is_found_out(set_up, voice, status):
    hotline = set_up(ANSWERS | {"/voice": voice})

    out, into = check(hotline, **TOLD)

    assert out.final_status == into.final_status == events(hotline)[-1] == status
    assert out.ended_at == into.ended_at
    assert into.truth.keys == ""


def test_a_check_that_is_cancelled_leaves_no_call_behind(set_up):
    hotline = set_up(ANSWERS | {"/voice": '<Pause length="600"/><Hangup/>'})
    out = place(hotline)
    hotline.carrier.run_for(3)

    hotline.client.calls(out.sid).update(status="canceled")
    hotline.carrier.run()

    _, into = hotline.carrier.calls.values()
    assert (out.final_status, into.final_status) == ("canceled", "no-answer")
    assert out.ended_at == into.ended_at


def test_a_switchboard_that_is_away_is_found_out(set_up):
    hotline = set_up(ANSWERS | {"/voice": ("503 Away", "")})

    out, into = check(hotline)

    assert [error.code for error in into.errors] == [11200]
    assert into.heard == ["An application error has occurred. Goodbye."]
    assert (out.errors, out.final_status) == ([], "completed")


def test_keys_are_pressed_with_the_pauses_that_are_written(set_up):
    gather = f'<Gather action="{URL}/menu" timeout="5"/><Hangup/>'
    tones = '<Play digits="WW1w2#"/><Pause length="9"/><Hangup/>'
    hotline = set_up(ANSWERS | {"/voice": gather, "/outgoing": tones})

    out, into = check(hotline)

    assert hotline.app.form("/menu")["Digits"] == "12"
    pressed = [line.at - out.answered_at for line in into.lines if line.text.startswith("presses")]
    assert pressed == [timedelta(seconds=s) for s in (2, 3, 3.5)]


def test_what_the_outgoing_document_says_is_a_voice_at_the_other_end(set_up):
    record = f'<Say>Speak</Say><Record action="{URL}/message" timeout="3"/>'
    say = "<Pause length='1'/><Say>this is a check of the line in ten words</Say>"
    hotline = set_up(
        ANSWERS | {"/voice": record, "/outgoing": f"{say}<Pause length='9'/><Hangup/>"}
    )

    check(hotline)

    (recording,) = hotline.carrier.recordings.all()
    assert recording.status == "completed"
    assert recording.spoken_s == 4


def test_a_sentence_that_began_before_the_recording_is_heard_from_there_on(set_up):
    record = f'<Pause length="2"/><Record action="{URL}/message" timeout="3"/>'
    say = "<Say>this is a check of the line in ten words</Say>"
    hotline = set_up(
        ANSWERS
        | {"/voice": f"<Say>Hi</Say>{record}", "/outgoing": f"{say}<Pause length='9'/><Hangup/>"}
    )

    check(hotline)

    (recording,) = hotline.carrier.recordings.all()
    assert 1 < recording.spoken_s < 2


def test_keys_that_come_back_are_gathered(set_up):
    gather = f'<Gather action="{URL}/echo" numDigits="1" timeout="9"/><Hangup/>'
    voice = '<Pause length="1"/><Say>Hi</Say><Play digits="7"/><Pause length="9"/><Hangup/>'
    hotline = set_up({"/voice": voice, "/outgoing": gather, "/echo": "<Hangup/>"})

    out, _ = check(hotline)

    assert hotline.app.form("/echo")["Digits"] == "7"
    assert out.truth.keys == "7"


def test_an_officer_is_rung_and_joined_as_in_any_call(set_up):
    menu = f"<Dial><Number>{OFFICER}</Number></Dial><Hangup/>"
    hotline = set_up(ANSWERS | {"/menu": menu})
    hotline.answers(OFFICER, "accept@4/20")

    out, into = check(hotline)

    assert into.truth.talk_s == 20
    assert out.truth.legs == []


def test_the_line_takes_more_than_one_call(hotline):
    calls = [place(hotline) for _ in range(2)]

    hotline.carrier.run()

    assert [call.final_status for call in calls] == ["completed", "completed"]
    assert len(hotline.carrier.calls) == 4
    assert hotline.carrier.is_quiet


class Network:
    """Answers each path with its document, from another thread."""

    def __init__(self, answers):
        self.answers = answers

    def send(self, method, url, form, headers):
        path = urlsplit(url).path
        return Answer(200, "text/xml", document(self.answers.get(path, "<Hangup/>")).encode())


def test_a_line_is_checked_in_real_time(hotline):
    tones = '<Play digits="4"/><Pause length="9"/><Hangup/>'
    network = Network({"/voice": MENU, "/outgoing": tones, "/menu": "<Hangup/>"})
    carrier = SimulatedCarrier(hotline.carrier.config, network, RealClock(), random.Random(1))

    out = carrier.order(Order(to_number=NUMBER, from_number=SECOND, url=f"{URL}/outgoing"))
    carrier.run()
    carrier.close()

    _, into = carrier.calls.values()
    assert into.truth.keys == "4"
    assert (out.final_status, into.final_status) == ("completed", "completed")


@pytest.mark.parametrize("seed", range(3))
def test_whatever_befalls_webhooks_every_check_comes_to_its_end(set_up, seed):
    hotline = set_up(ANSWERS, seed=seed)
    hotline.carrier.faults = Faults.random(random.Random(seed), 0.4)

    checks = [place(hotline, **TOLD) for _ in range(20)]
    hotline.carrier.run()

    assert all(call.final_status == "completed" for call in checks)
    assert len(hotline.carrier.calls) == 40
    assert hotline.carrier.is_quiet


def test_a_line_may_be_checked_while_calls_come_in(hotline):
    citizens = [hotline.carrier.call(f"+8450500000{n}") for n in range(3)]

    out = place(hotline)
    hotline.carrier.run()

    assert out.final_status == "completed"
    assert all(call.final_status == "completed" for call in citizens)
