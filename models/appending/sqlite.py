"""Appending to SQLite: one thread of the process writes, and commits together what has come in.

Several writers on one file wait for each other far longer than for the disk.
"""

import queue
import sqlite3
import threading
from concurrent.futures import Future
from typing import Any

from models.appending.statement import STATEMENT_MS, NotAppended, Row
from models.events import append_sql, append_values
from models.session import prepare_sqlite

WAIT_S = 4.0  # then the event goes to the spool: a caller must not wait for the database
MOST_AT_ONCE = 200
ASK_EVERY_S = 0.001
ASKS = int(STATEMENT_MS / 1000 / ASK_EVERY_S)


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
        except (sqlite3.Error, UnicodeError, TimeoutError) as error:
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
            _begin(connection)
            connection.executemany(self._sql, [values for values, _ in batch])
            connection.execute("COMMIT")
        except (sqlite3.Error, UnicodeError) as error:  # anything else would end the writer
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
        connection.execute("PRAGMA busy_timeout = 0")
        return connection


def _begin(connection: sqlite3.Connection) -> None:
    """Take the write lock, asking for it often while another process has it.

    SQLite's own waiting asks at ever longer intervals, up to a tenth of a second: a worker that
    takes the lock again and again would keep the callers waiting for many of its turns.
    """
    pause = threading.Event()
    for _ in range(ASKS):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            pause.wait(ASK_EVERY_S)
        else:
            return
    raise sqlite3.OperationalError("the write lock was not to be had")
