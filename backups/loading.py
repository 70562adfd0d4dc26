"""Puts rows into the tables of an engine: by COPY where there is one, else by inserts."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import sqlalchemy as sa
from psycopg import sql

from backups import columns
from backups.manifest import Damaged, Table


class Loader(Protocol):
    """Takes the rows of one table after another, all in the transaction of one connection."""

    def load(self, table: Table, rows: list[list[Any]]) -> None:
        """Put some rows into a table."""

    def finish(self, table: Table) -> None:
        """Let the next row that the hotline writes itself follow the last one put in."""


class ByInserts:
    """For SQLite, which counts on from the highest number by itself."""

    def __init__(self, connection: sa.Connection) -> None:
        """Put rows in by this connection."""
        self._connection = connection

    def load(self, table: Table, rows: list[list[Any]]) -> None:
        """Insert the rows, as the types of the columns would have written them."""
        places = columns.readers(table, as_text=False)
        names = [name for name, _ in table.columns]
        values = [dict(zip(names, columns.changed(row, places), strict=True)) for row in rows]
        declared = (sa.column(name, columns.TYPES[kind]) for name, kind in table.columns)
        self._connection.execute(sa.insert(sa.table(table.name, *declared)), values)

    def finish(self, table: Table) -> None:
        """Do nothing."""


class ByCopy:
    """For PostgreSQL, which reads moments, days and documents from the texts that they are."""

    def __init__(self, connection: sa.Connection) -> None:
        """Put rows in by this connection."""
        self._connection = connection

    def load(self, table: Table, rows: list[list[Any]]) -> None:
        """Copy the rows."""
        places = columns.readers(table, as_text=True)
        names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in table.columns)
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
        driver: Any = self._connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(columns.changed(row, places))

    def finish(self, table: Table) -> None:
        """Set the sequence behind `id`, where the table has one."""
        quoted = self._connection.dialect.identifier_preparer.quote(table.name)
        if "id" not in dict(table.columns):
            return
        sequence = sa.func.pg_get_serial_sequence(quoted, "id")
        column: sa.ColumnElement[int] = sa.column("id")
        newest = sa.select(sa.func.max(column)).select_from(sa.table(table.name))
        last = self._connection.scalar(newest)
        if last is not None and self._connection.scalar(sa.select(sequence)) is not None:
            self._connection.execute(sa.select(sa.func.setval(sequence, last)))


def loader_for(connection: sa.Connection) -> Loader:
    """Return what puts rows into the database behind a connection."""
    kinds: Mapping[str, Callable[[sa.Connection], Loader]]
    kinds = {"postgresql": ByCopy, "sqlite": ByInserts}
    return kinds[connection.dialect.name](connection)


def rows_of(table: Table, written: bytes) -> list[list[Any]]:
    """Return the rows that a member holds; raises Damaged where one is not of its table."""
    try:
        rows = [json.loads(line) for line in written.split(b"\n") if line]
        is_whole = all(len(row) == len(table.columns) for row in rows)
    except (ValueError, TypeError):
        is_whole = False
    if not is_whole:
        raise Damaged(f"có hàng không đọc được, bảng · a row cannot be read, table {table.name}")
    return rows
