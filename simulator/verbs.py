"""The verbs of a TwiML document as values; field names are the carrier's attribute names.

Defaults are the carrier's own: [Say], [Play], [Pause], [Gather], [Dial], [Number], [Record],
[Redirect], [Reject], each under "Attributes".
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Say:
    """Read a text aloud."""

    text: str
    voice: str = ""
    language: str = "en-US"
    loop: int = 1


@dataclass(frozen=True, kw_only=True)
class Play:
    """Play an audio file, or send tones."""

    url: str
    loop: int = 1
    digits: str = ""


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Wait in silence."""

    length: int = 1


Spoken = Say | Play | Pause


@dataclass(frozen=True, kw_only=True)
class Gather:
    """Take keys, while a prompt is heard and after it."""

    action: str
    prompt: tuple[Spoken, ...] = ()
    method: str = "POST"
    timeout: int = 5
    finish_on_key: str = "#"
    num_digits: int | None = None
    action_on_empty_result: bool = False
    barge_in: bool = True


@dataclass(frozen=True, kw_only=True)
class Number:
    """A phone to ring."""

    number: str
    url: str | None = None
    method: str = "POST"
    status_callback: str | None = None
    status_callback_event: tuple[str, ...] = ("completed",)
    status_callback_method: str = "POST"


@dataclass(frozen=True, kw_only=True)
class Dial:
    """Ring one or more phones and join the first that picks up."""

    numbers: tuple[Number, ...]
    action: str | None = None
    method: str = "POST"
    timeout: int = 30
    time_limit: int = 14400
    answer_on_bridge: bool = False
    caller_id: str | None = None
    hangup_on_star: bool = False
    record: str = "do-not-record"
    recording_status_callback: str | None = None
    recording_status_callback_event: tuple[str, ...] = ("completed",)
    recording_status_callback_method: str = "POST"
    sequential: bool = False


@dataclass(frozen=True, kw_only=True)
class Record:
    """Record what the caller says."""

    action: str
    method: str = "POST"
    timeout: int = 5
    max_length: int = 3600
    finish_on_key: str = "1234567890*#"
    play_beep: bool = True
    trim: str = "trim-silence"
    recording_status_callback: str | None = None
    recording_status_callback_event: tuple[str, ...] = ("completed",)
    recording_status_callback_method: str = "POST"


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """Go on with the document at another URL."""

    url: str
    method: str = "POST"


@dataclass(frozen=True, kw_only=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True, kw_only=True)
class Reject:
    """Refuse the call without answering it."""

    reason: str = "rejected"


Verb = Say | Play | Pause | Gather | Dial | Record | Redirect | Hangup | Reject
Document = tuple[Verb, ...]
