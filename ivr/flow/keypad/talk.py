"""What came of a talk: asked for by the officer, or asked by us in a call of ours."""

from functools import partial

from ivr.flow.callbacks.deeds import LastCall
from ivr.flow.keypad.errands import FindTalk, LookUpTalk, Outcome
from ivr.flow.keypad.home import goodbye, home
from ivr.flow.keypad.places import Key, KeypadPlace, Keys, Lead, listen, named, screen, when
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.speech import said_key
from ivr.flow.steps import Prompt, Sentence, Step
from ivr.flow.switchboard import Menu
from ivr.flow.words import Stage


def start(scene: Scene, position: Position) -> Outcome:
    """Tell an officer's last talk that has no result yet."""
    number = scene.caller.number or ""
    return FindTalk(position.officer, number, partial(_found, scene, position))


def _found(scene: Scene, position: Position, talk: LastCall | None) -> Outcome:
    if talk is None:
        return home(scene, position, (say(position, Prompt.TALK_NONE),))
    return _say(scene, position.to(Stage.RESULT, about=talk.call_sid), (), talk)


def _ask(scene: Scene, at: Position, lead: Lead) -> Outcome:
    return LookUpTalk(at.about, partial(_ask_again, scene, at, lead))


def _ask_again(scene: Scene, at: Position, lead: Lead, talk: LastCall | None) -> Outcome:
    if talk is None:
        return home(scene, at, (say(at, Prompt.TALK_NONE),))
    return _say(scene, at, lead, talk)


def _say(scene: Scene, at: Position, lead: Lead, talk: LastCall) -> Step:
    return listen(scene, at, _keys(scene, at), (*lead, _which(scene, at, talk)))


def _which(scene: Scene, at: Position, talk: LastCall) -> Sentence:
    branch = named(scene, talk.branch, at)
    return say(at, Prompt.TALK, branch=branch, when=when(scene, at, talk.ended_at))


def _keys(scene: Scene, position: Position) -> Keys:
    return (
        Key("1", say(position, Prompt.TALK_SOLVED), _noted),
        Key("2", say(position, Prompt.TALK_NOTED), _noted),
        Key("3", say(position, Prompt.TALK_PASS_ON), _pass_on),
        Key("4", say(position, Prompt.TALK_NUISANCE), _noted),
    )


def _noted(scene: Scene, position: Position) -> Outcome:
    return home(scene, position, (say(position, Prompt.OFFICER_NOTED),))


# To which branch: the citizens' menu, level by level.


def _pass_on(scene: Scene, position: Position) -> Outcome:
    return _ask_branch(scene, position.to(Stage.PASS_ON), ())


def _ask_branch(scene: Scene, at: Position, lead: Lead) -> Outcome:
    said = (*lead, say(at, Prompt.TALK_TO_BRANCH))
    return listen(scene, at, _branch_keys(scene, at), said)


def _branch_keys(scene: Scene, position: Position) -> Keys:
    return tuple(
        Key(
            item.key,
            say(
                position,
                Prompt.MENU_CHOICE,
                variant=item.id,
                choice=item.choice.in_(position.lang),
                key=said_key(item.key, position.lang),
            ),
            partial(_enter, menu=item.id)
            if isinstance(item, Menu)
            else partial(_passed, branch=item.id),
        )
        for item in scene.switchboard.level(position.menu).items
    )


def _enter(scene: Scene, position: Position, *, menu: str) -> Outcome:
    return _ask_branch(scene, position.to(Stage.PASS_ON, menu=menu), ())


def _passed(scene: Scene, position: Position, *, branch: str) -> Outcome:
    return home(scene, position, (say(position, Prompt.OFFICER_NOTED),), branch=branch)


# We called to ask.


def _wrap_up(scene: Scene, at: Position, lead: Lead) -> Outcome:
    return LookUpTalk(at.about, partial(_asked, scene, at, lead))


def _asked(scene: Scene, at: Position, lead: Lead, talk: LastCall | None) -> Outcome:
    if talk is None:
        return goodbye(scene, at)
    said = (*lead, say(at, Prompt.CALLED_WRAP_UP), _which(scene, at, talk))
    return screen(scene, at, _keys(scene, at), said)


RESULT = KeypadPlace(_keys, _ask, leave=home, give_up=home)
PASS_ON = KeypadPlace(_branch_keys, _ask_branch, leave=home, give_up=home)
WRAP_UP = KeypadPlace(_keys, _wrap_up, leave=goodbye, give_up=goodbye)
