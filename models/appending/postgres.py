"""Appending to PostgreSQL: a connection for each thread, a transaction for each event."""

import threading
from typing import Any

import psycopg
import sqlalchemy as sa

from models.appending.statement import STATEMENT_MS, NotAppended, Row
from models.events import append_sql, append_values

CONNECT_S = 2


class PostgresAppender:
    """One connection a thread, each event its own transaction and statement."""

    def __init__(self, url: sa.URL) -> None:
        """Prepare to connect to `url`."""
        self._conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._sql = append_sql("format")
        self._here = threading.local()

    def append(self, row: Row) -> None:
        """Insert one event; a connection that has died since the last one is replaced, once."""
        values = append_values(row, sqlite=False)
        known: psycopg.Connection[Any] | None = getattr(self._here, "connection", None)
        try:
            if known is None or not self._is_inserted(known, values):
                self._connect().execute(self._sql, values, prepare=True)
        except (psycopg.Error, UnicodeError) as error:
            self._forget()
            raise NotAppended(type(error).__name__) from error

    def close(self) -> None:
        """Close this thread's connection; the others go with their threads."""
        self._forget()

    def _is_inserted(self, known: psycopg.Connection[Any], values: tuple[Any, ...]) -> bool:
        """Insert over a connection that was used before; say no where it had died.

        One that lives waited for a lock or a disk: asking again would only take as long again.
        """
        try:
            known.execute(self._sql, values, prepare=True)
        except psycopg.OperationalError:
            if known.closed:
                return False
            raise
        return True

    def _connect(self) -> psycopg.Connection[Any]:
        self._forget()
        connection = psycopg.connect(
            self._conninfo,
            autocommit=True,
            connect_timeout=CONNECT_S,
            options=f"-c statement_timeout={STATEMENT_MS}",
            tcp_user_timeout=STATEMENT_MS,
        )
        self._here.connection = connection
        return connection

    def _forget(self) -> None:
        known = getattr(self._here, "connection", None)
        self._here.connection = None
        if known is not None:
            known.close()
