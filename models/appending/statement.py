"""What appending an event means, on whichever engine."""

from collections.abc import Mapping
from typing import Any, Protocol

STATEMENT_MS = 2_000  # how long the database may take over one event

Row = Mapping[str, Any]


class NotAppended(Exception):
    """The database did not take an event; it must be kept elsewhere."""


class Appender(Protocol):
    """Where events are appended."""

    def append(self, row: Row) -> None:
        """Return once the event is durable. Raises NotAppended where it is not known to be."""

    def close(self) -> None:
        """Let go of the database."""
