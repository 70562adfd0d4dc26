"""Workbooks: cells of their kinds, nothing computed, the imprint on a sheet of its own."""

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from documents.table import Column, Kind, Table
from documents.xlsx import write_xlsx
from ivr.flow.measures.figures import Mean, Ratio
from ivr.flow.words import Language, Text
from tests.documents.papers import IMPRINT, NINE

TITLE = Text("Cuộc gọi nhỡ", "Missed calls")


def a_column(name: str, kind: Kind = Kind.TEXT) -> Column:
    return Column(Text(name, name), kind)


def opened(table, language=Language.VI):
    out = io.BytesIO()
    write_xlsx(table, IMPRINT, out, language)
    return load_workbook(out)


def test_each_kind_of_cell_is_what_it_is():
    kinds = (Kind.TEXT, Kind.INTEGER, Kind.RATIO, Kind.SECONDS, Kind.MOMENT, Kind.DATE, Kind.PHONE)
    row = ("Đường", -1404, Ratio(1071, 1404), 25, NINE, date(2026, 1, 5), "+84505000001")
    none = (None, None, Ratio(0, 0), None, None, None, None)
    table = Table(TITLE, tuple(a_column(kind.value, kind) for kind in kinds), [row, none])

    sheet = opened(table)["Cuộc gọi nhỡ"]

    assert [cell.value for cell in sheet[2]] == [
        *("Đường", -1404, 1071 / 1404, 1071, 1404, 25),
        *(datetime(2026, 11, 23, 9), datetime(2026, 1, 5), "0505 000 001"),  # noqa: DTZ001
    ]
    assert [cell.number_format for cell in sheet[2]] == [
        *("@", "#,##0", "0.00%", "#,##0", "#,##0", "#,##0"),
        *("dd/mm/yyyy hh:mm:ss", "dd/mm/yyyy", "@"),
    ]
    assert [cell.value for cell in sheet[3]] == [None, None, None, 0, 0, None, None, None, None]


def test_a_mean_is_a_number_with_its_fraction():
    column = a_column("ASA", Kind.MEAN)

    sheet = opened(Table(TITLE, (column,), [(Mean(0, 0),), (Mean(101, 4),)]))["Cuộc gọi nhỡ"]

    assert [cell.value for (cell,) in sheet.iter_rows()] == ["ASA (giây)", None, 25.25]
    assert sheet["A3"].number_format == "#,##0.00"


def test_the_header_stays_in_sight_and_filters():
    table = Table(TITLE, (a_column("a"), a_column("b", Kind.RATIO)), [("x", None), ("y", None)])

    sheet = opened(table)["Cuộc gọi nhỡ"]

    assert [cell.value for cell in sheet[1]] == ["a", "b", "b (tử số)", "b (mẫu số)"]
    assert all(cell.font.b for cell in sheet[1])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")
    assert sheet.column_dimensions["A"].width > 20
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"


def test_the_imprint_stands_on_the_second_sheet():
    book = opened(Table(TITLE, (a_column("a"),), [("x",), ("y",)]))

    about = [(a.value, b.value) for a, b in book["Thông tin"].iter_rows()]

    assert book.sheetnames == ["Cuộc gọi nhỡ", "Thông tin"]
    assert about == list(IMPRINT.lines(Language.VI, 2))
    assert book.properties.title == "Cuộc gọi nhỡ"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "{=1+1}", "+1", "@SUM(A1)", "https://a.example/b", "mailto:a@b.c", "<b>&"],
)
def test_no_text_becomes_a_formula_or_a_link(text):
    cell = opened(Table(TITLE, (a_column("a"),), [(text,)])).worksheets[0]["A2"]

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_control_characters_and_endless_texts_do_no_harm():
    table = Table(TITLE, (a_column("a"),), [("a\x00\x0bb\ud800",), ("x" * 40_000,)])

    sheet = opened(table).worksheets[0]

    assert sheet["A2"].value == "ab"
    assert sheet["A3"].value == "x" * 32_766 + "…"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Cuộc gọi: nhỡ [4] */?\\", "Cuộc gọi  nhỡ  4"),
        ("x" * 40, "x" * 31),
        ("thông tin", "Bảng"),
        ("History", "Bảng"),
        ("''", "Bảng"),
    ],
)
def test_any_title_makes_a_name_of_a_sheet(title, name):
    book = opened(Table(Text(title, title), (a_column("a"),), [("x",)]))

    assert book.sheetnames == [name, "Thông tin"]


def test_days_that_no_spreadsheet_knows_are_text():
    table = Table(TITLE, (a_column("a", Kind.DATE),), [(date(1899, 1, 1),)])

    assert opened(table).worksheets[0]["A2"].value == "01/01/1899"


def test_moments_are_local_and_made_when_it_was_made():
    late = datetime(2026, 11, 23, 17, 0, 0, 999, tzinfo=UTC)
    book = opened(Table(TITLE, (a_column("a", Kind.MOMENT),), [(late,)]), Language.EN)

    assert book["Missed calls"]["A2"].value == datetime(2026, 11, 24)  # noqa: DTZ001
    assert book.properties.created == datetime(2026, 12, 1, 8, 2)  # noqa: DTZ001
    assert book.sheetnames[1] == "About"
