"""What the carrier saw of a call: read from its own notebook, and from nothing of ours.

The addresses in the documents that it was handed say where the caller had come to; they stand in
the carrier's log as in any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

from simulator.calls.call import Call
from simulator.calls.records import HttpExchange, LegTruth
from simulator.recordings import Recording

FLOW = ("voice", "gather", "redirect", "dial", "record")
ON_LEGS = ("whisper", "whisper-gather")
ACCEPT = "1"
SURE_S = 25.0  # a talk that lasts so long is one, also where no word of it came to us
TOKEN = "I-Twilio-Idempotency-Token"


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a document left the caller."""

    stage: str
    branch: str


@dataclass(frozen=True, slots=True)
class SeenLeg:
    """A phone that rang for a caller. `is_ours`: not rung by the fallback document.

    `is_sure`: it was told of, or lasted long enough, that we can know whether lines were joined.
    """

    sid: str
    number: str
    dialled_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    is_accepted: bool
    is_ours: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class SeenAudio:
    """A recording: what was spoken of it, and its whole length, in seconds."""

    sid: str
    spoken_s: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Seen:
    """One call as the carrier knows it.

    `path` is where its documents led, `dials` how many of them dialled. `fell_back`: the fallback
    document was run. `is_shaky`: the caller's last answer may have been lost on its way, so that we
    may believe what the caller never heard.
    """

    sid: str
    caller: str
    started_at: datetime
    ended_at: datetime
    path: tuple[Stop, ...]
    legs: tuple[SeenLeg, ...]
    audio: tuple[SeenAudio, ...]
    typed: str | None
    dials: int
    fell_back: bool
    is_shaky: bool
    errors: tuple[str, ...]


def seen(call: Call, recordings: list[Recording]) -> Seen:
    """Return what the carrier saw of a call that is over."""
    assert call.ended_at is not None
    fallen = [x.at for x in call.exchanges if x.kind == "fallback" and x.status == 200]
    since = min(fallen, default=None)
    obtained = list(_obtained(call))
    return Seen(
        sid=call.sid,
        caller=call.from_number,
        started_at=call.truth.started_at,
        ended_at=call.ended_at,
        path=tuple(stop for x in obtained if (stop := _stop(x))),
        legs=tuple(_leg(leg, since, _told(call)) for leg in call.truth.legs),
        audio=tuple(
            SeenAudio(r.sid, r.spoken_s, r.seconds)
            for r in reversed(recordings)
            if r.call_sid == call.sid
        ),
        typed=_typed(obtained),
        dials=sum("<Dial" in x.body for x in obtained),
        fell_back=since is not None,
        is_shaky=_is_shaky(call),
        errors=tuple(str(error.code) for error in call.errors),
    )


def _obtained(call: Call) -> Iterator[HttpExchange]:
    """Yield the answers that the caller's leg ran: the first to each request, while it lived.

    Where the caller has hung up the answer is thrown away, and so is one that was repeated.
    """
    done = set()
    for exchange in call.exchanges:
        token = exchange.headers.get(TOKEN)
        is_alive = exchange.form.get("CallStatus") in ("ringing", "in-progress")
        if exchange.kind in FLOW and exchange.status == 200 and is_alive and token not in done:
            done.add(token)
            yield exchange


def _is_shaky(call: Call) -> bool:
    """Say whether the caller's last request has more answers than one, or one that was lost.

    Of any request before it the next one tells us which answer was heard.
    """
    answers: dict[str, set[str]] = {}
    for exchange in call.exchanges:
        if exchange.kind in (*FLOW, *ON_LEGS):
            token = exchange.headers.get(TOKEN, "")
            answers.setdefault(token, set()).add(exchange.body if exchange.status == 200 else "")
    return bool(answers) and len([*answers.values()][-1]) > 1


def _stop(exchange: HttpExchange) -> Stop | None:
    """Return where a document leads; None for one that leads nowhere, such as a goodbye."""
    found = re.search(r"<(?:Gather|Dial|Record)[^>]* action=\"([^\"]+)\"", exchange.body)
    redirect = re.search(r"<Redirect[^>]*>([^<]+)<", exchange.body)
    address = found or redirect
    if address is None:
        return None
    query = _query(address.group(1).replace("&amp;", "&"))
    return Stop(query.get("s", "menu"), query.get("b", ""))


def _typed(obtained: list[HttpExchange]) -> str | None:
    """Return the last number that was typed in and read back."""
    typed = None
    for exchange in obtained:
        stop = _stop(exchange)
        if _query(exchange.url).get("s") == "number" and stop and stop.stage == "number_ok":
            typed = exchange.form.get("Digits")
    return typed


def _told(call: Call) -> set[str]:
    """Return the legs of which we were told how their Dial went."""
    dials = [x for x in call.exchanges if x.kind == "dial" and x.status == 200]
    return {x.form.get("DialCallSid", "") for x in dials}


def _leg(leg: LegTruth, fallen_at: datetime | None, told: set[str]) -> SeenLeg:
    is_ours = fallen_at is None or leg.dialled_at < fallen_at
    return SeenLeg(
        sid=leg.sid,
        number=leg.number,
        dialled_at=leg.dialled_at,
        joined_at=leg.joined_at,
        ended_at=leg.ended_at,
        is_accepted=is_ours and leg.was_joined and ACCEPT in leg.keys,
        is_ours=is_ours,
        is_sure=leg.sid in told or leg.talk_s >= SURE_S,
    )


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def numbers_of(document: bytes) -> list[str]:
    """Return the numbers that a document dials, in order."""
    return [element.text or "" for element in ElementTree.fromstring(document).iter("Number")]
