"""The roster as a whole file, and the part of it that belongs to some branches."""

import io
from contextlib import ExitStack
from datetime import MAXYEAR, date

import pytest
from openpyxl import load_workbook

from duty.files.exporting import Days
from duty.files.kinds import ABOUT, LAYOUTS
from duty.files.layout import Kind
from duty.files.whole import Source, TooLong
from tests.duty.conftest import BRANCH, absence, officer, on, shift, swap
from tests.harness import NINE_ON_MONDAY

LAW = "tu-phap"


@pytest.fixture
def source(change, database, switchboard):
    """Return what opens an export: an and binh at branch four, chi at three, dung at both."""
    with change() as entered:
        for code, number in (("an", 1), ("binh", 2), ("chi", 3), ("dung", 4)):
            entered.enter(officer(code, f"+8450000014{number}", agency="so-noi-vu"))
        entered.enter(shift("an"))
        entered.enter(shift("binh"))
        entered.enter(shift("chi", branch=LAW))
        entered.enter(shift("dung", branch=LAW))
        entered.enter(shift("dung"))
        entered.enter(swap("an", "binh", on(24, 7), on(24, 17)))
        entered.enter(absence("an", on(25, 7), on(25, 17)))
        entered.enter(absence("chi", on(25, 7), on(25, 17)))

    def opened(*branches, by="giam.sat"):
        session = stack.enter_context(database.reading())
        wanted = frozenset(branches) if branches else None
        return Source(session, switchboard, NINE_ON_MONDAY, wanted, by)

    with ExitStack() as stack:
        yield opened


def rows(export, kind):
    sheet = load_workbook(io.BytesIO(export.content))[LAYOUTS[kind].sheet]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def codes(export, kind, column=0):
    return sorted(row[column] for row in rows(export, kind))


def test_all_of_it(source):
    export = source().workbook(tuple(Kind), Days())

    assert codes(export, Kind.OFFICERS) == ["an", "binh", "chi", "dung"]
    assert len(rows(export, Kind.SHIFTS)) == 5
    assert export.rows == 4 + 5 + 1 + 2


def test_of_one_branch_only_what_belongs_to_it(source):
    export = source(LAW).workbook(tuple(Kind), Days())

    assert codes(export, Kind.OFFICERS) == ["chi", "dung"]
    assert codes(export, Kind.SHIFTS, 1) == ["chi", "dung"]
    assert {row[0] for row in rows(export, Kind.SHIFTS)} == {LAW}
    assert codes(export, Kind.ABSENCES) == ["chi"]
    assert rows(export, Kind.SWAPS) == []
    assert export.rows == 2 + 2 + 1


def test_it_says_what_it_is_and_who_has_it(source):
    book = load_workbook(io.BytesIO(source(LAW).workbook((Kind.SHIFTS,), Days()).content))

    told = {row[0].value: row[1].value for row in book[ABOUT].iter_rows()}
    assert told["Người xuất · exported by"] == "giam.sat"
    assert told["Nhánh · branches"] == "Pháp luật và thể chế"
    assert told["Xuất lúc · exported at"] == "23/11/2026 09:00:00"
    assert told["Số dòng «Ca trực»"] == "2"


def test_a_csv_is_one_kind(source):
    export = source(BRANCH).csv(Kind.SHIFTS, Days())

    assert export.rows == 3
    assert export.content.decode("utf-8-sig").count(BRANCH) == 3


def test_a_calendar_has_the_turns_of_its_branches_and_neither_names_nor_numbers(source):
    one = source(LAW).calendar(Days(date(2026, 11, 23), date(2026, 11, 23)))
    all_of_them = source().calendar(Days(date(2026, 11, 23), date(2026, 11, 23)))

    assert (one.rows, all_of_them.rows) == (2, 5)
    assert one.content.count(b"BEGIN:VEVENT") == 2
    assert b"50000014" not in one.content


@pytest.mark.parametrize(
    "days",
    [
        Days(date(2026, 1, 1), date(2027, 2, 1)),
        Days(date(MAXYEAR, 12, 30), date(MAXYEAR, 12, 31)),
    ],
)
def test_a_calendar_of_years_is_refused(source, days):
    with pytest.raises(TooLong):
        source().calendar(days)
