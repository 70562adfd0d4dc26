"""The one durable write of a webhook: a prebuilt insert, straight to the driver.

The ORM's unit of work would cost five times as much. PostgreSQL commits each event by itself
(`fsync` at its default); on SQLite one thread of the process writes, and commits together what came
in meanwhile, because several writers on one file wait for each other far longer than for the disk.
"""

import queue
import sqlite3
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, Protocol

import psycopg
import sqlalchemy as sa

from models.events import append_sql, append_values
from models.session import prepare_sqlite

WAIT_S = 4.0  # then the event goes to the spool: a caller must not wait for the database
CONNECT_S = 2
STATEMENT_MS = 2_000
MOST_AT_ONCE = 200

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
    """Return the appender for a database; nothing is connected until the first event."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteAppender(parsed.database or "")
    return PostgresAppender(parsed)


class PostgresAppender:
    """One connection a thread, each event its own transaction and statement."""

    def __init__(self, url: sa.URL) -> None:
        """Prepare to connect to `url`."""
        self._conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._sql = append_sql("format")
        self._here = threading.local()

    def append(self, row: Row) -> None:
        """Insert one event; a connection that has died is replaced, once."""
        values = append_values(row, sqlite=False)
        for fresh in (False, True):
            try:
                self._connection(fresh=fresh).execute(self._sql, values, prepare=True)
            except psycopg.Error as error:
                self._forget()
                if fresh or not isinstance(error, psycopg.OperationalError):
                    raise NotAppended(type(error).__name__) from error
            else:
                return

    def close(self) -> None:
        """Close this thread's connection; the others go with their threads."""
        self._forget()

    def _connection(self, *, fresh: bool) -> psycopg.Connection[Any]:
        known: psycopg.Connection[Any] | None = getattr(self._here, "connection", None)
        if known is not None and not fresh and not known.closed:
            return known
        self._here.connection = psycopg.connect(
            self._conninfo,
            autocommit=True,
            connect_timeout=CONNECT_S,
            options=f"-c statement_timeout={STATEMENT_MS}",
            tcp_user_timeout=STATEMENT_MS,
        )
        connection: psycopg.Connection[Any] = self._here.connection
        return connection

    def _forget(self) -> None:
        known = getattr(self._here, "connection", None)
        self._here.connection = None
        if known is not None:
            known.close()


class SqliteAppender:
    """One writer thread for the process; what queues up while it commits is committed together."""

    def __init__(self, path: str) -> None:
        """Prepare to write to the file at `path`."""
        self._path = path
        self._sql = append_sql("qmark")
        self._queue: queue.SimpleQueue[tuple[tuple[Any, ...], Future[None]] | None] = (
            queue.SimpleQueue()
        )
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def append(self, row: Row) -> None:
        """Hand one event to the writer and wait until it is committed."""
        self._start()
        done: Future[None] = Future()
        self._queue.put((append_values(row, sqlite=True), done))
        try:
            done.result(timeout=WAIT_S)
        except (sqlite3.Error, TimeoutError) as error:
            raise NotAppended(type(error).__name__) from error

    def close(self) -> None:
        """Stop the writer after what it was given."""
        if self._thread:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _start(self) -> None:
        """Start the writer with the first event: after a fork, never before it."""
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="events", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        while True:
            batch, going_on = self._take()
            if batch:
                connection = self._commit(connection, batch)
            if not going_on:
                break
        if connection is not None:
            connection.close()

    def _take(self) -> tuple[list[tuple[tuple[Any, ...], Future[None]]], bool]:
        """Wait for an event, then take along what else is there."""
        batch = []
        item = self._queue.get()
        while item is not None:
            batch.append(item)
            if self._queue.empty() or len(batch) >= MOST_AT_ONCE:
                return batch, True
            item = self._queue.get()
        return batch, False

    def _commit(
        self,
        connection: sqlite3.Connection | None,
        batch: list[tuple[tuple[Any, ...], Future[None]]],
    ) -> sqlite3.Connection | None:
        try:
            connection = connection or self._connect()
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(self._sql, [values for values, _ in batch])
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            for _, done in batch:
                done.set_exception(error)
            if connection is not None:
                connection.close()  # which rolls back what was begun
            return None
        for _, done in batch:
            done.set_result(None)
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        prepare_sqlite(connection)
        connection.execute(f"PRAGMA busy_timeout = {STATEMENT_MS}")
        return connection
