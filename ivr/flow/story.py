"""The story of a call: a fold over its events, the same for every order and every duplication.

Three tellers report the same end in any order (the Dial action, the leg's callbacks, the number's
status callback), each may come twice, late, or never. So nothing here depends on which came first:
places are ordered by the step count that travels in the URL, and times are only ever compared where
the call itself gives them an order.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from ivr.flow.events import Event, each_once
from ivr.flow.keypad.stages import KEYPAD
from ivr.flow.keypad.story import is_officers
from ivr.flow.legs import LegStory, ends_of_hunt, leg_cause, offer_of, tell_legs
from ivr.flow.messages import MessageStory, tell_messages
from ivr.flow.numbers import e164, named
from ivr.flow.position import START, Position
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import (
    MISSED,
    Cause,
    EventKind,
    Language,
    LegOutcome,
    Reason,
    Stage,
    Verdict,
)

SHORT_S = 5
_REQUESTING = (Stage.CALLBACK, Stage.NUMBER, Stage.NUMBER_OK)
_CLOSED_CAUSES = {
    Reason.OUT_OF_HOURS: Cause.CLOSED,
    Reason.HOLIDAY: Cause.HOLIDAY,
    Reason.NOT_YET_OPEN: Cause.NOT_YET_OPEN,
}
# Where no leg shows one: what the hunt itself knew.
_OFFER_CAUSES: dict[Reason | None, Cause] = {
    Reason.OUR_FAULT: Cause.OUR_FAULT,
    Reason.ALL_BUSY: Cause.BUSY,
    Reason.ALL_TRIED: Cause.NO_ANSWER,
}


@dataclass(frozen=True, slots=True)
class Story:
    """One citizen's call as a whole. `verdict` is None while it goes on; durations are seconds.

    `callback_number` is the E.164 number that may be called back: the one typed in, else the one
    shown; None where there is neither. Where retention deleted it, a pseudonym stands for it.
    """

    call_sid: str
    caller_number: str
    called_number: str
    language: Language
    branch: str
    started_at: datetime
    chosen_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    verdict: Verdict | None
    cause: Cause | None
    wait_s: int
    talk_s: int
    message_s: int
    legs: tuple[LegStory, ...]
    messages: tuple[MessageStory, ...]
    callback_requested: bool
    callback_number: str | None
    origin: CallOrigin = CallOrigin.WEBHOOK

    @property
    def is_owed_callback(self) -> bool:
        """Whether somebody must call this citizen back, and can.

        Whom nobody served out of hours could not ask for it.
        """
        asked = self.verdict is Verdict.OUT_OF_HOURS and (
            self.message_s or self.callback_requested or self.origin is not CallOrigin.WEBHOOK
        )
        return bool(self.callback_number and (self.verdict in MISSED or asked))


def tell(events: Iterable[Event]) -> Story:
    """Tell the story of one call from all its events.

    Raises ValueError where there is no event, or events of more than one call.
    """
    return _Fold(each_once(events)).story()


def as_test(story: Story, own_numbers: Collection[str]) -> Story:
    """Return the story of a check of the whole way in: a call from one of our own numbers.

    A check leaves no message and types no number: who did is a person, and is owed the callback,
    also where it is a forwarded line of ours whose number is shown instead of the caller's.
    """
    ours = e164(story.caller_number)
    is_person = story.message_s or story.callback_number != ours
    if story.verdict is None or ours not in own_numbers or is_person:
        return story
    return replace(story, verdict=Verdict.TEST, cause=Cause.LINE_CHECK)


class _Fold:
    """All events of one call, each once, and what can be read from them together."""

    def __init__(self, events: list[Event]) -> None:
        if len({event.call_sid for event in events}) != 1:
            raise ValueError("a story is told from the events of exactly one call")
        self.events = events
        told = (e for e in events if e.then and e.then.stage not in KEYPAD)
        self.places = sorted(told, key=_handed_out)

    @cached_property
    def started_at(self) -> datetime:
        """When the call began: by what we saw ourselves; the carrier's list knows whole seconds."""
        own = [e.when for e in self.events if e.kind is not EventKind.LISTED]
        if any(e.kind is EventKind.CALL_STARTED for e in self.events):
            return min(own)
        return min([e.began_at or e.when for e in self.of(EventKind.LISTED)] + own)

    @cached_property
    def ended_at(self) -> datetime | None:
        """When the call ended: by the carrier's word, else the first sign that nobody is left."""
        closing = [e.when for e in self.of(EventKind.CALL_ENDED)]
        gone = closing or [e.when for e in self.events if e.gone]
        signs = gone or [e.when for e in self.of(EventKind.LISTED)]
        return max(self.started_at, min(signs)) if signs else None

    def of(self, kind: EventKind) -> list[Event]:
        return [e for e in self.events if e.kind is kind]

    @cached_property
    def origin(self) -> CallOrigin:
        """By what way we know of the call: only the carrier's list has those nobody served."""
        served = any(e.then or e.position != START for e in self.events if not _is_listed(e))
        if served or not self.of(EventKind.LISTED):
            return CallOrigin.WEBHOOK
        was_dialled = bool(self.of(EventKind.LEG_PROGRESS))
        return CallOrigin.FALLBACK if was_dialled else CallOrigin.RECONCILIATION

    @property
    def fell_back(self) -> bool:
        """Whether somebody was dialled whom we never ordered: we failed, a fallback address did it.

        The list may be read before what a dead host spooled: a leg that is placed was ours.
        """
        placed = {e.leg_sid for e in self.events if e.position.tried}
        legs = {e.leg_sid for e in self.of(EventKind.LEG_PROGRESS) if e.key.endswith(":listed")}
        return not legs <= placed

    @cached_property
    def last(self) -> Position:
        """Where the call had come to in the end: the furthest place that still names a branch."""
        places = [e.then for e in self.places if e.then]
        chosen = [place for place in places if place.branch]
        known = self.events[-1].position
        return (chosen or places or [START if known.stage in KEYPAD else known])[-1]

    @cached_property
    def chosen_at(self) -> datetime | None:
        mine = (e.when for e in self.places if e.then and e.then.branch == self.last.branch)
        return min(mine, default=None) if self.last.branch else None

    @cached_property
    def legs(self) -> tuple[LegStory, ...]:
        return tell_legs(self.events, self.ended_at, fell_back=self.fell_back)

    @cached_property
    def answered(self) -> LegStory | None:
        """The leg that was answered, or is being talked on."""
        talking = (leg for leg in self.legs if leg.accepted_at and not self.ended_at)
        joined = (leg for leg in self.legs if leg.outcome is LegOutcome.ANSWERED)
        return next((*joined, *talking).__iter__(), None)

    @cached_property
    def offers(self) -> list[Event]:
        """The ends of hunts without an officer: not each time that the same offer was repeated."""
        return ends_of_hunt(self.events, self.places)

    @cached_property
    def gave_up_at(self) -> datetime | None:
        """When the hunt last ended without an officer."""
        return max((e.when for e in self.offers), default=None)

    @cached_property
    def closing(self) -> Reason | None:
        """Why the chosen branch was closed, where the caller was told so."""
        told = [e.then.reason for e in self.places if e.then and e.then.stage is Stage.CLOSED]
        return told[-1] if told else None

    def verdict(self) -> tuple[Verdict, Cause | None]:
        if is_officers(self.events):
            return Verdict.TEST, Cause.OFFICERS_MENU
        if self.origin is not CallOrigin.WEBHOOK:
            return Verdict.NOT_ANSWERED, Cause.OUR_FAULT
        if any(leg.outcome is LegOutcome.ANSWERED for leg in self.legs):
            return Verdict.ANSWERED, None
        if any(e.then and e.then.reason is Reason.BLOCKED for e in self.places):
            return Verdict.BLOCKED, None
        if self.fell_back:
            return Verdict.NOT_ANSWERED, Cause.OUR_FAULT
        return self.unanswered()

    def unanswered(self) -> tuple[Verdict, Cause | None]:
        unscreened = any(leg.joined_unscreened for leg in self.legs)
        fault = unscreened or any(e.kind is EventKind.FAULT for e in self.events)
        if not self.last.branch:
            return Verdict.MENU_ENDED, Cause.OUR_FAULT if fault else None
        if self.gave_up_at or unscreened or (fault and not self.closing):
            return Verdict.NOT_ANSWERED, Cause.OUR_FAULT if fault else self.hunt_cause()
        if self.closing and not self.legs:
            return Verdict.OUT_OF_HOURS, _CLOSED_CAUSES.get(self.closing)
        return Verdict.ABANDONED, Cause.SHORT if self.wait_s() < SHORT_S else Cause.HUNG_UP

    def hunt_cause(self) -> Cause:
        reasons = [offer_of(e).reason for e in self.offers]
        return leg_cause(self.legs) or _OFFER_CAUSES.get(reasons[-1], Cause.NOBODY_ON_DUTY)

    def wait_s(self) -> int:
        """From choosing the branch to the accept, or to the end of the hunt.

        Listening to what a closed branch has to say is no waiting for anybody.
        """
        is_only_closed = self.closing and not (self.legs or self.gave_up_at)
        if self.chosen_at is None or is_only_closed:
            return 0
        accepted = self.answered.accepted_at if self.answered else None
        until = accepted or self.gave_up_at or self.ended_at or self.chosen_at
        return max(0, round((until - self.chosen_at).total_seconds()))

    def callback_number(self) -> str | None:
        typed = [e.digits for e in self.places if _is_typed_number(e)]
        return named(typed[-1]) if typed else named(self.first("caller_number"))

    def first(self, name: str) -> str:
        return next((value for e in self.events if (value := getattr(e, name))), "")

    def story(self) -> Story:
        verdict, cause = self.verdict() if self.ended_at else (None, None)
        messages = tell_messages(self.events)
        return Story(
            call_sid=self.events[0].call_sid,
            caller_number=self.first("caller_number"),
            called_number=self.first("called_number"),
            language=self.last.lang,
            branch=self.last.branch,
            started_at=self.started_at,
            chosen_at=self.chosen_at,
            answered_at=self.answered.accepted_at if self.answered else None,
            ended_at=self.ended_at,
            verdict=verdict,
            cause=cause,
            wait_s=self.wait_s(),
            talk_s=self.answered.talk_s if self.answered else 0,
            message_s=next((m.seconds for m in messages if m.is_kept), None) or 0,
            legs=self.legs,
            messages=messages,
            callback_requested=any(_is_request(e) for e in self.places),
            callback_number=self.callback_number(),
            origin=self.origin,
        )


def _handed_out(event: Event) -> tuple[int, datetime, str]:
    return (event.then.n if event.then else 0, event.when, event.key)


def _is_listed(event: Event) -> bool:
    return event.kind is EventKind.LISTED


def _stage(event: Event) -> Stage | None:
    return event.then.stage if event.then else None


def _is_typed_number(event: Event) -> bool:
    return event.position.stage is Stage.NUMBER and _stage(event) is Stage.NUMBER_OK


def _is_request(event: Event) -> bool:
    reason = event.then.reason if event.then else None
    return _stage(event) in _REQUESTING or reason is Reason.CALLBACK_REQUESTED
