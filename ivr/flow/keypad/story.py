"""What an officer did by keypad in one call, as a fold over its events.

Each event tells at most one deed, and all that a deed says stands in its own event. So the order in
which events come, or come again, changes nothing, and those that are still missing take nothing
back of what was told before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ivr.flow.callbacks.deeds import Deed, Told
from ivr.flow.events import Event
from ivr.flow.keypad.moments import read_moment
from ivr.flow.keypad.stages import KEYPAD
from ivr.flow.words import CallResult, Channel, Did, EventKind, LegOutcome, Stage

_OURS = frozenset({EventKind.OFFICER_CALLED, EventKind.OFFICER_ENDED})
_SPOKEN = {"1": Did.REACHED, "2": Did.NOT_REACHED}
RESULTS = {"1": CallResult.SOLVED, "2": CallResult.NOTED, "4": CallResult.NUISANCE}


@dataclass(frozen=True, slots=True)
class KeypadStory:
    """One officer's call. `ended_at` and `outcome` are None while it goes on.

    `outcome` is ANSWERED where a key proved a person, DECLINED where that person had no time now,
    and MACHINE where the phone was picked up and no key came.
    """

    deeds: tuple[Deed, ...]
    told: tuple[Told, ...]
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: LegOutcome | None


def is_ours(events: Iterable[Event]) -> bool:
    """Say whether we called the officer: such a call is no call to the hotline."""
    return any(event.kind in _OURS for event in events)


def is_officers(events: Iterable[Event]) -> bool:
    """Say whether a call was an officer's, and never came to what citizens hear."""
    known = list(events)
    places = {place.stage for e in known for place in (e.position, e.then) if place}
    at_work = is_ours(known) or not places.isdisjoint(KEYPAD)
    then = {event.then.stage for event in known if event.then}
    return at_work and then <= KEYPAD | {Stage.END}


def tell(events: Iterable[Event]) -> KeypadStory:
    """Return what came of an officer's call; the same for any order and repetition of events."""
    known = sorted({e.key: e for e in _latest_first(events)}.values(), key=_rank)
    deeds = (deed for event in known for deed in _deeds(event))
    told = (result for event in known for result in _told(event))
    answered = (e.when for e in known if e.kind is EventKind.OFFICER_CALLED)
    ends = [e for e in known if _is_end(e)]
    ended_at = min((e.when for e in ends), default=None)
    return KeypadStory(
        deeds=tuple(deeds),
        told=tuple(told),
        answered_at=min(answered, default=None),
        ended_at=ended_at,
        outcome=_outcome(known, ends) if ends else None,
    )


def _latest_first(events: Iterable[Event]) -> list[Event]:
    """Return the events so that, of one told twice, the one that was told first stands."""
    return sorted(events, key=lambda event: (event.at, repr(event)), reverse=True)


def _rank(event: Event) -> tuple[int, datetime, str]:
    return (event.position.n, event.when, event.key)


def _deeds(event: Event) -> Iterator[Deed]:
    position = event.position
    if not position.debt:
        return
    did = _did(event)
    if did is None:
        return
    is_try = did is Did.TRIED
    yield Deed(
        key=f"{event.call_sid}:{event.key}",
        debt=int(position.debt),
        did=did,
        at=event.when,
        actor=position.officer,
        channel=_channel(event),
        call_sid=event.call_sid,
        leg=_leg(event) if is_try else None,
        talk_s=event.seconds if is_try else None,
        until=read_moment(position.about) if did is Did.POSTPONED else None,
    )


def _did(event: Event) -> Did | None:
    if event.kind is EventKind.OFFICER_DIALED:
        return Did.TRIED
    if event.kind is not EventKind.OFFICER_KEY:
        return None
    if event.position.stage is Stage.SPOKEN:
        return _SPOKEN.get(event.digits)
    is_agreed = event.position.stage is Stage.LATER_OK and event.digits == "1"
    return Did.POSTPONED if is_agreed else None


def _leg(event: Event) -> LegOutcome | None:
    """Return how the citizen's phone answered; one that was never joined did not."""
    if event.outcome is LegOutcome.ANSWERED and event.joined is False:
        return LegOutcome.FAILED
    return event.outcome


def _told(event: Event) -> Iterator[Told]:
    at, then = event.position, event.then
    if event.kind is not EventKind.OFFICER_KEY or not at.about:
        return
    result, branch = None, None
    if at.stage in (Stage.RESULT, Stage.WRAP_UP):
        result = RESULTS.get(event.digits)
    elif at.stage is Stage.PASS_ON and then and then.branch:
        result, branch = CallResult.PASSED_ON, then.branch
    if result is not None:
        yield Told(
            call_sid=at.about,
            result=result,
            at=event.when,
            officer=at.officer,
            channel=_channel(event),
            to_branch=branch,
        )


def _channel(event: Event) -> Channel:
    return Channel.CALL if event.position.called else Channel.KEYPAD


def _is_end(event: Event) -> bool:
    is_over = event.kind is EventKind.CALL_ENDED or event.gone
    return is_over or (event.kind is EventKind.OFFICER_ENDED and event.outcome is not None)


def _outcome(known: list[Event], ends: list[Event]) -> LegOutcome:
    keys = [e for e in known if e.kind is EventKind.OFFICER_KEY and e.digits]
    if any(e.position.stage is Stage.CALLED and e.digits == "2" for e in keys):
        return LegOutcome.DECLINED
    if keys:
        return LegOutcome.ANSWERED
    said = next((e.outcome for e in ends if e.outcome), LegOutcome.ANSWERED)
    is_picked_up = any(e.kind is EventKind.OFFICER_CALLED for e in known)
    if is_picked_up or said is LegOutcome.ANSWERED:
        return LegOutcome.MACHINE
    return said
