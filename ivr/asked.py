"""One webhook request: checked, parsed, and what is needed to record and answer it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from ivr import params, signature
from ivr.flow.board import Caller
from ivr.flow.events import Event
from ivr.flow.numbers import e164
from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.steps import Ring, Step
from ivr.flow.words import EventKind, Stage
from ivr.hotline import Hotline

LARGEST = 64 * 1024
FORM = "application/x-www-form-urlencoded"


class NotGenuine(Exception):
    """A request that the carrier did not sign; the text says what was wrong, and no more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A genuine request of the carrier. `form` are its fields, fit to be stored.

    `pressed` are the keys that were pressed, empty for silence; a PIN is nowhere else.
    """

    hotline: Hotline
    position: Position
    form: dict[str, str]
    pressed: str = field(repr=False)
    call: params.CallForm
    at: datetime

    @classmethod
    def parse(cls, hotline: Hotline, environ: dict[str, Any]) -> "Asked":
        """Return the request, once it is known to be genuine.

        Raises NotGenuine where it is not signed by us and the carrier, BadWebhook or BadPosition
        where it is, and cannot be understood all the same.
        """
        body = _body(environ)
        query = environ.get("QUERY_STRING", "")
        pairs = _genuine_pairs(hotline, environ, query, body)
        position = Position.parse(dict(parse_qsl(query, keep_blank_values=True)))
        form = params.clean(pairs)
        pressed = params.digits(form)
        if position.stage is Stage.PIN:
            form = params.masked(form)
        call = params.CallForm.parse(form, leg_of=position.call)
        if call.account_sid and call.account_sid != hotline.settings.twilio_account_sid:
            raise params.BadWebhook("AccountSid")
        return cls(hotline, position, form, pressed, call, hotline.clock())

    def scene(self) -> Scene:
        """Return what a decision is given beside the position."""
        caller = Caller(
            call_sid=self.call.call_sid,
            number=self.call.callable_number,
            called_number=e164(self.call.called_number),
        )
        return Scene(self.hotline.board.board, caller, self.at)

    @property
    def code(self) -> str:
        """The code that verifies the number of this call, the same at every request of it."""
        return signature.check_code(self.hotline.settings.secret_key, self.call.call_sid)

    def record(self, kind: EventKind, key: str, step: Step | None, **facts: Any) -> None:
        """Write down what was told and what we answer; return once it is durable."""
        told: dict[str, Any] = {
            "key": key,
            "call_sid": self.call.call_sid,
            "kind": kind,
            "at": self.at,
            "position": self.position,
            "then": step.then if step else None,
            "caller_number": self.call.caller_number,
            "called_number": self.call.called_number,
            "leg_sid": self.call.leg_sid,
            "gone": self.call.gone,
            "rung_number": step.officer.number if isinstance(step, Ring) else "",
        }
        event = Event(**(told | facts))
        self.hotline.ledger.record(event, self.form)
        self.hotline.board.note(event)


def _body(environ: dict[str, Any]) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    if length and not (length.isdigit() and int(length) <= LARGEST):
        raise NotGenuine("form too large")
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != FORM:
        raise NotGenuine("not a form")
    body: bytes = environ["wsgi.input"].read(int(length) if length else 0)
    return body


def _genuine_pairs(
    hotline: Hotline, environ: dict[str, Any], query: str, body: bytes
) -> list[tuple[str, str]]:
    """Return the form's pairs. Nothing of an unsigned request is believed, not even its faults."""
    url = hotline.settings.public_url + environ["PATH_INFO"] + (f"?{query}" if query else "")
    try:
        pairs = params.read_pairs(body)
    except params.BadWebhook as error:
        raise NotGenuine(str(error)) from error
    told = environ.get("HTTP_X_TWILIO_SIGNATURE", "")
    if not told:
        raise NotGenuine("no signature")
    if not signature.is_genuine(url, pairs, told, hotline.settings.twilio_auth_token):
        raise NotGenuine("signature does not fit; is PUBLIC_URL what the carrier calls?")
    return pairs
