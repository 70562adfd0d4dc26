"""The rows of a file read by their columns: each a line of one kind, or faults by their place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from duty.files.grid import Fault, Grid, Value, is_empty
from duty.files.kinds import BESIDE, LAYOUTS, SHEETS
from duty.files.layout import Column, Kind, Layout
from duty.files.values import BadValue
from duty.files.vocabulary import fold
from ivr.flow.words import Text

TITLES = 10  # so many rows may stand above the headings
COUNTING = frozenset({"stt", "tt", "so tt", "no"})  # a running number is nobody's business


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `values` has every column of the sheet by field, None where the cell is empty."""

    head: "Head"
    row: int
    values: Mapping[str, Any]

    @property
    def kind(self) -> Kind:
        """What the row is about."""
        return self.head.layout.kind

    def fault(self, name: str, reason: Text) -> Fault:
        """Return a fault in the column of a field, or of the row where it has no such column."""
        return self.head.fault(self.row, name, reason)


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of one sheet: where each field stands, columns counted from 1.

    `width` is the last column with any heading, known or not.
    """

    grid: Grid
    layout: Layout
    row: int
    columns: Mapping[int, Column]
    width: int

    def fault(self, row: int, name: str, reason: Text) -> Fault:
        """Return a fault in the column of a field; the row's where the sheet has no such column."""
        for number, column in self.columns.items():
            if column.field == name:
                return Fault(self.grid.place(row, number, column.heading), reason.vi, reason.en)
        return Fault(self.grid.place(row), reason.vi, reason.en)


@dataclass
class Reading:
    """A file's lines and faults.

    `codes` are the officers, and `agencies` the agencies, that it tries to describe, well or badly.
    """

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    agencies: set[str] = field(default_factory=set)

    def of(self, *kinds: Kind) -> Iterator[Line]:
        """Yield the lines of some kinds, in the order of the file."""
        return (line for line in self.lines if line.kind in kinds)


def read_lines(grids: Sequence[Grid]) -> Reading:
    """Read the sheets of a file; the one of a CSV is known by its headings."""
    reading = Reading()
    for grid in grids:
        if fold(grid.sheet) in BESIDE or not (grid.rows or grid.faults):
            continue
        layouts = _layouts(grid)
        head = _find_head(grid, layouts)
        # What stands above the headings, such as a title over merged cells, is nobody's business.
        reading.faults += [f for f in grid.faults if not (head and 0 < f.place.row < head.row)]
        if not layouts:
            reading.faults.append(_unknown_sheet(grid))
        elif head:
            _read_sheet(reading, head)
        elif grid.rows:
            reading.faults.append(_no_head(grid, layouts))
    if not (reading.lines or reading.faults):
        reading.faults.append(
            Fault(Grid(0, "", ()).place(), "không có dòng nào để nhập", "there is no row to import")
        )
    return reading


def _layouts(grid: Grid) -> tuple[Layout, ...]:
    if not grid.sheet:
        return tuple(LAYOUTS.values())
    layout = SHEETS.get(fold(grid.sheet))
    return (layout,) if layout else ()


def _find_head(grid: Grid, layouts: Sequence[Layout]) -> Head | None:
    """Return the row near the top, and the layout, of which most headings are known.

    Of two layouts that know as many, the one that has all that it needs.
    """
    best, most = None, (0, False)
    for number, cells in grid.rows[:TITLES]:
        for layout in layouts:
            known = layout.by_heading()
            columns = {at: known[h] for at, h in _headings(cells) if h in known}
            fields = {column.field for column in columns.values()}
            is_whole = all(c.field in fields for c in layout.columns if c.is_needed)
            if (len(fields), is_whole) > most and fields:
                width = max(at for at, cell in enumerate(cells, 1) if not is_empty(cell))
                best = Head(grid, layout, number, columns, width)
                most = (len(fields), is_whole)
    return best


def _headings(cells: Sequence[Value]) -> Iterator[tuple[int, str]]:
    for at, cell in enumerate(cells, 1):
        if isinstance(cell, str):
            # Words in brackets explain; so does a second language behind a dot.
            yield at, fold(cell.partition("(")[0].partition("·")[0])


def _read_sheet(reading: Reading, head: Head) -> None:
    cells = next(cells for row, cells in head.grid.rows if row == head.row)
    faults = list(_head_faults(head, cells))
    reading.faults += faults
    broken = {(fault.place.row, fault.place.column) for fault in head.grid.faults}
    broken_rows = {row for row, _ in broken}
    for row, values in head.grid.rows:
        if row <= head.row:
            continue
        read: dict[str, Any] = {}
        found = list(_read_row(head, row, values, read, broken))
        reading.faults += found
        if read.get("code"):
            is_officer = head.layout.kind is Kind.OFFICERS
            (reading.codes if is_officer else reading.agencies).add(read["code"])
        if not (found or faults or row in broken_rows):
            reading.lines.append(Line(head, row, read))


def _read_row(
    head: Head,
    row: int,
    values: Sequence[Value],
    into: dict[str, Any],
    broken: set[tuple[int, int]],
) -> Iterator[Fault]:
    """Read one row into values by field; yield what is wrong with it."""
    for at, column in head.columns.items():
        value = values[at - 1] if at <= len(values) else None
        if (row, at) in broken:
            continue
        if is_empty(value):
            into[column.field] = None
            if column.is_needed:
                missing = Text(f"thiếu: {column.about.vi}", f"missing: {column.about.en}")
                yield head.fault(row, column.field, missing)
            continue
        try:
            into[column.field] = column.read(value)
        except BadValue as error:
            yield head.fault(row, column.field, error.reason)
    for at, value in enumerate(values[head.width :], head.width + 1):
        if not is_empty(value):
            place = head.grid.place(row, at)
            yield Fault(place, "ô này không có tiêu đề cột", "a cell without a heading above it")


def _head_faults(head: Head, cells: Sequence[Value]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for at, cell in enumerate(cells, 1):
        if is_empty(cell):
            continue
        column, title = head.columns.get(at), " ".join(str(cell).split())[:40]
        place = head.grid.place(head.row, at)
        if column is None and fold(title) not in COUNTING:
            known = ", ".join(column.heading for column in head.layout.columns)
            yield Fault(
                place,
                f"không hiểu cột «{title}»; có các cột: {known}",
                f"unknown column '{title}'; there are: {known}",
            )
        elif column and column.field in seen:
            first = seen[column.field]
            yield Fault(
                place,
                f"cột «{title}» có hai lần, trước đó ở cột {first}",
                f"column '{title}' is there twice, first as column {first}",
            )
        elif column:
            seen[column.field] = at
    for column in head.layout.columns:
        if column.is_needed and column.field not in seen:
            place = head.grid.place(head.row)
            yield Fault(
                place, f"thiếu cột «{column.heading}»", f"the column '{column.heading}' is missing"
            )


def _unknown_sheet(grid: Grid) -> Fault:
    known = ", ".join(layout.sheet for layout in LAYOUTS.values())
    return Fault(
        grid.place(),
        f"không hiểu tên trang; chỉ nhận: {known}",
        f"unknown name of a sheet; allowed: {known}",
    )


def _no_head(grid: Grid, layouts: Sequence[Layout]) -> Fault:
    known = "; ".join(
        ", ".join(column.heading for column in layout.columns if column.is_needed)
        for layout in layouts
    )
    return Fault(
        grid.place(),
        f"không thấy dòng tiêu đề; cần các cột: {known}",
        f"no row of headings was found; these columns are needed: {known}",
    )
