"""What one step of a deletion is given, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from privacy.pseudonyms import Swap

Place = tuple[Any, int]
"""How far a turn has come: the last row's moment (or nothing that counts) and its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One step over one kind: what is older than `before`, beginning behind the place `after`."""

    session: Session
    before: datetime
    now: datetime
    swap: Swap
    after: Place | None
    at_once: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a step: how many were deleted, and where to go on; None where none are left.

    `mark` is kept for the next turn, by the kind that goes by it.
    """

    count: int
    after: Place | None
    mark: int = 0


Step = Callable[[Turn], Taken]
