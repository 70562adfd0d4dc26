"""Who is offered the keypad, and what a PIN opens.

The caller's number says which officer this may be, and the PIN that it is. Numbers can be feigned,
so nothing but the PIN counts; and whoever keys none, or a wrong one too often, is a citizen.
"""

from functools import partial

from ivr.flow import menu
from ivr.flow.keypad.errands import CheckPin, Outcome, PinCheck
from ivr.flow.keypad.home import as_citizen, home
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import AskDigits, Prompt, Sentence, Step
from ivr.flow.words import Stage

DIGITS = 6
TRIES = 3  # in one call
LISTENS_S = 6
HASH, STAR = "#", "*"


def officer_of(scene: Scene) -> str:
    """Return the officer whose telephone this is, if they have a PIN and serve today; else ''."""
    found = scene.board.roster.with_pin.get(scene.caller.number or "")
    if found is None or not found.is_active(scene.switchboard.calendar.local(scene.now).date()):
        return ""
    return found.officer.id


def ask(position: Position, lead: tuple[Sentence, ...] = (), *, errors: int = 0) -> Step:
    """Ask for the PIN.

    Star ends the input, and the hash that ends a PIN is taken as one more digit: so star alone
    leads to the citizens' menu at once, and a hash after six digits does not fall into the next
    menu.
    """
    at = position.to(Stage.PIN, errors=errors)
    said = (*lead, say(at, Prompt.PIN_ASK))
    return AskDigits(said, at, LISTENS_S, DIGITS + 1, finish=STAR)


def after_digits(scene: Scene, position: Position, digits: str) -> Outcome:
    """Decide what follows what was keyed in; nothing, or star, is how citizens go on."""
    officer = officer_of(scene)
    if not digits or not officer:
        return citizens(scene, position)
    pin = digits.removesuffix(HASH)
    if len(pin) != DIGITS or not pin.isdigit():
        return _again(scene, position, Prompt.PIN_SIX)
    return CheckPin(officer, pin, position.n, partial(_checked, scene, position, officer))


def citizens(scene: Scene, position: Position, lead: tuple[Sentence, ...] = ()) -> Step:
    """Greet an ordinary caller."""
    return menu.begin(scene, as_citizen(position), lead)


def _checked(scene: Scene, position: Position, officer: str, found: PinCheck) -> Outcome:
    match found:
        case PinCheck.RIGHT:
            return home(scene, Position(n=position.n, officer=officer))
        case PinCheck.LOCKED:
            return citizens(scene, position, (say(position, Prompt.PIN_LOCKED),))
        case PinCheck.WRONG:
            return _again(scene, position, Prompt.PIN_WRONG)


def _again(scene: Scene, position: Position, why: Prompt) -> Outcome:
    errors, lead = position.errors + 1, (say(position, why),)
    if errors >= TRIES:
        return citizens(scene, position, lead)
    return ask(position, lead, errors=errors)
