"""[Dial] and [Number]: ringing, the whisper, joining, and what is told of it."""

from typing import Any

import pytest

from simulator.callers import CallerScript
from simulator.phones import PhoneDriver, parse_behaviour

URL = "https://hotline.test"
WHISPER = (
    f'<Gather action="{URL}/accept" numDigits="1" finishOnKey="" timeout="8">'
    "<Say>Press one</Say></Gather><Hangup/>"
)
FIRST, SECOND = "+84500000001", "+84500000002"


def dial(*numbers, attributes='timeout="15"', whisper=True):
    url = f' url="{URL}/whisper"' if whisper else ""
    events = (
        f' statusCallback="{URL}/leg" statusCallbackEvent="initiated ringing answered completed"'
    )
    nouns = "".join(f"<Number{url}{events}>{number}</Number>" for number in numbers or [FIRST])
    return f'<Dial action="{URL}/after" {attributes}>{nouns}</Dial>'


@pytest.fixture
def hotline(stage):
    def make(voice=None, **answers):
        named = {f"/{path}": verbs for path, verbs in answers.items()}
        usual = {"/voice": voice or dial(), "/whisper": WHISPER, "/after": "<Hangup/>"}
        return stage(usual | named)

    return make


def ring(hotline, *names, **script):
    return hotline.call(CallerScript(**script), [parse_behaviour(name) for name in names])


def dial_result(hotline):
    form = hotline.app.form("/after")
    return form["DialCallStatus"], form["DialBridged"]


BEHAVIOURS = {
    "accept": ("completed", "true"),
    "accept@9/60": ("completed", "true"),
    "silent": ("completed", "false"),
    "mailbox": ("completed", "false"),
    "hang-up@3": ("completed", "false"),
    "busy": ("busy", "false"),
    "no-answer": ("no-answer", "false"),
    "off": ("no-answer", "false"),
    "bad-number": ("failed", "false"),
}


@pytest.mark.parametrize(("name", "result"), BEHAVIOURS.items(), ids=BEHAVIOURS)
def test_each_behaviour_comes_to_its_end(hotline, name, result):
    desk = hotline()

    call = ring(desk, name)

    assert dial_result(desk) == result
    assert call.truth.was_joined is (result[1] == "true")
    assert call.errors == []


@pytest.mark.parametrize("name", ["decline", "wrong-key"])
def test_a_key_that_leads_to_hangup_ends_the_leg_unbridged(hotline, name):
    desk = hotline(accept="<Hangup/>")

    call = ring(desk, name)

    assert dial_result(desk) == ("completed", "false")
    assert call.truth.legs[0].keys == {"decline": "2", "wrong-key": "5"}[name]
    assert desk.app.form("/accept")["Digits"] == call.truth.legs[0].keys


@pytest.mark.parametrize("name", ["busy", "no-answer", "off", "bad-number"])
def test_nobody_answered_means_no_dial_call_duration(hotline, name):
    desk = hotline()

    ring(desk, name)

    assert "DialCallDuration" not in desk.app.form("/after")
    assert desk.app.form("/after")["CallStatus"] == "in-progress"


def test_a_phone_rings_five_seconds_longer_than_the_timeout_says(hotline):
    desk = hotline()

    call = ring(desk, "no-answer")

    leg = call.truth.legs[0]
    assert (leg.ended_at - leg.dialled_at).total_seconds() == 20


def test_the_whisper_is_asked_for_the_child_leg(hotline):
    desk = hotline()

    call = ring(desk, "accept")

    form = desk.app.form("/whisper")
    assert form["CallSid"] == call.truth.legs[0].sid != call.sid
    assert form["ParentCallSid"] == call.sid
    assert form["Direction"] == "outbound-dial"
    assert (form["To"], form["From"]) == (FIRST, desk.caller)
    assert desk.app.form("/accept")["ParentCallSid"] == call.sid


def test_the_caller_id_is_what_the_document_says(hotline):
    desk = hotline(dial(attributes='callerId="+84500000000"'))

    ring(desk, "accept")

    assert desk.app.form("/whisper")["From"] == "+84500000000"


