"""A table as a workbook: cells of their own kinds, a frozen header with filters, and the imprint.

Nothing in it is a formula or a link. Rows go to a temporary file as they are read, so a table of
any length takes the same memory.
"""

import re
from datetime import date, datetime
from typing import IO, Any

from documents.printable import printable
from documents.table import Imprint, Kind, Table, shown, spread
from ivr.flow.measures.figures import Mean, Ratio
from ivr.flow.words import Language, Text

MOST_ROWS, MOST_LETTERS = 1_048_575, 32_767  # what a sheet and a cell can hold
FIRST_YEAR, A4 = 1901, 9  # a spreadsheet knows no earlier days; its word for the paper
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
FONT = {"font_name": "Times New Roman", "font_size": 12}
FORMATS = {
    Kind.TEXT: {"num_format": "@"},
    Kind.INTEGER: {"num_format": "#,##0"},
    Kind.RATIO: {"num_format": "0.00%"},
    Kind.SECONDS: {"num_format": "#,##0"},
    Kind.MEAN: {"num_format": "#,##0.00"},
    Kind.MOMENT: {"num_format": "dd/mm/yyyy hh:mm:ss", "align": "center"},
    Kind.DATE: {"num_format": "dd/mm/yyyy", "align": "center"},
    Kind.PHONE: {"num_format": "@"},
}
WIDTHS = {
    Kind.TEXT: 30,
    Kind.INTEGER: 11,
    Kind.RATIO: 11,
    Kind.SECONDS: 11,
    Kind.MEAN: 11,
    Kind.MOMENT: 20,
    Kind.DATE: 12,
    Kind.PHONE: 16,
}
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31
ABOUT = Text("Thông tin", "About")
TAKEN = ("", "history", ABOUT.vi.lower(), ABOUT.en.lower())


def write_xlsx(
    table: Table, imprint: Imprint, out: IO[bytes], language: Language = Language.VI
) -> None:
    """Write the workbook to `out`; raises TooLong where a sheet cannot hold the rows."""
    # Heavy, and only an export asks for it.
    from xlsxwriter import Workbook  # noqa: PLC0415

    with Workbook(out, OPTIONS) as workbook:
        made = imprint.made_at.astimezone(imprint.zone).replace(tzinfo=None)
        workbook.set_properties({"title": table.title.in_(language), "created": made})
        writer = _Writer(workbook, imprint, language)
        writer.about(writer.table(table))


class _Writer:
    """One workbook being written."""

    def __init__(self, workbook: Any, imprint: Imprint, language: Language) -> None:
        self.workbook, self.imprint, self.language = workbook, imprint, language
        self.formats = {kind: workbook.add_format(FONT | given) for kind, given in FORMATS.items()}
        head = {
            "bold": True,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
            "border": 1,
        }
        self.head = workbook.add_format(FONT | head | {"bg_color": "#D9E2F3"})
        self.label = workbook.add_format(FONT | {"bold": True, "valign": "top"})
        self.words = workbook.add_format(FONT | {"text_wrap": True, "valign": "top"})

    def table(self, table: Table) -> int:
        """Write the sheet of the table and return how many rows it has."""
        title = table.title.in_(self.language)
        sheet = self.workbook.add_worksheet(_sheet_name(title))
        columns = list(spread(table.columns, self.language))
        for at, (name, kind) in enumerate(columns):
            sheet.set_column(at, at, max(WIDTHS[kind], len(name) // 2 + 2), self.formats[kind])
        sheet.set_row(0, 36)
        for at, (name, _) in enumerate(columns):
            sheet.write_string(0, at, name, self.head)
        count = 0
        for count, row in enumerate(table.checked(MOST_ROWS), 1):
            at = 0
            for column, cell in zip(table.columns, row, strict=True):
                at += self.cell(sheet, count, at, column.kind, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, count), len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{max(2, count + 1)}"})
        sheet.repeat_rows(0)
        _print_wide(sheet, title)
        return count

    def cell(self, sheet: Any, row: int, at: int, kind: Kind, value: Any) -> int:
        """Write a value as what it is, and return how many columns it takes."""
        value = _number(value)
        match value:
            case Ratio():
                if value.whole:
                    sheet.write_number(row, at, value.part / value.whole, self.formats[kind])
                sheet.write_number(row, at + 1, value.part, self.formats[Kind.INTEGER])
                sheet.write_number(row, at + 2, value.whole, self.formats[Kind.INTEGER])
            case datetime() if value.year >= FIRST_YEAR:
                local = value.astimezone(self.imprint.zone).replace(tzinfo=None, microsecond=0)
                sheet.write_datetime(row, at, local, self.formats[kind])
            case date() if value.year >= FIRST_YEAR:
                sheet.write_datetime(row, at, value, self.formats[kind])
            case int() | float():
                sheet.write_number(row, at, value, self.formats[kind])
            case None:
                pass
            case _:
                said = printable(shown(kind, value, self.imprint.zone))
                sheet.write_string(row, at, _fitting(said), self.formats[kind])
        return 3 if kind is Kind.RATIO else 1

    def about(self, count: int) -> None:
        """Write the imprint on a sheet of its own."""
        name = ABOUT.in_(self.language)
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 38)
        sheet.set_column(1, 1, 70)
        for row, (label, value) in enumerate(self.imprint.lines(self.language, count)):
            sheet.write_string(row, 0, label, self.label)
            sheet.write_string(row, 1, value, self.words)
        _print_wide(sheet, name)


def _number(value: Any) -> Any:
    """Return a mean as the number that it is, None without one; all else as it is."""
    if not isinstance(value, Mean):
        return value
    return None if value.value_s is None else float(value.value_s)


def _sheet_name(title: str) -> str:
    """Return a name that a sheet may have."""
    allowed = _NO_SHEET_NAME.sub(" ", title).strip(" '")[:LONGEST_NAME].strip(" '")
    return "Bảng" if allowed.lower() in TAKEN else allowed


def _fitting(text: str) -> str:
    """Return a text that a cell can hold, with an ellipsis where it was cut."""
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def _print_wide(sheet: Any, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{title.replace('&', '&&')[:100]}&R&P/&N")
