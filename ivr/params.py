"""The carrier's forms, parsed once into typed values; past this file nobody knows its words."""

import logging
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from ivr.flow.hunting import LegEnded
from ivr.flow.numbers import e164
from ivr.flow.voicemail import Recorded
from ivr.flow.words import LegOutcome

log = logging.getLogger(__name__)

MOST_FIELDS = 200
LONGEST_VALUE = 1000
LONGEST_NUMBER = 64
LONGEST_DIGITS = 32
_SID = re.compile(r"[A-Za-z0-9-]{1,64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# How the carrier says that a leg ended. `completed` only says that somebody, or something, picked
# up; `answered` is the same word at some compatible providers.
_OUTCOMES = {
    "completed": LegOutcome.ANSWERED,
    "answered": LegOutcome.ANSWERED,
    "no-answer": LegOutcome.NO_ANSWER,
    "busy": LegOutcome.BUSY,
    "failed": LegOutcome.FAILED,
    "canceled": LegOutcome.CANCELED,
}
_OVER = frozenset({"completed", "canceled", "failed", "busy", "no-answer"})
_GOING_ON = frozenset({"queued", "initiated", "ringing", "in-progress", "answered", ""})


class BadWebhook(ValueError):
    """A form that cannot be understood; the message names the field, never its value."""


def read_pairs(body: bytes) -> list[tuple[str, str]]:
    """Return the name-value pairs of a form body, as sent: order, repetition and blanks are kept.

    Bytes that are no UTF-8 survive as surrogates, so that a signature over them can be checked.
    Raises BadWebhook where there are more fields than any carrier sends.
    """
    parts = body.decode("utf-8", "surrogateescape").split("&") if body else []
    if len(parts) > MOST_FIELDS:
        raise BadWebhook("form: too many fields")
    pairs = []
    for part in parts:
        name, _, value = part.partition("=")
        if "%" in part or "+" in part:
            name, value = _decoded(name), _decoded(value)
        pairs.append((name, value))
    return pairs


def _decoded(text: str) -> str:
    if "%" not in text:
        return text.replace("+", " ")
    encoded = text.replace("+", " ").encode("utf-8", "surrogateescape")
    return unquote_to_bytes(encoded).decode("utf-8", "surrogateescape")


def clean(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the fields by name, fit to be stored: no control characters, no endless values."""
    return {
        name if _is_plain(name) else _cleaned(name): value if _is_plain(value) else _cleaned(value)
        for name, value in pairs
    }


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and len(text) <= LONGEST_VALUE


def _cleaned(text: str) -> str:
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))[:LONGEST_VALUE]


@dataclass(frozen=True, slots=True)
class CallForm:
    """What every webhook says: which call, between whom, and whether the caller is still there.

    `caller_number` and `called_number` are text as sent; `leg_sid` is set on an officer's leg.
    """

    call_sid: str
    account_sid: str
    caller_number: str
    called_number: str
    leg_sid: str
    gone: bool

    @classmethod
    def parse(cls, form: Mapping[str, str], *, leg_of: str = "") -> "CallForm":
        """Return the common fields; `leg_of` is the citizen's call that our own address names.

        Raises BadWebhook naming the field.
        """
        sid = _sid(form, "CallSid")
        parent = leg_of or form.get("ParentCallSid", "")
        if parent and not _SID.fullmatch(parent):
            raise BadWebhook("ParentCallSid")
        return cls(
            call_sid=parent or sid,
            account_sid=form.get("AccountSid", ""),
            caller_number="" if parent else form.get("From", "")[:LONGEST_NUMBER],
            called_number="" if parent else form.get("To", "")[:LONGEST_NUMBER],
            leg_sid=sid if parent else "",
            gone=not parent and is_over(form.get("CallStatus", "")),
        )

    @property
    def callable_number(self) -> str | None:
        """The caller's number in E.164, or None where it cannot be called back."""
        return e164(self.caller_number)


def is_over(status: str) -> bool:
    """Say whether a call with the carrier's `CallStatus` has ended."""
    return status in _OVER


def digits(form: Mapping[str, str]) -> str:
    """Return the keys that were pressed, empty for silence; never the word for a hang-up."""
    pressed = form.get("Digits", "")[:LONGEST_DIGITS]
    return pressed if re.fullmatch(r"[0-9*#]*", pressed) else "?"


def masked(form: Mapping[str, str]) -> dict[str, str]:
    """Return the form of somebody who keyed in a secret: what was keyed in is not in it."""
    return {name: "masked" if name == "Digits" and value else value for name, value in form.items()}


def leg_outcome(status: str) -> LegOutcome:
    """Return how a leg ended; a word that we do not know counts as failed, never as answered."""
    if status not in _OUTCOMES:
        log.warning("unknown status of a leg", extra={"status": status[:20]})
    return _OUTCOMES.get(status, LegOutcome.FAILED)


def leg_ended(form: Mapping[str, str]) -> LegEnded:
    """Return how an officer's leg ended, from a Dial action."""
    bridged = {"true": True, "false": False}.get(form.get("DialBridged", "").lower())
    return LegEnded(
        outcome=leg_outcome(form.get("DialCallStatus", "")),
        joined=bridged,
        gone=is_over(form.get("CallStatus", "")),
    )


@dataclass(frozen=True, slots=True)
class LegProgress:
    """A leg's own callback. `outcome` is None while the leg goes on."""

    status: str
    outcome: LegOutcome | None
    picked_up: bool
    seconds: int | None
    carrier_at: datetime | None

    @classmethod
    def parse(cls, form: Mapping[str, str]) -> "LegProgress":
        """Return what a `<Number>` status callback says."""
        status = form.get("CallStatus", "")
        return cls(
            status=status[:20],
            outcome=leg_outcome(status) if status not in _GOING_ON else None,
            picked_up=status in ("in-progress", "answered", "completed"),
            seconds=seconds(form, "CallDuration"),
            carrier_at=moment(form),
        )


def recorded(form: Mapping[str, str]) -> Recorded:
    """Return the recording that has just ended, from a Record action."""
    return Recorded(
        recording_sid=recording_sid(form),
        seconds=seconds(form, "RecordingDuration") or 0,
        by_silence=not form.get("Digits"),
        gone=is_over(form.get("CallStatus", "")) or form.get("Digits") == "hangup",
    )


def recording_sid(form: Mapping[str, str]) -> str:
    """Return the recording's id; where only its address was sent, the address's last part.

    Raises BadWebhook where it is no id.
    """
    sid = form.get("RecordingSid") or form.get("RecordingUrl", "").rpartition("/")[2]
    if sid and not _SID.fullmatch(sid):
        raise BadWebhook("RecordingSid")
    return sid


def seconds(form: Mapping[str, str], name: str) -> int | None:
    """Return a duration, or None where it is missing or no number of seconds within a day."""
    text = form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None


def moment(form: Mapping[str, str]) -> datetime | None:
    """Return the carrier's own time of a callback (RFC 2822), or None."""
    try:
        at = parsedate_to_datetime(form.get("Timestamp", ""))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _sid(form: Mapping[str, str], name: str) -> str:
    value = form.get(name, "")
    if not _SID.fullmatch(value):
        raise BadWebhook(name)
    return value
