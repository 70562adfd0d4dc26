"""When the database cannot be had: an officer is told so, and offered what does without it."""

from ivr.flow import menu
from ivr.flow.keypad import pin
from ivr.flow.keypad.called import CALLED
from ivr.flow.keypad.errands import Outcome
from ivr.flow.keypad.home import as_citizen, goodbye, home
from ivr.flow.keypad.places import Key, KeypadPlace, Keys, Lead, listen, screen
from ivr.flow.keypad.talk import WRAP_UP
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import Prompt, Step
from ivr.flow.words import Reason, Stage

DESK = "0"


def away(scene: Scene, position: Position) -> Step:
    """Say that the records cannot be reached, and offer to try again, or somebody to talk to.

    Callbacks that were offered stay remembered; who could have stood in is none of them.
    """
    tried = () if position.stage is Stage.STAND_IN else position.tried
    return _ask(scene, position.to(Stage.AWAY, tried=tried), ())


def _ask(scene: Scene, at: Position, lead: Lead) -> Step:
    said = (*lead, say(at, Prompt.BOOKS_AWAY))
    if at.called:
        return screen(scene, at, _keys(scene, at), said)
    return listen(scene, at, _keys(scene, at), said, Prompt.OFFICER_UP)


def _keys(scene: Scene, position: Position) -> Keys:
    again = Key("1", say(position, Prompt.BOOKS_AGAIN), _again)
    if position.called:
        return (again,)
    return (again, Key(DESK, say(position, Prompt.BOOKS_DESK), _desk))


def _again(scene: Scene, position: Position) -> Outcome:
    if position.called and position.debt:
        return CALLED.ask(scene, position.to(Stage.CALLED), ())
    if position.called:
        return WRAP_UP.ask(scene, position.to(Stage.WRAP_UP), ())
    return home(scene, position) if position.officer else pin.ask(position)


def _desk(scene: Scene, position: Position) -> Outcome:
    return menu.to_desk(scene, as_citizen(position))


def _leave(scene: Scene, position: Position) -> Outcome:
    if position.called:
        return goodbye(scene, position, reason=Reason.GAVE_UP)
    return pin.citizens(scene, position)


AWAY = KeypadPlace(_keys, _ask, leave=_leave, give_up=_leave)
