"""[CallResource]: a call that the account places, from its first ring to its end."""

from datetime import timedelta

import pytest

from simulator.callers import CallerScript, ScriptedCallee
from simulator.faults import Fault, Faults

NUMBER, CALLEE, SECOND = "+84500000000", "+84500000041", "+84500000042"
URL = "https://hotline.test"
EVENTS = ["initiated", "ringing", "answered", "completed"]
TOLD = {"status_callback": f"{URL}/events", "status_callback_event": EVENTS}
ASK = f'<Gather action="{URL}/key" numDigits="1" timeout="5"><Say>Press one</Say></Gather><Hangup/>'
ANSWERS = {"/outgoing": ASK, "/key": "<Say>Thank you</Say><Hangup/>"}


@pytest.fixture
def hotline(stage):
    return stage(ANSWERS)


def events(hotline):
    return [form["CallStatus"] for form in hotline.app.forms("/events")]


def test_whoever_picks_up_hears_the_document_and_presses_a_key(hotline):
    call = hotline.call_out("accept@4")

    asked = hotline.app.form("/outgoing")
    assert (asked["CallSid"], asked["CallStatus"]) == (call.sid, "in-progress")
    assert (asked["From"], asked["To"], asked["Direction"]) == (NUMBER, CALLEE, "outbound-api")
    assert "AnsweredBy" not in asked
    assert hotline.app.form("/key")["Digits"] == "1"
    assert call.heard == ["Press one", "Thank you"]
    assert call.answered_at - call.dialled_at == timedelta(seconds=4)
    assert (call.final_status, call.truth.hung_up_by) == ("completed", "application")
    assert call.errors == []


def test_its_progress_is_told_in_order_and_its_duration_at_the_end(hotline):
    call = hotline.call_out("accept@4", **TOLD)

    told = hotline.app.forms("/events")
    assert events(hotline) == ["initiated", "ringing", "in-progress", "completed"]
    assert [form["SequenceNumber"] for form in told] == ["0", "1", "2", "3"]
    assert {form["CallSid"] for form in told} == {call.sid}
    assert {form["CallbackSource"] for form in told} == {"call-progress-events"}
    assert [form.get("CallDuration") for form in told] == [None, None, None, str(call.duration)]
    assert (told[3]["Duration"], told[3]["SipResponseCode"]) == ("1", "200")
    assert told[3]["Timestamp"] == "Mon, 23 Nov 2026 02:00:06 +0000"


def test_without_events_asked_for_the_end_alone_is_told(hotline):
    hotline.call_out(status_callback=f"{URL}/events")

    assert events(hotline) == ["completed"]
    assert hotline.app.form("/events")["SequenceNumber"] == "0"


def test_the_numbers_own_status_callback_is_for_calls_that_come_in(hotline):
    hotline.call_out()

    assert hotline.app.forms("/status") == []


@pytest.mark.parametrize(
    ("behaviour", "told", "sip"),
    [
        ("busy", ["initiated", "busy"], "486"),
        ("off", ["initiated", "no-answer"], "487"),
        ("bad-number", ["initiated", "failed"], "404"),
        ("no-answer", ["initiated", "ringing", "no-answer"], "487"),
    ],
)
def test_where_nobody_picks_up_no_document_is_asked_for(hotline, behaviour, told, sip):
    call = hotline.call_out(behaviour, **TOLD)

    assert events(hotline) == told
    last = hotline.app.forms("/events")[-1]
    assert (last["CallDuration"], last["SipResponseCode"]) == ("0", sip)
    assert (call.final_status, call.answered_at) == (told[-1], None)
    assert hotline.app.forms("/outgoing") == []
    assert hotline.client.calls(call.sid).fetch().duration == "0"


@pytest.mark.parametrize(("asked", "rang_s"), [({}, 65), ({"timeout": 20}, 25)])
def test_a_phone_rings_five_seconds_longer_than_the_timeout_says(hotline, asked, rang_s):
    call = hotline.call_out("no-answer", **asked)

    assert call.ended_at - call.dialled_at == timedelta(seconds=rang_s)


