"""The officers' menu: what its keys lead to."""

from collections.abc import Callable
from functools import partial

from ivr.flow.keypad import duty, pin, talk, work
from ivr.flow.keypad.errands import Outcome, WantVerifying
from ivr.flow.keypad.home import ANNOUNCED, ask, cleared, goodbye
from ivr.flow.keypad.places import Key, KeypadPlace, Keys, Lead
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import Goodbye, Prompt
from ivr.flow.words import Reason, Stage

TAKEN: dict[str, Callable[[Scene, Position], Outcome]] = {
    "1": work.start,
    "2": duty.start,
    "3": talk.start,
    "4": partial(work.start, mine=True),
}


def _keys(scene: Scene, position: Position) -> Keys:
    taken = TAKEN | {"9": _verify}
    return tuple(
        Key(key, say(position, said), partial(_take, take=taken[key]))
        for key, said in ANNOUNCED.items()
    )


def _take(
    scene: Scene, position: Position, *, take: Callable[[Scene, Position], Outcome]
) -> Outcome:
    """Begin something new: what the place before was about is over."""
    return take(scene, cleared(position))


def _ask(scene: Scene, at: Position, lead: Lead) -> Outcome:
    return ask(scene, cleared(at), lead)


def _verify(scene: Scene, position: Position) -> Outcome:
    return WantVerifying(position.officer, partial(_verified_soon, position))


def _verified_soon(position: Position) -> Outcome:
    """Let the officer hang up: a phone that is in use cannot be called."""
    end = position.to(Stage.END, reason=Reason.KEYED)
    return Goodbye((say(position, Prompt.VERIFY_SOON),), end)


def _gave_up(scene: Scene, position: Position) -> Outcome:
    return goodbye(scene, position, reason=Reason.GAVE_UP)


OFFICER = KeypadPlace(_keys, _ask, leave=pin.citizens, give_up=_gave_up)
