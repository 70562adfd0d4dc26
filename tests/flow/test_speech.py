"""Numbers, times and dates as they are said, with the traps of both languages."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.speech import (
    said_branch,
    said_count,
    said_day,
    said_digits,
    said_key,
    said_moment,
    said_number,
    said_time,
)
from ivr.flow.words import Language

VI, EN = Language.VI, Language.EN
LANGUAGES = st.sampled_from(Language)
TODAY = date(2026, 9, 2)  # a Wednesday


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (0, "không", "zero"),
        (1, "một", "one"),
        (4, "bốn", "four"),
        (5, "năm", "five"),
        (10, "mười", "ten"),
        (11, "mười một", "eleven"),  # not "mười mốt"
        (12, "mười hai", "twelve"),
        (14, "mười bốn", "fourteen"),
        (15, "mười lăm", "fifteen"),
        (19, "mười chín", "nineteen"),
        (20, "hai mươi", "twenty"),
        (21, "hai mươi mốt", "twenty one"),
        (24, "hai mươi bốn", "twenty four"),
        (25, "hai mươi lăm", "twenty five"),
        (30, "ba mươi", "thirty"),
        (31, "ba mươi mốt", "thirty one"),
        (45, "bốn mươi lăm", "forty five"),
        (51, "năm mươi mốt", "fifty one"),
        (55, "năm mươi lăm", "fifty five"),
        (59, "năm mươi chín", "fifty nine"),
    ],
)
def test_quantities_are_said_in_words(number: int, vi: str, en: str) -> None:
    assert said_number(number, VI) == vi
    assert said_number(number, EN) == en


@pytest.mark.parametrize("number", [-1, 60, 100])
def test_a_quantity_that_nothing_needs_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="0-59"):
        said_number(number, VI)


@pytest.mark.parametrize(
    ("digits", "vi", "en"),
    [
        (
            "0939015599",
            "không chín ba chín, không một năm, năm chín chín",
            "zero nine three nine, zero one five, five nine nine",
        ),
        (
            "02923821451",  # a landline: eleven digits
            "không hai chín hai, ba tám hai, một bốn năm, một",
            "zero two nine two, three eight two, one four five, one",
        ),
        ("115", "một một năm", "one one five"),
        ("15", "một năm", "one five"),
        ("", "", ""),
    ],
)
def test_digits_are_said_one_by_one_in_groups(digits: str, vi: str, en: str) -> None:
    assert said_digits(digits, VI) == vi
    assert said_digits(digits, EN) == en


@given(digits=st.text("0123456789", max_size=15))
def test_digits_are_never_said_as_quantities(digits: str) -> None:
    words = said_digits(digits, VI).replace(",", "").split()

    assert not {"mốt", "tư", "lăm", "mười", "mươi", "linh", "lẻ"} & set(words)
    assert len(words) == len(digits)


@pytest.mark.parametrize(
    ("key", "vi", "en"),
    [
        ("0", "không", "zero"),
        ("1", "một", "one"),
        ("4", "bốn", "four"),
        ("5", "năm", "five"),
        ("9", "chín", "nine"),
        ("*", "sao", "star"),
        ("#", "thăng", "hash"),
    ],
)
def test_each_key_has_a_name(key: str, vi: str, en: str) -> None:
    assert (said_key(key, VI), said_key(key, EN)) == (vi, en)


@pytest.mark.parametrize(
    ("moment", "vi", "en"),
    [
        (time(7), "bảy giờ", "seven"),
        (time(13), "mười ba giờ", "thirteen"),
        (time(13, 30), "mười ba giờ ba mươi", "thirteen thirty"),
        (time(7, 15), "bảy giờ mười lăm", "seven fifteen"),
        (time(21, 45), "hai mươi mốt giờ bốn mươi lăm", "twenty one forty five"),
        (time(7, 5), "bảy giờ năm", "seven oh five"),
        (time(0), "không giờ", "midnight"),
        (time(0, 30), "không giờ ba mươi", "zero thirty"),
    ],
)
def test_times_are_said_in_words(moment: time, vi: str, en: str) -> None:
    assert said_time(moment, VI) == vi
    assert said_time(moment, EN) == en


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        (date(2026, 9, 3), "thứ Năm, ngày ba tháng chín", "Thursday, the third of September"),
        (date(2026, 4, 1), "thứ Tư, ngày một tháng tư", "Wednesday, the first of April"),
        (date(2026, 4, 4), "thứ Bảy, ngày bốn tháng tư", "Saturday, the fourth of April"),
        (date(2026, 1, 5), "thứ Hai, ngày năm tháng một", "Monday, the fifth of January"),
        (
            date(2026, 5, 15),
            "thứ Sáu, ngày mười lăm tháng năm",
            "Friday, the fifteenth of May",
        ),
        (
            date(2026, 10, 20),
            "thứ Ba, ngày hai mươi tháng mười",
            "Tuesday, the twentieth of October",
        ),
        (
            date(2026, 6, 21),
            "Chủ nhật, ngày hai mươi mốt tháng sáu",
            "Sunday, the twenty first of June",
        ),
        (
            date(2026, 3, 24),
            "thứ Ba, ngày hai mươi bốn tháng ba",
            "Tuesday, the twenty fourth of March",
        ),
        (
            date(2026, 12, 31),
            "thứ Năm, ngày ba mươi mốt tháng mười hai",
            "Thursday, the thirty first of December",
        ),
    ],
)
def test_days_are_said_in_words(day: date, vi: str, en: str) -> None:
    assert said_day(day, VI) == vi
    assert said_day(day, EN) == en


@pytest.mark.parametrize(
    ("day", "ordinal"),
    [
        *((2, "second"), (8, "eighth"), (9, "ninth"), (11, "eleventh"), (12, "twelfth")),
        *((13, "thirteenth"), (22, "twenty second"), (23, "twenty third"), (25, "twenty fifth")),
        *((28, "twenty eighth"), (29, "twenty ninth"), (30, "thirtieth")),
    ],
)
def test_english_ordinals_are_spelt_right(day: int, ordinal: str) -> None:
    assert f"the {ordinal} of January" in said_day(date(2026, 1, day), EN)


@pytest.mark.parametrize(
    ("moment", "vi", "en"),
    [
        (datetime.combine(TODAY, time(13)), "mười ba giờ, hôm nay", "thirteen today"),
        (
            datetime.combine(TODAY + timedelta(days=1), time(7)),
            "bảy giờ, ngày mai",
            "seven tomorrow",
        ),
        (
            datetime.combine(TODAY + timedelta(days=2), time(7)),
            "bảy giờ, thứ Sáu, ngày bốn tháng chín",
            "seven on Friday, the fourth of September",
        ),
    ],
)
def test_a_moment_is_today_tomorrow_or_a_date(moment: datetime, vi: str, en: str) -> None:
    assert said_moment(moment, TODAY, VI) == vi
    assert said_moment(moment, TODAY, EN) == en


@given(moment=st.datetimes(), language=LANGUAGES)
def test_no_digit_is_ever_said(moment: datetime, language: Language) -> None:
    said = said_moment(moment.replace(second=0, microsecond=0), TODAY, language)

    assert not any(letter.isdigit() for letter in said)
    assert "  " not in said
    assert said == said.strip()


@pytest.mark.parametrize(
    ("times", "vi", "en"),
    [
        (1, "một lần", "once"),
        (2, "hai lần", "twice"),
        (3, "ba lần", "three times"),
        (15, "mười lăm lần", "fifteen times"),
        (59, "năm mươi chín lần", "fifty nine times"),
        (60, "nhiều lần", "many times"),
    ],
)
def test_how_often_is_said_in_words(times: int, vi: str, en: str) -> None:
    assert (said_count(times, Language.VI), said_count(times, Language.EN)) == (vi, en)


def test_a_branch_is_said_by_key_and_name_and_the_desk_by_its_name_alone() -> None:
    assert said_branch("4", "Một cửa", Language.VI) == "nhánh bốn, Một cửa"
    assert said_branch("4", "One stop", Language.EN) == "branch four, One stop"
    assert said_branch("", "Bàn trực", Language.VI) == "Bàn trực"
