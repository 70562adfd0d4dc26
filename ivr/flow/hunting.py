"""Hunting: ring the officers on duty one after another, until one of them presses accept.

One officer at a time, because with several phones at once the first pick-up wins, be it a mailbox,
and cancels the others before anyone has pressed a key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ivr.flow.duty.on_duty import Away, OnDuty
from ivr.flow.guarding.dialing import may_dial
from ivr.flow.offer import desk_is_open, offer
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import Goodbye, Nothing, Prompt, Ring, Sentence, Step
from ivr.flow.switchboard import Branch, Officer
from ivr.flow.words import LegOutcome, Reason, Stage


@dataclass(frozen=True, slots=True)
class LegEnded:
    """An officer's leg is over, as the carrier told it on the caller's leg.

    `outcome` is ANSWERED where the phone was picked up, by whomever. `joined` is whether the two
    lines were connected, None where the carrier does not say. `gone`: the caller has hung up.
    """

    outcome: LegOutcome
    joined: bool | None
    gone: bool


def next_ring(scene: Scene, position: Position, lead: tuple[Sentence, ...]) -> Step:
    """Decide whom to ring next in this branch's hunt, in roster order.

    `position.tried` holds the officers already rung in this round, by id. An officer who is on
    another hotline call is passed over. When nobody is left and the rounds are used up, the caller
    is offered a message or a callback rather than silence.
    """
    branch = scene.branch(position)
    if branch is None:
        return offer(scene, position, Reason.OUR_FAULT)
    if _at_once(scene) >= scene.switchboard.limits.calls_at_once:
        return offer(scene, position, Reason.ALL_BUSY)
    roster = [c for c in explain(scene, position, branch) if c.why in (Passed.RINGS, Passed.BUSY)]
    fresh = [c.officer for c in roster if c.why is Passed.RINGS]
    fresh = [officer for officer in fresh if officer.id not in position.tried]
    if fresh:
        return _ring(scene, position, branch, fresh[0], lead)
    if position.tried and position.round < branch.rounds:
        return next_ring(scene, _next_round(position), lead)
    if not roster:
        return offer(scene, position, Reason.NOBODY_ON_DUTY)
    return offer(scene, position, Reason.ALL_TRIED if position.tried else Reason.ALL_BUSY)


def after_ring(scene: Scene, position: Position, ended: LegEnded) -> Step:
    """Carry on after an officer's phone stopped ringing, or after the talk.

    Where the carrier does not say whether the lines were joined, only an accept that the board has
    seen counts: to be put through once more is a nuisance, to be dropped unheard is a loss.
    """
    if ended.gone:
        return Nothing(position.to(Stage.END, reason=Reason.GONE))
    accepted = (scene.caller.call_sid, position.n) in scene.board.accepted
    picked_up = ended.outcome is LegOutcome.ANSWERED
    talked = ended.joined if ended.joined is not None else picked_up and accepted
    if talked:
        return Goodbye((say(position, Prompt.BYE),), position.to(Stage.END, reason=Reason.TALKED))
    return next_ring(scene, position, (say(position, Prompt.HOLD),))


class Passed(StrEnum):
    """Whether an officer of the roster is rung, and why not."""

    RINGS = "rings"
    BUSY = "busy"
    OURS = "ours"
    TWICE = "twice"
    ABSENT = "absent"
    UNFIT = "unfit"
    DESK_CLOSED = "desk_closed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of a branch's roster, and what the hunt makes of it.

    `on_duty` tells what puts the officer there, and instead of whom; None for who is absent.
    """

    officer: Officer
    why: Passed
    on_duty: OnDuty | None = None


def explain(scene: Scene, position: Position, branch: Branch) -> Iterator[Candidate]:
    """Yield everybody whom this hunt may think of: who is on duty for the branch, then the desk.

    Nobody is rung twice, and neither the citizen's own number nor one of ours is ever dialled.
    """
    desk = scene.switchboard.desk
    never = {*scene.switchboard.own_numbers, scene.switchboard.hotline}
    never |= {n for n in (scene.caller.number, scene.caller.called_number) if n}
    seen: set[str] = set()
    is_open = desk_is_open(scene)
    own = () if position.desk else scene.turns(branch)
    for turn, may_ring in (*((t, True) for t in own), *((t, is_open) for t in scene.turns(desk))):
        why = _why(scene, turn, never, seen) if may_ring else Passed.DESK_CLOSED
        yield Candidate(turn.officer, why, turn if isinstance(turn, OnDuty) else None)
        if isinstance(turn, OnDuty):
            seen.add(turn.officer.number)


def _why(scene: Scene, turn: OnDuty | Away, never: set[str], seen: set[str]) -> Passed:
    officer = turn.officer
    if officer.number in never:
        return Passed.OURS
    if officer.number in seen:
        return Passed.TWICE
    if isinstance(turn, Away):
        return Passed.ABSENT
    if not (turn.may_ring and may_dial(officer.number)):
        return Passed.UNFIT
    held_by = scene.board.busy.get(officer.number, scene.caller.call_sid)
    return Passed.RINGS if held_by == scene.caller.call_sid else Passed.BUSY


def connecting(position: Position, branch: Branch) -> tuple[Sentence, ...]:
    """Return what the caller hears while the first officer of a branch, or of the desk, is rung."""
    if position.desk:
        return (say(position, Prompt.TO_DESK),)
    lead = branch.lead.in_(position.lang)
    return (say(position, Prompt.CONNECTING, variant=branch.id, lead=lead),)


def _at_once(scene: Scene) -> int:
    """Return how many telephones other calls hold: each is a call that somebody pays for."""
    return sum(1 for sid in scene.board.busy.values() if sid != scene.caller.call_sid)


def _next_round(position: Position) -> Position:
    return position.to(Stage.HUNT, round=position.round + 1, tried=())


def _ring(
    scene: Scene, position: Position, branch: Branch, officer: Officer, lead: tuple[Sentence, ...]
) -> Ring:
    at = position.to(Stage.HUNT, tried=(*position.tried, officer.id))
    return Ring(
        lead=lead,
        officer=officer,
        timeout_s=branch.ring_s,
        talk_s=scene.switchboard.limits.talk_s,
        caller_id=scene.caller.called_number or scene.switchboard.hotline,
        then=at,
        whisper=at.leg(scene.caller.call_sid),
    )
