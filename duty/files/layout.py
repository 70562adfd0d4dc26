"""How a kind of rows is laid out in a file: its sheet, its columns, and what stands in them.

The first name of a sheet or column is the one that is written; all of them are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from duty.files.values import Reader
from duty.files.vocabulary import fold
from ivr.flow.words import Text


class Kind(StrEnum):
    """What a sheet lists."""

    OFFICERS = "officers"
    SHIFTS = "shifts"
    ABSENCES = "absences"
    SWAPS = "swaps"
    DAYS = "days"
    AGENCIES = "agencies"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its names, how its cells are read, and what stands in it, for people.

    `choices` are offered as a list in a spreadsheet; others may be allowed besides.
    """

    field: str
    names: tuple[str, ...]
    read: Reader
    about: Text
    is_needed: bool = False
    choices: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The name that is written."""
        return self.names[0]


def column(field: str, names: str, read: Reader, about: str, **given: Any) -> Column:
    """Return a column: its names have bars between, and what stands in it a dot before English."""
    vi, _, en = about.partition(" · ")
    return Column(field, tuple(names.split(" | ")), read, Text(vi, en or vi), **given)


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind is laid out in a file."""

    kind: Kind
    sheets: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def sheet(self) -> str:
        """The sheet's name as it is written."""
        return self.sheets[0]

    def column(self, field: str) -> Column:
        """Return the column of a field."""
        return next(column for column in self.columns if column.field == field)

    def by_heading(self) -> Mapping[str, Column]:
        """Return the columns by every name, folded, under which they are known."""
        return {fold(name): column for column in self.columns for name in column.names}
