"""Bring a database to the schema of this code, under a lock, at every start."""

from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.session import Database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
_LOCK = 7_208_118  # any number, the same in every process


def head() -> str:
    """Return the newest revision: files are numbered, so it is the last one's number."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))[:4]


def behind(session: Session) -> int:
    """Return how many migrations of this code the database lacks."""
    at = _version(session.connection()) or ""
    return sum(path.name[:4] > at for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def revision(database: Database) -> str | None:
    """Return the revision that the database is at, None where it is empty."""
    with database.reading() as session:
        return _version(session.connection())


def migrate(database: Database, target: str | None = None) -> None:
    """Migrate to `target`, the newest revision by default; do nothing where that is done already.

    A schema newer than this code is left alone: each is made so that the release before still runs.
    Several processes may start at once: on PostgreSQL an advisory lock lets one of them migrate
    while the others wait, on SQLite the write lock does. Alembic is only imported when it has work
    to do, as it costs a fifth of a second at each start.
    """
    at = revision(database) or ""
    if at == target or (target is None and at >= head()):
        return
    import_module("alembic.command")  # before the lock is held, as it takes a while
    with database.engine.connect() as connection, connection.begin():
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        migrate_within(connection, target)


def migrate_within(connection: sa.Connection, target: str | None = None) -> None:
    """Migrate as a part of the transaction that a connection is in."""
    from alembic import command  # noqa: PLC0415 - heavy, see above

    going_down = target is not None and target < (_version(connection) or "")
    move = command.downgrade if going_down else command.upgrade
    move(_config(connection), target or "head")


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return version


def _config(connection: sa.Connection) -> Any:
    from alembic.config import Config  # noqa: PLC0415 - heavy, see above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
