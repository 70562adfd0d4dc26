"""Rows in every table there is, made from its columns: a table of tomorrow has them too."""

from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa

from models.base import UtcMoment, Word
from models.session import Database
from models.tables import Base
from tests.harness import NINE_ON_MONDAY

ROWS = 3
TEXT = "Thủ tục «một cửa»\t\\N\n\u2028“ ”"

Rows = dict[str, list[dict[str, Any]]]


def fill(database: Database) -> None:
    """Put some rows into every table: every word, NULL where it may be, letters of all kinds."""
    with database.transaction() as session:
        for table in Base.metadata.sorted_tables:
            for number in range(1, ROWS + 1):
                row = {c.name: _value(c, number) for c in table.columns}
                session.execute(sa.insert(table).values(row))
    with database.transaction() as session:
        if session.get_bind().dialect.name == "postgresql":  # by hand, so not counted by itself
            for table in Base.metadata.sorted_tables:
                if "id" in table.columns:
                    text = sa.text("SELECT setval(pg_get_serial_sequence(:t, 'id'), :n)")
                    session.execute(text, {"t": table.name, "n": ROWS})


def _value(column: sa.Column[Any], number: int) -> Any:
    if column.nullable and number == ROWS and not column.primary_key:
        return None
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return _value(key.column, number)
    return _by_type(column, number)


def _by_type(column: sa.Column[Any], number: int) -> Any:
    if isinstance(column.type, Word):
        words = list(column.type.kind)
        return words[number % len(words)]
    if isinstance(column.type, sa.JSON):
        return {"a": [number, None, True, 0.1], "đ": TEXT}
    values: tuple[tuple[Any, Any], ...] = (
        (UtcMoment, NINE_ON_MONDAY + timedelta(days=number, microseconds=number)),
        (sa.Date, date(2026, 11, number)),
        (sa.Time, time(7, number)),
        (sa.Boolean, bool(number % 2)),
        (sa.LargeBinary, bytes([0, 255, number])),
        (sa.Integer, number),
        (sa.Float, number / 3),
        (sa.Text, f"{column.name} {number} {TEXT}"),
    )
    return next(value for kind, value in values if isinstance(column.type, kind))


def all_rows(database: Database) -> Rows:
    """Return every row of every table, as the models read them, in a stable order."""
    found: Rows = {}
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = session.execute(sa.select(table).order_by(*table.primary_key))
            found[table.name] = [dict(row._mapping) for row in rows]
    return found