def test_a_mailbox_stays_on_the_line_and_presses_nothing(stage):
    hotline = stage({"/outgoing": f"{ASK[:-9]}<Pause length='60'/><Hangup/>"})

    call = hotline.call_out("mailbox")

    assert call.answered_at - call.dialled_at == timedelta(seconds=12)
    assert call.ended_at - call.answered_at == timedelta(seconds=30)
    assert (call.truth.keys, call.truth.hung_up_by) == ("", "callee")


def test_every_verb_runs_one_after_another(stage):
    verbs = (
        f"<Say>Hello</Say><Play>{URL}/tune.wav</Play><Pause length='2'/>"
        f"<Redirect>{URL}/next</Redirect>"
    )
    record = f'<Record action="{URL}/recorded" recordingStatusCallback="{URL}/recording"/>'
    answers = {"/outgoing": verbs, "/next": record, "/recorded": "<Say>Goodbye</Say><Hangup/>"}
    hotline = stage(answers)

    call = hotline.call_out(ScriptedCallee(CallerScript(message_s=7)))

    assert call.heard == ["Hello", f"{URL}/tune.wav", "Goodbye"]
    assert hotline.app.form("/recorded")["RecordingDuration"] == "7"
    assert hotline.app.form("/recording")["CallSid"] == call.sid
    assert hotline.app.form("/recorded")["Direction"] == "outbound-api"


def test_somebody_who_is_called_may_press_one_key_after_another(stage):
    menu = f'<Gather action="{URL}/key" numDigits="1"/><Hangup/>'
    hotline = stage({"/outgoing": menu, "/key": [menu, "<Hangup/>"]})

    call = hotline.call_out(ScriptedCallee(CallerScript("52"), rings_s=9))

    assert [form["Digits"] for form in hotline.app.forms("/key")] == ["5", "2"]
    assert call.answered_at - call.dialled_at == timedelta(seconds=9)


def test_a_document_may_come_with_the_request_itself(stage):
    hotline = stage({})

    call = hotline.call_out(twiml="<Response><Say>Your callback is due</Say></Response>")

    assert call.heard == ["Your callback is due"]
    assert (call.final_status, call.errors, hotline.app.paths) == ("completed", [], [])


def test_a_document_is_asked_for_by_get_where_the_order_says_so(hotline):
    call = hotline.call_out(url=f"{URL}/outgoing?debt=7#rc=3", method="GET")

    (exchange,) = [e for e in call.exchanges if e.kind == "outgoing"]
    assert (exchange.method, exchange.form) == ("GET", {})
    assert hotline.app.form("/outgoing")["debt"] == "7"
    assert hotline.app.form("/outgoing")["CallSid"] == call.sid


@pytest.mark.parametrize("bad", [("500 Broken", ""), "<Shout/>"])
def test_a_failure_leads_to_the_fallback_of_the_order(stage, bad):
    hotline = stage({"/outgoing": bad}, fallback_url="https://elsewhere.test/")

    call = hotline.call_out(fallback_url="https://fallback.test/")

    assert hotline.fallback.form("/")["ErrorUrl"] == f"{URL}/outgoing"
    assert hotline.fallback.form("/")["CallSid"] == call.sid
    assert call.heard == ["Sorry."]


def test_without_a_fallback_whoever_picked_up_hears_the_carriers_apology(stage):
    hotline = stage({"/outgoing": ("500 Broken", "")}, fallback_url="https://fallback.test/")

    call = hotline.call_out(**TOLD)

    assert hotline.fallback.requests == []
    assert call.heard == ["An application error has occurred. Goodbye."]
    assert (call.truth.hung_up_by, events(hotline)[-1]) == ("carrier", "completed")


def test_an_inline_document_that_does_not_parse_is_noted(stage):
    hotline = stage({})

    call = hotline.call_out(twiml="<Response><Say>Hello</Response>")

    assert [error.code for error in call.errors] == [12100]


