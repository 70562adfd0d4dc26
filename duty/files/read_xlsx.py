"""Workbooks (XLSX) read into plain tables; what is computed or merged is a fault, never a guess."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from duty.files.grid import BadFile, Fault, Grid, Value, is_empty, whole_file

OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook with a password
MOST_BYTES = 200 << 20  # unpacked: a small file may hide a huge one
MOST_ROWS, MOST_COLUMNS = 20_000, 60
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, SyntaxError, OSError),
    *(EOFError, AttributeError, IndexError, NotImplementedError, RuntimeError, ArithmeticError),
)


def read_xlsx(content: bytes) -> tuple[Grid, ...]:
    """Return the sheets of a workbook; raises BadFile where it is none."""
    # Heavy, and only an import of a workbook asks for it.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                raise whole_file("tệp quá lớn", "the file is too large")
        with warnings.catch_warnings():  # it tells of formats that it does not keep
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), keep_links=False)
        return tuple(_grid(order, sheet) for order, sheet in enumerate(book.worksheets, 1))
    except BadFile:
        raise
    except BROKEN as error:
        raise whole_file(
            "không đọc được như tệp XLSX; hãy mở bằng Excel và lưu lại thành .xlsx",
            f"cannot be read as XLSX ({type(error).__name__}); open it and save it as .xlsx",
        ) from error


def _grid(order: int, sheet: Any) -> Grid:
    empty = Grid(order, sheet.title, ())
    faults: list[Fault] = []
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        faults.append(
            Fault(
                empty.place(),
                f"quá {MOST_ROWS} dòng hoặc {MOST_COLUMNS} cột; hãy xóa các dòng, cột trống",
                f"more than {MOST_ROWS} rows or {MOST_COLUMNS} columns; delete the empty ones",
            )
        )
        return Grid(order, sheet.title, (), tuple(faults))
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        values = tuple(_value(cell, empty, faults) for cell in cells)
        if not all(map(is_empty, values)):
            rows.append((number, values))
    faults += _merged(empty, sheet)
    return Grid(order, sheet.title, tuple(rows), tuple(faults))


def _value(cell: Any, grid: Grid, faults: list[Fault]) -> Value:
    """Return what a cell holds; of a formula or an error nothing, and a fault."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        place = grid.place(cell.row, cell.column)
        faults.append(
            Fault(
                place,
                "là công thức; hãy chép rồi dán lại thành giá trị (Paste Special, Values)",
                "is a formula; copy it and paste its value (Paste Special, Values)",
            )
        )
        return None
    if cell.data_type == "e":
        place = grid.place(cell.row, cell.column)
        faults.append(Fault(place, f"ô đang báo lỗi {value}", f"the cell shows the error {value}"))
        return None
    return _rounded(value)


def _rounded(value: Any) -> Value:
    """Return moments to the second: a spreadsheet keeps them as fractions of a day."""
    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if isinstance(value, time):
        seconds = (value.hour * 60 + value.minute) * 60 + value.second
        return timedelta(seconds=seconds + round(value.microsecond / 1_000_000))
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return value if isinstance(value, timedelta) else str(value)


def _merged(grid: Grid, sheet: Any) -> Iterator[Fault]:
    for merged in sheet.merged_cells.ranges:
        yield Fault(
            grid.place(merged.min_row, merged.min_col),
            f"ô gộp {merged.coord}; hãy bỏ gộp và ghi đủ từng ô",
            f"merged cells {merged.coord}; unmerge them and fill in each",
        )
