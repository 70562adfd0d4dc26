"""Taking a message: speak after the tone, then send it, hear it, or speak again."""

from dataclasses import dataclass

from ivr.flow.choices import Choice, Choices, Place, listen
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import (
    Goodbye,
    MessageAudio,
    Nothing,
    Prompt,
    RecordMessage,
    Speech,
    Step,
)
from ivr.flow.words import Reason, Stage

SHORTEST_S = 2  # less speech than this is a cough, a click or a mistaken key
EMPTY_TRIES = 2


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording that has just ended.

    `seconds` is the whole recording before trimming; `by_silence` says that nobody pressed a key to
    end it, so that its last seconds were silence; `gone` that the caller has hung up.
    """

    recording_sid: str
    seconds: int
    by_silence: bool
    gone: bool


def record(scene: Scene, position: Position, *, errors: int = 0) -> Step:
    """Ask for a message and record it."""
    limits = scene.switchboard.limits
    at = position.to(Stage.RECORD, errors=errors, recording="")
    lead = say(position, Prompt.VM_EMPTY if errors else Prompt.VOICEMAIL)
    return RecordMessage((lead,), limits.message_s, limits.silence_s, at)


def after_message(scene: Scene, position: Position, recorded: Recorded) -> Step:
    """Decide what follows a recording: confirm it, or ask once more where nothing was said."""
    if recorded.gone:
        return Nothing(position.to(Stage.END, reason=Reason.GONE))
    silence_s = scene.switchboard.limits.silence_s if recorded.by_silence else 0
    if recorded.recording_sid and recorded.seconds - silence_s >= SHORTEST_S:
        return ask(scene, position.to(Stage.CONFIRM, recording=recorded.recording_sid), ())
    if position.errors + 1 < EMPTY_TRIES:
        return record(scene, position, errors=position.errors + 1)
    return Goodbye((say(position, Prompt.BYE),), position.to(Stage.END, reason=Reason.GAVE_UP))


def choices(scene: Scene, position: Position) -> Choices:
    """What may be pressed once a message was spoken."""
    return (
        Choice("1", say(position, Prompt.VM_SEND), send),
        Choice("2", say(position, Prompt.VM_LISTEN), _play),
        Choice("3", say(position, Prompt.VM_AGAIN), record),
    )


def ask(scene: Scene, at: Position, lead: tuple[Speech, ...]) -> Step:
    """Offer to send the message, to hear it, or to speak again."""
    return listen(scene.switchboard, at, choices(scene, at), lead=lead)


def send(scene: Scene, position: Position) -> Step:
    """Thank for the message; it is kept whether or not this was ever reached."""
    lead = (say(position, Prompt.VM_SENT), say(position, Prompt.BYE))
    return Goodbye(lead, position.to(Stage.END, reason=Reason.MESSAGE_LEFT))


def _play(scene: Scene, position: Position) -> Step:
    at = position.to(Stage.CONFIRM)
    return ask(scene, at, (MessageAudio(position.recording),))


CONFIRM = Place(choices, ask, send, errors=2)
