"""A whole month of checks in virtual time: as often as promised, on duty only, all accounted."""

import shutil
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from duty.changes import changing
from ivr.flow.duty.on_duty import By, on_duty
from ivr.flow.hours import closed
from ivr.flow.words import AbsenceReason, Grade, Role
from jobs.line_checks import planned
from models.duty.calendar_days import CalendarDayRow
from models.duty.entries import AbsenceRow
from models.duty.officers import all_officers
from models.line_checks import between
from simulator.phones import parse_behaviour
from tests.duty.conftest import BRANCH, ZONE, officer, shift
from tests.harness import NINE_ON_MONDAY, TestHotline, test_settings

A_DAY = 2
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
PHONES = {
    "an": ("+84500000141", "accept@5"),
    "binh": ("+84500000142", "accept@5"),
    "chi": ("+84500000143", "mailbox"),
    "dung": ("+84500000144", "accept@5"),
    "em": ("+84500000145", "accept@5"),
    "giang": ("+84500000146", "accept@5"),
}
DAY_OFF, WORKED = date(2026, 12, 25), date(2026, 12, 26)


def moment(day, hour=0):
    return datetime.combine(day, time(hour), ZONE)


def fill(change):
    """Enter officers: an works days, binh is away for a week, chi has a mailbox, dung nights.

    The duty desk is there around the clock, so giang has it by day.
    """
    for code, (number, _) in PHONES.items():
        change.enter(officer(code, number))
    change.enter(shift("an"))
    change.enter(shift("binh", role=Role.DEPUTY))
    change.enter(shift("chi", role=Role.LEADER))
    desk = {"branch": "truc-ban", "weekdays": "0123456"}
    change.enter(shift("dung", **desk, start=time(19), end=time(7)))
    change.enter(shift("giang", **desk, start=time(7), end=time(19)))
    change.enter(
        AbsenceRow(
            officer="binh",
            since=moment(date(2026, 12, 7)),
            until=moment(date(2026, 12, 14)),
            reason=AbsenceReason.LEAVE,
            stand_in="em",
            note="",
        )
    )
    change.enter(
        CalendarDayRow(day=DAY_OFF, name_vi="Nghỉ", name_en="Off", worked_as=None, document="1/TB")
    )
    change.enter(
        CalendarDayRow(day=WORKED, name_vi="Bù", name_en="Worked", worked_as=4, document="1/TB")
    )


@pytest.fixture(scope="module")
def month(sqlite_template, tmp_path_factory):
    """Yield a hotline after a month in which the worker looked whenever there was something to do.

    Thrice a day it looked besides, when there was not.
    """
    folder = tmp_path_factory.mktemp("month")
    shutil.copy(sqlite_template, folder / "hotline.db")
    url = f"sqlite:///{folder / 'hotline.db'}"
    settings = test_settings(folder, url, line_checks_a_day=A_DAY)
    hotline = TestHotline(settings, calls_per_second=None)
    enter_roster(hotline)
    for number, behaviour in PHONES.values():
        hotline.carrier.phones.behaviours[number] = parse_behaviour(behaviour)
    for count, at in enumerate(looks(hotline)):
        hotline.carrier.run_until(max(at, hotline.now))
        if hotline.work.check_lines():
            hotline.pass_time(seconds=50)
            hotline.tell()
        if count % 100 == 0:  # a look at the files costs more than all the rest of a day
            hotline.hotline.board.refresh()
    hotline.hotline.board.refresh()
    yield hotline
    hotline.close()


def looks(hotline):
    """Return the moments of a month at which the worker looks, in order."""
    board, seed = hotline.hotline.board.board, hotline.work.checker.seed
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    due = [each.at for day in days for each in planned(board, day, seed, A_DAY)]
    return sorted([*due, *(moment(day, hour) for day in days for hour in range(1, 24, 5))])


def enter_roster(hotline):
    keeper = hotline.hotline
    with (
        keeper.database.transaction() as session,
        changing(session, keeper.board.from_file, now=NINE_ON_MONDAY, actor="a") as change,
    ):
        fill(change)
    keeper.board.refresh()


def made(hotline):
    with hotline.hotline.database.reading() as session:
        return between(session, moment(FIRST), moment(LAST + timedelta(days=1)))


def test_a_month_of_checks(month):
    checks, board = made(month), month.hotline.board.board
    calendar = board.switchboard.calendar

    by_day = Counter((c.officer, c.placed_at.astimezone(ZONE).date()) for c in checks)
    assert max(by_day.values()) == A_DAY
    for check in checks:
        there = [
            (branch.id, each.by)
            for branch in (*board.switchboard.branches(), board.switchboard.desk)
            if closed(branch.hours, calendar, check.placed_at) is None
            for each in on_duty(board.roster, branch, calendar, check.placed_at)
            if each.officer.id == check.officer
        ]
        assert there, "checked while off duty"
        assert By.FILE not in {by for _, by in there}


def test_nobody_is_checked_at_night_on_days_off_or_while_away(month):
    local = {(c.officer, c.placed_at.astimezone(ZONE)) for c in made(month)}

    by_day = [(who, at) for who, at in local if who not in ("dung", "giang")]
    assert all(7 <= at.hour < 17 and at.hour not in (11, 12) for _, at in by_day)
    assert all(at.weekday() < 5 or at.date() == WORKED for _, at in by_day)
    assert DAY_OFF not in {at.date() for _, at in by_day}
    away = {who for who, at in by_day if date(2026, 12, 7) <= at.date() < date(2026, 12, 14)}
    assert away >= {"an", "em"}
    assert "binh" not in away
    assert {who for who, at in by_day if at.date() == WORKED} >= {"an"}
    nights = [at for who, at in local if who == "dung"]
    assert nights
    assert all(at.hour >= 19 or at.hour < 7 for at in nights)


def test_working_days_have_as_many_checks_as_were_promised(month):
    checks = made(month)

    counted = Counter(c.officer for c in checks)
    workdays = 23 - 1 + 1  # December's, without the day off, with the one that is worked for it
    assert counted["an"] == A_DAY * workdays
    assert counted["binh"] + counted["em"] == counted["an"]
    assert (counted["dung"], counted["giang"]) == (A_DAY * 31, A_DAY * 31)


def test_the_months_report_adds_up(month):
    checks = made(month)

    assert all(c.grade is not None for c in checks)
    assert {c.grade for c in checks if c.officer == "chi"} == {Grade.MAILBOX}
    assert {c.grade for c in checks if c.officer != "chi"} == {Grade.PASSED}
    with month.hotline.database.reading() as session:
        out = {row.code for row in all_officers(session) if row.out_since}
    assert out == {"chi"}
    assert BRANCH in {s.branch for s in month.hotline.board.board.roster.shifts}
