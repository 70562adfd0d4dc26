"""CSV as people save it: by Excel in UTF-8, in UTF-16, in Windows' old Vietnamese; , ; or tabs."""

import csv
import io
import unicodedata
from collections.abc import Iterator

from duty.files.grid import Grid, is_empty, whole_file
from duty.files.kinds import LAYOUTS
from duty.files.vocabulary import fold

UTF16 = (b"\xff\xfe", b"\xfe\xff")
OLD_VIETNAMESE = "cp1258"
DELIMITERS = (",", ";", "\t", "|")
HINT = "sep="  # a first line by which Excel is told the delimiter
MOST_ROWS = 20_000
COMPUTED = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would compute
HEADINGS = frozenset(
    fold(name) for layout in LAYOUTS.values() for column in layout.columns for name in column.names
)


def read_csv(content: bytes) -> Grid:
    """Return the one table of a CSV; raises BadFile where it is none."""
    lines = _text(content)
    text = lines.partition("\n")[2] if lines.lower().startswith(HINT) else lines
    skipped = lines.count("\n") - text.count("\n")
    rows = []
    try:
        for number, cells in _records(text, _delimiter(text)):
            if not all(map(is_empty, cells)):
                rows.append((number + skipped, tuple(map(unquoted, cells))))
    except csv.Error as error:
        raise whole_file(f"không đọc được CSV: {error}", f"the CSV is broken: {error}") from error
    if len(rows) > MOST_ROWS:
        raise whole_file(f"quá {MOST_ROWS} dòng", f"more than {MOST_ROWS} rows")
    return Grid(0, "", tuple(rows))


def quoted(text: str) -> str:
    """Return a cell that no spreadsheet computes; `unquoted` takes it back."""
    is_number = text.startswith("+") and text[1:].isdigit()
    return f"'{text}" if text.startswith((*COMPUTED, "'")) and not is_number else text


def unquoted(text: str) -> str:
    """Return a cell as it was before `quoted`."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*COMPUTED, "'")) else text


def _text(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(UTF16) else ("utf-8-sig", OLD_VIETNAMESE)
    for encoding in encodings:
        try:
            text = unicodedata.normalize("NFC", content.decode(encoding))
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise whole_file(
        "không phải tệp XLSX hay CSV; hãy lưu lại thành .xlsx, hoặc CSV UTF-8",
        "neither XLSX nor CSV; save it as .xlsx, or as CSV UTF-8",
    )


def _delimiter(text: str) -> str:
    """Return what stands between the headings: they are known, so this is no guess."""
    head = text[:20_000].split("\n")[:10]

    def known(delimiter: str) -> int:
        rows = csv.reader(head, delimiter=delimiter)
        return max((sum(fold(cell) in HEADINGS for cell in row) for row in rows), default=0)

    return max(DELIMITERS, key=known)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1
