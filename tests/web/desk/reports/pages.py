"""Report pages as tests read them: their tables, and their files."""

import csv
import io
import re

from docx import Document
from openpyxl import load_workbook

TABLE = re.compile(r'<table class="table figures">.*?</table>', re.DOTALL)
ROW, CELL = (
    re.compile(r"<tr[^>]*>.*?</tr>", re.DOTALL),
    re.compile(r"<t[hd][^>]*>.*?</t[hd]>", re.DOTALL),
)


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def tables(page):
    """Return the tables of figures: each a list of rows, each a list of cells."""
    return [
        [[words(cell) for cell in CELL.findall(row)] for row in ROW.findall(table)]
        for table in TABLE.findall(page)
    ]


def figures(page, name):
    """Return the figures of the row with this name, by their headings, of all tables."""
    found: dict[str, str] = {}
    for head, *rows in tables(page):
        for row in rows:
            if row[0] == name:
                found |= dict(zip(head[1:], row[1:], strict=True))
    return found


def sheet(data, name=None):
    """Return a workbook's sheet: a list of rows of values."""
    book = load_workbook(io.BytesIO(data))
    found = book[name] if name else book.worksheets[0]
    return [[cell.value for cell in row] for row in found.iter_rows()]


def about(data, name="Thông tin"):
    """Return what a workbook says of itself."""
    return {row[0]: row[1] for row in sheet(data, name)}


def lines(data):
    """Return the rows of a CSV file, and what it says of itself."""
    rows = [*csv.reader(io.StringIO(data.decode("utf-8-sig")))]
    end = next(at for at, row in enumerate(rows) if not any(row))
    return rows[:end], [row[0] for row in rows[end + 1 :]]


def paragraphs(data):
    """Return a document's paragraphs and the rows of its tables."""
    document = Document(io.BytesIO(data))
    told = [paragraph.text for paragraph in document.paragraphs]
    return told, [[[c.text for c in row.cells] for row in table.rows] for table in document.tables]
