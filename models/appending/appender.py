"""The one durable write of a webhook: a prebuilt insert, straight to the driver.

The ORM's unit of work would cost five times as much.
"""

import sqlalchemy as sa

from models.appending.statement import Appender, NotAppended

__all__ = ["Appender", "NotAppended", "appender_for"]


def appender_for(url: str) -> Appender:
    """Return the appender for a database; nothing is connected until the first event.

    Each engine's own is imported only where it is used: a driver weighs ten megabytes.
    """
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        from models.appending.sqlite import SqliteAppender  # noqa: PLC0415

        return SqliteAppender(parsed.database or "")
    from models.appending.postgres import PostgresAppender  # noqa: PLC0415

    return PostgresAppender(parsed)
