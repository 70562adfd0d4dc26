"""Office time in words."""

from datetime import time, timedelta

import pytest

from ivr.flow.hours import Hours, Span
from web.pages.missed.spans import office_time, working_day

HALVES = (Span(time(7), time(11)), Span(time(13), time(17)))
EIGHT = timedelta(hours=8)


@pytest.mark.parametrize(
    ("length", "vi", "en"),
    [
        (timedelta(0), "0 phút làm việc", "0 min of office time"),
        (timedelta(minutes=59), "59 phút làm việc", "59 min of office time"),
        (timedelta(hours=1, seconds=59), "1 giờ làm việc", "1 h of office time"),
        (timedelta(hours=2, minutes=5), "2 giờ 05 phút làm việc", "2 h 05 min of office time"),
        (timedelta(hours=16), "16 giờ làm việc", "16 h of office time"),
        (timedelta(hours=16, minutes=1), "2 ngày làm việc", "2 working days"),
        (timedelta(hours=197), "24 ngày làm việc 5 giờ", "24 working days 5 h"),
    ],
)
def test_long_stretches_are_told_in_working_days(length, vi, en):
    said = office_time(length, EIGHT)

    assert (said.vi, said.en) == (vi, en)


def test_where_days_differ_hours_are_told():
    assert office_time(timedelta(hours=182, minutes=33), None).vi == "182 giờ 33 phút làm việc"


@pytest.mark.parametrize(
    ("hours", "day"),
    [
        (Hours((HALVES,) * 5 + ((),) * 2), EIGHT),
        (Hours((HALVES,) * 5 + (HALVES[:1], ())), None),
        (Hours(((Span(time(7), time(0)),),) * 7), timedelta(hours=17)),
        (Hours((HALVES,) * 7, always=True), None),
        (Hours(), None),
    ],
)
def test_a_working_day_is_as_long_as_all_days_that_are_worked(hours, day):
    assert working_day(hours) == day
