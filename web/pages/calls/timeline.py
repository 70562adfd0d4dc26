"""What happened in a call, line by line, as its events tell it. Pure.

What somebody typed is only told where it was a choice in a menu: a number or a PIN never is.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from ivr import labels
from ivr.flow.numbers import masked
from ivr.flow.position import START, BadPosition, Position
from ivr.flow.words import EventKind, LegOutcome, Stage, Text
from models.lists.one_call import EventDetail, OneCall
from web.showing import filled
from web.texts.calls import ACCEPTS, BY, EVENTS, LASTED, LED, PRESSED, RINGS, SOURCES
from web.texts.today import STAGES

CHOICES = frozenset({Stage.MENU, Stage.HUNT, Stage.OFFER, Stage.CLOSED, Stage.CALLBACK,
                     Stage.CONFIRM, Stage.NUMBER_OK})  # fmt: skip
LONGEST_CHOICE = 2
NUMBER = re.compile(r"(?<!\w)[0-9]{7,}(?!\w)")  # keyed in, so it is in its event's key
STATUSES = ("CallStatus", "DialCallStatus", "RecordingStatus")  # the carrier's words, as sent
OF_A_LEG = frozenset(
    {EventKind.LEG_ENDED, EventKind.LEG_PROGRESS, EventKind.WHISPERED, EventKind.LEG_KEY}
)
WITH_SECONDS = frozenset(
    {
        *(EventKind.MESSAGE_RECORDED, EventKind.RECORDING_DONE),
        *(EventKind.CALL_ENDED, EventKind.LISTED),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact; moments are local. `carrier_at` is the carrier's own time, where it sent one."""

    at: datetime
    what: Text
    source: Text
    status: str
    key: str
    carrier_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tale:
    """What lines are told with: the officers by the step that rang them, names, the local time."""

    rung: Mapping[int, str]
    say: Callable[[str], Text]
    local: Callable[[datetime], datetime]

    def lines(self, call: OneCall) -> tuple[Line, ...]:
        """Return the lines of a call in the order of time."""
        return tuple(self._line(event) for event in call.events)

    def _line(self, event: EventDetail) -> Line:
        carrier_at = event.facts.get("carrier_at")
        return Line(
            at=self.local(event.at),
            what=self._what(event),
            source=SOURCES.get(str(event.raw.get("source", "")), SOURCES["webhook"]),
            status=" · ".join(_statuses(event.raw)),
            key=NUMBER.sub(lambda found: masked(found.group()), event.key),
            carrier_at=self.local(datetime.fromisoformat(carrier_at)) if carrier_at else None,
        )

    def _what(self, event: EventDetail) -> Text:
        here, then = _place(event.facts.get("position", "")), _then(event.facts)
        said = self._who(_deed(event, here), event, here)
        seconds = event.facts.get("seconds")
        if seconds is not None and event.kind in WITH_SECONDS:
            said = filled(LASTED, what=said, count=int(seconds))
        led = self._led(then) if then else None
        return filled(LED, what=said, led=led) if led else said

    def _who(self, said: Text, event: EventDetail, here: Position) -> Text:
        """Return what happened to an officer's phone with whose it is, and how it ended."""
        if event.kind not in OF_A_LEG:
            return said
        officer, outcome = self.rung.get(here.n), event.facts.get("outcome")
        if outcome:
            said = labels.LEG_OUTCOMES[LegOutcome(outcome)]
            said = Text(said.vi[:1].upper() + said.vi[1:], said.en[:1].upper() + said.en[1:])
        return filled(BY, what=said, who=self.say(officer)) if officer else said

    def _led(self, then: Position) -> Text | None:
        officer = self.rung.get(then.n)
        if then.stage is Stage.HUNT and officer:
            return filled(RINGS, who=self.say(officer))
        return STAGES.get(then.stage)


def _deed(event: EventDetail, here: Position) -> Text:
    digits = str(event.facts.get("digits", ""))
    if event.kind is EventKind.LEG_KEY and digits in ACCEPTS:
        return ACCEPTS[digits]
    is_choice = here.stage in CHOICES and len(digits) <= LONGEST_CHOICE
    if event.kind is EventKind.KEY and digits and is_choice:
        return filled(PRESSED, what=EVENTS[event.kind], digits=digits)
    return EVENTS[event.kind]


def _statuses(raw: Mapping[str, Any]) -> Iterator[str]:
    for name in STATUSES:
        if raw.get(name):
            yield f"{name}={raw[name]}"


def _place(query: str) -> Position:
    try:
        return Position.parse(dict(parse_qsl(query)))
    except BadPosition:
        return START


def _then(facts: Mapping[str, Any]) -> Position | None:
    return _place(facts["then"]) if "then" in facts else None
