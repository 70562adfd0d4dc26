"""[Overrides], [Voice], [Fallback]: how requests are sent, repeated, lost; what failures do."""

import random

import pytest
from twilio.request_validator import RequestValidator

from simulator.callers import CallerScript
from simulator.faults import ACTIONS, Fault, Faults
from simulator.phones import parse_behaviour
from simulator.transport import Answer, TransportError

URL = "https://hotline.test"
APOLOGY = "An application error has occurred. Goodbye."
DIAL = (
    f'<Dial action="{URL}/after"><Number statusCallback="{URL}/leg" '
    'statusCallbackEvent="initiated ringing answered completed">+84500000001</Number></Dial>'
)
BROKEN = ("500 Broken", "oh")


def test_the_first_request_carries_the_common_set_and_a_call_token(stage):
    hotline = stage({"/voice": "<Hangup/>"})

    call = hotline.call()

    form = hotline.app.form("/voice")
    assert call.sid == form["CallSid"]
    assert len(call.sid) == 34
    assert (form["From"], form["To"]) == (form["Caller"], form["Called"])
    assert (form["From"], form["To"]) == (hotline.caller, "+84500000000")
    assert (form["CallStatus"], form["Direction"]) == ("ringing", "inbound")
    assert form["ApiVersion"] == "2010-04-01"
    assert "CallToken" in form


def test_every_request_is_signed_over_its_url_without_the_fragment(stage):
    hotline = stage(
        {"/voice": f"<Redirect>{URL}/menu?lang=vi#rc=2</Redirect>", "/menu": "<Hangup/>"}
    )

    call = hotline.call()

    validator = RequestValidator(hotline.carrier.config.auth_token)
    for exchange in call.exchanges:
        url, signed = exchange.url.partition("#")[0], exchange.headers["X-Twilio-Signature"]
        assert validator.validate(url, exchange.form, signed)
    assert hotline.app.environs[1]["HTTP_X_TWILIO_SIGNATURE"] in call.exchanges[1].curl
    assert hotline.app.environs[1]["HTTP_USER_AGENT"] == "TwilioProxy/1.1"


def test_a_get_is_signed_with_its_parameters_in_the_url(stage):
    hotline = stage(
        {"/voice": f'<Redirect method="GET">{URL}/menu?a=1</Redirect>', "/menu": "<Hangup/>"}
    )

    call = hotline.call()

    exchange = call.exchanges[1]
    validator = RequestValidator(hotline.carrier.config.auth_token)
    assert validator.validate(exchange.url, {}, exchange.headers["X-Twilio-Signature"])
    assert hotline.app.form("/menu")["CallSid"] == call.sid


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (BROKEN, 11200),
        (("404 Not Found", "no"), 11200),
        (("200 OK", "not xml"), 12100),
        ("<Shout/>", 12200),
    ],
)
def test_a_failed_flow_request_is_noted_and_the_caller_hears_the_carriers_apology(
    stage, answer, code
):
    call = stage({"/voice": answer}).call()

    assert [error.code for error in call.errors] == [code]
    assert call.heard == [APOLOGY]
    assert call.final_status == "completed"


def test_an_exception_in_the_application_is_a_failed_request_whose_trace_is_kept(stage):
    hotline = stage({"/voice": ("an", "impossible", "answer")})

    call = hotline.call()

    assert "ValueError" in call.errors[0].message
    assert call.exchanges[0].status == 500


def test_the_fallback_url_is_told_what_failed_and_its_document_is_run(stage):
    hotline = stage(
        {"/voice": f"<Redirect>{URL}/menu</Redirect>", "/menu": BROKEN},
        fallback_url="https://fallback.test/",
    )

    call = hotline.call()

    form = hotline.fallback.form("/")
    assert (form["ErrorCode"], form["ErrorUrl"]) == ("11200", f"{URL}/menu")
    assert call.heard == ["Sorry."]


def test_a_failing_fallback_ends_in_the_apology(stage):
    hotline = stage({"/voice": BROKEN}, fallback_url="https://fallback.test/")
    hotline.fallback.answers = {"/": BROKEN}

    assert hotline.call().heard == [APOLOGY]


def test_a_server_error_is_not_repeated_by_default(stage):
    hotline = stage({"/voice": "<Hangup/>", "/status": BROKEN})

    call = hotline.call()

    assert len(hotline.app.forms("/status")) == 1
    assert [error.code for error in call.errors] == [11200]


@pytest.mark.parametrize(
    ("fragment", "attempts"), [("#rc=3&rp=all", 3), ("#rc=1&rp=5xx", 2), ("#rc=3&rp=4xx", 1)]
)
def test_a_server_error_is_repeated_as_the_fragment_says(stage, fragment, attempts):
    hotline = stage(
        {"/voice": "<Hangup/>", "/status": [BROKEN, BROKEN, ""]},
        status_url=f"{URL}/status{fragment}",
    )

    hotline.call()

    assert len(hotline.app.forms("/status")) == attempts
    tokens = {
        environ["HTTP_I_TWILIO_IDEMPOTENCY_TOKEN"]
        for environ in hotline.app.environs
        if environ["PATH_INFO"] == "/status"
    }
    assert len(tokens) == 1


