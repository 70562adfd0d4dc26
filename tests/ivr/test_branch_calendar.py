"""The calendar under `branches.yaml`: the library's holidays, and the file's days on top."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from ivr.branches import load_branches, read_branches
from ivr.flow.hours import Span, closed
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import Reason, Text

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "branches.yaml"
TWO_LEVEL = ROOT / "docs" / "examples" / "two-level.yaml"
TODAY = date(2026, 3, 2)
TEXT = SHIPPED.read_text(encoding="utf-8")
SMALL = TWO_LEVEL.read_text(encoding="utf-8")
MORNING = Span(time(7), time(11))
AFTERNOON = Span(time(13), time(17))


def read(text: str) -> Switchboard:
    return read_branches(text, source="branches.yaml", today=TODAY)


@pytest.fixture(scope="module")
def shipped() -> Switchboard:
    return load_branches(SHIPPED, today=TODAY)


def branch_of(switchboard: Switchboard, key: str) -> Branch:
    item = switchboard.menu.item(key)
    assert isinstance(item, Branch)
    return item


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Tết Dương lịch"),
        (date(2026, 1, 2), "Tết Dương lịch"),
        (date(2026, 2, 16), "Giao thừa Tết Nguyên Đán"),
        (date(2026, 2, 17), "Tết Nguyên Đán"),
        (date(2026, 2, 20), "Mùng bốn Tết Nguyên Đán"),
        (date(2026, 4, 27), "Ngày Giỗ Tổ Hùng Vương"),
        (date(2026, 8, 31), "Quốc khánh"),
        (date(2026, 9, 1), "Quốc khánh"),
        (date(2026, 9, 2), "Quốc khánh"),
        (date(2025, 9, 2), "Quốc khánh"),
        (date(2028, 9, 1), "Quốc khánh"),
    ],
)
def test_days_off_are_known_by_name(shipped: Switchboard, day: date, name: str) -> None:
    off = shipped.calendar.day_off(day)

    assert off is not None
    assert off.vi == name
    assert off.en
    assert "(" not in off.vi + off.en


@pytest.mark.parametrize(
    "day", [date(2026, 1, 5), date(2026, 2, 13), date(2026, 2, 23), date(2026, 9, 3)]
)
def test_ordinary_days_are_worked(shipped: Switchboard, day: date) -> None:
    assert shipped.calendar.spans(branch_of(shipped, "1").hours, day) == (MORNING, AFTERNOON)


@pytest.mark.parametrize("day", [date(2026, 1, 10), date(2026, 8, 22)])
def test_saturdays_made_up_are_worked_by_weekday_hours(shipped: Switchboard, day: date) -> None:
    hours = branch_of(shipped, "1").hours

    assert shipped.calendar.spans(hours, day) == (MORNING, AFTERNOON)
    assert shipped.calendar.spans(hours, day + timedelta(days=7)) == ()


def test_a_saturday_made_up_follows_the_hours_of_the_day_it_stands_in_for() -> None:
    text = TEXT.replace("friday: [07:00-11:00, 13:00-17:00]", "friday: 07:00-10:00")

    switchboard = read(text)

    spans = switchboard.calendar.spans(branch_of(switchboard, "1").hours, date(2026, 1, 10))
    assert spans == (Span(time(7), time(10)),)


def test_callers_on_the_second_of_january_hear_of_a_holiday(shipped: Switchboard) -> None:
    now = datetime(2026, 1, 2, 2, 0, tzinfo=UTC)  # nine o'clock in Vietnam

    shut = closed(branch_of(shipped, "1").hours, shipped.calendar, now)

    assert shut is not None
    assert shut.reason is Reason.HOLIDAY
    assert shut.opens_at == datetime(2026, 1, 5, 0, 0, tzinfo=UTC)
    assert closed(shipped.desk.hours, shipped.calendar, now) is None


def test_the_culture_day_can_be_switched_on() -> None:
    switchboard = read(TEXT.replace("culture_day_2411: false", "culture_day_2411: true"))

    assert switchboard.calendar.day_off(date(2026, 11, 24)) == Text(
        "Ngày Văn hóa Việt Nam", "Vietnam Cultural Day"
    )
    assert read(TEXT).calendar.day_off(date(2026, 11, 24)) is None


def test_the_file_takes_back_a_holiday_that_the_library_is_wrong_about() -> None:
    added = """  working_days:
    - date: 2027-02-04
      document: 1/TB
      name: {vi: Làm việc, en: Worked}
"""
    switchboard = read(TEXT.replace("  working_days:\n", added, 1))

    hours = branch_of(switchboard, "1").hours
    assert switchboard.calendar.spans(hours, date(2027, 2, 4)) == (MORNING, AFTERNOON)


def test_without_a_calendar_the_holidays_by_law_stand() -> None:
    calendar = read(SMALL.replace("calendar:\n  culture_day_2411: false\n", "")).calendar

    assert calendar.day_off(date(2026, 9, 2)) == Text("Quốc khánh", "National Day")
    assert calendar.day_off(date(2026, 1, 2)) is None
    assert calendar.worked[date(2026, 8, 22)] == 0
