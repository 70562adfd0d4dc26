"""`flask linecheck`: numbers and the whole way in are checked now, and a month of it reported."""

import csv
import io
import json
from datetime import timedelta

import pytest

from duty.changes import changing
from ivr.flow.words import CheckKind, Grade
from models.line_checks import LineCheck
from tests.duty.conftest import BRANCH, officer, shift
from tests.harness import HOTLINE_NUMBER, NINE_ON_MONDAY, ROOT, TestHotline, test_settings

AN, BINH, SECOND = "+84500000141", "+84500000142", "+84500000001"


@pytest.fixture
def hotline(tmp_path, sqlite_url):
    """Yield a hotline with a second number, and two officers of branch four."""
    text = (ROOT / "branches.yaml").read_text("utf-8")
    file = tmp_path / "branches.yaml"
    file.write_text(text.replace("own_numbers: []", "own_numbers: [0500 000 001]"), "utf-8")
    settings = test_settings(tmp_path, sqlite_url, branches_file=file)
    made = TestHotline(settings, more_numbers=(SECOND,), calls_per_second=None)
    keeper = made.hotline
    with (
        keeper.database.transaction() as session,
        changing(session, keeper.board.from_file, now=NINE_ON_MONDAY, actor="a") as change,
    ):
        change.enter(officer("an", AN))
        change.enter(officer("binh", BINH))
        change.enter(shift("an"))
        change.enter(shift("binh", branch="truc-ban", weekdays="0123456", end=shift("an").start))
    keeper.board.refresh()
    yield made
    made.carrier.run()
    made.close()


def checked(hotline, *grades, code="an", kind=CheckKind.LINE, branch=None, seconds=12):
    """Write checks of an officer, or of a way, into the books: one an hour from ten on."""
    number = {"an": AN, "binh": BINH}.get(code, HOTLINE_NUMBER)
    with hotline.hotline.database.transaction() as session:
        for n, grade in enumerate(grades, 1):
            session.add(
                LineCheck(
                    kind=kind,
                    officer=code,
                    branch=branch,
                    number=number,
                    placed_at=NINE_ON_MONDAY + timedelta(hours=24 + n / 6),
                    grade=grade,
                    seconds=seconds if grade is Grade.PASSED else None,
                )
            )


# Now.


def test_a_number_is_called_now(type_in, hotline):
    told = type_in("linecheck", "run", "an")

    assert told.exit_code == 0
    assert "0500 000 141" in told.output
    assert [call.to_number for call in hotline.carrier.calls.values()] == [AN]


def test_the_whole_way_to_a_branch_is_checked_now(type_in, hotline):
    told = type_in("linecheck", "run", "--branch", "4")

    assert told.exit_code == 0
    assert "0500 000 000 → Thủ tục hành chính" in told.output
    (call,) = hotline.carrier.calls.values()
    assert (call.from_number, call.to_number) == (SECOND, HOTLINE_NUMBER)


def test_a_second_one_has_to_wait(type_in, hotline):
    type_in("linecheck", "run", "--branch", "4")

    told = type_in("linecheck", "run", "--branch", "5")

    assert told.exit_code == 1
    assert "a check is under way" in told.output


@pytest.mark.parametrize("words", [(), ("an", "--branch", "4")])
def test_it_must_be_said_what_is_checked(type_in, hotline, words):
    assert type_in("linecheck", "run", *words).exit_code == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [(("nobody",), "no officer 'nobody'"), (("--branch", "44"), "is no branch")],
)
def test_what_there_is_not_cannot_be_checked(type_in, hotline, words, why):
    told = type_in("linecheck", "run", *words)

    assert told.exit_code != 0
    assert why in told.output


def test_without_a_second_number_it_is_said_how_to_get_one(type_at, make_hotline, sqlite_url):
    hotline = make_hotline(sqlite_url)

    run = type_at(hotline, "linecheck", "run", "--branch", "4")
    report = type_at(hotline, "linecheck", "report")

    assert run.exit_code == 1
    assert "own_numbers" in run.output
    assert "the whole way in is not checked" in report.output


# The report.


@pytest.fixture
def books(hotline):
    """Return a hotline whose number an passed thrice of four times, binh never, one way of two."""
    checked(hotline, Grade.PASSED, Grade.PASSED, Grade.MAILBOX, Grade.PASSED)
    checked(hotline, Grade.NO_ANSWER, Grade.BUSY, code="binh")
    checked(hotline, None, code="binh")
    ways = {"code": "", "kind": CheckKind.THROUGH, "seconds": 70}
    checked(hotline, Grade.PASSED, Grade.BAD_NUMBER, branch=BRANCH, **ways)
    return hotline


def test_a_months_checks_are_told_the_worst_number_first(type_in, books):
    told = type_in("linecheck", "report", "--month", "2026-11").output
    lines = told.splitlines()

    assert lines[2].split() == ["Chuyên", "viên", "binh", "(0500", "000", "142)", "0/2", "○◌"]
    assert lines[3].split() == ["Chuyên", "viên", "an", "(0500", "000", "141)", "3/4", "●●◍●"]
    assert "Đạt 3/6 lần kiểm tra (50,00 %) · passed 3 of 6 checks" in told


def test_the_weakest_branches_are_listed(type_in, books):
    told = type_in("linecheck", "report").output.split("Nhánh yếu nhất")[1].splitlines()

    assert told[2].startswith("0  Bàn trực tổng đài")
    assert told[2].endswith("0,00 %")
    assert told[3].startswith("4  Thủ tục hành chính, một cửa")
    assert told[3].split()[-3:] == ["3/4", "75,00", "%"]


def test_the_whole_way_to_each_branch_is_told(type_in, books):
    told = type_in("linecheck", "report").output.split("Toàn tuyến")[1]

    assert "4  Thủ tục hành chính, một cửa" in told
    assert "1/2" in told
    assert "●✕" in told
    assert "70" in told


@pytest.mark.parametrize("form", ["json", "csv"])
def test_programs_are_told_the_same(type_in, books, form):
    told = type_in("linecheck", "report", "--format", form).output

    rows = json.loads(told) if form == "json" else list(csv.DictReader(io.StringIO(told)))

    assert [(row["kind"], row["officer"], row["branch"], row["rate"]) for row in rows] == [
        ("line", "binh", "", "0/2"),
        ("line", "an", "", "3/4"),
        ("through", "", BRANCH, "1/2"),
    ]
    assert [row["2026-11-24"] for row in rows] == ["○◌", "●●◍●", "●✕"]


def test_another_month_has_none(type_in, books):
    told = type_in("linecheck", "report", "--month", "2026-10", "--format", "json")

    assert json.loads(told.output) == []
    assert type_in("linecheck", "report", "--month", "October").exit_code == 1


def test_a_call_that_was_a_check_is_told_as_one(type_in, hotline):
    hotline.call("4", caller=SECOND)
    hotline.tell()

    told = type_in("calls").output

    assert "gọi kiểm tra · test" in told
    assert "kiểm tra đường dây · line_check" in told
