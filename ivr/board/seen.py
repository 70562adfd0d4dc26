"""What this process has seen of calls, laid over what the database tells of them."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ivr.flow.board import Board
from ivr.flow.events import Event
from ivr.flow.keypad.stages import KEYPAD
from ivr.flow.numbers import e164
from ivr.flow.words import EventKind, Reason

SETTLES = timedelta(seconds=20)  # by then the database knows what this process has seen
OVER_FOR = timedelta(minutes=3)  # no officer's phone of a call that ended rings for longer
_ENDING = (EventKind.CALL_ENDED, EventKind.OFFICER_ENDED)
_TELLING = (EventKind.LEG_ENDED, EventKind.LEG_KEY, *_ENDING)


@dataclass
class Seen:
    """What this process has seen and the database may not know yet, each with when."""

    busy: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    free: dict[tuple[str, str], datetime] = field(default_factory=dict)
    over: dict[str, datetime] = field(default_factory=dict)
    accepted: dict[tuple[str, int], datetime] = field(default_factory=dict)

    def note(self, event: Event) -> None:
        """Take one event of this process into account."""
        for number in (event.rung_number, held_by_keypad(event)):
            if number:
                self.busy[number] = (event.call_sid, event.at)
                self.free.pop((number, event.call_sid), None)
        if event.kind is EventKind.LEG_ENDED or event.gone:
            self._release(event)
        if event.kind in _ENDING or event.gone:
            self.over[event.call_sid] = event.at
        if event.kind is EventKind.LEG_KEY and event.then and event.then.reason is Reason.ACCEPTED:
            self.accepted[event.call_sid, event.position.n] = event.at

    def _release(self, event: Event) -> None:
        """Free the phones that this call held, but for the one it is ringing now."""
        for number, (sid, _) in list(self.busy.items()):
            if sid == event.call_sid and number != event.rung_number:
                del self.busy[number]
                self.free[number, sid] = event.at

    def forget(self, before: datetime, *, now: datetime) -> None:
        """Drop what the database must know by now, and what a clock since put back has told."""
        until = now + SETTLES
        self.busy = {k: v for k, v in self.busy.items() if before <= v[1] <= until}
        self.free = {k: at for k, at in self.free.items() if before <= at <= until}
        self.over = {k: at for k, at in self.over.items() if before - OVER_FOR <= at <= until}
        self.accepted = {k: at for k, at in self.accepted.items() if before <= at <= until}

    def onto(self, told: Board) -> Board:
        """Return the board that the database told, with what we have seen laid over it."""
        freed = {number for number, sid in self.free if told.busy.get(number) == sid}
        held = {n: sid for n, sid in told.busy.items() if n not in freed and sid not in self.over}
        seen = {n: sid for n, (sid, _) in self.busy.items() if sid not in self.over}
        return replace(
            told,
            busy={**held, **seen},
            over=told.over | self.over.keys(),
            accepted=told.accepted | self.accepted.keys(),
        )


def is_news(event: Event) -> bool:
    """Say whether an event tells anything that the board has."""
    return bool(event.kind in _TELLING or event.rung_number or event.gone or held_by_keypad(event))


def held_by_keypad(event: Event) -> str:
    """Return the telephone at which an officer works by keypad, in their call or in ours; or ''."""
    if event.then is None or event.then.stage not in KEYPAD:
        return ""
    return e164(event.called_number if event.then.called else event.caller_number) or ""
