"""The simulated carrier as a server: real clock, real HTTP over the loopback, no waiting."""

import random
import threading

import pytest
import requests
from werkzeug.serving import make_server

from simulator.__main__ import config_from, read_arguments
from simulator.carrier import CarrierConfig, SimulatedCarrier
from simulator.clock import RealClock
from simulator.phones import parse_behaviour
from simulator.server import SimulatorServer, create_server_app, tell_end_of_calls
from simulator.transport import Answer, HttpTransport


@pytest.fixture
def hotline(stage):
    return stage({"/voice": '<Reject reason="busy"/>'})


@pytest.fixture
def control(hotline):
    return create_server_app(hotline.carrier).test_client()


class Hotline:
    """An application behind a real port, which says when it was told of a call's end."""

    def __init__(self):
        self.ended = threading.Event()

    def __call__(self, environ, start_response):
        start_response("200 OK", [("Content-Type", "text/xml")])
        if environ["PATH_INFO"] == "/status":
            self.ended.set()
        return [b"<Response><Hangup/></Response>"]


@pytest.fixture
def server():
    app = Hotline()
    http = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    base = f"http://127.0.0.1:{http.server_port}"
    config = CarrierConfig(
        account_sid="AC1",
        auth_token="secret",
        number="+84500000000",
        voice_url=f"{base}/voice",
        status_url=f"{base}/status",
    )
    carrier = SimulatedCarrier(config, HttpTransport(), RealClock(), random.Random(1))
    server = SimulatorServer(carrier)
    tell_end_of_calls(carrier)
    server.start()
    yield app, server
    server.stop()
    http.shutdown()
    thread.join()
    http.server_close()


def test_a_call_is_placed_told_and_ended_over_real_http(server):
    app, simulator = server
    base = f"http://127.0.0.1:{simulator.port}/simulator"

    sid = requests.post(f"{base}/calls", json={"from": "+84505000001"}, timeout=5).json()["sid"]
    assert app.ended.wait(5)
    told = requests.get(f"{base}/calls/{sid}", timeout=5).json()

    assert (told["final_status"], told["ended"]) == ("completed", True)
    assert told["lines"][0]["text"] == "calls from +84505···01"
    assert [line["n"] for line in told["lines"]] == list(range(1, len(told["lines"]) + 1))


def test_an_outgoing_call_is_placed_over_real_http(server):
    app, simulator = server
    carrier, base = simulator.carrier, f"http://127.0.0.1:{simulator.port}"
    carrier.phones.behaviours["+84500000041"] = parse_behaviour("accept@0.05")
    url = carrier.config.voice_url
    order = {"To": "+84500000041", "From": carrier.config.number, "Url": url}
    order["StatusCallback"] = carrier.config.status_url

    answer = requests.post(
        f"{base}/2010-04-01/Accounts/AC1/Calls.json", data=order, auth=("AC1", "secret"), timeout=5
    )
    assert app.ended.wait(5)
    told = requests.get(f"{base}/simulator/calls/{answer.json()['sid']}", timeout=5).json()

    assert (answer.status_code, answer.json()["status"]) == (201, "queued")
    assert (told["direction"], told["final_status"]) == ("outbound-api", "completed")


class OneIsSlow:
    """A network in which the first call's voice request is answered after the second call's end."""

    def __init__(self):
        self.second_ended = threading.Event()
        self.asked = []

    def send(self, method, url, form, headers):
        self.asked.append((url, form["From"]))
        if url.endswith("/status") and form["From"] == "+84505000002":
            self.second_ended.set()
        if url.endswith("/voice") and form["From"] == "+84505000001":
            self.second_ended.wait(5)
        return Answer(200, "text/xml", b"<Response><Hangup/></Response>")


def test_one_slow_webhook_does_not_stop_other_calls():
    network = OneIsSlow()
    config = CarrierConfig(
        account_sid="AC1",
        auth_token="secret",
        number="+84500000000",
        voice_url="https://hotline.test/voice",
        status_url="https://hotline.test/status",
    )
    carrier = SimulatedCarrier(config, network, RealClock(), random.Random(1))

    calls = [carrier.call(f"+8450500000{n}") for n in (1, 2)]
    carrier.run()
    carrier.close()

    assert [call.final_status for call in calls] == ["completed", "completed"]
    assert network.second_ended.is_set()
    assert network.asked[-1] == ("https://hotline.test/status", "+84505000001")


def test_lines_already_known_are_not_told_again(hotline, control):
    call = hotline.call()

    told = control.get(f"/simulator/calls/{call.sid}?after=2").json

    assert told["lines"][0]["n"] == 3
    assert len(told["lines"]) == len(call.lines) - 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (None, "body"),
        ([], "body"),
        ({}, "from"),
        ({"from": 84}, "from"),
        ({"from": "+84505000001", "keys": "x"}, "keys"),
        ({"from": "+84505000001", "keys": 4}, "keys"),
        ({"from": "+84505000001", "officers": "accept"}, "officers"),
        ({"from": "+84505000001", "officers": ["asleep"]}, "officers"),
        ({"from": "+84505000001", "message_s": "long"}, "message_s"),
        ({"from": "+84505000001", "hang_up_after_s": -1}, "hang_up_after_s"),
        ({"from": "+84505000001", "colour": "red"}, "colour"),
    ],
)
def test_bad_input_is_refused_by_field_with_what_is_allowed(control, body, field):
    answer = control.post("/simulator/calls", json=body)

    assert answer.status_code == 400
    assert answer.json["field"] == field
    assert answer.json["allowed"]


def test_an_unknown_call_is_404(control):
    assert control.get("/simulator/calls/CA1").status_code == 404


def test_the_health_says_ok_without_credentials_and_the_api_wants_them(hotline, control):
    account = hotline.carrier.config.account_sid

    assert control.get("/simulator/health").json["status"] == "ok"
    assert control.get(f"/2010-04-01/Accounts/{account}/Calls.json").status_code == 401


def test_the_control_api_is_for_this_machine_only(control):
    from_afar = {"REMOTE_ADDR": "192.0.2.1"}

    answer = control.get("/simulator/health", environ_overrides=from_afar)

    assert answer.status_code == 403


def test_the_first_token_of_the_environment_signs():
    environ = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "new, old"}

    config = config_from(read_arguments(["--port", "9000"]), environ)

    assert config.auth_token == "new"
    assert config.api_url == "http://127.0.0.1:9000"


def test_without_an_account_the_program_says_what_is_missing():
    with pytest.raises(SystemExit, match="TWILIO_ACCOUNT_SID"):
        config_from(read_arguments([]), {})
