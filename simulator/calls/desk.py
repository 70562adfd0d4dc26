"""What all calls of one carrier share: its settings, its clock, its phones and its archive."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from simulator.audio import media_seconds, wav_seconds
from simulator.calls.records import Line
from simulator.calls.webhooks import Webhooks
from simulator.clock import Timeline
from simulator.countries import VIETNAM, Country
from simulator.phones import Exchange, Handset, PhoneDriver, Sound
from simulator.recordings import Recordings
from simulator.transport import TransportError
from simulator.verbs import Pause, Play, Say, Spoken

UNKNOWN_MEDIA_S = 3.0


@dataclass(frozen=True, kw_only=True)
class CarrierConfig:
    """One account with its number, and how the carrier behaves where its documents leave it open.

    `dial_action_on_hangup`: the Dial action is requested when the caller hangs up during ringing.
    `send_dial_bridged`: DialBridged is sent. `ring_slack_s` is what the carrier adds to a timeout.
    `calls_per_second` is how many outgoing calls may begin, None for no limit. `more_numbers` are
    the account's as well, to call from; `verified_numbers` belong to others, who let the account
    show them. `countries` are those that are told of when asked what may be called; None for a
    carrier that does not tell.
    """

    account_sid: str
    auth_token: str
    number: str
    voice_url: str
    status_url: str
    fallback_url: str | None = None
    api_url: str = "http://127.0.0.1:8081"
    ring_slack_s: float = 5.0
    dial_action_on_hangup: bool = True
    send_dial_bridged: bool = True
    media_auth: bool = True
    media_delay_s: float = 2.0
    calls_per_second: float | None = 1.0
    more_numbers: tuple[str, ...] = ()
    verified_numbers: tuple[str, ...] = ()
    countries: tuple[Country, ...] | None = (VIETNAM,)

    def owns(self, number: str) -> bool:
        """Tell whether the account may call from a number, and show it."""
        return number in (self.number, *self.more_numbers, *self.verified_numbers)


@dataclass(frozen=True)
class Media:
    """A file that was fetched to be played."""

    body: bytes
    content_type: str
    seconds: float


class ListedLeg(Protocol):
    """A leg as the carrier lists it: what can be asked of it from outside, and how it is ended."""

    @property
    def sid(self) -> str:
        """Return the leg's identifier."""

    @property
    def parent_sid(self) -> str | None:
        """Return the sid of the leg that dialled this one; None where none did."""

    @property
    def numbers(self) -> tuple[str, str, str]:
        """Return From, To and Direction."""

    @property
    def answered_by(self) -> str | None:
        """Return what machine detection found, None where it did not run."""

    @property
    def queue_s(self) -> float:
        """Return how long the leg had to wait before it was dialled."""

    @property
    def status(self) -> str:
        """Return the status in the carrier's words."""

    @property
    def started_at(self) -> datetime:
        """Return when the leg was set up."""

    @property
    def dialled_at(self) -> datetime | None:
        """Return when the leg left the queue; None before."""

    @property
    def ended_at(self) -> datetime | None:
        """Return when the leg ended."""

    @property
    def duration(self) -> int:
        """Return the seconds since the leg was answered."""

    def drop_later(self, by: str) -> None:
        """End the leg as soon as what happens now is over."""


class Turns:
    """Lets outgoing calls begin one after another.

    [CallResource]: calls beyond the account's CPS are queued, and begin at that rate; inbound calls
    and those of a Dial are not limited.
    """

    def __init__(self, per_second: float | None) -> None:
        self._gap = timedelta(seconds=1 / per_second) if per_second else timedelta(0)
        self._next: datetime | None = None
        self._asked_at: datetime | None = None

    def take(self, now: datetime) -> float:
        """Return how many seconds the next call has to wait for its turn."""
        if self._asked_at and now < self._asked_at:
            self._next = None  # The clock was set back, as it is only while nobody calls.
        self._asked_at = now
        turn = max(now, self._next or now)
        self._next = turn + self._gap
        return (turn - now).total_seconds()


@dataclass
class Desk:
    """The shared things; every leg ever connected is in `legs`, by sid.

    `on_line` is told each line of each call as it happens, with the sid of the call. `call_in` lets
    a call come in from a number, with whoever uses the phone there. `media` holds
    what was played, by address. `voice` turns a text in a language into a WAV file; without one
    what is said takes as long as it would be spoken, and no sound is there.
    """

    config: CarrierConfig
    timeline: Timeline
    webhooks: Webhooks
    rng: random.Random
    phones: Exchange
    on_line: Callable[[str, Line], None]
    call_in: Callable[[str, PhoneDriver], Handset]
    recordings: Recordings = field(default_factory=Recordings)
    legs: dict[str, ListedLeg] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    voice: Callable[[str, str], bytes] | None = None
    turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        self.turns = Turns(self.config.calls_per_second)

    def new_sid(self, prefix: str) -> str:
        """Return an identifier as the carrier makes them: two letters and 32 hexadecimal digits."""
        return f"{prefix}{self.rng.getrandbits(128):032x}"

    async def seconds_of(self, verb: Spoken) -> float:
        """Return how long a verb is heard; raises TransportError where its media cannot be had."""
        match verb:
            case Pause():
                return float(verb.length)
            case Say():
                return (verb.loop or 1000) * self._spoken_seconds(verb.text, verb.language)
            case Play(url=""):
                return tones_s(verb.digits)
            case Play():
                return (verb.loop or 1000) * await self._media_seconds(verb.url)

    def _spoken_seconds(self, text: str, language: str) -> float:
        spoken = wav_seconds(self.voice(text, language)) if self.voice else None
        return spoken or len(text.split()) / (4.0 if language == "vi-VN" else 2.5)

    async def _media_seconds(self, url: str) -> float:
        """[Voice]: audio is fetched once and cached."""
        if url not in self.media:
            answer = await self.webhooks.fetch(url)
            if not answer.is_ok:
                raise TransportError(11200, f"HTTP {answer.status}")
            seconds = media_seconds(answer.body) or UNKNOWN_MEDIA_S
            self.media[url] = Media(answer.body, answer.content_type, seconds)
        return self.media[url].seconds


def tones_s(digits: str) -> float:
    """[Play]: `w` is half a second of silence, `W` a whole one; so is each tone half a second."""
    return len(digits) / 2 + digits.count("W") / 2


def sound_of(verb: Spoken, seconds: float) -> Sound:
    """Return a verb as the phone's user hears it; a pause is a sentence without words."""
    match verb:
        case Say(text=text, language=language):
            return Sound(text, language, seconds)
        case Play(url=url, digits=digits):
            return Sound(url, "", seconds, "" if url else digits)
        case Pause():
            return Sound("", "", seconds)
