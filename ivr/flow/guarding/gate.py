"""What stands before the menu for whoever calls too often: a key that has to be listened for."""

from zlib import crc32

from ivr.flow import menu
from ivr.flow.choices import Choice, Choices, Place, listen
from ivr.flow.guarding.floods import Treatment, blocked_until, treatment
from ivr.flow.position import START, Position
from ivr.flow.scene import Scene, say
from ivr.flow.speech import said_key, said_moment
from ivr.flow.steps import Goodbye, Prompt, Sentence, Speech, Step
from ivr.flow.words import Language, Reason, Stage


def begin(scene: Scene) -> Step:
    """Greet a new caller, or ask for one key first, or say that the number is blocked."""
    match treatment(scene):
        case Treatment.GREET:
            return menu.begin(scene, START)
        case Treatment.EXTRA_KEY:
            return _ask(scene, START.to(Stage.GATE), ())
        case Treatment.BLOCK:
            return _refuse(scene)


def key_of(call_sid: str) -> str:
    """Return the key that this call is asked for, 1 to 9, the same at every request of it."""
    return str(1 + crc32(call_sid.encode()) % 9)


def _choices(scene: Scene, _: Position) -> Choices:
    return (Choice(key_of(scene.caller.call_sid), None, menu.begin),)


def _ask(scene: Scene, at: Position, lead: tuple[Speech, ...]) -> Step:
    """Ask in both languages: nobody has chosen one yet."""
    asked = tuple(_asked(scene, language) for language in Language)
    return listen(scene.switchboard, at, _choices(scene, at), lead=(*lead, *asked))


def _asked(scene: Scene, language: Language) -> Sentence:
    key = said_key(key_of(scene.caller.call_sid), language)
    return say(Position(lang=language), Prompt.EXTRA_KEY, key=key)


def _refuse(scene: Scene) -> Step:
    """Say until when, and what can be done meanwhile: nobody is left without a way."""
    lead = tuple(sentence for language in Language for sentence in _refusal(scene, language))
    return Goodbye(lead, START.to(Stage.END, reason=Reason.BLOCKED))


def _refusal(scene: Scene, language: Language) -> tuple[Sentence, ...]:
    calendar, at = scene.switchboard.calendar, Position(lang=language)
    ends, today = (
        calendar.local(blocked_until(scene) or scene.now),
        calendar.local(scene.now).date(),
    )
    when = said_moment(ends, today, language)
    prompts = (say(at, Prompt.BLOCKED_WRITE), say(at, Prompt.EMERGENCY))
    return (say(at, Prompt.BLOCKED, when=when), *prompts)


def _gave_up(_: Scene, position: Position) -> Step:
    lead = (say(position, Prompt.EMERGENCY), say(position, Prompt.BYE))
    return Goodbye(lead, position.to(Stage.END, reason=Reason.GAVE_UP))


GATE = Place(_choices, _ask, _gave_up)
