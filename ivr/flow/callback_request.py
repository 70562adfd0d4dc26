"""Asking to be called back: at the number of this call, or at one that is typed in."""

from ivr.flow import voicemail
from ivr.flow.choices import Choice, Choices, Place, listen
from ivr.flow.guarding.dialing import may_dial
from ivr.flow.numbers import e164, national
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.speech import said_digits
from ivr.flow.steps import AskDigits, Goodbye, Prompt, Sentence, Speech, Step
from ivr.flow.words import Reason, Stage

NUMBER_TIMEOUT_S = 8
LONGEST_NUMBER = 15


def request(scene: Scene, position: Position) -> Step:
    """Take a wish to be called back, first asking for a number where none was shown.

    One that we must not dial (of another country, say) is as good as none.
    """
    if scene.caller.number is None or not may_dial(scene.caller.number):
        return ask_number(scene, position)
    return _ask(scene, position.to(Stage.CALLBACK), ())


def ask_number(scene: Scene, position: Position, *, errors: int = 0) -> Step:
    """Ask for the number to call back, up to `#`."""
    first = Prompt.NUMBER_INVALID if errors else Prompt.ASK_NUMBER
    at = position.to(Stage.NUMBER, errors=errors)
    return AskDigits((say(position, first),), at, NUMBER_TIMEOUT_S, LONGEST_NUMBER)


def after_number(scene: Scene, position: Position, digits: str) -> Step:
    """Decide what follows a typed number: read it back, ask again, or take a message instead."""
    number = e164(digits)
    if number and may_dial(number):
        back = said_digits(national(number).lstrip("+"), position.lang)
        at = position.to(Stage.NUMBER_OK)
        return _ask_again(scene, at, (say(position, Prompt.NUMBER_BACK, digits=back),))
    if position.errors + 1 < scene.switchboard.limits.errors:
        return ask_number(scene, position, errors=position.errors + 1)
    return voicemail.record(scene, position)


def noted(scene: Scene, position: Position) -> Step:
    """Promise the callback and say goodbye."""
    lead = (say(position, Prompt.CALLBACK_NOTED), say(position, Prompt.BYE))
    return Goodbye(lead, position.to(Stage.END, reason=Reason.CALLBACK_REQUESTED))


def _choices(scene: Scene, position: Position) -> Choices:
    yes, other = say(position, Prompt.CALLBACK_YES), say(position, Prompt.CALLBACK_OTHER)
    return (
        Choice("1", yes, noted),
        Choice("2", other, ask_number),
    )


def _ask(scene: Scene, at: Position, lead: tuple[Speech, ...]) -> Step:
    intro: Sentence = say(at, Prompt.CALLBACK_OK)
    return listen(scene.switchboard, at, _choices(scene, at), lead=(*lead, intro))


def _typed_choices(scene: Scene, position: Position) -> Choices:
    yes, again = say(position, Prompt.NUMBER_YES), say(position, Prompt.NUMBER_AGAIN)
    return (
        Choice("1", yes, noted),
        Choice("2", again, ask_number),
    )


def _ask_again(scene: Scene, at: Position, lead: tuple[Speech, ...]) -> Step:
    return listen(scene.switchboard, at, _typed_choices(scene, at), lead=lead)


CALLBACK = Place(_choices, _ask, noted, errors=2)
NUMBER_OK = Place(_typed_choices, _ask_again, noted, errors=2)
