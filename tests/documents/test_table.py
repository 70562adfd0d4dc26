"""Tables to be exported: cells that fit their columns, and what an imprint says."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from documents.table import Column, Imprint, Kind, Table, TooLong, WrongCell, shown
from ivr.flow.measures.figures import Mean, Ratio
from ivr.flow.words import Language, Text
from tests.documents.papers import HANOI, IMPRINT, NINE
from tests.flow.scenes import at

SECRET = "+84505000777"


def a_table(kind: Kind, *cells: object) -> Table:
    column = Column(Text("Cột", "Column"), kind)
    return Table(Text("Bảng", "Table"), (column,), [(cell,) for cell in cells])  # type: ignore[misc]


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Kind.TEXT, 5),
        (Kind.INTEGER, "5"),
        (Kind.INTEGER, True),
        (Kind.RATIO, 0.5),
        (Kind.MEAN, 25.25),
        (Kind.DATE, NINE),
        (Kind.MOMENT, date(2026, 11, 23)),
        (Kind.MOMENT, datetime(2026, 11, 23, 9)),  # noqa: DTZ001 - that is the point
        (Kind.PHONE, 84505000001),
    ],
)
def test_a_cell_of_another_kind_is_refused(kind, cell):
    with pytest.raises(WrongCell, match="row 2, Column: "):
        list(a_table(kind, None, cell).checked())


def test_a_row_of_another_length_is_refused_and_what_it_holds_is_not_told():
    table = replace(a_table(Kind.PHONE), rows=[(SECRET, SECRET)])

    with pytest.raises(WrongCell) as refused:
        list(table.checked())

    assert SECRET not in str(refused.value)


def test_a_wrong_cell_is_told_by_its_place_only():
    with pytest.raises(WrongCell) as refused:
        list(a_table(Kind.INTEGER, SECRET).checked())

    assert str(refused.value) == "row 1, Column: str is no integer"


def test_more_rows_than_there_may_be_are_refused_in_words():
    table = a_table(Kind.INTEGER, 1, 2, 3)
    assert len(list(table.checked(3))) == 3

    with pytest.raises(TooLong) as refused:
        list(table.checked(2))

    assert refused.value.reason.vi == "quá 2 dòng; hãy chọn kỳ ngắn hơn hoặc xuất CSV"


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        (Kind.TEXT, "Nguyễn Thị Đường", "Nguyễn Thị Đường"),
        (Kind.INTEGER, 1404, "1.404"),
        (Kind.SECONDS, 3600, "3.600"),
        (Kind.RATIO, Ratio(1071, 1404), "76,28 % (1.071/1.404)"),
        (Kind.MEAN, Mean(101, 4), "25,25"),
        (Kind.MEAN, Mean(0, 0), "–"),
        (Kind.MOMENT, NINE, "23/11/2026 09:00:00"),
        (Kind.DATE, date(2026, 1, 5), "05/01/2026"),
        (Kind.PHONE, "+84505000001", "0505 000 001"),
        (Kind.PHONE, "0505•••001", "0505•••001"),
        (Kind.PHONE, "anonymous", "anonymous"),
        (Kind.TEXT, "+84505000001", "+84505000001"),
        (Kind.INTEGER, None, "–"),
    ],
)
def test_a_cell_on_paper(kind, cell, said):
    assert shown(kind, cell, HANOI) == said


def test_an_imprint_says_what_every_export_must_say():
    assert IMPRINT.lines(Language.VI, 1404) == (
        ("Kỳ", "từ ngày 01/11/2026 đến hết ngày 30/11/2026"),
        ("Bộ lọc", "Nhánh: 4"),
        ("Số dòng", "1.404"),
        ("Lập lúc", "01/12/2026 08:02:00"),
        ("Người lập", "tran-thi-b"),
        ("Đã đối soát với nhà mạng đến", "01/12/2026 07:30:00"),
        ("Bản định nghĩa chỉ số", "2026-11"),
    )


def bare(**differs: object) -> Imprint:
    return replace(IMPRINT, filters=(), reconciled_until=None, **differs)  # type: ignore[arg-type]


def test_what_was_not_filtered_and_never_reconciled_says_so():
    told = dict(bare().lines(Language.VI, 0))

    assert (told["Bộ lọc"], told["Số dòng"]) == ("không", "0")
    assert told["Đã đối soát với nhà mạng đến"] == "chưa đối soát"


def test_a_period_that_ends_within_a_day_says_before_when_it_ends():
    until = at("2026-11-23 09:41")

    assert (
        bare(until=until).period(Language.VI) == "từ 00:00, 01/11/2026 đến trước 09:41, 23/11/2026"
    )
    assert bare().period(Language.EN) == "01/11/2026 to 30/11/2026, both included"
