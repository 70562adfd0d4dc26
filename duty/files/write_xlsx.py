"""Workbooks: the roster's sheets with their rows or none, and sheets beside them for people.

Nothing in them is a formula or a link, whatever a cell's text begins with.
"""

import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from duty.files.grid import Value, letters
from duty.files.kinds import LISTS, OFFICERS
from duty.files.layout import Column, Layout
from duty.files.rows import Cells
from duty.files.values import said
from duty.labels import both

FILLABLE = 2000  # rows below the headings for which lists are offered
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
FIRST_YEAR, A4 = 1901, 9  # a spreadsheet knows no earlier days; its word for the paper
WIDTHS = {
    "post_vi": 44,
    "post_en": 36,
    "person": 24,
    "number": 16,
    "agency": 24,
    "branch": 24,
    "code": 18,
    "officer": 18,
    "giver": 18,
    "taker": 18,
    "stand_in": 18,
    "weekdays": 18,
    "reason": 24,
    "note": 30,
    "name_vi": 30,
    "name_en": 30,
    "document": 30,
    "withdrawn": 8,
}
USUAL_WIDTH = 14
CODES = ("officer", "giver", "taker", "stand_in")
STRICT = ("role", "kind", "withdrawn")


@dataclass(frozen=True)
class Sheet:
    """One sheet of the roster's own, and the rows in it."""

    layout: Layout
    rows: Sequence[Cells] = ()


@dataclass(frozen=True)
class Page:
    """A sheet beside the roster's own: lines of cells for people; a heading where `bold` says."""

    name: str
    lines: Sequence[Sequence[Value]]
    widths: Sequence[int]
    bold: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Book:
    """What goes into a workbook, in this order.

    Branches and agencies, each an id and a name, are offered as lists.
    """

    before: Sequence[Page] = ()
    sheets: Sequence[Sheet] = ()
    after: Sequence[Page] = ()
    branches: Sequence[tuple[str, str]] = ()
    agencies: Sequence[tuple[str, str]] = ()
    made_at: datetime | None = None


def write_xlsx(book: Book) -> bytes:
    """Return the workbook as a file."""
    # Heavy, and only an export asks for it.
    from xlsxwriter import Workbook  # noqa: PLC0415

    out = io.BytesIO()
    with Workbook(out, OPTIONS) as workbook:
        workbook.set_size(2400, 1400)
        if book.made_at:
            workbook.set_properties({"created": book.made_at.replace(tzinfo=None)})
        _Writer(workbook, book).write()
    return out.getvalue()


class _Writer:
    """One workbook being written, and the formats that it has."""

    def __init__(self, workbook: Any, book: Book) -> None:
        self.workbook, self.book = workbook, book

        def made(**given: Any) -> Any:
            return workbook.add_format({"font_name": "Times New Roman", "font_size": 12} | given)

        head = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        self.needed = made(bold=True, bg_color="#D9E2F3", **head)
        self.optional = made(bg_color="#EEF2FA", **head)
        self.text = made(num_format="@")
        self.day = made(num_format="dd/mm/yyyy", align="left")
        self.clock = made(num_format="hh:mm", align="left")
        self.seconds = made(num_format="hh:mm:ss", align="left")
        self.count = made(num_format="0", align="left")
        self.words = made(text_wrap=True, valign="top", num_format="@")
        self.bold = made(bold=True, text_wrap=True, valign="top")

    def write(self) -> None:
        """Write every sheet."""
        for page in self.book.before:
            self.page(page)
        for sheet in self.book.sheets:
            self.sheet(sheet)
        for page in (*self.book.after, *_lists(self.book)):
            self.page(page)

    def sheet(self, sheet: Sheet) -> None:
        """Write one of the roster's own sheets: headings, lists to choose from, rows."""
        page, columns = self.workbook.add_worksheet(sheet.layout.sheet), sheet.layout.columns
        last = max(FILLABLE, len(sheet.rows))
        for at, column in enumerate(columns):
            page.set_column(at, at, WIDTHS.get(column.field, USUAL_WIDTH), self.text)
            head = self.needed if column.is_needed else self.optional
            page.write_string(0, at, column.heading, head)
            page.data_validation(1, at, last, at, _offer(column, self.book))
        for number, row in enumerate(sheet.rows, 1):
            for at, column in enumerate(columns):
                self.cell(page, number, at, row.get(column.field))
        page.set_row(0, 32)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(1, len(sheet.rows)), len(columns) - 1)
        page.ignore_errors({"number_stored_as_text": f"A2:{letters(len(columns))}{last + 1}"})
        page.repeat_rows(0)
        _print_wide(page)

    def cell(self, page: Any, row: int, at: int, value: Value) -> None:
        """Write a value so that Excel knows a day from a number, and computes nothing."""
        match value:
            case None | "":
                return
            case date() if value.year >= FIRST_YEAR:
                page.write_datetime(row, at, value, self.day)
            case time():
                shown = self.seconds if value.second else self.clock
                page.write_datetime(row, at, value.replace(microsecond=0), shown)
            case int():
                page.write_number(row, at, value, self.count)
            case _:
                page.write_string(row, at, said(value), self.text)

    def page(self, page: Page) -> None:
        """Write a sheet for people."""
        sheet = self.workbook.add_worksheet(page.name)
        sheet.hide_gridlines(2)
        for at, width in enumerate(page.widths):
            sheet.set_column(at, at, width, self.words)
        for row, cells in enumerate(page.lines):
            shown = self.bold if row in page.bold else self.words
            for at, value in enumerate(cells):
                if value is not None:
                    sheet.write_string(row, at, said(value), shown)
        _print_wide(sheet)


def _print_wide(page: Any) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)


def _offer(column: Column, book: Book) -> dict[str, Any]:
    """Return the list that a column offers, and what is told beside the cell."""
    offer: dict[str, Any] = {
        "validate": "any",
        "input_title": column.heading[:32],
        "input_message": both(column.about)[:255],
        "error_title": column.heading[:32],
        "error_message": both(column.about)[:255],
        "error_type": "stop" if column.field in STRICT else "information",
    }
    source: object = list(column.choices) or _listed(column, book)
    return offer | {"validate": "list", "source": source} if source else offer


def _listed(column: Column, book: Book) -> str:
    """Return the cells that a column's list is made of, empty where there is no list."""
    if column.field in CODES:
        rows = [len(sheet.rows) for sheet in book.sheets if sheet.layout is OFFICERS]
        return f"='{OFFICERS.sheet}'!$A$2:$A${max(FILLABLE, *rows) + 1}" if rows else ""
    if column.field == "branch" and book.branches:
        return f"='{LISTS}'!$A$2:$A${len(book.branches) + 1}"
    if column.field == "agency" and book.agencies:
        return f"='{LISTS}'!$C$2:$C${len(book.agencies) + 1}"
    return ""


def _lists(book: Book) -> Iterator[Page]:
    if book.branches or book.agencies:
        head = ("Mã nhánh", "Tên nhánh", "Mã cơ quan", "Tên cơ quan")
        none = (None, None)
        pairs = itertools.zip_longest(book.branches, book.agencies, fillvalue=none)
        lines = [head, *((*branch, *agency) for branch, agency in pairs)]
        yield Page(LISTS, lines, (28, 50, 28, 50), frozenset({0}))
