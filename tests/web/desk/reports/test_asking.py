"""Periods by name, by days, and what each is compared with."""

from datetime import date

import pytest

from web.pages.reports.asking import Preset, Stretch, asked, before, stretch

MONDAY = date(2026, 11, 23)


def days(first, last):
    return Stretch(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        (Preset.TODAY, "2026-11-23", "2026-11-23"),
        (Preset.YESTERDAY, "2026-11-22", "2026-11-22"),
        (Preset.DAYS_7, "2026-11-17", "2026-11-23"),
        (Preset.DAYS_30, "2026-10-25", "2026-11-23"),
        (Preset.DAYS_90, "2026-08-26", "2026-11-23"),
        (Preset.THIS_MONTH, "2026-11-01", "2026-11-23"),
        (Preset.LAST_MONTH, "2026-10-01", "2026-10-31"),
    ],
)
def test_a_period_by_its_name_has_these_days(preset, first, last):
    assert stretch(preset, MONDAY) == days(first, last)


def test_the_month_before_january_is_of_last_year():
    assert stretch(Preset.LAST_MONTH, date(2026, 1, 5)) == days("2025-12-01", "2025-12-31")


@pytest.mark.parametrize(
    ("first", "last", "since", "until"),
    [
        ("2026-11-23", "2026-11-23", "2026-11-22", "2026-11-22"),
        ("2026-11-17", "2026-11-23", "2026-11-10", "2026-11-16"),
        ("2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"),  # a month: the month before
        ("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("2026-07-01", "2026-09-30", "2026-04-01", "2026-06-30"),  # a quarter: the one before
        ("2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31"),
        ("2026-11-01", "2026-11-23", "2026-10-01", "2026-10-23"),  # a month that goes on
        ("2026-10-02", "2026-10-31", "2026-09-02", "2026-10-01"),
    ],
)
def test_it_is_compared_with_the_one_just_before(first, last, since, until):
    assert before(days(first, last), MONDAY) == days(since, until)


def test_the_end_of_a_long_month_is_compared_with_all_of_a_short_one():
    today = date(2026, 3, 30)

    assert before(days("2026-03-01", "2026-03-30"), today) == days("2026-02-01", "2026-02-28")


def test_what_is_typed_goes_before_a_name():
    found = asked({"period": "today", "since": "2026-11-01", "until": "2026-11-02"}, MONDAY, ())

    assert (found.preset, found.stretch) == (None, days("2026-11-01", "2026-11-02"))
    assert found.query == {"since": "2026-11-01", "until": "2026-11-02"}


def test_a_name_that_there_is_not_asks_for_what_is_shown_first():
    found = asked({"period": "always"}, MONDAY, ())

    assert (found.preset, found.query) == (Preset.DAYS_7, {"period": "7-days"})


def test_what_asks_for_the_same_again_has_the_branch_too():
    found = asked({"period": "last-month", "branch": "tai-chinh"}, MONDAY, {"tai-chinh"})

    assert found.query == {"period": "last-month", "branch": "tai-chinh"}
    assert not found.faults