class Unreachable:
    """A network that fails to connect a few times."""

    def __init__(self, times, code=11205):
        self.times = times
        self.code = code
        self.sent = 0

    def send(self, method, url, form, headers):
        self.sent += 1
        if self.sent <= self.times:
            raise TransportError(self.code, "no")
        return Answer(200, "text/xml", b"<Response><Hangup/></Response>")


@pytest.mark.parametrize(("times", "code", "errors"), [(1, 11205, 0), (2, 11205, 1), (1, 11200, 1)])
def test_a_failed_connection_is_tried_once_more_and_a_slow_answer_is_not(
    stage, times, code, errors
):
    hotline = stage({})
    hotline.carrier._webhooks.transport = Unreachable(times, code)

    call = hotline.call()

    assert len(call.errors) == errors


def test_a_slow_answer_keeps_the_caller_waiting(stage):
    hotline = stage({"/voice": "<Hangup/>"})
    hotline.carrier.faults.add(Fault(kind="voice", action="delay", delay_s=14))

    call = hotline.call()

    assert (call.ended_at - call.truth.started_at).total_seconds() == 14
    assert call.errors == []


def test_an_answer_after_fifteen_seconds_is_no_answer(stage):
    hotline = stage({"/voice": "<Hangup/>"})
    hotline.carrier.faults.add(Fault(kind="voice", action="delay", delay_s=15.1))

    call = hotline.call()

    assert call.errors[0].code == 11200
    assert call.heard == [APOLOGY]


def test_a_dropped_flow_request_is_a_failed_connection(stage):
    hotline = stage({"/voice": "<Hangup/>"})
    hotline.carrier.faults.add(Fault(kind="voice", action="drop"))

    call = hotline.call()

    assert hotline.app.paths == ["/status"]
    assert call.errors[0].code == 11205


def test_a_repeated_request_is_the_same_request(stage):
    hotline = stage({"/voice": f"<Redirect>{URL}/menu</Redirect>", "/menu": "<Hangup/>"})
    hotline.carrier.faults.add(Fault(kind="redirect", action="repeat", delay_s=2))

    hotline.call()

    first, again = hotline.app.forms("/menu")
    assert first == again
    assert hotline.app.paths == ["/voice", "/menu", "/status", "/menu"]


def test_a_dropped_event_never_comes(stage):
    hotline = stage({"/voice": "<Hangup/>"})
    hotline.carrier.faults.add(Fault(kind="call-status", action="drop"))

    hotline.call()

    assert hotline.app.paths == ["/voice"]


def legs_told(hotline):
    hotline.call(officers=[parse_behaviour("accept")])
    return [form["SequenceNumber"] for form in hotline.app.forms("/leg")]


def test_a_delayed_event_is_overtaken_by_its_successors(stage):
    hotline = stage({"/voice": DIAL, "/after": "<Hangup/>"})
    hotline.carrier.faults.add(Fault(kind="leg-status", action="delay", delay_s=10, number_of=2))

    assert legs_told(hotline) == ["0", "2", "1", "3"]


def test_a_reordered_event_comes_after_the_next_one(stage):
    hotline = stage({"/voice": DIAL, "/after": "<Hangup/>"})
    hotline.carrier.faults.add(Fault(kind="leg-status", action="reorder"))

    assert legs_told(hotline) == ["1", "0", "2", "3"]


def test_a_reordered_event_without_a_next_one_comes_late(stage):
    hotline = stage({"/voice": "<Hangup/>"})
    hotline.carrier.faults.add(Fault(kind="call-status", action="reorder"))

    hotline.call()

    assert hotline.app.paths == ["/voice", "/status"]


def test_faults_by_chance_lose_no_call_and_are_the_same_for_one_seed(stage):
    def drill():
        hotline = stage({"/voice": DIAL, "/after": "<Hangup/>"})
        hotline.carrier.faults = Faults.random(random.Random(5), 0.5)
        for _ in range(20):
            hotline.carrier.call(hotline.caller, officers=[parse_behaviour("accept")])
            hotline.carrier.run_for(60)
        hotline.carrier.run()
        assert all(call.is_over for call in hotline.carrier.calls.values())
        return hotline.app.requests

    assert drill() == drill()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "menu", "action": "drop"},
        {"kind": "voice", "action": "lose"},
        {"kind": "voice", "action": "reorder"},
    ],
)
def test_an_impossible_fault_is_refused(wrong):
    with pytest.raises(ValueError, match=r"allowed|only event"):
        Fault(**wrong)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_fault_of_any_kind_befalls_events(action):
    fault = Fault(kind="*", action=action)

    assert Faults([fault]).take("leg-status") is fault


def test_play_lasts_as_long_as_its_file_and_is_fetched_once(stage):
    hotline = stage({"/voice": f"<Play>{URL}/a.wav</Play><Play>{URL}/a.wav</Play><Hangup/>"})

    call = hotline.call(CallerScript())

    assert call.heard == [f"{URL}/a.wav"] * 2
    assert hotline.app.paths.count("/a.wav") == 1
    assert (call.ended_at - call.truth.started_at).total_seconds() == 6


def test_a_play_that_cannot_be_fetched_is_an_error_and_the_call_goes_on(stage):
    hotline = stage({"/voice": f"<Play>{URL}/a.wav</Play><Say>On</Say><Hangup/>", "/a.wav": BROKEN})

    call = hotline.call()

    assert call.heard == ["On"]
    assert [error.code for error in call.errors] == [11200]
