"""Posting to the webhooks as the carrier does, and as it does not."""

from typing import Any

from werkzeug.test import EnvironBuilder

from ivr import twiml
from ivr.signature import signed
from simulator.twiml_reader import read_twiml
from simulator.verbs import Hangup, Say
from tests.harness import ACCOUNT, CITIZEN, HOTLINE_NUMBER, PUBLIC_URL, TOKEN

FLOW = (
    *(twiml.VOICE, twiml.KEY, twiml.NEXT, twiml.DIAL, twiml.WHISPER, twiml.ACCEPT, twiml.MESSAGE),
    *(twiml.OFFICER, twiml.OFFICER_KEY, twiml.OFFICER_DIALED),
)
EVENTS = (twiml.STATUS, twiml.LEG, twiml.RECORDING, twiml.OFFICER_STATUS)
ALL = (*FLOW, *EVENTS)
FORM = {
    "CallSid": "CA00000000000000000000000000000001",
    "AccountSid": ACCOUNT,
    "From": CITIZEN,
    "To": HOTLINE_NUMBER,
    "CallStatus": "in-progress",
}
APOLOGY = "Tổng đài đang gặp sự cố"
ON_A_LEG = "n=3&s=whisper&b=thu-tuc-hanh-chinh&t=thu-tuc-hanh-chinh-1&c=CA1"
IN_A_HUNT = "n=3&s=hunt&b=thu-tuc-hanh-chinh&t=thu-tuc-hanh-chinh-1"


def sign(path, form, token=TOKEN):
    """Return the header that the carrier sends with a form."""
    return {"X-Twilio-Signature": signed(f"{PUBLIC_URL}{path}", list(form.items()), token)}


def post(client, path, changes=(), query=""):
    """Post a signed form as the carrier would."""
    whole: dict[str, Any] = FORM | dict(changes)
    form = {name: value for name, value in whole.items() if value is not None}
    path = f"{path}?{query}" if query else path
    return client.post(path, data=form, headers=sign(path, form))


def said(answer):
    """Return what the caller hears from an answer, which must be a document."""
    assert answer.status_code == 200
    assert answer.content_type == twiml.CONTENT_TYPE
    document = read_twiml(answer.data, answer.content_type)
    return " ".join(verb.text for verb in document if isinstance(verb, Say))


def is_sorry(path, answer):
    """Say whether a fault was answered as that address answers faults."""
    if path in EVENTS:
        return (answer.status_code, answer.data) == (204, b"")
    if path in (twiml.WHISPER, twiml.ACCEPT):
        return read_twiml(answer.data, answer.content_type) == (Hangup(),)
    return APOLOGY in said(answer)


def environ_of(path, form, headers):
    """Return a request as a server hands it over."""
    return EnvironBuilder(path, method="POST", data=form, headers=headers).get_environ()
