"""Who could be rung in the past, as it was known then."""

from collections import deque
from datetime import datetime, time, timedelta

import pytest

from duty.changes import Change
from figures import coverage
from figures.coverage import covered
from ivr.flow.duty import gaps
from ivr.flow.measures.figures import Ratio
from models.duty.entries import ShiftRow
from models.duty.officers import by_code
from models.duty.reading import read_roster
from tests.duty.conftest import BRANCH, absence, change, officer, on, shift, staffed

__all__ = ["change", "staffed"]
HOUR_S = 3600
DAY_S = 8 * HOUR_S  # 7 to 11 and 13 to 17


@pytest.fixture
def cover(database, switchboard):
    """Return what tells the coverage of branch four."""

    def told(since, until, branch=BRANCH):
        with database.reading() as session:
            roster = read_roster(session, since=since)
            return covered(session, roster, switchboard, since, until)[branch]

    return told


@pytest.fixture
def fails(staffed, database, switchboard):
    """Return what lets the number on duty leave the hunt, or return to it."""

    def failing(now, *, since):
        with database.transaction() as session:  # a line check asks nobody whether it leaves a gap
            an = by_code(session, "an")
            assert an
            Change(session, switchboard, now, "line check").update(an, out_since=since)

    return failing


def test_before_there_is_a_roster_the_branches_file_covers_all(cover):
    told = cover(on(23, 0), on(24, 0))

    assert (told.share, told.gaps) == (Ratio(DAY_S, DAY_S), ())


def test_a_day_with_somebody_on_duty_is_covered(cover, staffed):
    assert cover(on(24, 0), on(25, 0)).share == Ratio(DAY_S, DAY_S)


def test_hours_with_nobody_are_told_from_when_to_when(cover, database, staffed):
    with database.transaction() as session:  # not by a change: that would be refused
        session.add(absence("an", on(24, 9), on(24, 14), entered_at=on(23, 9)))

    told = cover(on(24, 0), on(25, 0))

    assert told.share == Ratio(DAY_S - 3 * HOUR_S, DAY_S)
    assert told.gaps == ((on(24, 9), on(24, 11)), (on(24, 13), on(24, 14)))


def test_a_number_that_failed_its_checks_covered_nothing_until_it_passed(cover, fails):
    fails(on(24, 8), since=on(24, 8))
    fails(on(24, 10), since=None)

    day, week = cover(on(24, 0), on(25, 0)), cover(on(23, 0), on(28, 0))

    assert day.gaps == week.gaps == ((on(24, 8), on(24, 10)),)
    assert day.share == Ratio(DAY_S - 2 * HOUR_S, DAY_S)


def test_a_number_that_fails_now_covered_the_past_all_the_same(cover, fails):
    fails(on(26, 9), since=on(26, 9))

    assert cover(on(24, 0), on(25, 0)).share == Ratio(DAY_S, DAY_S)
    assert cover(on(26, 0), on(27, 0)).share == Ratio(2 * HOUR_S, DAY_S)
    assert cover(on(27, 0), on(28, 0)).share == Ratio(0, DAY_S)


def test_a_number_verified_on_tuesday_did_not_cover_monday(cover, database, change):
    with change() as first:
        first.enter(officer("chi", "+84500000143", verified_at=None))
    with database.transaction() as session:
        session.add(shift("chi", branch="tu-phap", entered_at=on(23, 9)))
    with change(on(24, 9)) as then:
        then.update(by_code(then.session, "chi"), verified_at=on(24, 9))

    told = cover(on(23, 0), on(25, 0), "tu-phap")

    # Until nine on Monday the branches file answered; then a shift was there that none could take.
    assert told.gaps == ((on(23, 9), on(23, 11)), (on(23, 13), on(23, 17)), (on(24, 7), on(24, 9)))


def test_an_absence_entered_afterwards_does_not_change_what_was_known(cover, database, staffed):
    with database.transaction() as session:
        session.add(absence("an", on(24, 9), on(24, 11), entered_at=on(25, 9)))

    assert cover(on(24, 0), on(25, 0)).gaps == ()


def test_a_shift_that_was_withdrawn_since_covered_what_it_covered(cover, staffed, database):
    with database.transaction() as session:
        session.get_one(ShiftRow, 1).withdrawn_at = on(24, 10)
        session.add(shift("binh", start=time(8), entered_at=on(24, 10)))

    assert cover(on(24, 0), on(25, 0)).share == Ratio(DAY_S, DAY_S)
    assert cover(on(25, 0), on(26, 0)).gaps == ((on(25, 7), on(25, 8)),)


@pytest.mark.parametrize("days", [58, 59, 60, 61, 130])
def test_long_periods_are_looked_at_in_parts(cover, staffed, days):
    since = on(24, 0)

    told = cover(since, since + timedelta(days=days), "truc-ban")  # around the clock

    assert told.share == Ratio(days * 24 * HOUR_S, days * 24 * HOUR_S)


def test_a_period_that_has_not_begun_has_no_hours_yet(cover, staffed):
    assert cover(on(24, 0), on(24, 0)).share == Ratio(0, 0)


def test_what_was_told_before_is_told_again_until_something_of_it_changes(cover, staffed, fails):
    fails(on(24, 8), since=on(24, 8))
    before = cover(on(24, 0), on(26, 10))
    assert cover(on(24, 0), on(26, 10)) == before

    fails(on(24, 10), since=None)

    after = cover(on(24, 0), on(26, 10))
    assert (before.gaps[0], after.gaps) == ((on(24, 8), on(24, 11)), ((on(24, 8), on(24, 10)),))


def test_today_is_told_to_the_minute_beside_the_days_before_it(cover, staffed):
    for minute in (1, 2):
        until = on(25, 9) + timedelta(minutes=minute)
        whole_s = DAY_S + 2 * HOUR_S + 60 * minute
        assert cover(on(24, 0), until).share == Ratio(whole_s, whole_s)


def test_past_days_are_looked_at_once_for_as_long_as_nothing_changes(cover, staffed, monkeypatch):
    looked: list[datetime] = []

    def look(*asked):
        looked.append(asked[3])
        return gaps.cover(*asked)

    monkeypatch.setattr(coverage, "cover", look)
    monkeypatch.setattr(coverage, "_answers", deque())
    cover(on(24, 0), on(26, 10))
    first = len(looked)

    cover(on(24, 0), on(26, 10))

    assert set(looked[first:]) == {on(26, 0)}
    assert len(looked) < 2 * first
