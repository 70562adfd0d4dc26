"""The story of one officer's leg: rung, picked up, accepted, joined, ended; and of hunts' ends.

A pick-up proves nothing: mailboxes pick up. A leg is answered only when its officer pressed accept
and the carrier joined the lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.flow.events import Event
from ivr.flow.position import Position
from ivr.flow.words import Cause, EventKind, LegOutcome, Reason, Stage

JOIN_TAKES = timedelta(seconds=1)  # an accept that outlived the call by less was never joined
# So long the carrier waits for our answer to the accept key, and says sorry to the officer where
# none came. Who is called back once too often is better off than who was dropped unheard.
SORRY_TAKES = timedelta(seconds=20)
_ON_A_LEG = (EventKind.WHISPERED, EventKind.LEG_KEY, EventKind.LEG_ENDED, EventKind.LEG_PROGRESS)
# The first of these that any leg of an unanswered hunt shows is the cause of the whole: a duty
# phone that rang out says more about the duty than another one that was out of order.
_LEG_CAUSES = (
    (LegOutcome.NO_ANSWER, Cause.NO_ANSWER),
    (LegOutcome.DECLINED, Cause.DECLINED),
    (LegOutcome.MACHINE, Cause.MACHINE),
    (LegOutcome.BUSY, Cause.BUSY),
    (LegOutcome.FAILED, Cause.BAD_NUMBER),
)
_HUNTING = {Stage.HUNT, Stage.WHISPER}
_UNANSWERED = (LegOutcome.NO_ANSWER, LegOutcome.BUSY, LegOutcome.FAILED)


@dataclass(frozen=True, slots=True)
class LegStory:
    """One ring attempt. `outcome` is None while it is still open; durations are seconds."""

    attempt: int
    round: int
    officer_id: str
    officer_number: str
    sid: str
    started_at: datetime
    picked_up_at: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    outcome: LegOutcome | None
    talk_s: int
    joined_unscreened: bool


def tell_legs(
    events: Iterable[Event], call_ended_at: datetime | None, *, fell_back: bool = False
) -> tuple[LegStory, ...]:
    """Return the legs of one call in the order in which they were rung.

    `events` are those of the whole call, each once; `call_ended_at` is None while it goes on. After
    a call that `fell_back` on somebody else's document an accept may have come to nothing.
    """
    joins_after = SORRY_TAKES if fell_back else JOIN_TAKES
    own: dict[int, list[Event]] = {}
    rung: dict[int, Event] = {}
    for event in events:
        if event.kind in _ON_A_LEG and event.position.tried:
            own.setdefault(event.position.n, []).append(event)
        if event.then and event.rung_number:  # the end of one leg may ring the next one
            rung.setdefault(event.then.n, event)
    numbers = sorted(own.keys() | rung.keys())
    legs = (_Leg(n, own.get(n, []), rung.get(n), call_ended_at) for n in numbers)
    return tuple(leg.tell(joins_after) for leg in legs)


def leg_cause(legs: Iterable[LegStory]) -> Cause | None:
    """Return what the legs of an unanswered call say of why nobody answered, or None."""
    outcomes = {leg.outcome for leg in legs}
    return next((cause for outcome, cause in _LEG_CAUSES if outcome in outcomes), None)


def ends_of_hunt(events: list[Event], places: list[Event]) -> list[Event]:
    """Return the events by which hunts ended in an offer, not each repetition of the same one.

    `places` are those of the `events` that handed out a place, in its order. A request that came
    twice may have been answered in two ways, by hosts that knew different things, and only one of
    them is kept. Where the caller went on from tells which one was heard.
    """
    told = [e for e in places if _leads_to_offer(e) and not _is_refuted(e, events)]
    fresh = [e for e in told if e.position.stage is not Stage.OFFER] or told[:1]
    return fresh or [e for e in events if e.position.stage is Stage.OFFER][:1]


def offer_of(event: Event) -> Position:
    """Return the offer that an event led to, or else the one that it came from."""
    return event.then if event.then and _leads_to_offer(event) else event.position


def _leads_to_offer(event: Event) -> bool:
    return event.then is not None and event.then.stage is Stage.OFFER


def _is_refuted(event: Event, events: list[Event]) -> bool:
    """Say whether at the step that an answer led to the caller was in a hunt instead."""
    n = event.then.n if event.then else 0
    seen = {e.position.stage for e in events if e.then and e.position.n == n}
    return bool(seen) and seen <= _HUNTING


class _Leg:
    """The events of one attempt, the decision that rang it, and what they say together."""

    def __init__(
        self, number: int, events: list[Event], rung: Event | None, call_ended_at: datetime | None
    ) -> None:
        self.number = number
        self.events = events
        self.rung = rung
        self.call_ended_at = call_ended_at
        self.dial = self.first(EventKind.LEG_ENDED)
        self.accept = self.key(Reason.ACCEPTED)
        self.over = next((e for e in self.of(EventKind.LEG_PROGRESS) if e.outcome), None)

    def of(self, kind: EventKind) -> list[Event]:
        return [e for e in self.events if e.kind is kind]

    def first(self, kind: EventKind) -> Event | None:
        return next(iter(self.of(kind)), None)

    def key(self, reason: Reason) -> Event | None:
        keys = self.of(EventKind.LEG_KEY)
        return next((e for e in keys if e.then and e.then.reason is reason), None)

    @property
    def ended_at(self) -> datetime | None:
        ends = [e.when for e in (self.dial, self.over) if e]
        if not ends and self.call_ended_at:
            ends = [self.call_ended_at]
        return min(ends) if ends else None

    @property
    def picked_up_at(self) -> datetime | None:
        seen = (EventKind.WHISPERED, EventKind.LEG_KEY)
        return min(
            (e.when for e in self.events if e.kind in seen or _says_picked_up(e)), default=None
        )

    @property
    def was_picked_up(self) -> bool:
        return bool(self.picked_up_at or (self.dial and self.dial.outcome is LegOutcome.ANSWERED))

    def was_joined(self, joins_after: timedelta) -> bool:
        """Return whether the lines were joined after an accept.

        Where the carrier's word on the join is missing, the accept stands if the leg outlived it.
        """
        if not self.accept:
            return False
        if self.dial:
            said = self.dial.joined
            return said if said is not None else self.dial.outcome is LegOutcome.ANSWERED
        return bool(self.ended_at and self.ended_at - self.accept.when >= joins_after)

    @property
    def is_canceled(self) -> bool:
        """Whether the citizen left before this leg came to anything."""
        if self.dial:
            return self.dial.gone or self.dial.outcome is LegOutcome.CANCELED
        unanswered = self.over and self.over.outcome in _UNANSWERED
        return bool(self.call_ended_at) and not unanswered

    def outcome(self, *, is_joined: bool) -> LegOutcome | None:
        if is_joined:
            return LegOutcome.ANSWERED
        if self.ended_at is None:
            return None
        if self.key(Reason.DECLINED):
            return LegOutcome.DECLINED
        if self.is_canceled or self.accept:
            return LegOutcome.CANCELED
        if self.was_picked_up:
            return LegOutcome.MACHINE
        told = self.dial or self.over
        return told.outcome if told else None

    def tell(self, joins_after: timedelta) -> LegStory:
        is_joined = self.was_joined(joins_after)
        started = self.rung or min(self.events, key=lambda e: (e.when, e.key))
        planned = self.rung.then if self.rung and self.rung.then else started.position
        actual = next((e.position for e in self.events), planned)
        same = actual.tried[-1:] == planned.tried[-1:]
        accepted_at = self.accept.when if self.accept else None
        joined_s = (self.ended_at - accepted_at) if self.ended_at and accepted_at else timedelta(0)
        return LegStory(
            attempt=self.number,
            round=actual.round,
            officer_id=actual.tried[-1],
            officer_number=started.rung_number if self.rung and same else "",
            sid=next((e.leg_sid for e in self.events if e.leg_sid), ""),
            started_at=started.when,
            picked_up_at=self.picked_up_at,
            accepted_at=accepted_at,
            ended_at=self.ended_at,
            outcome=self.outcome(is_joined=is_joined),
            talk_s=max(0, round(joined_s.total_seconds())) if is_joined else 0,
            joined_unscreened=bool(self.dial and self.dial.joined and not self.accept),
        )


def _says_picked_up(event: Event) -> bool:
    return event.kind is EventKind.LEG_PROGRESS and event.picked_up
