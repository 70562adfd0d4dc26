"""CSV: what Excel opens, what it must not compute, what it takes in memory."""

import csv
import io
import itertools
import tracemalloc
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from documents.csv import CHUNK, as_csv, guarded, unguarded
from documents.table import Column, Kind, Table
from ivr.flow.measures.figures import Ratio
from ivr.flow.words import Language, Text
from tests.documents.papers import IMPRINT, NINE

TITLE = Text("Cuộc gọi nhỡ", "Missed calls")
COMPUTED = "=+-@\t\r\n＝＋－＠"
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
formulas = st.builds(
    "".join, st.tuples(st.sampled_from(["", " ", "'"]), st.sampled_from(COMPUTED), texts)
)


def a_column(name: str, kind: Kind = Kind.TEXT) -> Column:
    return Column(Text(name, name), kind)


def read(table: Table, language: Language = Language.VI) -> list[list[str]]:
    written = b"".join(as_csv(table, IMPRINT, language))
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def test_each_kind_of_cell():
    kinds = (Kind.TEXT, Kind.INTEGER, Kind.RATIO, Kind.SECONDS, Kind.MOMENT, Kind.DATE, Kind.PHONE)
    table = Table(
        TITLE,
        tuple(a_column(kind.value, kind) for kind in kinds),
        [
            ("Đường", -1404, Ratio(1071, 1404), 25, NINE, date(2026, 1, 5), "+84505000001"),
            (None, None, Ratio(0, 0), None, None, None, "0505•••001"),
            (None,) * 7,
        ],
    )

    head, first, second, third, *_ = read(table)

    assert head == [
        *("text", "integer", "ratio", "ratio (tử số)", "ratio (mẫu số)"),
        *("seconds (giây)", "moment", "date", "phone"),
    ]
    assert first == [
        *("Đường", "-1404", "76,28\N{NO-BREAK SPACE}%", "1071", "1404"),
        *("25", "23/11/2026 09:00:00", "05/01/2026", "0505 000 001"),
    ]
    assert second == ["", "", "", "0", "0", "", "", "", "0505•••001"]
    assert third == [""] * 9


def test_the_imprint_stands_last_after_an_empty_line_and_counts_the_rows():
    table = Table(TITLE, (a_column("a"), a_column("b")), (("x", "y") for _ in range(3)))

    lines = read(table)

    assert lines[3:6] == [
        ["x", "y"],
        ["", ""],
        ["Kỳ: từ ngày 01/11/2026 đến hết ngày 30/11/2026", ""],
    ]
    assert ["Số dòng: 3", ""] in lines
    assert lines[-1] == ["Bản định nghĩa chỉ số: 2026-11", ""]


def test_without_rows_there_is_a_head_and_the_imprint_says_none():
    lines = read(Table(TITLE, (a_column("a"),), ()), Language.EN)

    assert lines[:2] == [["a"], [""]]
    assert ["Rows: 0"] in lines


def test_lines_end_as_the_standard_wants():
    written = b"".join(as_csv(Table(TITLE, (a_column("a"),), [("x",)]), IMPRINT))

    assert written.count(b"\n") == written.count(b"\r\n") == 1 + 1 + 1 + 7


def test_what_a_spreadsheet_would_compute_is_made_text():
    typed = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1"]

    rows = read(Table(TITLE, (a_column("a"),), [(text,) for text in typed]))[1 : len(typed) + 1]

    assert [cell for (cell,) in rows] == [f"'{text}" for text in typed]


def test_numbers_stay_numbers():
    for text in ("+84505000001", "-5", "-1.404,25", "0505 000 001", "76,28 %"):
        assert guarded(text) == text


@given(texts | formulas)
def test_a_guard_is_taken_off_again_and_leaves_nothing_to_compute(text):
    cell = guarded(text)

    assert unguarded(cell) == text
    begins = cell.lstrip(" ")[:1]
    assert begins not in tuple("=@＝＋－＠") or not begins
    if begins in tuple("+-"):
        assert cell.replace(".", "").replace(",", "")[1:].isdigit()


@given(st.lists(st.tuples(texts | formulas, st.integers(), texts | formulas), max_size=6))
def test_rows_are_read_back_as_they_were(rows):
    columns = (a_column("a"), a_column("b", Kind.INTEGER), a_column("c"))

    found = read(Table(TITLE, columns, rows))[1 : len(rows) + 1]

    assert [(unguarded(a), int(b), unguarded(c)) for a, b, c in found] == rows


def test_it_is_written_as_it_is_read_whatever_its_length():
    taken = itertools.count()
    rows = ((f"{next(taken)} " + "x" * 100,) for _ in range(100_000))

    pieces = as_csv(Table(TITLE, (a_column("a"),), rows), IMPRINT)
    next(pieces)
    assert next(taken) < 2 * CHUNK // 100
    tracemalloc.start()
    size = sum(map(len, pieces))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert size > 10_000_000
    assert peak < 20 * CHUNK
