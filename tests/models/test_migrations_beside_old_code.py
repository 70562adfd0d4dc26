"""Each migration is safe while the release before it runs: it adds, and takes nothing away."""

from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from models.migrate import MIGRATIONS, head, migrate
from models.session import Database

FIRST = "0009"  # from here on more than one host is provided for
# What a webhook of that release runs; the only statement for which a caller waits.
OLD_APPEND = sa.text(
    "INSERT INTO events (call_sid, key, kind, at, facts, raw)"
    " VALUES (:sid, 'k', 'call_started', '2026-11-23 02:00:00+00', '{}', '{}')"
    " ON CONFLICT (call_sid, key) DO NOTHING"
)


@dataclass(frozen=True)
class Schema:
    """What old code relies on: columns with their types, what must be given, what is unique."""

    columns: dict[tuple[str, str], tuple[str, bool]]
    unique: set[tuple[str, tuple[str | None, ...]]]

    @property
    def tables(self) -> set[str]:
        return {table for table, _ in self.columns}


def revisions() -> list[str]:
    names = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return names[names.index(FIRST) + 1 :]


def schema(connection: sa.Connection) -> Schema:
    inspector, columns, unique = sa.inspect(connection), {}, set()
    for table in inspector.get_table_names():
        for column in inspector.get_columns(table):
            columns[table, column["name"]] = (str(column["type"]), _must_be_given(column))
        for index in inspector.get_indexes(table):
            if index["unique"]:
                unique.add((table, tuple(index["column_names"])))
        for constraint in inspector.get_unique_constraints(table):
            unique.add((table, tuple(constraint["column_names"])))
    return Schema(columns, unique)


def _must_be_given(column: Any) -> bool:
    return not column["nullable"] and column["default"] is None and column["name"] != "id"


def faults(old: Schema, new: Schema) -> list[str]:
    """Return what old code could not live with."""
    known = old.columns.items()
    gone = [f"{place} is gone" for place, _ in known if place not in new.columns]
    kept = [(place, was, new.columns[place]) for place, was in known if place in new.columns]
    changed = [f"{p} was {was[0]}, is {now[0]}" for p, was, now in kept if was[0] != now[0]]
    strict = [f"{p} must be given now" for p, was, now in kept if now[1] and not was[1]]
    added = [
        f"{place} must be given"
        for place, (_, must) in new.columns.items()
        if place not in old.columns and place[0] in old.tables and must
    ]
    unique = [f"{u} is unique now" for u in new.unique - old.unique if u[0] in old.tables]
    return [*gone, *changed, *strict, *added, *unique]


def at(database: Database, revision: str) -> Schema:
    migrate(database, revision)
    with database.engine.connect() as connection:
        return schema(connection)


def test_old_code_runs_on_every_schema_that_comes_after_it(database):
    old, found = at(database, FIRST), {}

    for revision in revisions():
        new = at(database, revision)
        found[revision] = faults(old, new)
        with database.transaction() as session:
            session.execute(OLD_APPEND, {"sid": f"CA{revision}"})
        old = new

    assert {revision: told for revision, told in found.items() if told} == {}
    with database.reading() as session:
        kept = session.scalar(sa.text("SELECT count(*) FROM events"))
    assert kept == len(revisions())
    assert revisions()[-1] == head()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("ALTER TABLE a DROP COLUMN y", "('a', 'y') is gone"),
        ("ALTER TABLE a RENAME COLUMN y TO z", "('a', 'y') is gone"),
        ("DROP TABLE a", "('a', 'x') is gone"),
        ("ALTER TABLE a ADD COLUMN z INTEGER", None),
        ("ALTER TABLE a ADD COLUMN z INTEGER NOT NULL DEFAULT 0", None),
        ("CREATE TABLE b (x INTEGER NOT NULL)", None),
        ("CREATE UNIQUE INDEX u ON a (y)", "('a', ('y',)) is unique now"),
        ("CREATE INDEX i ON a (y)", None),
    ],
)
def test_what_old_code_could_not_live_with_is_found(statement, fault):
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE a (x INTEGER NOT NULL, y TEXT)")
        old = schema(connection)
        connection.exec_driver_sql(statement)
        found = faults(old, schema(connection))
    engine.dispose()

    assert found[:1] == ([fault] if fault else [])


def test_a_column_that_must_be_given_is_found():
    old = Schema({("a", "x"): ("TEXT", False)}, set())
    new = Schema({("a", "x"): ("TEXT", True), ("a", "z"): ("TEXT", True)}, set())

    assert faults(old, new) == ["('a', 'x') must be given now", "('a', 'z') must be given"]
