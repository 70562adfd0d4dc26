"""Whole calls as the carrier plays them, written down as the webhooks write them.

A `Line` is one citizen's call: it asks the flow for each step and keeps the events. Requests that
only tell of something (a leg's progress, a recording, the end of the call) may arrive late.
"""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ivr.flow import dialogue, hunting, voicemail, whisper
from ivr.flow.events import Event
from ivr.flow.hunting import LegEnded
from ivr.flow.position import START, Position
from ivr.flow.scene import Scene
from ivr.flow.steps import RecordMessage, Ring, Step
from ivr.flow.voicemail import Recorded
from ivr.flow.words import EventKind, LegOutcome
from tests.flow.scenes import CALL, HOTLINE, a_scene, through_the_url

STATUS = {
    LegOutcome.ANSWERED: "completed",
    LegOutcome.NO_ANSWER: "no-answer",
    LegOutcome.BUSY: "busy",
    LegOutcome.FAILED: "failed",
    LegOutcome.CANCELED: "canceled",
}


class Line:
    """One call.

    `pauses` are the seconds that `wait` takes, `delays` those by which news is late, in turns.
    """

    def __init__(
        self,
        scene: Scene | None = None,
        *,
        pauses: Iterable[float] = (3,),
        delays: Iterable[float] = (0,),
        call_sid: str = CALL,
    ) -> None:
        scene = scene or a_scene()
        self.scene = replace(scene, caller=replace(scene.caller, call_sid=call_sid))
        self.now = scene.now
        self.step: Step | None = None
        self.events: list[Event] = []
        self._pauses, self._delays = itertools.cycle(pauses), itertools.cycle(delays)

    # Time and bookkeeping.

    def wait(self, least: float = 0) -> None:
        """Let a while pass, at least so many seconds."""
        self.spend(least + next(self._pauses))

    def spend(self, seconds: float) -> None:
        """Let exactly so many seconds pass."""
        self.now += timedelta(seconds=seconds)

    @property
    def place(self) -> Position:
        """Where the next request will say that the caller is."""
        return through_the_url(self.step.then) if self.step else START

    @property
    def ring(self) -> Ring:
        assert isinstance(self.step, Ring), f"nobody is rung at {self.place.stage}"
        return self.step

    def take(self, kind: EventKind, key: str, step: Step, **facts: Any) -> None:
        """Write down a request of the caller's leg, and go on with the step that answers it."""
        self._write(kind, key, position=self.place, then=step.then, step=step, **facts)
        self.step = step

    def _write(
        self,
        kind: EventKind,
        key: str,
        *,
        position: Position,
        step: Step | None = None,
        **facts: Any,
    ) -> None:
        on_a_leg = bool(position.call)
        number = self.scene.caller.number or "anonymous"
        event = Event(
            key=key,
            call_sid=self.scene.caller.call_sid,
            kind=kind,
            at=self.now,
            position=position,
            caller_number="" if on_a_leg else number,
            called_number="" if on_a_leg else HOTLINE,
            rung_number=step.officer.number if isinstance(step, Ring) else "",
        )
        self.events.append(replace(event, **facts))

    def _tell(self, kind: EventKind, key: str, *, position: Position, **facts: Any) -> None:
        """Write down news that arrives late; the carrier's own time has whole seconds."""
        late = timedelta(seconds=next(self._delays))
        if kind is not EventKind.RECORDING_DONE:
            facts["carrier_at"] = self.now.replace(microsecond=0)
        self._write(kind, key, position=position, at=self.now + late, **facts)

    # The caller.

    def greet(self) -> None:
        self.take(EventKind.CALL_STARTED, "started", dialogue.begin(self.scene))

    def press(self, digits: str) -> None:
        """Press a key, or several, or none."""
        key = f"key:{self.place.n}:{self.place.stage}:{digits}"
        self.take(
            EventKind.KEY, key, dialogue.on_key(self.scene, self.place, digits), digits=digits
        )

    def resume(self) -> None:
        step = dialogue.resume(self.scene, self.place)
        self.take(EventKind.RESUMED, f"resumed:{self.place.n}", step)

    def choose(self, key: str = "1") -> None:
        """Come through the menu to a branch."""
        self.greet()
        self.wait()
        self.press(key)

    def hang_up(self, status: str = "completed") -> None:
        """End the call, as the number's own status callback tells."""
        self._tell(
            EventKind.CALL_ENDED,
            f"status:{status}",
            position=START,
            seconds=int((self.now - self.scene.now).total_seconds()),
        )

    def fail(self) -> None:
        """Let something of ours break while the caller is on the line."""
        key = f"fault:/voice/key:{self.place.n}:{self.place.errors}"
        self.take(EventKind.FAULT, key, dialogue.recover(self.place))

    # The officer.

    @property
    def leg_sid(self) -> str:
        return f"CB{self.ring.then.n:032}"

    def pick_up(self) -> None:
        """Let a person, or a mailbox, pick up and be whispered to."""
        position = through_the_url(self.ring.whisper)
        key = f"leg:{self.leg_sid}:in-progress"
        self._tell(
            EventKind.LEG_PROGRESS, key, position=position, leg_sid=self.leg_sid, picked_up=True
        )
        step = whisper.whisper(self.scene, position)
        key = f"whisper:{position.n}:{self.leg_sid}"
        self._write(
            EventKind.WHISPERED, key, position=position, then=step.then, leg_sid=self.leg_sid
        )

    def officer_presses(self, digits: str) -> None:
        position = through_the_url(self.ring.whisper)
        step = whisper.after_key(self.scene, position, digits)
        self._write(
            EventKind.LEG_KEY,
            f"accept:{position.n}:{self.leg_sid}:0:{digits}",
            position=position,
            then=step.then,
            leg_sid=self.leg_sid,
            digits=digits,
        )

    def leg_tells(self, outcome: LegOutcome) -> None:
        """Let the leg's own callback say how it ended."""
        self._tell(
            EventKind.LEG_PROGRESS,
            f"leg:{self.leg_sid}:{STATUS[outcome]}",
            position=through_the_url(self.ring.whisper),
            leg_sid=self.leg_sid,
            outcome=outcome,
            picked_up=outcome is LegOutcome.ANSWERED,
        )

    def dial_ends(
        self, outcome: LegOutcome, *, joined: bool | None = False, gone: bool = False
    ) -> None:
        """Let the Dial action come, and go on with what answers it."""
        sid = self.leg_sid
        step = hunting.after_ring(self.scene, self.place, LegEnded(outcome, joined, gone))
        self.take(
            EventKind.LEG_ENDED,
            f"dial:{self.place.n}",
            step,
            outcome=outcome,
            joined=joined,
            gone=gone,
            leg_sid=sid,
        )

    def leg_ends(
        self, outcome: LegOutcome, *, joined: bool | None = False, gone: bool = False
    ) -> None:
        """End a leg as the carrier does: its own callback, then the Dial action."""
        self.leg_tells(outcome)
        self.dial_ends(outcome, joined=joined, gone=gone)

    def ring_out(self, outcome: LegOutcome = LegOutcome.NO_ANSWER) -> None:
        """Let whoever is rung not answer."""
        self.wait()
        self.leg_ends(outcome)

    def mailbox(self) -> None:
        """Let a mailbox pick up, and be hung up on when it presses no key."""
        self.wait()
        self.pick_up()
        self.wait()
        self.leg_ends(LegOutcome.ANSWERED)

    def accept(self) -> None:
        """Let an officer pick up and press the accept key."""
        self.wait()
        self.pick_up()
        self.wait()
        self.officer_presses("1")

    def hunt_in_vain(self, outcome: LegOutcome = LegOutcome.NO_ANSWER) -> None:
        """Let everybody be rung, and nobody answer."""
        while isinstance(self.step, Ring):
            self.ring_out(outcome)

    # The message.

    def record(
        self, seconds: int, *, sid: str = "RE1", gone: bool = False, by_silence: bool = False
    ) -> None:
        """Speak a message."""
        assert isinstance(self.step, RecordMessage)
        recorded = Recorded(sid, seconds, by_silence, gone)
        step = voicemail.after_message(self.scene, self.place, recorded)
        self.take(
            EventKind.MESSAGE_RECORDED,
            f"message:{self.place.n}",
            step,
            recording_sid=sid,
            recording_url=f"https://carrier.example/{sid}",
            seconds=seconds,
            gone=gone,
        )

    def recording_tells(
        self, position: Position, seconds: int | None, *, sid: str = "RE1", absent: bool = False
    ) -> None:
        """Let the recording's own callback say that it is finished, or that there is none."""
        self._tell(
            EventKind.RECORDING_DONE,
            f"recording:{sid}:{'absent' if absent else 'completed'}",
            position=position,
            recording_sid=sid,
            recording_url="" if absent else f"https://carrier.example/{sid}",
            seconds=seconds,
            absent=absent,
        )
