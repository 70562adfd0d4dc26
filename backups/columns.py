"""How the values of each column are read from a table, and written into another engine's."""

import base64
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from backups.manifest import Kind, Table
from models.base import UtcMoment, Word

_PLAIN = (sa.Text, sa.String, sa.Integer, sa.Float, Word)
# What a column is declared as where rows are put back: by the kind, whatever the model says.
TYPES: Mapping[Kind, Any] = {
    Kind.PLAIN: sa.types.NullType(),
    Kind.FLAG: sa.Boolean(),
    Kind.MOMENT: UtcMoment(),
    Kind.DAY: sa.Date(),
    Kind.TIME: sa.Time(),
    Kind.DOCUMENT: sa.Text(),
    Kind.BYTES: sa.LargeBinary(),
}
_WRITTEN: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.MOMENT: datetime.isoformat,
    Kind.DAY: date.isoformat,
    Kind.TIME: time.isoformat,
    Kind.BYTES: lambda value: base64.b64encode(value).decode(),
}
_READ: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.MOMENT: datetime.fromisoformat,
    Kind.DAY: date.fromisoformat,
    Kind.TIME: time.fromisoformat,
    Kind.BYTES: base64.b64decode,
}


class UnknownColumn(Exception):
    """A column of a type that nobody has said how to keep; names it."""


def kind_of(column: sa.Column[Any]) -> Kind:
    """Return how a column's values are written; raises UnknownColumn."""
    kinds = (
        (UtcMoment, Kind.MOMENT),
        (sa.JSON, Kind.DOCUMENT),
        (sa.Boolean, Kind.FLAG),
        (sa.LargeBinary, Kind.BYTES),
        (sa.Date, Kind.DAY),
        (sa.Time, Kind.TIME),
        (_PLAIN, Kind.PLAIN),
    )
    found = next((kind for types, kind in kinds if isinstance(column.type, types)), None)
    if found is None:
        raise UnknownColumn(f"{column.table.name}.{column.name}: {column.type!r}")
    return found


def selected(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Return a column as it is asked for: words and documents as the texts that they are."""
    if isinstance(column.type, sa.JSON):
        return sa.cast(column, sa.Text)
    if isinstance(column.type, Word):
        return sa.type_coerce(column, sa.Text)
    return column


def writers(table: Table) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return what must be done to which places of a row before it is JSON."""
    return _places(table, _WRITTEN)


def readers(table: Table, *, as_text: bool) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return what must be done to which places of a row that was JSON.

    With `as_text` moments and days stay as they are: the database reads them itself.
    """
    kinds = {Kind.BYTES: _READ[Kind.BYTES]} if as_text else _READ
    return _places(table, kinds)


def changed(row: list[Any], places: list[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    """Return a row with its places changed; what is NULL stays so."""
    for place, change in places:
        if row[place] is not None:
            row[place] = change(row[place])
    return row


def _places(
    table: Table, changes: Mapping[Kind, Callable[[Any], Any]]
) -> list[tuple[int, Callable[[Any], Any]]]:
    kinds = enumerate(kind for _, kind in table.columns)
    return [(place, changes[kind]) for place, kind in kinds if kind in changes]
