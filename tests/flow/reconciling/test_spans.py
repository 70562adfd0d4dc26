"""Which days are read: nothing is skipped, whatever failed, and nothing is read too often."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.reconciling.spans import EVERY, LONGEST, Past, Span, days, due, reached
from tests.harness import HANOI

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=HANOI)
NOW = NOON.astimezone(UTC)
DAY = timedelta(days=1)
LATELY = NOW - timedelta(minutes=15)
NIGHT = datetime(2026, 11, 23, 2, 5, tzinfo=HANOI).astimezone(UTC)


@pytest.mark.parametrize(
    ("past", "since"),
    [
        (Past(), NOW - 7 * DAY),
        (Past(LATELY, LATELY, NIGHT), LATELY - DAY),
        (Past(NOW - 3 * DAY, LATELY, NIGHT), NOW - 4 * DAY),
        (Past(LATELY, LATELY, NIGHT - DAY), NOW - 7 * DAY),
        (Past(NOW - 400 * DAY, LATELY, None), NOW - LONGEST),
        (Past(NOW + DAY, NOW + DAY, NIGHT), NOW - DAY),
    ],
    ids=["first", "usual", "after a failure", "nightly", "after a year", "clock put back"],
)
def test_a_span_begins_a_day_before_all_was_compared(past, since):
    assert due(past, NOON) == Span(since, NOW)


@pytest.mark.parametrize(("ago", "is_due"), [(EVERY, True), (EVERY / 2, False)])
def test_two_workers_do_not_read_the_list_twice(ago, is_due):
    assert bool(due(Past(NOW, NOW - ago, NIGHT), NOON)) is is_due


def test_before_two_in_the_night_the_last_night_counts():
    one = datetime(2026, 11, 24, 1, 0, tzinfo=HANOI)
    now = one.astimezone(UTC)

    assert due(Past(now, now - DAY, NIGHT), one) == Span(now - DAY, now)


def test_a_day_more_is_read_on_both_sides():
    midnight_in_hanoi = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)

    assert [*days(Span(midnight_in_hanoi, midnight_in_hanoi + DAY))] == [
        date(2026, 11, day) for day in (21, 22, 23, 24)
    ]


@given(begin=st.integers(0, 72 * 60), minutes=st.integers(1, 5 * 24 * 60), read=st.integers(0, 9))
def test_how_far_a_run_came_is_never_said_too_far_and_ends_at_the_end(begin, minutes, read):
    since = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=begin)
    span = Span(since, since + timedelta(minutes=minutes))
    wanted = [*days(span)]
    done = wanted[: read + 1]

    far = reached(span, done[-1])

    assert span.since <= far <= span.until
    assert far in (span.since, span.until) or far.date() <= done[-1]
    assert reached(span, wanted[-1]) == span.until
