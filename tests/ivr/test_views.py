"""The webhooks as a carrier, or somebody who is none, may call them."""

import logging
from dataclasses import replace

import pytest

from ivr import twiml
from ivr.logs import Fields
from ivr.views import voice
from models import events as event_table
from simulator.twiml_reader import read_twiml
from simulator.verbs import Hangup, Pause, Redirect, Say
from tests.harness import CITIZEN, PUBLIC_URL, TOKEN
from tests.ivr.asking import (
    ALL,
    APOLOGY,
    FLOW,
    FORM,
    IN_A_HUNT,
    ON_A_LEG,
    environ_of,
    post,
    sign,
)


@pytest.fixture
def client(hotline):
    return hotline.app.test_client()


def spooled_and_appended(hotline):
    """Return how many events were written down."""
    with hotline.hotline.database.reading() as session:
        return len(event_table.untold(session, limit=10)) + len(hotline.spool.waiting(limit=10))


# Who asks.


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("signature", [None, "", "x", "é", "A" * 28, "A" * 10_000])
def test_an_unsigned_request_is_refused_with_nothing_to_learn_from(client, path, signature):
    headers = {} if signature is None else {"X-Twilio-Signature": signature}

    answer = client.post(path, data=FORM, headers=headers)

    assert (answer.status_code, answer.data) == (403, b"")


@pytest.mark.parametrize("path", ALL)
def test_another_token_or_another_address_or_another_form_is_refused(client, hotline, path):
    headers = sign(path, FORM)

    wrong_token = client.post(path, data=FORM, headers=sign(path, FORM, "another token"))
    wrong_form = client.post(path, data=FORM | {"Digits": "1"}, headers=headers)
    wrong_query = client.post(f"{path}?n=1", data=FORM, headers=headers)

    assert {a.status_code for a in (wrong_token, wrong_form, wrong_query)} == {403}
    assert spooled_and_appended(hotline) == 0


@pytest.mark.parametrize("path", ALL)
def test_nothing_of_a_refused_request_is_written_down(client, hotline, path):
    client.post(path, data=FORM)

    assert spooled_and_appended(hotline) == 0


def test_any_of_several_tokens_is_taken_while_they_are_rotated(make_hotline, sqlite_url):
    hotline = make_hotline(sqlite_url)
    settings = hotline.settings.model_copy(update={"twilio_auth_token": ("new", TOKEN)})
    hotline.app.extensions["hotline"] = replace(hotline.hotline, settings=settings)

    answer = voice.answer(
        hotline.app.extensions["hotline"], environ_of(twiml.VOICE, FORM, sign(twiml.VOICE, FORM))
    )

    assert answer.status == "200 OK"


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_other_methods_are_not_served(client, path, method):
    answer = getattr(client, method)(path, headers=sign(path, {}))

    assert answer.status_code == 405


# Faults of our own.


class BrokenBoard:
    """A board that every decision stumbles over, and that forgets what it is told."""

    def __init__(self, real):
        self.real = real

    def __getattr__(self, name):
        if name == "board":
            raise KeyError(f"a bug with {CITIZEN} in its message")
        return getattr(self.real, name)


@pytest.fixture
def broken(hotline):
    """Return a function that posts to a hotline whose decisions all fail."""
    faulty = replace(hotline.hotline, board=BrokenBoard(hotline.hotline.board))

    def ask(url, form=FORM):
        path = url.removeprefix(PUBLIC_URL)
        return voice.answer(faulty, environ_of(path, form, sign(path, form)))

    return ask


def test_a_bug_is_one_moment_please_twice_and_then_an_apology(broken):
    url = f"{PUBLIC_URL}{twiml.VOICE}"
    for _ in range(2):
        moment, pause, on = read_twiml(broken(url).body)
        assert isinstance(moment, Say)
        assert "Xin ông bà chờ trong giây lát" in moment.text
        assert isinstance(pause, Pause)
        assert isinstance(on, Redirect)
        url = on.url

    sorry, *_, end = read_twiml(broken(url).body)

    assert isinstance(sorry, Say)
    assert APOLOGY in sorry.text
    assert isinstance(end, Hangup)


