"""The carrier's REST API: asked on its own host only, believed only where it makes sense."""

import json
from base64 import b64encode
from datetime import UTC, datetime

import pytest
import requests

from ivr.carrier import CallEnd, Carrier, CarrierAway, NotOurs, NotThere
from simulator.transport import WsgiAdapter

API = "https://api.example"
ACCOUNT, TOKEN = "AC1", "a token"
RECORDING = f"{API}/2010-04-01/Accounts/{ACCOUNT}/Recordings/RE1"


class Api:
    """A tiny API that answers everything alike; `asked` holds what it was asked."""

    def __init__(self, status="200 OK", body=b"audio", **headers):
        self.status, self.body = status, body
        self.headers = [(name.replace("_", "-"), value) for name, value in headers.items()]
        self.asked = []

    def __call__(self, environ, start_response):
        path = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{environ['RAW_URI']}"
        self.asked.append((environ["REQUEST_METHOD"], path, environ.get("HTTP_AUTHORIZATION")))
        start_response(self.status, self.headers)
        return [self.body]


class Line(WsgiAdapter):
    """The way to the API, which notes how long it may take, and may be broken."""

    def __init__(self, app, fault=None):
        super().__init__(app)
        self.fault = fault
        self.timeouts = []

    def send(self, request, *arguments, **options):
        self.timeouts.append(options.get("timeout"))
        if self.fault:
            raise self.fault
        return super().send(request, *arguments, **options)


def reach(api, fault=None):
    """Return a client of `api`, whatever host it asks."""
    session = requests.Session()
    line = Line(api, fault)
    session.mount("https://", line)
    session.mount("http://", line)
    return Carrier(api_url=API, account_sid=ACCOUNT, token=TOKEN, http=lambda: session), line


def fetch(carrier, url=RECORDING):
    with carrier.audio(url) as chunks:
        return b"".join(chunks)


def document(**fields):
    return json.dumps({"sid": "CA1", "status": "completed", **fields}).encode()


# Audio.


def test_a_recording_is_fetched_as_mp3_with_our_credentials_and_a_time_limit():
    api = Api()
    carrier, line = reach(api)

    assert fetch(carrier) == b"audio"

    basic = "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    assert api.asked == [("GET", f"{RECORDING}.mp3", basic)]
    assert line.timeouts == [(5, 20)]


def test_a_recordings_address_is_made_from_its_id():
    carrier, _ = reach(Api())

    assert carrier.recording_url("RE1") == RECORDING


@pytest.mark.parametrize(
    "url",
    [
        "",
        "RE1",
        "/2010-04-01/Accounts/AC1/Recordings/RE1",
        "http://api.example/RE1",
        "https://api.example.evil.test/RE1",
        "https://evil.test/api.example/RE1",
        "https://api.example@evil.test/RE1",
        "https://evil.test\\@api.example/RE1",
        "https://api.example\\.evil.test/RE1",
        "https://api.example:8443/RE1",
        "https://user:password@api.example/RE1",
        "//api.example/RE1",
        "https:/api.example/RE1",
        "file:///etc/passwd",
        "https://169.254.169.254/latest/meta-data",
        "https://api.example/../../internal/RE1",
        "https://api.example/a/../RE1",
        f"{RECORDING}?x=",
        "https://[::1",
        "https://[not-an-address]/RE1",
    ],
)
def test_an_address_that_is_not_the_apis_is_never_asked(url):
    api = Api()
    carrier, _ = reach(api)

    with pytest.raises(NotOurs):
        fetch(carrier, url)

    assert api.asked == []


def test_a_recording_that_is_not_there_yet_is_told_apart():
    carrier, _ = reach(Api("404 Not Found"))

    with pytest.raises(NotThere):
        fetch(carrier)


@pytest.mark.parametrize("status", ["500 x", "503 x", "429 x", "401 x", "403 x", "204 x", "206 x"])
def test_a_carrier_that_answers_anything_else_is_away(status):
    carrier, _ = reach(Api(status))

    with pytest.raises(CarrierAway, match=status[:3]):
        fetch(carrier)


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
def test_a_redirect_is_never_followed(status):
    api = Api(status, Location="https://169.254.169.254/latest/meta-data")
    carrier, _ = reach(api)

    with pytest.raises(CarrierAway, match=status[:3]):
        fetch(carrier)

    assert len(api.asked) == 1


@pytest.mark.parametrize(
    "fault", [requests.ConnectTimeout(), requests.ReadTimeout(), requests.ConnectionError("x")]
)
def test_a_carrier_that_cannot_be_reached_is_away(fault):
    carrier, _ = reach(Api(), fault)

    with pytest.raises(CarrierAway, match=type(fault).__name__):
        fetch(carrier)


