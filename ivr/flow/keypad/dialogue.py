"""The officer's side of the keypad: from where they are and what they pressed to what comes next.

Every path ends at a goodbye, or at what citizens hear; a property test walks them all.
"""

from collections.abc import Callable

from ivr.flow import dialogue
from ivr.flow.hunting import LegEnded
from ivr.flow.keypad import away, called, duty, menu, pin, spoken, talk, work
from ivr.flow.keypad.errands import Outcome
from ivr.flow.keypad.home import goodbye, home
from ivr.flow.keypad.places import REPEAT, STAR, KeypadPlace
from ivr.flow.keypad.stages import KEYPAD
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import Prompt
from ivr.flow.words import Reason, Stage

PLACES: dict[Stage, KeypadPlace] = {
    Stage.OFFICER: menu.OFFICER,
    Stage.OWED: work.OWED,
    Stage.SPOKEN: spoken.SPOKEN,
    Stage.LATER_OK: spoken.LATER_OK,
    Stage.ON_DUTY: duty.ON_DUTY,
    Stage.OFF_DUTY: duty.OFF_DUTY,
    Stage.STAND_IN: duty.STAND_IN,
    Stage.RESULT: talk.RESULT,
    Stage.PASS_ON: talk.PASS_ON,
    Stage.CALLED: called.CALLED,
    Stage.WRAP_UP: talk.WRAP_UP,
    Stage.AWAY: away.AWAY,
}
# Where several digits are typed.
TYPED: dict[Stage, Callable[[Scene, Position, str], Outcome]] = {
    Stage.PIN: pin.after_digits,
    Stage.LATER: spoken.after_digits,
}


def on_key(scene: Scene, position: Position, digits: str) -> Outcome:
    """Decide what follows an officer's keys, or silence (`digits` empty)."""
    if position.n >= dialogue.MOST_STEPS:
        return goodbye(scene, position, reason=Reason.GAVE_UP)
    if position.stage in TYPED:
        return TYPED[position.stage](scene, position, digits)
    place = PLACES.get(position.stage)
    return _keyed(scene, position, place, digits) if place else resume(scene, position)


def _keyed(scene: Scene, position: Position, place: KeypadPlace, digits: str) -> Outcome:
    taken = next((key for key in place.keys(scene, position) if key.key == digits), None)
    if taken:
        return taken.take(scene, position)
    if digits == REPEAT:
        return place.ask(scene, position.to(position.stage), ())
    if digits == STAR:
        return place.leave(scene, position)
    return _ask_again(scene, position, place, digits)


def resume(scene: Scene, position: Position) -> Outcome:
    """Say the place that an officer is at: where one picked up, or after a passing fault of ours.

    What became of a dial while we failed only the officer can tell.
    """
    if position.n >= dialogue.MOST_STEPS:
        return goodbye(scene, position, reason=Reason.GAVE_UP)
    match position.stage:
        case Stage.PIN:
            return pin.ask(position, errors=position.errors)
        case Stage.LATER:
            return spoken.ask_moment(scene, position, errors=position.errors)
        case Stage.DIALED:
            return spoken.ask(scene, position.to(Stage.SPOKEN), ())
    place = PLACES.get(position.stage)
    if place is None:
        return home(scene, position)
    return place.ask(scene, position.to(position.stage, errors=position.errors), ())


def go_on(scene: Scene, position: Position) -> Outcome:
    """Carry on after a pause, on whichever side the call is."""
    if position.stage in KEYPAD:
        return resume(scene, position)
    return dialogue.resume(scene, position)


def after_dial(scene: Scene, position: Position, ended: LegEnded) -> Outcome:
    """Carry on after a citizen was dialled."""
    return work.after_dial(scene, position, ended)


def _ask_again(scene: Scene, position: Position, place: KeypadPlace, digits: str) -> Outcome:
    errors = position.errors + 1
    if errors >= scene.switchboard.limits.errors:
        return place.give_up(scene, position)
    what = say(position, Prompt.CHECK_AGAIN if digits else Prompt.OFFICER_NO_INPUT)
    return place.ask(scene, position.to(position.stage, errors=errors), (what,))
