"""After a citizen's phone was picked up: only the officer knows by whom, and what was agreed."""

from ivr.flow.keypad.errands import Outcome
from ivr.flow.keypad.home import home
from ivr.flow.keypad.moments import keyed_moment, read_moment, written_moment
from ivr.flow.keypad.places import Key, KeypadPlace, Keys, Lead, listen, when
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import AskDigits, Prompt, Step
from ivr.flow.words import Stage

LISTENS_S = 8
LONGEST = 9  # day, month, hour, minute, and the hash that must not fall into the next menu
STAR = "*"


def ask(scene: Scene, at: Position, lead: Lead) -> Outcome:
    """Ask who it was. Silence leaves it open: the citizen was tried, and no more is known."""
    return listen(scene, at, _keys(scene, at), lead)


def ask_moment(scene: Scene, position: Position, *, errors: int = 0) -> Step:
    """Ask when the citizen wants to be called."""
    at = position.to(Stage.LATER, errors=errors)
    bad = (say(at, Prompt.LATER_BAD),) if errors else ()
    return AskDigits((*bad, say(at, Prompt.LATER_ASK)), at, LISTENS_S, LONGEST)


def after_digits(scene: Scene, position: Position, digits: str) -> Outcome:
    """Read a moment back, ask for it again, or go back to the question before."""
    moment = keyed_moment(digits, scene.switchboard.calendar, scene.now)
    if moment:
        return _read_back(scene, position.to(Stage.LATER_OK, about=written_moment(moment)), ())
    if STAR in digits or position.errors + 1 >= scene.switchboard.limits.errors:
        return ask(scene, position.to(Stage.SPOKEN), ())
    return ask_moment(scene, position, errors=position.errors + 1)


def _keys(scene: Scene, position: Position) -> Keys:
    return (
        Key("1", say(position, Prompt.SPOKEN_YES), _noted),
        Key("2", say(position, Prompt.SPOKEN_NO), _noted),
        Key("3", say(position, Prompt.SPOKEN_LATER), ask_moment),
    )


def _noted(scene: Scene, position: Position) -> Outcome:
    return home(scene, position, (say(position, Prompt.OFFICER_NOTED),))


def _read_back(scene: Scene, at: Position, lead: Lead) -> Outcome:
    moment = read_moment(at.about)
    if moment is None:
        return ask_moment(scene, at)
    back = say(at, Prompt.LATER_BACK, when=when(scene, at, moment))
    return listen(scene, at, _agreed_keys(scene, at), (*lead, back))


def _agreed_keys(scene: Scene, position: Position) -> Keys:
    return (
        Key("1", say(position, Prompt.NUMBER_YES), _noted),
        Key("2", say(position, Prompt.NUMBER_AGAIN), ask_moment),
    )


SPOKEN = KeypadPlace(_keys, ask, leave=home, give_up=home)
LATER_OK = KeypadPlace(_agreed_keys, _read_back, leave=home, give_up=home)
