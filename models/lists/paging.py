"""Pages of long lists: where one ends is a place in the order, never a count of rows to skip."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

T = TypeVar("T")

LONGEST = 120  # characters of a token
MOST_COUNTED = 500


class BadCursor(ValueError):
    """A token that is none of ours, or belongs to a list in another order."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place: in which `order`, in which part of it, at which moment, which row."""

    order: str
    at: datetime
    id: int
    part: int = 0

    def token(self) -> str:
        """Return the place as an opaque text for a URL; it tells nothing of anybody."""
        micros = int(self.at.timestamp()) * 1_000_000 + self.at.microsecond
        text = json.dumps([self.order, self.part, micros, self.id], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place(token: str, order: str) -> Place:
    """Return the place that a token of a list in this order names.

    Raises BadCursor where it names none.
    """
    try:
        if len(token) > LONGEST:
            raise BadCursor("too long")
        text = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        found, part, micros, id = json.loads(text)
        if found != order or not all(type(n) is int and 0 <= n < 2**63 for n in (part, micros, id)):
            raise BadCursor("of another list")
        seconds, rest = divmod(micros, 1_000_000)
        return Place(
            order, datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), id, part
        )
    except BadCursor:
        raise
    except (ValueError, TypeError, OverflowError, OSError, binascii.Error, RecursionError) as error:
        raise BadCursor("not a place") from error


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, and the token of what follows them; None where nothing does."""

    rows: tuple[T, ...]
    next: str | None


def cut(rows: Sequence[T], places: Sequence[Place], limit: int) -> Page[T]:
    """Return a page of the first `limit` rows; one more was asked for, to know whether there is."""
    more = len(places) > limit
    return Page(tuple(rows[:limit]), places[limit - 1].token() if more else None)


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows a list has, counted up to a limit; `is_more`: there are more than that."""

    count: int
    is_more: bool

    @classmethod
    def of(cls, counted: int, most: int = MOST_COUNTED) -> "Total":
        """Return the total of rows counted up to one more than the most."""
        return cls(min(counted, most), counted > most)

    def __str__(self) -> str:
        """Return the total as a page shows it: `37`, `500+`."""
        return f"{self.count}+" if self.is_more else str(self.count)
