"""Cells as people write them: what is read, what is refused, and what is written is read back."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty.files import values, vocabulary
from duty.files.read_csv import quoted, unquoted
from duty.files.values import BadValue
from ivr.flow.words import AbsenceReason, Role


@pytest.mark.parametrize(
    "written",
    [
        "0500 000 041",
        "0500.000.041",
        "0500000041",
        "+84500000041",
        "+84 500 000 041",
        "84500000041",
        "500000041",
        500000041,
        500000041.0,
        84500000041,
    ],
)
def test_a_number_is_read_however_it_is_written(written):
    assert values.number(written) == "+84500000041"


@pytest.mark.parametrize("written", ["1022", "113", "x", "0500 000", "05000000410000", True])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(BadValue) as refused:
        values.number(written)

    assert "0500 000 041" in refused.value.reason.vi or "chữ" in refused.value.reason.vi


@pytest.mark.parametrize(
    "written",
    [
        "23/11/2026",
        "23-11-2026",
        "23.11.2026",
        " 23/11/2026 ",
        "2026-11-23",
        "2026-11-23 00:00:00",
        date(2026, 11, 23),
        datetime(2026, 11, 23),  # noqa: DTZ001 - so a spreadsheet holds a day
    ],
)
def test_a_day_is_read_however_it_is_written(written):
    assert values.day(written) == date(2026, 11, 23)


def test_the_day_comes_before_the_month():
    assert values.day("3/11/2026") == date(2026, 11, 3)


@pytest.mark.parametrize(
    "written",
    [
        *("31/02/2026", "23/11/26", "11/23/2026", "mai", "", 46349, "2026-13-01", "01/01/0226"),
        datetime(2026, 11, 23, 9),  # noqa: DTZ001 - so a spreadsheet holds a moment
    ],
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(BadValue) as refused:
        values.day(written)

    assert "23/11/2026" in refused.value.reason.vi


@pytest.mark.parametrize(
    "written",
    [
        *("7:00", "07:00", "7h", "7h00", "7 giờ", "7g00", "07:00:00", "7", 7, " 7:00 "),
        *("7 gi\u01a1\u0300", time(7), timedelta(hours=7)),
    ],
)
def test_a_time_is_read_however_it_is_written(written):
    assert values.clock(written) == time(7)


@pytest.mark.parametrize(
    ("written", "read"),
    [("7h30", time(7, 30)), ("7 giờ 30 phút", time(7, 30)), ("13:05:09", time(13, 5, 9))],
)
def test_minutes_and_seconds_are_read(written, read):
    assert values.clock(written) == read


@pytest.mark.parametrize("written", ["25:00", "24:01", "7:60", "7:0x", "bảy", -1, 25, "24:00", 0.3])
def test_what_is_no_time_is_refused(written):
    with pytest.raises(BadValue):
        values.clock(written)


@pytest.mark.parametrize(
    "written",
    [
        *("24:00", "0:00", 24, timedelta(days=1)),
        datetime(1900, 1, 1),  # noqa: DTZ001 - so a spreadsheet holds 24:00
    ],
)
def test_midnight_ends_a_day(written):
    assert values.closing(written) == time(0)


def test_what_ends_at_midnight_is_a_whole_day_long():
    assert values.ending("24:00") == timedelta(days=1)
    assert values.ending("0:00") == timedelta(0)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("T2-T6", "01234"),
        ("T2–T6", "01234"),
        ("t2 - t6", "01234"),
        ("Thứ 2 đến thứ 6", "01234"),
        ("thứ hai - thứ sáu", "01234"),
        ("2-6", "01234"),
        ("Mon-Fri", "01234"),
        ("T2,T4", "02"),
        ("T2, T4; T6", "024"),
        ("T2 và T4", "02"),
        ("CN", "6"),
        ("chủ nhật", "6"),
        ("T7,CN", "56"),
        ("T6-T2", "0456"),
        ("T2-T4, T6", "0124"),
        ("Thu", "3"),
        ("hằng ngày", "0123456"),
        ("Hàng ngày", "0123456"),
        ("hang ngay", "0123456"),
        ("cả tuần", "0123456"),
        ("T2-CN", "0123456"),
        ("ngày làm việc", "01234"),
        (3, "1"),
    ],
)
def test_weekdays_are_read_however_they_are_written(written, read):
    assert values.weekdays(written) == read


@pytest.mark.parametrize(
    "written",
    ["T1", "T8", "T2-T4-T6", "8", "ngày kia", ",", date(2026, 6, 2), "T2-"],
)
def test_what_are_no_weekdays_is_refused(written):
    with pytest.raises(BadValue):
        values.weekdays(written)


@given(st.sets(st.integers(0, 6), min_size=1))
def test_weekdays_are_written_so_that_they_are_read_back(days):
    digits = "".join(map(str, sorted(days)))

    assert vocabulary.weekdays(vocabulary.said_weekdays(digits)) == digits


@pytest.mark.parametrize(
    ("digits", "said"),
    [("01234", "T2-T6"), ("02", "T2, T4"), ("56", "T7, CN"), ("0123456", "Hằng ngày")],
)
def test_weekdays_are_written_as_people_write_them(digits, said):
    assert vocabulary.said_weekdays(digits) == said


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("chính", Role.PRIMARY),
        ("Trực chính", Role.PRIMARY),
        ("CHINH", Role.PRIMARY),
        ("phó", Role.DEPUTY),
        ("dự phòng", Role.DEPUTY),
        ("lãnh đạo", Role.LEADER),
        ("Lãnh đạo trực", Role.LEADER),
        ("leader", Role.LEADER),
    ],
)
def test_roles(written, read):
    assert values.role(written) is read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("công tác", AbsenceReason.MISSION),
        ("Đi học", AbsenceReason.STUDY),
        ("HỌP", AbsenceReason.MEETING),
        ("nghỉ phép", AbsenceReason.LEAVE),
        ("meeting", AbsenceReason.MEETING),
    ],
)
def test_reasons(written, read):
    assert values.reason(written) is read


@pytest.mark.parametrize("read", [values.role, values.reason, values.languages, values.mark])
def test_words_that_mean_nothing_are_refused_with_what_is_allowed(read):
    with pytest.raises(BadValue) as refused:
        read("trưởng thôn")

    assert "«trưởng thôn»; chỉ nhận: " in refused.value.reason.vi
    assert "'trưởng thôn'; allowed: " in refused.value.reason.en


@pytest.mark.parametrize(
    ("written", "read"),
    [("Việt, Anh", "vi,en"), ("vi", "vi"), ("tiếng Anh", "en"), ("vi,en,vi", "vi,en")],
)
def test_languages(written, read):
    assert values.languages(written) == read


@given(st.times().map(lambda t: t.replace(microsecond=0)))
def test_a_time_is_written_so_that_it_is_read_back(at):
    assert values.clock(values.said(at)) == at
    assert values.closing(values.said(values.said_closing(at))) == at


@given(st.dates(min_value=date(1901, 1, 1)))
def test_a_day_is_written_so_that_it_is_read_back(day):
    assert values.day(values.said(day)) == day


@given(st.text())
def test_a_cell_that_a_spreadsheet_would_compute_is_text_and_is_read_back(text):
    assert unquoted(quoted(text)) == text
    assert not quoted(text).startswith(("=", "@", "-", "\t", "\r"))


def test_a_long_word_is_not_repeated_whole():
    with pytest.raises(BadValue) as refused:
        values.role("a" * 500)

    assert len(refused.value.reason.vi) < 150
