"""One made-up call, played by the flow itself and written down as the webhooks would have."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ivr.flow import dialogue, hunting, voicemail, whisper
from ivr.flow.board import Board, Caller
from ivr.flow.events import Event
from ivr.flow.hunting import LegEnded
from ivr.flow.numbers import national
from ivr.flow.position import START, Position
from ivr.flow.scene import Scene
from ivr.flow.steps import (
    AskDigits,
    Listen,
    Pause,
    RecordMessage,
    Ring,
    Step,
)
from ivr.flow.voicemail import Recorded
from ivr.flow.whisper import ACCEPT, DECLINE
from ivr.flow.words import EventKind, LegOutcome, Stage
from models.lists.wanted import SAMPLE_NUMBERS
from sample.callers import Plan
from sample.officers import Does, Officers, Reaction

Boards = Callable[[datetime], Board]
Facts = dict[str, Any]
WITHHELD = "anonymous"
STATUS = {
    LegOutcome.ANSWERED: "completed",
    LegOutcome.NO_ANSWER: "no-answer",
    LegOutcome.BUSY: "busy",
    LegOutcome.FAILED: "failed",
    LegOutcome.CANCELED: "canceled",
}
# What callers do where they are offered something: the keys, and how often; no key is hanging up.
AT_OFFER = (("1", 38), ("2", 20), ("0", 12), ("", 30))
AT_CLOSED = (("1", 30), ("2", 14), ("0", 4), ("", 52))
_NO_LEG = {
    Does.NO_ANSWER: LegOutcome.NO_ANSWER,
    Does.BUSY: LegOutcome.BUSY,
    Does.OUT_OF_ORDER: LegOutcome.FAILED,
}


@dataclass(frozen=True, slots=True)
class Phones:
    """What a call goes through: the board of each moment, and the officers' phones."""

    boards: Boards
    officers: Officers
    hotline: str