def test_audio_that_breaks_off_is_not_taken_for_the_whole():
    carrier, _ = reach(Api(Content_Length="1000"))

    with pytest.raises(CarrierAway):
        fetch(carrier)


def test_what_goes_wrong_on_our_own_side_is_not_blamed_on_the_carrier():
    carrier, _ = reach(Api())

    with pytest.raises(OSError, match="disk full"), carrier.audio(RECORDING):
        raise OSError("disk full")


def test_audio_comes_in_chunks():
    carrier, _ = reach(Api(body=b"x" * 200_000))

    with carrier.audio(RECORDING) as chunks:
        assert len(next(chunks)) == 64 * 1024


# How a call ended.


@pytest.mark.parametrize(
    ("fields", "end"),
    [
        ({"duration": "17"}, CallEnd("completed", 17)),
        ({"duration": None}, CallEnd("completed", None)),
        ({"duration": ""}, CallEnd("completed", None)),
        ({"status": "no-answer", "duration": "0"}, CallEnd("no-answer", 0)),
        ({"status": "in-progress"}, CallEnd("in-progress", None)),
        ({"end_time": "yesterday"}, CallEnd("completed", None)),
        (
            {"end_time": "Mon, 23 Nov 2026 02:03:04 +0000"},
            CallEnd("completed", None, datetime(2026, 11, 23, 2, 3, 4, tzinfo=UTC)),
        ),
    ],
)
def test_the_carriers_record_of_a_call_is_read(fields, end):
    carrier, line = reach(Api(body=document(**fields)))

    assert carrier.call_end("CA1") == end
    assert line.timeouts == [20]


def test_a_call_that_the_carrier_does_not_know_is_told_apart():
    carrier, _ = reach(Api("404 Not Found", body=b'{"code": 20404, "message": "not found"}'))

    with pytest.raises(NotThere):
        carrier.call_end("CA1")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("500 x", b""),
        ("429 x", b'{"code": 20429}'),
        ("401 x", b'{"code": 20003}'),
        ("200 OK", b"<html>Sign in to the airport's network</html>"),
        ("200 OK", b""),
        ("302 x", b"<html>moved</html>"),
    ],
)
def test_a_carrier_that_does_not_make_sense_is_away(status, body):
    api = Api(status, body=body, Location="https://evil.test/")
    carrier, _ = reach(api)

    with pytest.raises(CarrierAway):
        carrier.call_end("CA1")

    assert len(api.asked) == 1


@pytest.mark.parametrize("fault", [requests.ReadTimeout(), requests.ConnectionError("x")])
def test_a_carrier_that_is_not_reached_cannot_tell_or_delete(fault):
    carrier, _ = reach(Api(), fault)

    with pytest.raises(CarrierAway):
        carrier.call_end("CA1")
    with pytest.raises(CarrierAway):
        carrier.delete_recording("RE1")


# Deleting.


@pytest.mark.parametrize("status", ["204 No Content", "404 Not Found"])
def test_a_deleted_recording_is_gone_whoever_deleted_it(status):
    api = Api(status, body=b"")
    carrier, _ = reach(api)

    carrier.delete_recording("RE1")

    assert [asked[:2] for asked in api.asked] == [("DELETE", f"{RECORDING}.json")]


@pytest.mark.parametrize("status", ["500 x", "403 x", "302 x"])
def test_a_recording_that_was_not_deleted_is_told(status):
    carrier, _ = reach(Api(status, body=b"", Location="https://evil.test/"))

    with pytest.raises(CarrierAway):
        carrier.delete_recording("RE1")


# Against the simulated carrier.


def test_the_simulated_carrier_tells_how_a_call_ended(hotline):
    call = hotline.call(keys="4", officers="accept")

    end = hotline.hotline.carrier.call_end(call.sid)

    assert end.status == "completed"
    assert end.seconds > 0
    assert end.ended_at.replace(microsecond=0) == call.truth.ended_at.replace(microsecond=0)


def test_the_simulated_carrier_gives_a_message_until_it_is_deleted(hotline):
    hotline.call(keys="4,1", officers="no-answer,no-answer,no-answer,no-answer")
    (recording,) = hotline.carrier.recordings.all()
    carrier = hotline.hotline.carrier

    assert fetch(carrier, recording.url) == recording.mp3()
    assert carrier.recording_url(recording.sid) == recording.url

    carrier.delete_recording(recording.sid)
    carrier.delete_recording(recording.sid)
    with pytest.raises(NotThere):
        fetch(carrier, recording.url)
