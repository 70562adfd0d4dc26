"""Figures, days and periods as Vietnamese readers write them."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from documents import numbers
from ivr.flow.measures.figures import Ratio
from tests.documents.papers import HANOI


@pytest.mark.parametrize(
    ("part", "whole", "percent", "counts"),
    [
        (1071, 1404, "76,28 %", "1.071/1.404"),
        (333, 1404, "23,72 %", "333/1.404"),
        (146, 333, "43,84 %", "146/333"),
        (93, 333, "27,93 %", "93/333"),
        (94, 333, "28,23 %", "94/333"),
    ],
)
def test_the_golden_shares_of_the_inspection(part, whole, percent, counts):
    ratio = Ratio(part, whole)

    assert numbers.percent(ratio) == percent
    assert numbers.counts(ratio) == counts
    assert numbers.share(ratio) == f"{percent} ({counts})"


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(1, 20_000, "0,01 %"), (1, 40_000, "0,00 %"), (199, 40_000, "0,50 %"), (1, 1, "100,00 %")],
)
def test_a_share_is_rounded_half_up(part, whole, percent):
    assert numbers.percent(Ratio(part, whole)) == percent


def test_a_share_of_nothing_is_a_dash():
    assert numbers.percent(Ratio(0, 0)) == numbers.share(Ratio(0, 0)) == "–"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (999, "999"), (1404, "1.404"), (-1_234_567, "-1.234.567"), (None, "–")],
)
def test_whole_numbers_have_dots(value, said):
    assert numbers.integer(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(25, "25 giây"), (Fraction(101, 4), "25,25 giây"), (Fraction(8, 2), "4 giây"), (None, "–")],
)
def test_seconds_have_places_only_where_they_need_them(value, said):
    assert numbers.seconds(value) == said


@pytest.mark.parametrize(
    ("value_s", "said"),
    [
        (0, "0 phút"),
        (29, "0 phút"),
        (30, "1 phút"),
        (3599, "1 giờ"),
        (3900, "1 giờ 05 phút"),
        (5_040_000, "1.400 giờ"),
    ],
)
def test_long_durations_are_told_in_hours(value_s, said):
    assert numbers.hours(value_s) == said


def test_a_moment_is_local_to_the_second_and_to_the_minute():
    at = datetime(2026, 10, 24, 17, 12, 4, tzinfo=UTC)

    assert numbers.moment(at, HANOI) == "25/10/2026 00:12:04"
    assert numbers.minute(at, HANOI) == "00:12, 25/10/2026"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_an_official_day_pads_days_and_the_first_two_months_only(day, said):
    assert numbers.official_day(day) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "tháng 11 năm 2026"),
        (date(2026, 2, 1), date(2026, 2, 28), "tháng 02 năm 2026"),
        (date(2026, 10, 1), date(2026, 12, 31), "quý IV năm 2026"),
        (date(2026, 1, 1), date(2026, 3, 31), "quý I năm 2026"),
        (date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026"),
        (date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        (date(2026, 11, 23), date(2026, 11, 23), "ngày 23 tháng 11 năm 2026"),
        (
            date(2026, 2, 1),
            date(2026, 4, 30),
            "từ ngày 01 tháng 02 năm 2026 đến ngày 30 tháng 4 năm 2026",
        ),
        (
            date(2026, 11, 1),
            date(2026, 11, 29),
            "từ ngày 01 tháng 11 năm 2026 đến ngày 29 tháng 11 năm 2026",
        ),
        (
            date(2025, 12, 1),
            date(2026, 12, 31),
            "từ ngày 01 tháng 12 năm 2025 đến ngày 31 tháng 12 năm 2026",
        ),
    ],
)
def test_a_period_goes_by_its_name_where_it_has_one(first, last, said):
    assert numbers.period(first, last) == said
