"""The officer's side: what is whispered before two lines are joined, and what the keys do.

A mailbox presses no key. So silence ends the leg, and only the accept key lets the document run
out, which is what joins the lines.
"""

from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.speech import said_branch
from ivr.flow.steps import Goodbye, Join, Listen, Option, Prompt, Sentence, Step
from ivr.flow.words import Language, Reason, Stage

ACCEPT, DECLINE = "1", "2"
WRONG_KEYS = 2
NO_BRANCH = "có người gọi"  # of a branch that is gone since


def whisper(scene: Scene, position: Position) -> Step:
    """Tell an officer who calls, and wait for the key that proves a person."""
    if scene.is_over:
        return _too_late(position)
    at = position.stay(Stage.WHISPER)
    options = (
        Option(ACCEPT, _officer(Prompt.WHISPER_ACCEPT)),
        Option(DECLINE, _officer(Prompt.WHISPER_DECLINE)),
    )
    limits = scene.switchboard.limits
    return Listen(_about(scene, position), options, at, limits.accept_s, hang_up_on_silence=True)


def after_key(scene: Scene, position: Position, digits: str) -> Step:
    """Decide what an officer's key does: join, pass the call on, or ask once more."""
    if scene.is_over:
        return _too_late(position)
    if digits == ACCEPT:
        return Join(position.stay(Stage.END, reason=Reason.ACCEPTED))
    if digits == DECLINE:
        return Goodbye((), position.stay(Stage.END, reason=Reason.DECLINED))
    if position.errors + 1 < WRONG_KEYS:
        return whisper(scene, position.stay(Stage.WHISPER, errors=position.errors + 1))
    return Goodbye((), position.stay(Stage.END, reason=Reason.UNSCREENED))


def _about(scene: Scene, position: Position) -> tuple[Sentence, ...]:
    """Say which branch the call is for: by key and name, the duty desk by its name alone."""
    branch = scene.branch(position)
    name = NO_BRANCH
    if branch:
        name = said_branch(branch.key, branch.name.vi, Language.VI)
    about = _officer(Prompt.WHISPER, variant=branch.id if branch else "", branch=name)
    is_english = position.lang is Language.EN
    return (about, _officer(Prompt.WHISPER_ENGLISH)) if is_english else (about,)


def _officer(prompt: Prompt, *, variant: str = "", **blanks: str) -> Sentence:
    """Return a sentence for an officer: always in Vietnamese, whatever the caller speaks."""
    return say(Position(lang=Language.VI), prompt, variant=variant, **blanks)


def _too_late(position: Position) -> Step:
    late = (_officer(Prompt.WHISPER_LATE),)
    return Goodbye(late, position.stay(Stage.END, reason=Reason.TOO_LATE))
