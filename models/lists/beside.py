"""Conditions that narrow down what an index finds, and must not be taken for the way to find it."""

from typing import Any

import sqlalchemy as sa


def beside(column: sa.orm.InstrumentedAttribute[Any]) -> sa.ColumnElement[Any]:
    """Return a column of words as no index has it, to be compared.

    SQLite keeps no statistics here: it takes the index with the most columns compared, be it that
    of a branch with a million calls, where the list's order would have found fifty at once.
    """
    return sa.type_coerce(column.op("||")(sa.literal_column("''")), column.type)
