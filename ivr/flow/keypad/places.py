"""A place where an officer's keys mean something: said and accepted from one value.

The keys are those of everybody's menus: 9 says it again, star leads back. Both are understood at
every place of the keypad without each place having to say so, unless one needs 9 for itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.flow.keypad.errands import Outcome
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.speech import said_branch, said_moment
from ivr.flow.steps import Listen, Option, Prompt, Sentence, Speech
from ivr.flow.words import Channel

REPEAT, STAR = "9", "*"
Lead = tuple[Speech, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One key, how it is announced (None: it works unannounced), and what it leads to."""

    key: str
    sentence: Sentence | None
    take: Callable[[Scene, Position], Outcome]


Keys = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class KeypadPlace:
    """One stage of an officer's call that waits for a key.

    `keys` are what may be pressed there, beside 9 and star; `ask` speaks the place, handing out the
    given position; `leave` is where star leads, and `give_up` what follows when there was silence
    or a wrong key too often.
    """

    keys: Callable[[Scene, Position], Keys]
    ask: Callable[[Scene, Position, Lead], Outcome]
    leave: Callable[[Scene, Position], Outcome]
    give_up: Callable[[Scene, Position], Outcome]


def listen(scene: Scene, at: Position, keys: Keys, lead: Lead, nav: Prompt | None = None) -> Listen:
    """Return the step that announces these keys, and how to go on, and waits for one of them."""
    announced = tuple(Option(key.key, key.sentence) for key in keys)
    silent = (Option(REPEAT, None), Option(STAR, None))
    ways = (say(at, nav or Prompt.OFFICER_NAV),)
    return Listen(lead, (*announced, *silent), at, scene.switchboard.limits.key_s, ways)


def screen(scene: Scene, at: Position, keys: Keys, lead: Lead) -> Listen:
    """Return the same for whoever picked up our call: a mailbox presses nothing, and is left."""
    options = (*(Option(key.key, key.sentence) for key in keys), Option(REPEAT, None))
    return Listen(lead, options, at, scene.switchboard.limits.accept_s, hang_up_on_silence=True)


def named(scene: Scene, branch: str, position: Position) -> str:
    """Return how a branch is called: by key and name, the duty desk by its name alone."""
    found = scene.switchboard.branch(branch)
    if found is None:
        return branch
    return said_branch(found.key, found.name.in_(position.lang), position.lang)


def channel(position: Position) -> Channel:
    """Return by what way an officer does something: in a call of ours, or in one of theirs."""
    return Channel.CALL if position.called else Channel.KEYPAD


def when(scene: Scene, position: Position, at: datetime) -> str:
    """Return a moment as it is said, today and tomorrow by name."""
    calendar = scene.switchboard.calendar
    return said_moment(calendar.local(at), calendar.local(scene.now).date(), position.lang)