def test_a_whisper_that_runs_out_joins_even_a_mailbox(hotline):
    desk = hotline(whisper="<Say>A call for you</Say>")

    ring(desk, "mailbox")

    assert dial_result(desk) == ("completed", "true")


def test_without_a_whisper_the_pick_up_joins(hotline):
    desk = hotline(dial(whisper=False))

    call = ring(desk, "silent")

    assert call.truth.legs[0].joined_at == call.truth.legs[0].picked_up_at


@pytest.mark.parametrize("verb", [f"<Redirect>{URL}/accept</Redirect>", dial()])
def test_a_whisper_runs_no_redirect_and_no_dial(hotline, verb):
    desk = hotline(whisper=verb)

    call = ring(desk, "accept")

    assert dial_result(desk) == ("completed", "false")
    assert [error.code for error in call.errors] == [12200]


def test_a_whisper_that_fails_joins_nobody(hotline):
    desk = hotline(whisper=("500 Broken", "sorry"))

    call = ring(desk, "accept")

    assert dial_result(desk) == ("completed", "false")
    assert [error.code for error in call.errors] == [11200]


def test_a_caller_may_hang_up_while_an_officer_hears_of_a_failed_whisper(hotline):
    desk = hotline(whisper=("500 Broken", "sorry"))

    call = ring(desk, "accept", hang_up_after_s=5)

    assert call.truth.hung_up_by == "caller"
    assert dial_result(desk) == ("canceled", "false")


def test_a_leg_tells_its_progress_in_numbered_events(hotline):
    desk = hotline()

    ring(desk, "accept@4/30")

    told = desk.app.forms("/leg")
    assert [f["CallStatus"] for f in told] == ["initiated", "ringing", "in-progress", "completed"]
    assert [f["SequenceNumber"] for f in told] == ["0", "1", "2", "3"]
    assert [f.get("CallDuration") for f in told] == [None, None, None, "32"]
    assert {f["CallbackSource"] for f in told} == {"call-progress-events"}


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("busy", ["initiated", "busy"]),
        ("bad-number", ["initiated", "failed"]),
        ("no-answer", ["initiated", "ringing", "no-answer"]),
    ],
)
def test_completed_fires_for_every_ending_and_the_status_names_it(hotline, name, statuses):
    desk = hotline()

    ring(desk, name)

    assert [form["CallStatus"] for form in desk.app.forms("/leg")] == statuses


def test_only_completed_is_told_by_default(stage):
    number = f'<Number statusCallback="{URL}/leg">{FIRST}</Number>'
    desk = stage({"/voice": f"<Dial>{number}</Dial><Hangup/>"})

    ring(desk, "accept")

    assert [form["CallStatus"] for form in desk.app.forms("/leg")] == ["completed"]


def test_numbers_ring_at_once_and_the_first_pick_up_wins_though_it_is_a_mailbox(hotline):
    desk = hotline(dial(FIRST, SECOND))

    call = ring(desk, "mailbox", "accept@13")

    mailbox, officer = call.truth.legs
    assert mailbox.dialled_at == officer.dialled_at
    assert (mailbox.status, officer.status) == ("completed", "canceled")
    assert officer.ended_at == mailbox.picked_up_at
    assert dial_result(desk) == ("completed", "false")
    assert desk.app.form("/after")["DialCallSid"] == mailbox.sid


def test_of_two_phones_picked_up_at_the_same_moment_one_wins(hotline):
    desk = hotline(dial(FIRST, SECOND))

    call = ring(desk, "accept", "accept")

    assert sorted(leg.status for leg in call.truth.legs) == ["canceled", "completed"]


def test_sequential_numbers_ring_one_after_another(hotline):
    desk = hotline(dial(FIRST, SECOND, attributes='sequential="true" timeout="10"'))

    call = ring(desk, "no-answer", "accept")

    first, second = call.truth.legs
    assert second.dialled_at == first.ended_at
    assert dial_result(desk) == ("completed", "true")


def test_the_time_limit_ends_the_talk_and_the_call_goes_on(hotline):
    desk = hotline(dial(attributes='timeLimit="60"'), after="<Say>Time is up</Say><Hangup/>")

    call = ring(desk, "talk-until-caller")

    assert call.truth.talk_s == 60
    assert call.heard == ["Time is up"]


