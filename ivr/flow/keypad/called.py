"""We call an officer who is to call a citizen back.

Whoever picks up hears for which branch, how often and since when; a mailbox may hear that. What a
citizen said is played at a key only, and silence hangs up.
"""

from functools import partial

from ivr.flow.callbacks.deeds import OwedCall
from ivr.flow.keypad.errands import LetGo, LookUpOwed, Outcome
from ivr.flow.keypad.home import goodbye
from ivr.flow.keypad.places import Key, KeypadPlace, Keys, Lead, channel, named, screen
from ivr.flow.keypad.work import call_now, told
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import MessageAudio, Prompt
from ivr.flow.words import Reason, Stage


def _ask(scene: Scene, at: Position, lead: Lead) -> Outcome:
    return LookUpOwed(int(at.debt), partial(_say, scene, at, lead))


def _say(scene: Scene, at: Position, lead: Lead, owed: OwedCall | None) -> Outcome:
    if owed is None:
        return goodbye(scene, at, (say(at, Prompt.CALLED_SETTLED),))
    at = at.stay(at.stage, recording=owed.message_sid or "")
    branch = say(at, Prompt.CALLED, variant=owed.branch, branch=named(scene, owed.branch, at))
    return screen(scene, at, _keys(scene, at), (*lead, branch, *told(scene, at, owed)))


def _keys(scene: Scene, position: Position) -> Keys:
    keys = (
        Key("1", say(position, Prompt.OWED_CALL), call_now),
        Key("2", say(position, Prompt.CALLED_NOT_NOW), _not_now),
    )
    if not position.recording:
        return keys
    return (*keys, Key("3", say(position, Prompt.CALLED_MESSAGE), _play))


def _play(scene: Scene, position: Position) -> Outcome:
    at = position.to(Stage.CALLED)
    return screen(scene, at, _keys(scene, at), (MessageAudio(position.recording),))


def _not_now(scene: Scene, position: Position) -> Outcome:
    then = partial(_released, scene, position)
    return LetGo(int(position.debt), position.officer, channel(position), then)


def _released(scene: Scene, position: Position) -> Outcome:
    lead = (say(position, Prompt.CALLED_RELEASED),)
    return goodbye(scene, position, lead, reason=Reason.DECLINED)


def _gave_up(scene: Scene, position: Position) -> Outcome:
    return goodbye(scene, position, reason=Reason.GAVE_UP)


CALLED = KeypadPlace(_keys, _ask, leave=_not_now, give_up=_gave_up)
