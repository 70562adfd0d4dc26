"""A table as CSV (RFC 4180) that Excel opens as it is: UTF-8 with its mark, nothing to compute.

It is written as it is read, so a table of any length takes the same memory. The imprint stands
last, after an empty line: a file without it was cut short on its way. Whole numbers have no dots
in them, since Excel takes `1.404` for a fraction where it is not set to Vietnamese.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from documents import numbers
from documents.table import Cell, Column, Imprint, Kind, Row, Table, phone, shown, spread
from ivr.flow.measures.figures import Ratio
from ivr.flow.words import Language

BOM = "\ufeff"
CHUNK = 64 << 10  # characters that are kept until they are handed on
# How a cell begins that some spreadsheet would compute; it may do so after blanks, too.
_COMPUTED = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")
# A blank that holds the sign to the number, which keeps every Excel from reading another number.
NO_BREAK = "\N{NO-BREAK SPACE}"


def as_csv(table: Table, imprint: Imprint, language: Language = Language.VI) -> Iterator[bytes]:
    """Yield the file in pieces. A share is three columns: its percentage, its part, its whole."""
    out = io.StringIO()
    writer = csv.writer(out)
    out.write(BOM)
    headings = [guarded(name) for name, _ in spread(table.columns, language)]
    writer.writerow(headings)
    count = 0
    for row in table.checked():
        count += 1
        writer.writerow(_cells(table.columns, row, imprint))
        if out.tell() > CHUNK:
            yield _taken(out)
    for line in ("", *(f"{name}: {value}" for name, value in imprint.lines(language, count))):
        writer.writerow([guarded(line), *[""] * (len(headings) - 1)])
    yield _taken(out)


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet computes; numbers stay numbers. `unguarded` undoes it."""
    return f"'{text}" if _needs_guard(text) else text


def unguarded(cell: str) -> str:
    """Return a cell as it was before it was guarded."""
    return cell[1:] if cell.startswith("'") and _needs_guard(cell[1:]) else cell


def _needs_guard(text: str) -> bool:
    """Say whether a cell would be computed, or would be taken for a guarded one."""
    bare = text.lstrip("'")
    return bool(_COMPUTED.match(bare)) and not _PLAIN_NUMBER.fullmatch(text)


def _cells(columns: Sequence[Column], row: Row, imprint: Imprint) -> Iterator[str]:
    for column, cell in zip(columns, row, strict=True):
        if column.kind is Kind.RATIO:
            yield from _share(cell)
        elif isinstance(cell, int):
            yield str(cell)
        elif isinstance(cell, str):
            yield guarded(phone(cell) if column.kind is Kind.PHONE else cell)
        else:
            yield "" if cell is None else shown(column.kind, cell, imprint.zone)


def _share(cell: Cell) -> tuple[str, str, str]:
    if not isinstance(cell, Ratio):
        return "", "", ""
    percent = numbers.percent(cell).replace(" ", NO_BREAK) if cell.whole else ""
    return percent, str(cell.part), str(cell.whole)


def _taken(out: io.StringIO) -> bytes:
    """Return what has been written, and begin anew."""
    written = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return written
