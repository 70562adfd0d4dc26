"""A table to be handed out: its columns, its rows, and the imprint that every export carries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from documents import numbers
from ivr.flow.measures.figures import DASH, Mean, Ratio
from ivr.flow.numbers import e164, grouped
from ivr.flow.words import Language, Text


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    RATIO = "ratio"
    SECONDS = "seconds"
    MEAN = "mean"
    MOMENT = "moment"
    DATE = "date"
    PHONE = "phone"


Cell = str | int | Ratio | Mean | datetime | date | None
Row = Sequence[Cell]
_TYPES: Mapping[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.INTEGER: (int,),
    Kind.RATIO: (Ratio,),
    Kind.SECONDS: (int,),
    Kind.MEAN: (Mean,),
    Kind.MOMENT: (datetime,),
    Kind.DATE: (date,),
    Kind.PHONE: (str,),
}
_IN_SECONDS = (Kind.SECONDS, Kind.MEAN)


class WrongCell(TypeError):
    """A cell that is not of its column's kind; told by its place, never by what it holds."""


class TooLong(Exception):
    """A table with more rows than a form can take."""

    def __init__(self, most: int) -> None:
        """Keep how many there may be, and say so for people."""
        self.reason = Text(
            f"quá {numbers.integer(most)} dòng; hãy chọn kỳ ngắn hơn hoặc xuất CSV",
            f"more than {most:,} rows; choose a shorter period, or export as CSV",
        )
        super().__init__(self.reason.en)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. A phone's cells are E.164 where the reader may see them, else masked text."""

    name: Text
    kind: Kind = Kind.TEXT

    def heading(self, language: Language) -> str:
        """Return the column's name, with the unit of its cells."""
        unit = Text(" (giây)", " (s)") if self.kind in _IN_SECONDS else Text("", "")
        return self.name.in_(language) + unit.in_(language)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its rows are gone through once, so that they may be read as they are written."""

    title: Text
    columns: tuple[Column, ...]
    rows: Iterable[Row]

    def checked(self, most: int | None = None) -> Iterator[Row]:
        """Yield each row once its cells are known to be of their columns' kinds.

        Raises WrongCell where one is not, and TooLong past `most` rows.
        """
        for number, row in enumerate(self.rows, 1):
            if most is not None and number > most:
                raise TooLong(most)
            if len(row) != len(self.columns):
                raise WrongCell(f"row {number} has {len(row)} cells of {len(self.columns)}")
            for column, cell in zip(self.columns, row, strict=True):
                if not _is_of(column.kind, cell):
                    kind = type(cell).__name__
                    raise WrongCell(f"row {number}, {column.name.en}: {kind} is no {column.kind}")
            yield row


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What every export says of itself, so that a figure on paper can be traced and made again.

    The period is `[since, until)`. `reconciled_until` is up to when our calls were compared with
    the carrier's own list, None where they never were. `definitions` names the version of the
    definitions by which was counted.
    """

    since: datetime
    until: datetime
    made_at: datetime
    made_by: str
    definitions: str
    zone: ZoneInfo
    filters: tuple[tuple[Text, str], ...] = ()
    reconciled_until: datetime | None = None

    def lines(self, language: Language, count: int) -> tuple[tuple[str, str], ...]:
        """Return what is said, each with its name; `count` is how many rows there are."""
        is_vi = language is Language.VI
        none = "không" if is_vi else "none"
        never = "chưa đối soát" if is_vi else "not reconciled"
        known = self.reconciled_until
        told = ", ".join(f"{name.in_(language)}: {value}" for name, value in self.filters)
        said = (
            (Text("Kỳ", "Period"), self.period(language)),
            (Text("Bộ lọc", "Filters"), told or none),
            (Text("Số dòng", "Rows"), numbers.integer(count)),
            (Text("Lập lúc", "Made at"), numbers.moment(self.made_at, self.zone)),
            (Text("Người lập", "Made by"), self.made_by),
            (
                Text("Đã đối soát với nhà mạng đến", "Reconciled with the carrier up to"),
                numbers.moment(known, self.zone) if known else never,
            ),
            (Text("Bản định nghĩa chỉ số", "Definitions"), self.definitions),
        )
        return tuple((name.in_(language), value) for name, value in said)

    def period(self, language: Language) -> str:
        """Return the period: days that are in it to the end, or moments that it ends before."""
        begin, end = (at.astimezone(self.zone) for at in (self.since, self.until))
        if begin.time() == end.time() == time(0):
            first, last = numbers.day(begin), numbers.day(end - timedelta(days=1))
            vi, en = f"từ ngày {first} đến hết ngày {last}", f"{first} to {last}, both included"
        else:
            first, last = (numbers.minute(at, self.zone) for at in (begin, end))
            vi, en = f"từ {first} đến trước {last}", f"from {first} to before {last}"
        return Text(vi, en).in_(language)


def spread(columns: Iterable[Column], language: Language) -> Iterator[tuple[str, Kind]]:
    """Yield heading and kind of plain columns; a share is its percentage, its part, its whole."""
    part, whole = Text("tử số", "part").in_(language), Text("mẫu số", "whole").in_(language)
    for column in columns:
        name = column.heading(language)
        yield name, column.kind
        if column.kind is Kind.RATIO:
            yield f"{name} ({part})", Kind.INTEGER
            yield f"{name} ({whole})", Kind.INTEGER


def shown(kind: Kind, cell: Cell, zone: ZoneInfo) -> str:
    """Return a cell as it is read on paper: `1.404`, `76,28 % (1.071/1.404)`, `0939 015 599`."""
    match cell:
        case None:
            return DASH
        case Ratio() | Mean():
            return numbers.share(cell) if isinstance(cell, Ratio) else cell.text()
        case datetime():
            return numbers.moment(cell, zone)
        case date():
            return numbers.day(cell)
        case int():
            return numbers.integer(cell)
        case str():
            return phone(cell) if kind is Kind.PHONE else cell


def phone(number: str) -> str:
    """Return a number as people write it; a masked one, or one from abroad, as it is."""
    return grouped(number) if e164(number) == number else number


def _is_of(kind: Kind, cell: Cell) -> bool:
    """Say whether a cell is of a kind; a moment is no date, though Python takes it for one."""
    if cell is None:
        return True
    if kind is Kind.DATE and isinstance(cell, datetime):
        return False
    if isinstance(cell, bool) or (isinstance(cell, datetime) and cell.tzinfo is None):
        return False
    return isinstance(cell, _TYPES[kind])
