"""The first screen: each figure beside rows that it must not count."""

from datetime import date, timedelta

import pytest

from ivr.flow.measures.figures import Ratio
from ivr.flow.words import CallbackState, CheckKind, Grade, Verdict
from models.call_hours import Moves, summary
from models.line_checks import LineCheck
from models.lists.today import lines, today
from tests.models.rows import BRANCH, CALLER, a_call, a_callback, minutes

ON = date(2026, 11, 23)
MIDNIGHT = minutes(-9 * 60)
NOW = minutes(150)  # half past eleven
MISSED = {"verdict": Verdict.NOT_ANSWERED}


@pytest.fixture
def put(database):
    """Return what adds calls, counted, and returns them."""

    def add(*calls):
        with database.transaction() as session:
            session.add_all(calls)
            session.flush()
            moves = Moves()
            for call in calls:
                call.is_counted = True
                moves.move(None, summary(call))
            moves.write(session)
        return calls

    return add


def asked(database, branches=None, now=NOW):
    with database.reading() as session:
        return today(session, on=ON, begin=MIDNIGHT, now=now, branches=branches)


def of(found, branch=BRANCH):
    (one,) = (each for each in found.branches if each.branch == branch)
    return one


def test_todays_calls_are_counted_by_branch_and_together(put, database):
    yesterday = {"local_on": ON - timedelta(days=1), "started_at": MIDNIGHT - timedelta(hours=1)}
    put(
        a_call("CA1", wait_s=10),
        a_call("CA2", **MISSED),
        a_call("CA3", branch="tu-phap"),
        a_call("CA4", branch="", verdict=Verdict.MENU_ENDED),
        a_call("CA5", **yesterday),
    )

    found = asked(database)

    assert (of(found).sums.offered, of(found).sums.missed) == (2, 1)
    assert of(found, "tu-phap").sums.answered == of(found, "").sums.menu_ended == 1
    assert (found.sums.calls, found.sums.offered, found.sums.wait_s) == (4, 3, 10)


def test_people_are_counted_once_however_often_they_were_missed(put, database):
    put(
        *(a_call(f"CA{n}", **MISSED) for n in range(3)),
        a_call("CA4", verdict=Verdict.ABANDONED, branch="tu-phap"),
        a_call("CA5", callback_number="+84505000002", **MISSED),
        a_call("CA6", callback_number=None, **MISSED),
        a_call("CA7", callback_number="+84505000003"),
        a_call("CA8", callback_number="+84505000004", started_at=minutes(-600), **MISSED),
    )

    assert asked(database).missed_callers == 2
    assert asked(database, frozenset({"tu-phap"})).missed_callers == 1


def test_misses_of_the_last_hour_are_told_by_branch(put, database):
    put(
        a_call("CA1", started_at=NOW - timedelta(minutes=61), **MISSED),
        a_call("CA2", started_at=NOW - timedelta(minutes=60), **MISSED),
        a_call("CA3", started_at=NOW - timedelta(minutes=1), verdict=Verdict.ABANDONED),
        a_call("CA4", started_at=NOW - timedelta(minutes=1)),
        a_call("CA5", started_at=NOW + timedelta(minutes=1), **MISSED),  # tried out ahead of time
        a_call("CA6", started_at=NOW, branch="tu-phap", **MISSED),
    )

    found = asked(database)

    assert (of(found).missed_lately, of(found, "tu-phap").missed_lately) == (2, 1)


def test_what_is_owed_is_told_and_what_of_it_is_overdue(put, database):
    (call,) = put(a_call("CA1"))
    closed = {"state": CallbackState.CLOSED, "closed_at": minutes(3)}
    with database.transaction() as session:
        session.add_all(
            [
                a_callback(call, due_at=minutes(149)),
                a_callback(call, due_at=minutes(150), caller_number=f"{CALLER}1"),
                a_callback(call, due_at=minutes(5), caller_number=f"{CALLER}2", **closed),
                a_callback(call, branch="tu-phap", due_at=minutes(-9999)),
            ]
        )

    found = asked(database)

    assert (of(found).open, of(found).overdue) == (2, 1)
    assert (found.open, found.overdue) == (3, 2)
    assert (asked(database, frozenset({"tu-phap"})).open) == 1


def test_calls_that_go_on_are_told_by_branch(put, database):
    going_on = {"ended_at": None, "verdict": None}
    put(
        a_call("CA1", started_at=NOW - timedelta(minutes=3), **going_on),
        a_call("CA2", started_at=NOW - timedelta(hours=7), **going_on),  # its end was never told
        a_call("CA3", started_at=NOW - timedelta(minutes=3)),
        a_call("CA4", started_at=NOW - timedelta(minutes=1), branch="", **going_on),
        a_call("CA5", started_at=NOW + timedelta(minutes=1), **going_on),  # tried out ahead
    )

    found = asked(database)

    assert (of(found).going_on, of(found, "").going_on, found.going_on) == (1, 1, 2)


def test_only_branches_that_may_be_seen_are_told_of_and_each_of_them_is(put, database):
    put(a_call("CA1"), a_call("CA2", branch="tu-phap", **MISSED))

    found = asked(database, frozenset({"tu-phap", "iso"}))

    assert [one.branch for one in found.branches] == ["iso", "tu-phap"]
    assert (found.sums.calls, found.missed_callers) == (1, 1)


def a_check(number, minute, grade, kind=CheckKind.LINE):
    return LineCheck(
        kind=kind, officer=number, number=number, placed_at=minutes(minute), grade=grade
    )


def test_a_line_counts_by_its_last_check_of_the_day(database):
    with database.transaction() as session:
        session.add_all(
            [
                a_check("+84500000011", 1, Grade.NO_ANSWER),
                a_check("+84500000011", 2, Grade.PASSED),
                a_check("+84500000012", 1, Grade.PASSED),
                a_check("+84500000012", 2, Grade.MAILBOX),
                a_check("+84500000012", 3, None),  # goes on
                a_check("+84500000013", 1, Grade.PASSED, CheckKind.VERIFY),
                a_check("+84500000014", -600, Grade.PASSED),
            ]
        )

    with database.reading() as session:
        assert lines(session, MIDNIGHT, MIDNIGHT + timedelta(days=1)) == Ratio(1, 2)
    assert asked(database).lines == Ratio(1, 2)


def test_on_the_first_day_there_is_nothing(database):
    found = asked(database)

    assert (found.branches, found.sums.calls, found.missed_callers) == ((), 0, 0)
    assert (found.open, found.overdue, found.going_on, found.lines) == (0, 0, 0, Ratio(0, 0))
