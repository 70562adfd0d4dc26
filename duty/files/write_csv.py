"""One table of the roster as CSV that Excel opens and `read_csv` reads back."""

import csv
import io
from collections.abc import Sequence

from duty.files.layout import Layout
from duty.files.read_csv import quoted
from duty.files.rows import Cells
from duty.files.values import said

BOM = "\ufeff"


def write_csv(layout: Layout, rows: Sequence[Cells]) -> bytes:
    """Return a CSV: UTF-8 with the mark by which Excel knows it, a head even without rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(column.heading for column in layout.columns)
    for row in rows:
        writer.writerow(quoted(said(row.get(column.field))) for column in layout.columns)
    return (BOM + out.getvalue()).encode()
