"""Forms and addresses as no carrier should send them: each is answered, none is a 500."""

import io
import shutil

import pytest

from ivr import params, twiml
from ivr.signature import signed
from ivr.views import voice
from simulator.twiml_reader import read_twiml
from tests.harness import PUBLIC_URL, TOKEN, TestHotline, test_settings
from tests.ivr.asking import ALL, EVENTS, FLOW, FORM, ON_A_LEG, environ_of, is_sorry, post, sign


@pytest.fixture(scope="module")
def hotline(sqlite_template, tmp_path_factory):
    """One hotline for all of these: nothing that is asked here depends on what came before."""
    folder = tmp_path_factory.mktemp("forms")
    shutil.copy(sqlite_template, folder / "hotline.db")
    hotline = TestHotline(test_settings(folder, f"sqlite:///{folder / 'hotline.db'}"))
    yield hotline
    hotline.close()


@pytest.fixture(scope="module")
def client(hotline):
    return hotline.app.test_client()


BROKEN: dict[str, dict[str, str | None]] = {
    "no CallSid": {"CallSid": None},
    "empty CallSid": {"CallSid": ""},
    "CallSid with a path": {"CallSid": "../../etc/passwd"},
    "CallSid with spaces": {"CallSid": "CA 1"},
    "endless CallSid": {"CallSid": "A" * 5000},
    "another account": {"AccountSid": "AC99999999999999999999999999999999"},
}


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_signed_form_that_cannot_be_read_is_apologised_for(client, path, broken):
    answer = post(client, path, BROKEN[broken])

    assert is_sorry(path, answer)


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize(
    "query",
    [
        "n=-1",
        "n=99999999999",
        "n=x",
        "s=somewhere",
        "l=fr",
        "b=../etc",
        "t=a..b",
        "t=",
        "d=2",
        "y=because",
        "zz=1",
        "n=1&n=x",
        "b=" + "x" * 2000,
        "%00=%00",
        "n=%FF%FE",
    ],
)
def test_a_forged_position_is_apologised_for(client, path, query):
    answer = post(client, path, query=query)

    assert is_sorry(path, answer)


@pytest.mark.parametrize("path", FLOW)
@pytest.mark.parametrize(
    "query",
    [
        "n=3&s=hunt&b=no-such-branch&t=nobody",
        "n=3&s=whisper&b=no-such-branch&t=nobody&c=CA1",
        "n=3&s=hunt&b=thu-tuc-hanh-chinh&t=no-such-officer",
        "n=3&s=menu&m=no-such-menu",
        "n=9999&s=offer&b=thu-tuc-hanh-chinh",
        "n=3&s=offer&e=9999&w=9999&r=9999",
        "n=3&s=confirm&a=RE1",
        "n=3&s=confirm",
        "n=3&s=number",
        "n=3&s=number_ok",
        "n=3&s=callback",
        "n=3&s=closed&b=thu-tuc-hanh-chinh",
        "n=3&s=record",
        "n=3&s=end",
        "n=3&s=hunt&d=1&r=5",
    ],
)
def test_any_well_formed_position_has_an_answer_that_the_carrier_can_run(client, path, query):
    for digits in (None, "", "1", "2", "3", "9", "0", "*", "#", "0505000001"):
        answer = post(client, path, {"Digits": digits}, query)

        assert answer.status_code == 200, digits
        read_twiml(answer.data, answer.content_type)


ODD: tuple[dict[str, str | None], ...] = (
    {"Digits": "1" * 10_000},
    {"Digits": "1; DROP TABLE calls"},
    {"Digits": "\x00\x01\x1b[2J"},
    {"Digits": "\u0661"},
    {"From": "anonymous"},
    {"From": "unknown"},
    {"From": ""},
    {"From": None},
    {"From": "sip:citizen@example.com"},
    {"From": "+84505000001\r\nX: y"},
    {"From": "=1+1"},
    {"From": "x" * 5000},
    {"To": None},
    {"To": "\u202e"},
    {"CallStatus": "levitating"},
    {"CallStatus": ""},
    {"CallStatus": None},
    {"AccountSid": None},
    {"DialCallStatus": "levitating", "DialBridged": "perhaps"},
    {"DialCallStatus": "completed", "DialBridged": ""},
    {"CallDuration": "many"},
    {"CallDuration": "-1"},
    {"CallDuration": "9" * 400},
    {"CallDuration": "\u0661"},
    {"Timestamp": "the day before"},
    {"Timestamp": "Mon, 99 Foo 2026 99:99:99 +0000"},
    {"Timestamp": "Mon, 23 Nov 2026 02:00:00 +9999"},
    {"RecordingUrl": "http://elsewhere.example/x", "RecordingDuration": "5"},
    {"RecordingDuration": "NaN", "RecordingSid": "RE1"},
    {"Đ": "đ", "": "", "x" * 500: "y"},
)


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("number", range(len(ODD)))
def test_odd_values_are_served(client, hotline, path, number):
    query = ON_A_LEG if path in (twiml.WHISPER, twiml.LEG) else ""

    answer = post(client, path, ODD[number], query)

    assert answer.status_code == (204 if path in EVENTS else 200), ODD[number]
    if path in FLOW:
        read_twiml(answer.data, answer.content_type)
    hotline.tell()


@pytest.mark.parametrize("path", ALL)
def test_a_form_of_a_megabyte_is_refused_before_it_is_read(client, path):
    form = FORM | {"Digits": "1" * 1_000_000}

    answer = client.post(path, data=form, headers=sign(path, form))

    assert (answer.status_code, answer.data) == (403, b"")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"CallSid": "CA1"}', "application/json"),
        (b"CallSid=CA1", "text/plain"),
        (b"CallSid=CA1", ""),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"", "application/x-www-form-urlencoded"),
        (b"&".join([b"a=1"] * 300), "application/x-www-form-urlencoded"),
    ],
)
@pytest.mark.parametrize("path", ALL)
def test_another_kind_of_body_is_refused(client, path, body, kind):
    answer = client.post(path, data=body, content_type=kind, headers=sign(path, {}))

    if body:
        assert (answer.status_code, answer.data) == (403, b"")
    else:  # an empty form can be signed; it names no call
        assert is_sorry(path, answer)


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize(
    "value", [b"%FF%FE", b"\xff\xfe", "tiếng Việt".encode("utf-16"), b"%E1%BB"]
)
def test_bytes_that_are_no_utf8_are_served_when_they_are_signed(client, path, value):
    body = b"&".join(
        [*(f"{k}={v}".replace("+", "%2B").encode() for k, v in FORM.items()), b"x=" + value]
    )
    pairs = params.read_pairs(body)
    headers = {"X-Twilio-Signature": signed(f"{PUBLIC_URL}{path}", pairs, TOKEN)}

    answer = client.post(
        path, data=body, content_type="application/x-www-form-urlencoded", headers=headers
    )

    assert answer.status_code == (204 if path in EVENTS else 200)


def test_a_length_that_is_a_lie_is_refused(hotline):
    environ = environ_of(twiml.VOICE, FORM, sign(twiml.VOICE, FORM))

    for length in ("-1", "x", "99999999999", "3", ""):
        lying = environ | {"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(b"CallSid=CA1")}
        assert voice.answer(hotline.hotline, lying).status == "403 Forbidden"
