"""A table as a PDF: A4 across, with its imprint above and the page's number below."""

from documents.table import Imprint, Kind, Table, shown
from documents.typeset import breakable, typeset
from ivr.flow.words import Language, Text

MOST_ROWS = 2000  # about 200 pages and 3 s: more is no paper that anybody reads
NUMBERS = frozenset({Kind.INTEGER, Kind.RATIO, Kind.SECONDS, Kind.MEAN})


def as_pdf(table: Table, imprint: Imprint, language: Language = Language.VI) -> bytes:
    """Return the file; raises TooLong where it would have more rows than are read on paper."""
    kinds = [column.kind for column in table.columns]
    rows = [
        [breakable(shown(*pair, imprint.zone)) for pair in zip(kinds, row, strict=True)]
        for row in table.checked(MOST_ROWS)
    ]
    data = {
        "title": table.title.in_(language),
        "language": language.value,
        "page": Text("Trang", "Page").in_(language),
        "columns": [
            {
                "name": column.heading(language),
                "is_number": column.kind in NUMBERS,
                "is_wide": column.kind is Kind.TEXT,
            }
            for column in table.columns
        ],
        "rows": rows,
        "imprint": imprint.lines(language, len(rows)),
        "nothing": Text("Không có dòng nào.", "There are no rows.").in_(language),
    }
    return typeset("table.typ", data, imprint.made_at)