def test_a_call_lasts_no_longer_than_the_order_allows(stage):
    hotline = stage({"/outgoing": "<Pause length='600'/><Hangup/>"})

    call = hotline.call_out(time_limit=60)

    assert call.ended_at - call.answered_at == timedelta(seconds=60)
    assert call.truth.hung_up_by == "carrier"


# [AMD]: who picked up.


@pytest.mark.parametrize(("who", "found"), [("accept", "human"), ("mailbox", "machine_start")])
def test_it_is_told_whether_a_machine_picked_up(hotline, who, found):
    call = hotline.call_out(who, machine_detection="Enable", **TOLD)

    assert hotline.app.form("/outgoing")["AnsweredBy"] == found
    assert [form.get("AnsweredBy") for form in hotline.app.forms("/events")] == [*[None] * 3, found]
    assert hotline.client.calls(call.sid).fetch().answered_by == found
    assert call.exchanges[3].at - call.answered_at == timedelta(seconds=4)


def test_who_hangs_up_before_that_is_known_hears_nothing(hotline):
    call = hotline.call_out("hang-up@2", machine_detection="Enable", **TOLD)

    assert hotline.app.forms("/outgoing") == []
    assert (call.final_status, call.answered_by) == ("completed", None)
    assert "AnsweredBy" not in hotline.app.forms("/events")[-1]


# Who hangs up when.


def test_a_call_that_is_declined_is_busy(hotline):
    hotline.answers(CALLEE, "no-answer")
    call = hotline.order(**TOLD)
    hotline.carrier.run_for(5)

    call.decline()
    hotline.carrier.run()

    assert call.final_status == events(hotline)[-1] == "busy"


def test_the_callee_hangs_up_before_the_document_came(hotline):
    hotline.carrier.faults.add(Fault(kind="outgoing", action="delay", delay_s=3))

    call = hotline.call_out("hang-up@1", **TOLD)

    assert (call.final_status, call.duration, call.heard) == ("completed", 1, [])
    assert hotline.app.forms("/events")[-1]["CallDuration"] == "1"


def test_the_callee_hangs_up_during_a_gather(hotline):
    call = hotline.call_out("hang-up@3", **TOLD)

    assert hotline.app.forms("/key") == []
    assert (call.truth.hung_up_by, events(hotline)[-1]) == ("callee", "completed")


def test_the_callee_hangs_up_during_a_record(stage):
    record = f'<Record action="{URL}/recorded"/>'
    hotline = stage({"/outgoing": record, "/recorded": "<Say>Goodbye</Say><Hangup/>"})

    call = hotline.call_out(ScriptedCallee(CallerScript("~", message_s=6)))

    asked = hotline.app.form("/recorded")
    assert (asked["Digits"], asked["CallStatus"]) == ("hangup", "completed")
    assert call.heard == []


def test_a_silent_callee_is_left_by_the_application(hotline):
    call = hotline.call_out("silent")

    assert hotline.app.forms("/key") == []
    assert call.truth.hung_up_by == "application"
    assert call.duration == 6


@pytest.mark.parametrize(
    ("after_s", "status", "told"),
    [
        (2, "canceled", ["initiated", "ringing", "canceled"]),
        (2, "completed", ["initiated", "ringing", "canceled"]),
        (5, "completed", ["initiated", "ringing", "in-progress", "completed"]),
    ],
)
def test_it_is_ended_from_outside(hotline, after_s, status, told):
    hotline.answers(CALLEE, "silent")
    call = hotline.order(**TOLD)
    hotline.carrier.run_for(after_s)

    hotline.client.calls(call.sid).update(status=status)
    hotline.carrier.run()

    assert events(hotline) == told
    assert (call.final_status, call.truth.hung_up_by) == (told[-1], "api")
    assert call.ended_at - call.dialled_at == timedelta(seconds=after_s)