@pytest.mark.parametrize("path", FLOW)
def test_a_bug_is_never_a_500(broken, path):
    on_a_leg = path in (twiml.WHISPER, twiml.ACCEPT)

    answer = broken(f"{path}?{ON_A_LEG if on_a_leg else IN_A_HUNT}")

    assert answer.status == "200 OK"
    document = read_twiml(answer.body)
    assert isinstance(document[-1], Hangup if on_a_leg else Redirect)


def test_a_call_that_met_a_bug_is_told_as_our_fault(hotline, broken):
    hotline.call("4", "no-answer", hang_up_after_s=20)
    call = next(iter(hotline.carrier.calls.values()))

    broken(f"{twiml.DIAL}?{IN_A_HUNT}", FORM | {"CallSid": call.sid})

    row = hotline.row(call)
    assert (row.verdict, row.cause) == ("not_answered", "our_fault")


# What a log may hold.


def test_logs_hold_neither_numbers_nor_keys(client, hotline, broken, caplog):
    caplog.set_level(logging.DEBUG)

    hotline.call("422" + "0505000077#1", "bad-number,accept")
    hotline.work_off()
    broken(twiml.VOICE)
    post(client, twiml.KEY, {"Digits": "0505000077", "CallSid": None})
    post(client, twiml.KEY, query="b=" + CITIZEN)
    client.post(twiml.KEY, data=FORM | {"Digits": "0505000077"})

    lines = [Fields().format(record) for record in caplog.records]
    assert len(lines) >= 4
    for secret in (CITIZEN, CITIZEN[1:], "0505000001", "0505000077", "505000077", "84500000041"):
        assert not [line for line in lines if secret in line], secret


# Each answer can be run; each event is answered with nothing.


@pytest.mark.parametrize("keys", ["4", "*4", "411", "4121", "422", "0", "9", "###", ""])
def test_every_answer_of_a_whole_call_is_a_document_or_nothing(hotline, keys):
    call = hotline.call(keys, "decline,busy,mailbox,no-answer")

    assert call.errors == []
    for exchange in call.exchanges:
        if exchange.kind in ("leg-status", "recording-status", "call-status"):
            assert (exchange.status, exchange.body) == (204, "")
        else:
            assert exchange.status == 200
            read_twiml(exchange.body.encode())


def test_the_shortcut_and_flask_answer_alike(hotline):
    behind = hotline.app.test_client()
    shortcut = post(behind, twiml.VOICE)
    environ = environ_of(twiml.VOICE, FORM, sign(twiml.VOICE, FORM))

    with hotline.app.request_context(environ):
        through_flask = hotline.app.full_dispatch_request()

    assert (through_flask.status_code, through_flask.data) == (200, shortcut.data)
    assert through_flask.content_type == shortcut.content_type


# Playing a message back.


def test_playback_is_refused_without_our_token(client, hotline):
    query = hotline.hotline.playback_query("RE1")
    other_message, cut_short = query.replace("r=RE1", "r=RE2"), query[:-1]

    for wrong in ("", "r=RE1", f"{query}x", other_message, cut_short, "r=RE1&e=9999999999&t=é"):
        assert client.get(f"{twiml.PLAYBACK}?{wrong}").status_code == 403, wrong


def test_playback_expires(client, hotline):
    query = hotline.hotline.playback_query("RE1")

    soon = client.get(f"{twiml.PLAYBACK}?{query}")
    hotline.pass_time(hours=7)
    late = client.get(f"{twiml.PLAYBACK}?{query}")

    assert (soon.status_code, late.status_code) == (200, 403)
    assert soon.content_type == "audio/wav"  # there is no such message: a moment of silence


def test_prompts_are_served_and_nothing_beside_them(client, hotline):
    folder = hotline.settings.prompts_dir
    (folder / "vi").mkdir(parents=True)
    (folder / "vi" / "greet.wav").write_bytes(b"RIFF")
    (folder / "secret.wav").write_bytes(b"no")

    with client.get("/prompts/vi/greet.wav") as answer:
        assert answer.data == b"RIFF"
    for path in ("vi/../secret.wav", "vi/%2e%2e/secret.wav", "xx/greet.wav", "vi/none.wav"):
        assert client.get(f"/prompts/{path}").status_code == 404, path