def test_the_callers_star_ends_the_officers_leg_where_it_may(hotline):
    desk = hotline(dial(attributes='hangupOnStar="true"'), after="<Say>Back again</Say><Hangup/>")
    call = desk.carrier.call(desk.caller, officers=[parse_behaviour("talk-until-caller")])

    desk.carrier.run_for(30)
    call.press("*")
    desk.carrier.run()

    assert call.heard == ["Back again"]
    assert call.truth.legs[0].hung_up_by == "caller"


def test_without_an_action_the_next_verb_follows_the_dial(stage):
    desk = stage({"/voice": f"<Dial><Number>{FIRST}</Number></Dial><Say>Behind</Say><Hangup/>"})

    assert ring(desk, "no-answer").heard == ["Behind"]


def test_a_phone_in_a_call_is_busy_for_another(hotline):
    desk = hotline()
    first = desk.carrier.call(desk.caller, officers=[parse_behaviour("talk-until-caller")])
    desk.carrier.run_for(30)

    second = desk.carrier.call("+84505000002", officers=[parse_behaviour("accept")])
    desk.carrier.run_for(30)

    assert second.truth.legs[0].status == "busy"
    assert first.truth.was_joined


def test_a_phone_is_free_again_after_its_call(hotline):
    desk = hotline()
    ring(desk, "accept")

    assert ring(desk, "accept").truth.was_joined


def test_dial_bridged_can_be_left_out_as_some_providers_do(stage):
    desk = stage({"/voice": dial(whisper=False), "/after": "<Hangup/>"}, send_dial_bridged=False)

    ring(desk, "accept")

    assert "DialBridged" not in desk.app.form("/after")


def test_a_recorded_talk_is_announced_for_the_parent_call(hotline):
    record = f'record="record-from-answer-dual" recordingStatusCallback="{URL}/recording"'
    desk = hotline(dial(attributes=record))

    call = ring(desk, "accept@4/30")

    told = desk.app.form("/recording")
    assert (told["CallSid"], told["RecordingSource"]) == (call.sid, "DialVerb")
    assert (told["RecordingDuration"], told["RecordingChannels"]) == ("30", "2")
    assert desk.app.form("/after")["RecordingUrl"] == told["RecordingUrl"]


def test_the_exchange_says_how_a_phone_behaves_where_no_plan_does(hotline):
    desk = hotline()
    desk.carrier.phones.behaviours[FIRST] = parse_behaviour("accept")

    assert ring(desk).truth.was_joined


class HandHeldPhone(PhoneDriver):
    """A phone that somebody else drives, as from a browser."""

    name = "browser"

    def __init__(self):
        self.leg: Any = None
        self.seen: list[str] = []

    def on_ring(self, leg):
        self.leg = leg
        self.seen.append("ring")

    def on_listening(self, leg, most_digits, finish_on_key):
        self.seen.append("listening")

    def on_joined(self, leg):
        self.seen.append("joined")

    def on_ended(self, leg):
        self.seen.append("ended")


def test_a_phone_can_be_driven_by_hand(hotline):
    desk, phone = hotline(), HandHeldPhone()
    desk.carrier.phones.attend = {FIRST: phone}.get
    desk.carrier.call(desk.caller)

    desk.carrier.run_for(3)
    phone.leg.pick_up()
    desk.carrier.run_for(3)
    phone.leg.press("1")
    desk.carrier.run_for(10)
    phone.leg.hang_up()
    desk.carrier.run()

    assert phone.seen == ["ring", "listening", "joined", "ended"]
    assert dial_result(desk) == ("completed", "true")


def test_a_ringing_phone_that_is_declined_is_busy(hotline):
    desk, phone = hotline(), HandHeldPhone()
    desk.carrier.phones.attend = {FIRST: phone}.get
    desk.carrier.call(desk.caller)

    desk.carrier.run_for(3)
    phone.leg.decline()
    desk.carrier.run()

    assert dial_result(desk) == ("busy", "false")
