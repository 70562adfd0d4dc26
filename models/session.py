"""Engines and transactions: the only door to the database for everything but a webhook's append."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

BUSY_MS = 10_000


class Database:
    """One database, SQLite or PostgreSQL, and the two kinds of transaction on it."""

    def __init__(self, url: str) -> None:
        """Prepare an engine; nothing is connected until it is used (so after a fork)."""
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self._reader = self.engine.execution_options(begin="BEGIN")

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session that is committed at the end, or rolled back on any error."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session for queries only: on SQLite it takes no write lock."""
        with Session(self._reader) as session:
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def lock_name(session: Session, name: str) -> None:
    """Hold a lock under `name` until the transaction ends, where the engine needs one.

    SQLite has one writer anyway.
    """
    lock_names(session, [name])


def lock_names(session: Session, names: Iterable[str]) -> None:
    """Hold a lock under each name, taken in their order, so that no two wait for each other."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK, {"names": sorted(names)})


def hold_still(session: Session) -> None:
    """Let a session that has asked nothing yet see one state of the database until its end.

    Several queries then agree with each other, whatever is written meanwhile. SQLite's readers
    do so anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


_LOCK = sa.text(
    "SELECT pg_advisory_xact_lock(hashtextextended(name, 0))"
    " FROM unnest(CAST(:names AS text[])) AS asked (name)"
)


# Both engines hide parameters: a failed statement is logged, and they hold callers' numbers.
def _sqlite_engine(url: sa.URL) -> sa.Engine:
    arguments = {"timeout": BUSY_MS / 1000}
    engine = sa.create_engine(url, connect_args=arguments, hide_parameters=True)
    sa.event.listen(engine, "connect", prepare_sqlite)
    sa.event.listen(engine, "begin", _begin)
    return engine


def prepare_sqlite(connection: sqlite3.Connection, _record: Any = None) -> None:
    """Set one SQLite connection up: durable commits, readers beside the writer, our own BEGIN."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def _begin(connection: sa.Connection) -> None:
    """Begin with the write lock: a reader that later wants to write would be refused instead."""
    begin = connection.get_execution_options().get("begin", "BEGIN IMMEDIATE")
    connection.exec_driver_sql(begin)


def _postgres_engine(url: sa.URL) -> sa.Engine:
    arguments = {"connect_timeout": 5}
    return sa.create_engine(url, pool_pre_ping=True, connect_args=arguments, hide_parameters=True)