def test_a_call_that_was_answered_cannot_be_cancelled(hotline):
    hotline.answers(CALLEE, "silent")
    call = hotline.order()
    hotline.carrier.run_for(5)

    hotline.client.calls(call.sid).update(status="canceled")
    hotline.carrier.run()

    assert call.final_status == "completed"
    assert call.truth.hung_up_by == "application"


# A phone in use is busy.


def test_of_two_calls_to_one_phone_the_second_is_busy(hotline):
    hotline.answers(CALLEE, "silent")
    first, second = hotline.order(), hotline.order()
    hotline.carrier.run()

    assert (first.final_status, second.final_status) == ("completed", "busy")
    assert second.ended_at < first.ended_at
    assert hotline.call_out("accept").final_status == "completed"


def test_an_officer_in_a_citizens_call_is_busy(stage):
    dial = f"<Dial><Number>{CALLEE}</Number></Dial><Hangup/>"
    hotline = stage(ANSWERS | {"/voice": dial})
    hotline.answers(CALLEE, "talk-until-caller")
    citizen = hotline.carrier.call(hotline.caller)
    hotline.carrier.run_for(10)

    call = hotline.order()
    hotline.carrier.run_for(5)

    assert call.final_status == "busy"
    citizen.hang_up()
    hotline.carrier.run()


def test_a_citizen_who_is_calling_is_busy(stage):
    hotline = stage(ANSWERS | {"/voice": "<Pause length='60'/><Hangup/>"})
    hotline.answers(hotline.caller, "accept")
    hotline.carrier.call(hotline.caller)

    during = hotline.order(hotline.caller)
    hotline.carrier.run()
    after = hotline.order(hotline.caller)
    hotline.carrier.run()

    assert (during.final_status, after.final_status) == ("busy", "completed")


# The tale, and what befalls webhooks.


def test_it_is_told_line_by_line_without_full_numbers(hotline):
    told = []
    hotline.carrier.listeners.append(lambda call, line: told.append((call, line)))

    call = hotline.call_out("accept")

    assert [line for _, line in told] == call.lines
    assert {each for each, _ in told} == {call}
    texts = [(line.who, line.text) for line in call.lines]
    assert texts[0] == ("carrier", "rings +84500···41 as accept")
    assert ("callee", "picks up") in texts
    assert ("callee", "presses 1") in texts
    assert texts[-1] == ("carrier", "call ends: completed")


def test_its_callbacks_may_come_twice_late_or_out_of_order(hotline):
    faults = [
        Fault(kind="outgoing", action="repeat", delay_s=1),
        Fault(kind="outgoing-status", action="reorder"),
        Fault(kind="outgoing-status", action="drop", number_of=2),
        Fault(kind="outgoing-status", action="delay", delay_s=300, number_of=2),
    ]
    hotline.carrier.faults = Faults(faults)

    call = hotline.call_out("accept", **TOLD)

    assert [form["SequenceNumber"] for form in hotline.app.forms("/events")] == ["1", "0", "3"]
    assert len(hotline.app.forms("/outgoing")) == 2
    assert call.exchanges[-1].at - call.ended_at == timedelta(minutes=5)


def test_a_lost_request_for_the_document_is_apologised_for(hotline):
    hotline.carrier.faults.add(Fault(kind="outgoing", action="drop"))

    call = hotline.call_out("accept")

    assert [error.code for error in call.errors] == [11205]
    assert call.heard == ["An application error has occurred. Goodbye."]


def test_the_carrier_is_quiet_once_all_was_told(hotline):
    hotline.answers(CALLEE, "accept")
    hotline.order(**TOLD)
    before = hotline.carrier.is_quiet

    hotline.carrier.run()

    assert (before, hotline.carrier.is_quiet) == (False, True)


def test_a_call_goes_step_by_step_to_where_it_listens(hotline):
    hotline.answers(CALLEE, "silent")
    call = hotline.order()

    hotline.carrier.run_until_listening(call)
    call.press("1")
    hotline.carrier.run()

    assert hotline.app.form("/key")["Digits"] == "1"
