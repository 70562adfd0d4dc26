"""Why a change to the roster is refused, for whoever wanted it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.flow.duty.gaps import Gap
from ivr.flow.switchboard import Branch
from ivr.flow.words import Text


class Refused(Exception):
    """A change that must not be made; nothing was changed. `reason` is for a person."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class BadEntry(Refused):
    """An entry that makes no sense; `field` names which of its values."""

    def __init__(self, field: str, reason: Text) -> None:
        super().__init__(reason)
        self.field = field


class BadEntries(Exception):
    """Entries that make no sense among many that were meant to be made at once; none was."""

    def __init__(self, faults: Sequence[tuple[object, BadEntry]]) -> None:
        """Keep each faulty row with what is wrong with it."""
        super().__init__(f"{len(faults)} entries make no sense")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A gap that a change would leave, with the codes of those who could fill it."""

    branch: Branch
    gap: Gap
    could_fill: tuple[str, ...]


class GapRefused(Refused):
    """A change that would leave minutes of a branch's hours without anybody to ring."""

    def __init__(self, left_open: tuple[LeftOpen, ...], reason: Text) -> None:
        super().__init__(reason)
        self.left_open = left_open
