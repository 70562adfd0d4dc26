"""The one durable write of a webhook: a prebuilt insert, straight to the driver.

The ORM's unit of work would cost five times as much.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import sqlalchemy as sa

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


def appender_for(url: str) -> Appender:
    """Return the appender for a database; nothing is connected until the first event.

    Each engine's own is imported only where it is used: a driver weighs ten megabytes.
    """
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        from models.sqlite_appender import SqliteAppender  # noqa: PLC0415

        return SqliteAppender(parsed.database or "")
    from models.postgres_appender import PostgresAppender  # noqa: PLC0415

    return PostgresAppender(parsed)
