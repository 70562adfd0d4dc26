"""A check of the whole way in: we call our own public number, as a citizen would.

A second number of ours calls, presses the keys of a branch, waits until an officer has accepted,
gives thanks and hangs up. What came of it is read from the call that came in: nobody on its way
knows that it is a check, but for the sentence that the officer hears.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.flow.events import Event
from ivr.flow.legs import leg_cause
from ivr.flow.menu import DESK
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import Goodbye, Pause, PressKeys, Prompt, Step
from ivr.flow.story import Story
from ivr.flow.switchboard import Menu, Switchboard
from ivr.flow.words import Cause, EventKind, Grade, LegOutcome, Reason, Stage, Verdict

LONGEST_S = 180
BEFORE_S = 2  # of the greeting, which a key cuts short
BETWEEN_S = 4  # until the next level of the menu is sure to listen
LOOKS_EVERY_S = 3  # at the board, beside the sentence that is said each time
MOST_LOOKS = 40
# A call that did not come in by then never will, and one of which nothing was heard is over.
COMES_IN = timedelta(minutes=3)
IS_HEARD_OF = timedelta(minutes=15)

_GRADES = {
    Cause.MACHINE: Grade.MAILBOX,
    Cause.BUSY: Grade.BUSY,
    Cause.DECLINED: Grade.BUSY,
    Cause.BAD_NUMBER: Grade.BAD_NUMBER,
}
_NEVER_CAME_IN = {
    LegOutcome.BUSY: Grade.BUSY,
    LegOutcome.NO_ANSWER: Grade.NO_ANSWER,
    LegOutcome.CANCELED: Grade.NO_ANSWER,
}


def first(branch: str) -> Position:
    """Return the position with which our call begins."""
    return Position(stage=Stage.THROUGH, branch=branch)


def keys_to(switchboard: Switchboard, branch: str) -> str:
    """Return the keys that lead to a branch, one for each level of the menu; "" where none do."""
    return DESK if branch == switchboard.desk.id else _keys(switchboard.menu, branch)


def _keys(menu: Menu, branch: str) -> str:
    for item in menu.items:
        if isinstance(item, Menu):
            if keys := _keys(item, branch):
                return item.key + keys
        elif item.id == branch:
            return item.key
    return ""


def go_on(scene: Scene, position: Position) -> Step:
    """Decide what our call does next: press the keys first, then wait for an officer."""
    if position.waits == 0:
        return _press(scene, position)
    if scene.caller.number in scene.board.reached:
        end = position.to(Stage.END, reason=Reason.ACCEPTED)
        return Goodbye((say(position, Prompt.THROUGH),), end)
    if position.waits >= MOST_LOOKS:
        return _give_up(position)
    at = position.to(Stage.THROUGH, waits=position.waits + 1)
    return Pause((say(position, Prompt.THROUGH),), LOOKS_EVERY_S, at)


def _press(scene: Scene, position: Position) -> Step:
    keys = keys_to(scene.switchboard, position.branch)
    at = position.to(Stage.THROUGH, waits=1)
    return PressKeys(keys, BEFORE_S, BETWEEN_S, at) if keys else _give_up(position)


def _give_up(position: Position) -> Step:
    return Goodbye((), position.to(Stage.END, reason=Reason.GAVE_UP))


@dataclass(frozen=True, slots=True)
class OurCall:
    """What became of the call that we placed; None where that is not known yet."""

    answered_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: LegOutcome | None = None


def is_through(events: Iterable[Event]) -> bool:
    """Say whether a check of ours is one of the whole way."""
    return any(event.position.stage is Stage.THROUGH for event in events)


def tell(events: Iterable[Event]) -> OurCall:
    """Return what became of our call; the same for any order and repetition of its events."""
    known = sorted(events, key=lambda e: (e.when, e.key))
    answered = (e.when for e in known if e.kind is EventKind.CHECK_ANSWERED)
    ended = next((e for e in known if e.kind is EventKind.CHECK_ENDED and e.outcome), None)
    return OurCall(
        answered_at=next(answered, None),
        ended_at=ended.when if ended else None,
        outcome=ended.outcome if ended else None,
    )


def grade(
    ours: OurCall, came_in: Story | None, *, placed_at: datetime, now: datetime
) -> Grade | None:
    """Return what a check of the whole way found, None while that cannot be said.

    Passed is what an officer accepted and was joined to. `came_in` is the call that came in, told
    as any citizen's. A call of ours that never came in shows that our number does not lead to us.
    """
    if came_in:
        return _found(came_in) if came_in.ended_at else None
    ended_at = ours.ended_at or (placed_at if now >= placed_at + IS_HEARD_OF else None)
    if ended_at is None or now < ended_at + COMES_IN:
        return None
    return _NEVER_CAME_IN.get(ours.outcome or LegOutcome.NO_ANSWER, Grade.BAD_NUMBER)


def _found(story: Story) -> Grade:
    if story.verdict is Verdict.ANSWERED:
        return Grade.PASSED
    cause = leg_cause(story.legs) or story.cause
    return _GRADES.get(cause, Grade.NO_ANSWER) if cause else Grade.NO_ANSWER
