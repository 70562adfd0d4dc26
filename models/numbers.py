"""Finding numbers by how they end: their digits are kept backwards, as an index can serve."""

from typing import Any

import sqlalchemy as sa


def backwards(number: str | None) -> str:
    """Return the digits of a number, the last one first; empty where it has none."""
    return "".join(letter for letter in reversed(number or "") if "0" <= letter <= "9")


def ends_with(column: sa.SQLColumnExpression[Any], digits: str) -> sa.ColumnElement[bool]:
    """Return the condition that a number kept backwards in `column` ends with these digits.

    Written as a span of the index rather than as LIKE, which each engine has its own rules for.
    Raises ValueError where there is no digit to look for.
    """
    first = backwards(digits)
    if not first:
        raise ValueError("no digit to look for")
    return sa.and_(column >= first, column < first + ":")  # the letter after 9
