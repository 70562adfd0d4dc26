"""A table as a file holds it, before anybody asks what it means; faults by their place in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ivr.flow.words import Text

# What a cell holds: CSV knows text only, a spreadsheet knows all of these.
Value = str | int | float | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file something stands; rows and columns count from 1, 0 means none in particular.

    A CSV has no sheets. `order` is the sheet's number, so that faults come in the file's order.
    """

    order: int = 0
    row: int = 0
    column: int = 0
    sheet: str = ""
    heading: str = ""

    @property
    def column_name(self) -> str:
        """The column as the file's program shows it: letters in a workbook; empty for none."""
        if not self.column:
            return ""
        return letters(self.column) if self.sheet else str(self.column)

    def told(self) -> Text:
        """Return the place in words, empty for the file as a whole."""
        vi, en = [], []
        if self.sheet:
            vi.append(f"trang «{self.sheet}»")
            en.append(f"sheet '{self.sheet}'")
        if self.row:
            vi.append(f"dòng {self.row}")
            en.append(f"row {self.row}")
        if self.column:
            column = self.column_name
            vi.append(f"cột {column}" + (f" «{self.heading}»" if self.heading else ""))
            en.append(f"column {column}")
        return Text(", ".join(vi), ", ".join(en))


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something in a file that cannot be taken as it stands, and why."""

    place: Place
    vi: str
    en: str

    def told(self) -> Text:
        """Return the place and the reason."""
        where = self.place.told()
        if not where.vi:
            return Text(self.vi, self.en)
        return Text(f"{where.vi}: {self.vi}", f"{where.en}: {self.en}")


class BadFile(Exception):
    """A file of which nothing is taken; `faults` are all of them, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep every fault once."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("; ".join(fault.told().en for fault in self.faults[:3]))


def whole_file(vi: str, en: str) -> BadFile:
    """Return the refusal of a file that is no roster at all."""
    return BadFile([Fault(Place(), vi, en)])


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its rows that are not empty, with their numbers, and what was wrong in reading."""

    order: int
    sheet: str
    rows: tuple[tuple[int, tuple[Value, ...]], ...]
    faults: tuple[Fault, ...] = ()

    def place(self, row: int = 0, column: int = 0, heading: str = "") -> Place:
        """Return a place in this sheet."""
        return Place(self.order, row, column, self.sheet, heading)


def letters(column: int) -> str:
    """Return the name of a column, counted from 1, as spreadsheets show it: A … Z, AA …"""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def is_empty(value: Value) -> bool:
    """Say whether a cell holds nothing, or nothing that can be seen."""
    return value is None or (isinstance(value, str) and not value.strip())
