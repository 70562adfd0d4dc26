"""A place in the call where keys mean something: said and accepted from one value."""

from collections.abc import Callable
from dataclasses import dataclass

from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.steps import Listen, Option, Sentence, Speech, Step
from ivr.flow.switchboard import Switchboard


@dataclass(frozen=True, slots=True)
class Choice:
    """One key, how it is announced (None: it works unannounced), and the step that it leads to."""

    key: str
    sentence: Sentence | None
    take: Callable[[Scene, Position], Step]


Choices = tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One stage of the dialogue that waits for a key.

    `choices` are what may be pressed there; `ask` speaks them, handing out the given position;
    `give_up` is what follows when the caller was silent or pressed wrong keys too often; `errors`
    is how often that is, None for the limit of the switchboard.
    """

    choices: Callable[[Scene, Position], Choices]
    ask: Callable[[Scene, Position, tuple[Speech, ...]], Step]
    give_up: Callable[[Scene, Position], Step]
    errors: int | None = None


def listen(
    switchboard: Switchboard,
    at: Position,
    choices: Choices,
    *,
    lead: tuple[Speech, ...],
    nav: tuple[Sentence, ...] = (),
) -> Listen:
    """Return the step that announces these choices and waits for one of them."""
    options = tuple(Option(choice.key, choice.sentence) for choice in choices)
    return Listen(lead, options, at, switchboard.limits.key_s, nav)
