"""The caller's side of the call: from where they are and what they pressed to what comes next.

Every path ends at a person, a message, a callback or a goodbye; a property test walks them all.
"""

from ivr.flow import callback_request, menu, offer, voicemail
from ivr.flow.choices import Place
from ivr.flow.guarding import gate
from ivr.flow.hunting import connecting, next_ring
from ivr.flow.keypad import pin
from ivr.flow.position import START, Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import Goodbye, Pause, Prompt, Sentence, Step
from ivr.flow.words import Reason, Stage

MOST_STEPS = 400  # a stuck key or a line left open must not walk in circles for ever

RECOVERIES = 3

PLACES: dict[Stage, Place] = {
    Stage.GATE: gate.GATE,
    Stage.MENU: menu.MENU,
    Stage.OFFER: offer.OFFER,
    Stage.CLOSED: offer.CLOSED,
    Stage.CALLBACK: callback_request.CALLBACK,
    Stage.NUMBER_OK: callback_request.NUMBER_OK,
    Stage.CONFIRM: voicemail.CONFIRM,
}


def begin(scene: Scene) -> Step:
    """Greet a new caller, or ask an officer for the PIN; hold back who calls far too often.

    The same request twice is greeted twice alike.
    """
    return pin.ask(START) if pin.officer_of(scene) else gate.begin(scene)


def on_key(scene: Scene, position: Position, digits: str) -> Step:
    """Decide what follows the caller's key, or their silence (`digits` empty)."""
    if position.n >= MOST_STEPS:
        return _enough(position)
    if position.stage is Stage.NUMBER:
        return callback_request.after_number(scene, position, digits)
    place = PLACES.get(position.stage)
    if place is None:
        return start_again(scene, position)
    taken = next((c for c in place.choices(scene, position) if c.key == digits), None)
    return taken.take(scene, position) if taken else _ask_again(scene, position, place, digits)


def resume(scene: Scene, position: Position) -> Step:
    """Carry on where a pause or a passing fault of ours has left the caller."""
    branch, place = scene.branch(position), PLACES.get(position.stage)
    if position.n >= MOST_STEPS:
        return _enough(position)
    if position.stage is Stage.HUNT and branch:
        return next_ring(scene, position, connecting(position, branch))
    if position.stage is Stage.NUMBER:
        return callback_request.ask_number(scene, position)
    if position.stage is Stage.RECORD:
        return voicemail.record(scene, position)
    if place:
        return place.ask(scene, position.to(position.stage, errors=position.errors), ())
    return start_again(scene, position)


def recover(position: Position) -> Step:
    """Ask the caller for a moment after a fault of ours, and try again; at last, apologise."""
    if position.faults + 1 >= RECOVERIES or position.n >= MOST_STEPS:
        return apologise(position)
    at = position.to(position.stage, errors=position.errors, faults=position.faults + 1)
    return Pause((say(position, Prompt.ONE_MOMENT),), 1, at)


def start_again(scene: Scene, position: Position) -> Step:
    """Lead a caller back to the menu whose place in the call no longer exists."""
    at = position.to(Stage.MENU, menu="", branch="", desk=False, tried=(), round=1, reason=None)
    return menu.ask(scene, at, (say(position, Prompt.CHOOSE_AGAIN),))


def apologise(position: Position) -> Step:
    """Say that the fault is ours and goodbye: the last resort when nothing else can be done."""
    lead = (say(position, Prompt.FAILURE), say(position, Prompt.EMERGENCY))
    return Goodbye(lead, position.to(Stage.END, reason=Reason.OUR_FAULT))


def _ask_again(scene: Scene, position: Position, place: Place, digits: str) -> Step:
    errors = position.errors + 1
    if errors >= (place.errors or scene.switchboard.limits.errors):
        return place.give_up(scene, position)
    what: Sentence = say(position, Prompt.INVALID if digits else Prompt.NO_INPUT)
    return place.ask(scene, position.to(position.stage, errors=errors), (what,))


def _enough(position: Position) -> Step:
    return Goodbye((say(position, Prompt.BYE),), position.to(Stage.END, reason=Reason.GAVE_UP))
