"""Where the caller is: a small value that travels in the URL, so that no webhook has to look it up.

The carrier signs the whole URL, so nobody else can have written it. It holds no personal data and
no secret: stage, language, opaque ids and small counts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from ivr.flow.words import Language, Reason, Stage

LONGEST = 1500  # characters of query; the longest real hunt stays far below
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COUNT = re.compile(r"0|[1-9][0-9]{0,3}")
_LETTERS = {
    "n": "n",
    "s": "stage",
    "l": "lang",
    "m": "menu",
    "b": "branch",
    "d": "desk",
    "r": "round",
    "t": "tried",
    "e": "errors",
    "w": "waits",
    "f": "faults",
    "y": "reason",
    "a": "recording",
    "c": "call",
    "o": "officer",
    "k": "debt",
    "u": "about",
    "g": "called",
}


class BadPosition(ValueError):
    """A query string that is no position of ours; the message names the letter, not the value."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a call has come.

    `n` counts the steps handed out, so that two visits to one place are two positions; `tried` are
    the officers rung in this `round`; `desk` says that the duty desk is rung on behalf of `branch`;
    `call` names the citizen's call where the URL is for an officer's leg.

    Where an officer works by keypad: `officer` is whose PIN was right, or whom we called, which is
    what `called` says; `debt` is the callback that is being worked on, `about` the citizen's call,
    the moment or the absence; `tried` are the callbacks already offered, or who could stand in.
    """

    n: int = 0
    stage: Stage = Stage.MENU
    lang: Language = Language.VI
    menu: str = ""
    branch: str = ""
    desk: bool = False
    round: int = 1
    tried: tuple[str, ...] = ()
    errors: int = 0
    waits: int = 0
    faults: int = 0
    reason: Reason | None = None
    recording: str = ""
    call: str = ""
    officer: str = ""
    debt: str = ""
    about: str = ""
    called: bool = False

    def to(self, stage: Stage, **changes: Any) -> "Position":
        """Return the next position: one step on, at `stage`, errors forgotten unless given."""
        return replace(self, **{"n": self.n + 1, "stage": stage, "errors": 0, **changes})

    def stay(self, stage: Stage, **changes: Any) -> "Position":
        """Return this position at another `stage` of the same step: a leg keeps its `n`."""
        return replace(self, **{"stage": stage, **changes})

    def leg(self, call_sid: str) -> "Position":
        """Return the position that an officer's leg of this same step carries."""
        return replace(self, stage=Stage.WHISPER, call=call_sid)

    def query(self) -> str:
        """Return the position as a query string; what has its default is left out."""
        return _query(self)

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> "Position":
        """Return the position that a query's names and values say.

        Raises BadPosition where a value is not one that `query` can have written.
        """
        if not query:
            return START
        if sum(map(len, query.values())) > LONGEST:
            raise BadPosition("position: too long")
        fields: dict[str, Any] = {_name(k): _read(k, text) for k, text in query.items()}
        return cls(**fields)


START = Position()


@lru_cache(maxsize=4096)
def _query(position: Position) -> str:
    pairs = []
    for letter, name in _LETTERS.items():
        value = getattr(position, name)
        if value != getattr(START, name):
            pairs.append((letter, _written(value)))
    return urlencode(pairs)


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ".".join(value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def _name(letter: str) -> str:
    if letter not in _LETTERS:
        raise BadPosition("position: unknown letter")
    return _LETTERS[letter]


def _read(letter: str, text: str) -> object:
    try:
        if letter in _READERS:
            return _READERS[letter](text)
        return _read_count(text) if letter in "nrewf" else _read_id(text)
    except ValueError as error:
        raise BadPosition(f"position: {letter} is not one of ours") from error


def _read_count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise ValueError("not a count")
    return int(text)


def _read_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError("not an id")
    return text


def _read_ids(text: str) -> tuple[str, ...]:
    return tuple(_read_id(part) for part in text.split("."))


def _read_flag(text: str) -> bool:
    if text != "1":
        raise ValueError("not a flag")
    return True


_READERS: dict[str, Callable[[str], object]] = {
    "s": Stage,
    "l": Language,
    "y": Reason,
    "t": _read_ids,
    "d": _read_flag,
    "g": _read_flag,
}