class Line:
    """One call under way; `play` lets it run to its end and returns what was told of it."""

    def __init__(self, plan: Plan, phones: Phones, rng: random.Random) -> None:
        """Dial."""
        self.plan, self.phones, self.rng = plan, phones, rng
        self.now = plan.at
        self.step: Step | None = None
        self.events: list[Event] = []
        self.keys = list(plan.keys)
        self.patience_ends = plan.at + timedelta(days=1)  # until a branch was chosen

    def play(self) -> list[Event]:
        """Let the call run to its end."""
        self._take(EventKind.CALL_STARTED, "started", dialogue.begin(self._scene))
        while not self._is_over():
            pass
        return self.events

    def _is_over(self) -> bool:
        """Do what comes next; say whether nothing does."""
        step = self.step
        match step:
            case Listen() | AskDigits():
                return self._presses(step.then)
            case Ring():
                return self._rings(step)
            case Pause():
                self._spend(step.pause_s + 2)
                at = step.then
                self._take(EventKind.RESUMED, f"resumed:{at.n}", dialogue.resume(self._scene, at))
                return False
            case RecordMessage():
                return self._speaks(step.then)
            case _:  # a goodbye; the others are an officer's
                self._spend(4)
                return self._hangs_up()

    # The caller.

    def _presses(self, at: Position) -> bool:
        """Press a key, or hang up instead; say whether the call is over."""
        keys = self._key(at)
        if keys is None:
            self._spend(self.rng.uniform(3, 20))
            return self._hangs_up()
        self._spend(self.rng.uniform(2, 6) if at.stage is not Stage.MENU else self._thinks(at))
        step = dialogue.on_key(self._scene, at, keys)
        if isinstance(step, Ring) and not at.branch:
            self.patience_ends = self.now + timedelta(seconds=self.plan.patience_s)
        self._take(EventKind.KEY, f"key:{at.n}:{at.stage}:{keys}", step, digits=keys)
        return False

    def _thinks(self, at: Position) -> float:
        """Return how long the caller listens to the menu: who knows it presses at once."""
        key = self.keys[0] if self.keys and self.keys[0].isdigit() else "5"
        return self.rng.uniform(2, 5) + (2.2 * int(key) if self.rng.random() < 0.7 else 0)

    def _key(self, at: Position) -> str | None:
        """Return what is pressed at a place; None for hanging up."""
        if at.stage is Stage.MENU:
            return self._menu_key(at)
        if at.stage is Stage.NUMBER:
            return national(f"{SAMPLE_NUMBERS}{self.rng.randrange(10_000):04}")
        choices = {Stage.OFFER: AT_OFFER, Stage.CLOSED: AT_CLOSED}.get(at.stage)
        if choices is None:
            return "1" if self.rng.random() < 0.9 else None
        options = self.step.options if isinstance(self.step, Listen) else ()
        offered = {option.key for option in options}
        likely = [(key, often) for key, often in choices if not key or key in offered]
        return self.rng.choices(*zip(*likely, strict=True))[0] or None

    def _menu_key(self, at: Position) -> str | None:
        chance = self.rng.random()
        if self.plan.is_english and at.lang.value == "vi":
            return "*"
        if not self.keys:
            return "9" if chance < 0.25 else None
        if at.n == 1 and chance < 0.05:
            return "9" if chance < 0.03 else ""
        return self.keys.pop(0)

    def _speaks(self, at: Position) -> bool:
        """Leave a message, or hang up while it records; say whether the call is over."""
        seconds = 0 if self.rng.random() < 0.08 else int(self.rng.lognormvariate(3.1, 0.6)) + 2
        gone = self.rng.random() < 0.35
        self._spend(seconds + 3)
        sid = f"{self.plan.sid}R{at.n}"
        recorded = Recorded(sid, seconds, by_silence=False, gone=gone)
        step = voicemail.after_message(self._scene, at, recorded)
        facts: Facts = {"recording_sid": sid, "seconds": seconds}
        self._take(EventKind.MESSAGE_RECORDED, f"message:{at.n}", step, gone=gone, **facts)
        done: Facts = {"position": at, "at": self.now + timedelta(seconds=2), "absent": not seconds}
        self._write(EventKind.RECORDING_DONE, f"recording:{sid}:completed", **done, **facts)
        return gone and self._hangs_up()

    def _hangs_up(self) -> bool:
        seconds = int((self.now - self.plan.at).total_seconds())
        self._write(EventKind.CALL_ENDED, "status:completed", position=START, seconds=seconds)
        return True

    # The officer.

    def _rings(self, ring: Ring) -> bool:
        """Let a phone ring; say whether the call is over."""
        began, number = self.now, ring.officer.number
        reaction = self.phones.officers.reacts(number, self.now)
        is_gone = self._reacts(ring, reaction)
        self.phones.officers.hold(number, self.plan.sid, began, self.now)
        return is_gone and self._hangs_up()

    def _reacts(self, ring: Ring, reaction: Reaction) -> bool:
        """Let what happens on an officer's phone happen; say whether the caller has left."""
        rings_s = ring.timeout_s if reaction.does is Does.NO_ANSWER else reaction.after_s
        if self.now + timedelta(seconds=rings_s) > self.patience_ends:
            self._spend(max(1.0, (self.patience_ends - self.now).total_seconds()))
            return self._leg_ends(ring, LegOutcome.CANCELED, gone=True)
        self._spend(rings_s)
        if reaction.does in _NO_LEG:
            return self._leg_ends(ring, _NO_LEG[reaction.does])
        self._picks_up(ring)
        if reaction.does is Does.MAILBOX:
            self._spend(9)
            return self._leg_ends(ring, LegOutcome.ANSWERED)
        self._spend(self.rng.uniform(2, 5))
        self._officer_presses(ring, ACCEPT if reaction.does is Does.ACCEPT else DECLINE)
        if reaction.does is Does.DECLINE:
            return self._leg_ends(ring, LegOutcome.ANSWERED)
        self._spend(min(ring.talk_s, 20 + self.rng.lognormvariate(4.7, 0.7)))
        return self._leg_ends(ring, LegOutcome.ANSWERED, joined=True, gone=self.rng.random() < 0.7)

    def _picks_up(self, ring: Ring) -> None:
        at, sid = ring.whisper, self._leg_sid(ring)
        told: Facts = {"position": at, "leg_sid": sid}
        self._write(EventKind.LEG_PROGRESS, f"leg:{sid}:in-progress", picked_up=True, **told)
        then = whisper.whisper(self._scene, at).then
        self._write(EventKind.WHISPERED, f"whisper:{at.n}:{sid}", then=then, **told)

    def _officer_presses(self, ring: Ring, digits: str) -> None:
        at, sid = ring.whisper, self._leg_sid(ring)
        then = whisper.after_key(self._scene, at, digits).then
        key = f"accept:{at.n}:{sid}:{at.errors}:{digits}"
        told: Facts = {"position": at, "leg_sid": sid, "digits": digits}
        self._write(EventKind.LEG_KEY, key, then=then, **told)

    def _leg_ends(
        self, ring: Ring, outcome: LegOutcome, *, joined: bool = False, gone: bool = False
    ) -> bool:
        """End a leg as the carrier does: its own callback, then the Dial action."""
        sid, at = self._leg_sid(ring), ring.then
        picked_up = outcome is LegOutcome.ANSWERED
        told: Facts = {"position": ring.whisper, "leg_sid": sid, "outcome": outcome}
        key = f"leg:{sid}:{STATUS[outcome]}"
        self._write(EventKind.LEG_PROGRESS, key, picked_up=picked_up, **told)
        step = hunting.after_ring(self._scene, at, LegEnded(outcome, joined, gone))
        facts: Facts = {"outcome": outcome, "joined": joined, "gone": gone, "leg_sid": sid}
        self._take(EventKind.LEG_ENDED, f"dial:{at.n}", step, **facts)
        return gone

    def _leg_sid(self, ring: Ring) -> str:
        return f"{self.plan.sid}L{ring.then.n}"

    # Time and the books.

    @property
    def _scene(self) -> Scene:
        caller = Caller(self.plan.sid, self.plan.number, self.phones.hotline)
        return Scene(self.phones.boards(self.now), caller, self.now)

    def _spend(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def _take(self, kind: EventKind, key: str, step: Step, **facts: Any) -> None:
        """Write down a request of the caller's leg, and go on with the step that answers it."""
        here = self.step.then if self.step else START
        rung = step.officer.number if isinstance(step, Ring) else ""
        self._write(kind, key, position=here, then=step.then, rung_number=rung, **facts)
        self.step = step

    def _write(self, kind: EventKind, key: str, *, position: Position, **facts: Any) -> None:
        if not position.call:  # what is told of an officer's leg names nobody
            number = self.plan.number or WITHHELD
            facts |= {"caller_number": number, "called_number": self.phones.hotline}
        facts.setdefault("at", self.now)
        self.events.append(
            Event(key=key, call_sid=self.plan.sid, kind=kind, position=position, **facts)
        )
