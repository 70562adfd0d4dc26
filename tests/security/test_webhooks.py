"""What somebody may send to the webhooks who is not the carrier, or who recorded what it sent."""

import json
from urllib.parse import urlencode

import pytest

from ivr import twiml
from ivr.flow.words import EventKind
from ivr.signature import signed
from models import events
from simulator.signing import signature
from tests.harness import CITIZEN, PUBLIC_URL, TOKEN
from tests.ivr.asking import ALL, FORM, IN_A_HUNT, ON_A_LEG, post, sign

POISON = "+84505000001\r\n2026-11-23T00:00:00Z info app: all is well\x1b[2J\u2028"


@pytest.fixture
def client(hotline):
    return hotline.app.test_client()


def number_of_events(hotline):
    with hotline.hotline.database.reading() as session:
        found = events.of_calls(session, [FORM["CallSid"]])
    return sum(len(of_one) for of_one in found.values())


# A request that was recorded, and is sent again.


def test_a_whole_call_sent_again_a_day_later_changes_nothing(hotline, client):
    asked = (
        (twiml.VOICE, {"CallStatus": "ringing"}, ""),
        (twiml.KEY, {"Digits": "4"}, "n=1"),
        (twiml.LEG, {"CallSid": "CA2", "CallStatus": "no-answer"}, ON_A_LEG),
        (twiml.DIAL, {"DialCallStatus": "no-answer", "DialCallSid": "CA2"}, IN_A_HUNT),
        (twiml.STATUS, {"CallStatus": "completed", "CallDuration": "40"}, ""),
    )
    for path, changes, query in asked:
        post(client, path, changes, query)
    hotline.tell()
    before = number_of_events(hotline), len(hotline.callbacks()), hotline.callbacks()[0].misses

    hotline.pass_time(days=1)
    answers = [post(client, path, changes, query) for path, changes, query in asked]
    hotline.tell()

    assert all(answer.status_code in (200, 204) for answer in answers)
    assert before == (
        number_of_events(hotline),
        len(hotline.callbacks()),
        hotline.callbacks()[0].misses,
    )
    assert before[1:] == (1, 1)


def test_a_recorded_request_cannot_be_sent_to_another_address_or_for_another_call(hotline, client):
    form = FORM | {"Digits": "4"}
    headers = sign(f"{twiml.KEY}?n=1", form)

    others = (
        (f"{twiml.KEY}?n=2", form),
        (f"{twiml.KEY}?n=1&b=tu-phap", form),
        (f"{twiml.NEXT}?n=1", form),
        (f"{twiml.KEY}?n=1", form | {"CallSid": "CA00000000000000000000000000000002"}),
        (f"{twiml.KEY}?n=1", form | {"Digits": "0"}),
    )

    assert [client.post(p, data=f, headers=headers).status_code for p, f in others] == [403] * 5
    assert number_of_events(hotline) == 0


# Ways around the signature.


@pytest.mark.parametrize("path", ALL)
def test_a_signed_body_of_json_opens_nothing(client, path):
    """The library checks JSON by a hash of the body in the address, and that without the form."""
    body = json.dumps(FORM)
    url = f"{PUBLIC_URL}{path}?bodySHA256=0"

    answer = client.post(
        f"{path}?bodySHA256=0",
        data=body,
        content_type="application/json",
        headers={"X-Twilio-Signature": signed(url, [], TOKEN)},
    )

    assert (answer.status_code, answer.data) == (403, b"")


@pytest.mark.parametrize("path", ALL)
def test_a_request_of_another_method_is_not_served_however_well_it_is_signed(client, path):
    query = urlencode(FORM)
    url = f"{PUBLIC_URL}{path}?{query}"

    answer = client.get(
        f"{path}?{query}", headers={"X-Twilio-Signature": signature(TOKEN, url, [])}
    )

    assert answer.status_code in (404, 405)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "http", "X-Forwarded-Port": "80"},
        {"Forwarded": "host=evil.example;proto=http"},
        {"X-Original-URL": "/voice/status", "X-HTTP-Method-Override": "PUT"},
    ],
)
def test_what_a_request_says_of_its_own_address_counts_for_nothing(client, headers):
    """What was signed is PUBLIC_URL's address: what the sender claims helps nobody."""
    elsewhere = {"X-Twilio-Signature": signed("https://evil.example/voice", [*FORM.items()], TOKEN)}

    genuine = client.post(twiml.VOICE, data=FORM, headers=sign(twiml.VOICE, FORM) | headers)
    forged = client.post(twiml.VOICE, data=FORM, headers=elsewhere | headers)

    assert (genuine.status_code, forged.status_code) == (200, 403)
    assert b"evil.example" not in genuine.data


def test_a_field_that_is_repeated_is_signed_with_all_its_values(client):
    pairs = [*FORM.items(), ("Digits", "4"), ("Digits", "1")]
    url = f"{PUBLIC_URL}{twiml.KEY}?n=1"

    def status(told, sent):
        return client.post(
            f"{twiml.KEY}?n=1",
            data=urlencode(sent),
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signed(url, told, TOKEN)},
        ).status_code

    assert status(pairs, pairs) == 200
    assert status(pairs[:-1], pairs) == 403
    assert status(pairs, pairs[:-1]) == 403


@pytest.mark.parametrize("account", ["AC00000000000000000000000000000002", "AC1"])
def test_another_account_of_the_same_carrier_is_not_ours(hotline, client, account):
    post(client, twiml.VOICE, {"AccountSid": account})

    assert number_of_events(hotline) == 0


# What is written down of it.


def test_nothing_that_was_sent_can_make_up_a_line_of_the_log(hotline, client, caplog):
    post(client, twiml.VOICE, {"From": POISON, "CallerName": POISON})
    client.post(twiml.VOICE, data={"CallSid": POISON}, headers={"User-Agent": "x\x1b[2J"})
    post(client, twiml.DIAL, {"DialCallStatus": POISON}, IN_A_HUNT)

    for record in caplog.records:
        assert "\x1b" not in record.getMessage()
        assert CITIZEN[-6:] not in record.getMessage()
    row = next(e for e in events_of(hotline) if e.kind is EventKind.CALL_STARTED)
    assert not any(mark in row.caller_number for mark in "\r\n\x1b")


def events_of(hotline):
    with hotline.hotline.database.reading() as session:
        return events.of_calls(session, [FORM["CallSid"]])[FORM["CallSid"]]
