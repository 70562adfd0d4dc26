"""Compares what the carrier lists with what we know, and says what is to be entered.

All that is found is an event, so that the stories tell the rows as always. Each has a key of its
own: found twice, by one worker or by two, it is entered once.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ivr.flow.events import Event
from ivr.flow.keypad.stages import KEYPAD
from ivr.flow.position import START, Position
from ivr.flow.reconciling.listed import ListedCall, ListedRecording
from ivr.flow.words import EventKind, LegOutcome, Stage

SETTLES = timedelta(seconds=60)  # by then the carrier's own callbacks have come, repeats included
ENDED_KEY = "status:swept"  # whoever asked the carrier: one call, one end
# Told without our having been asked what to do; a call of which no more is known was never served.
_ONLY_TOLD = frozenset(
    {
        *(EventKind.CALL_PROGRESS, EventKind.CALL_ENDED, EventKind.LISTED),
        *(EventKind.LEG_PROGRESS, EventKind.RECORDING_DONE),
    }
)
_AT_THE_PIN = Position(stage=Stage.PIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What our books have on the calls of a list.

    `kinds` are the kinds of each call's events, `told` those that have a row, `going_on` those
    whose end we do not know; `legs` are the legs whose end was told, `recordings` those that we
    have. `events` are all those of the calls in which an end of a leg is missing.
    """

    kinds: Mapping[str, Set[EventKind]] = field(default_factory=dict)
    told: Set[str] = frozenset()
    going_on: Set[str] = frozenset()
    legs: Set[str] = frozenset()
    recordings: Set[str] = frozenset()
    events: Mapping[str, list[Event]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ours:
    """Whose numbers are ours: those that citizens call, and officers who work by keypad."""

    lines: Set[str]
    keypad: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to be entered: calls nobody told us of, ends of calls and of legs, recordings."""

    unseen: tuple[Event, ...] = ()
    closed: tuple[Event, ...] = ()
    legs: tuple[Event, ...] = ()
    recordings: tuple[Event, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that is to be entered."""
        return (*self.unseen, *self.closed, *self.legs, *self.recordings)


def compare_calls(
    listed: Iterable[ListedCall], known: Known, ours: Ours, *, now: datetime
) -> Findings:
    """Return what the listed calls tell that we do not know.

    Calls that ended less than SETTLES ago are left alone: their callbacks may be on their way.
    """
    over = [each for each in listed if _is_settled(each, now)]
    incoming = [each for each in over if each.is_incoming and each.called_number in ours.lines]
    unseen = [each for each in incoming if is_unseen(each, known)]
    fresh = {each.sid for each in unseen}
    lacking = [e for e in over if e.is_leg and e.sid not in known.legs]
    return Findings(
        unseen=tuple(_seen(each, ours, now) for each in unseen),
        closed=tuple(
            ended(each.sid, at=now, seconds=each.seconds, ended_at=_ended_at(each))
            for each in incoming
            if each.sid in known.going_on and each.sid not in fresh
        ),
        legs=tuple(_legs(lacking, known, fresh, now)),
    )


def compare_recordings(
    listed: Iterable[ListedRecording], known: Known, *, now: datetime
) -> Findings:
    """Return the recordings of our calls that we lack."""
    return Findings(
        recordings=tuple(
            _recording(each, now)
            for each in listed
            if each.call_sid in known.kinds and each.sid not in known.recordings
        )
    )


def is_unseen(listed: ListedCall, known: Known) -> bool:
    """Say whether the carrier never got a word from us in this call.

    Whose end alone was told, without any length, hung up before we could have answered. A call with
    a row and no events was told once, and its events are no longer kept.
    """
    kinds = known.kinds.get(listed.sid, frozenset())
    if EventKind.LISTED in kinds or not kinds <= _ONLY_TOLD:
        return False
    return bool(listed.seconds) if kinds else listed.sid not in known.told


def ended(call_sid: str, *, at: datetime, seconds: int | None, ended_at: datetime | None) -> Event:
    """Return the end of a call that the carrier was asked about; `ended_at` where it says when."""
    return Event(
        key=ENDED_KEY,
        call_sid=call_sid,
        kind=EventKind.CALL_ENDED,
        at=at,
        seconds=seconds,
        carrier_at=ended_at,
    )


def wants_events(listed: Iterable[ListedCall], known: Known) -> set[str]:
    """Return the calls of whose legs an end is missing: to place it takes all their events."""
    return {e.parent_sid for e in listed if e.is_leg and e.outcome and e.sid not in known.legs}


def _is_settled(listed: ListedCall, now: datetime) -> bool:
    ended_at = _ended_at(listed)
    return listed.outcome is not None and ended_at is not None and now - ended_at >= SETTLES


def _ended_at(listed: ListedCall) -> datetime | None:
    if listed.outcome is None:
        return None
    return listed.ended_at or listed.began_at + timedelta(seconds=listed.seconds or 0)


def _seen(listed: ListedCall, ours: Ours, now: datetime) -> Event:
    is_officer = listed.caller_number in ours.keypad
    return Event(
        key="listed",
        call_sid=listed.sid,
        kind=EventKind.LISTED,
        at=now,
        position=_AT_THE_PIN if is_officer else START,
        caller_number=listed.caller_number,
        called_number=listed.called_number,
        outcome=listed.outcome,
        seconds=listed.seconds,
        began_at=listed.began_at,
        carrier_at=_ended_at(listed),
    )


def _legs(
    lacking: list[ListedCall], known: Known, fresh: Set[str], now: datetime
) -> Iterator[Event]:
    """Yield the ends of legs that we lack, oldest first: of two to one number each has a place."""
    placed = {sid: list(events) for sid, events in known.events.items()}
    known = replace(known, events=placed)
    for each in sorted(lacking, key=lambda leg: (leg.began_at, leg.sid)):
        if event := _leg(each, known, fresh, now):
            placed.setdefault(each.parent_sid, []).append(event)
            yield event


def _leg(listed: ListedCall, known: Known, fresh: Set[str], now: datetime) -> Event | None:
    """Return the end of a leg, at the place in the call where it was rung; None where it is none.

    Of a call that we did not serve, or not to its end, it has no place where we never rang it: it
    only says that somebody was dialled.
    """
    events = known.events.get(listed.parent_sid, [])
    position = next(_places(listed, events), None)
    is_foreign = listed.parent_sid in fresh or _is_citizens(events)
    if position is None and not is_foreign:
        return None
    if position and _is_told(events, position, listed.sid):
        return None
    return Event(
        key=f"leg:{listed.sid}:listed",
        call_sid=listed.parent_sid,
        kind=EventKind.LEG_PROGRESS,
        at=now,
        position=position or START,
        leg_sid=listed.sid,
        outcome=listed.outcome,
        picked_up=listed.outcome is LegOutcome.ANSWERED,
        seconds=listed.seconds,
        carrier_at=_ended_at(listed),
    )


def _is_citizens(events: list[Event]) -> bool:
    """Say whether a call came in from a citizen: there nobody else orders legs than the hunt."""
    stages = {at.stage for e in events for at in (e.position, e.then) if at}
    kinds = {e.kind for e in events}
    if EventKind.LISTED in kinds:
        return True
    return EventKind.CALL_STARTED in kinds and stages.isdisjoint(KEYPAD)


def _places(listed: ListedCall, events: list[Event]) -> Iterator[Position]:
    """Yield where a leg stands in its call: what it told itself, else who rang that number then."""
    on_legs = [e for e in events if e.leg_sid and e.position.tried]
    yield from (e.position for e in on_legs if e.leg_sid == listed.sid)
    taken = {e.position.n for e in on_legs}
    rung = [
        event
        for event in events
        if event.then and event.rung_number == listed.called_number and event.then.n not in taken
    ]
    rung.sort(key=lambda e: (abs(e.when - listed.began_at), e.key))
    yield from (e.then.leg(e.call_sid) for e in rung if e.then)


def _is_told(events: list[Event], position: Position, sid: str) -> bool:
    """Say whether the end of this leg was told: by its Dial's action, or by itself."""
    at_it = [e for e in events if e.position.n == position.n]
    of_dial = any(e.kind is EventKind.LEG_ENDED for e in at_it)
    return of_dial or any(
        e.kind is EventKind.LEG_PROGRESS and e.leg_sid == sid and e.outcome for e in at_it
    )


def _recording(listed: ListedRecording, now: datetime) -> Event:
    return Event(
        key=f"recording:{listed.sid}:listed",
        call_sid=listed.call_sid,
        kind=EventKind.RECORDING_DONE,
        at=now,
        recording_sid=listed.sid,
        recording_url=listed.url,
        seconds=listed.seconds,
        carrier_at=listed.began_at,
    )
