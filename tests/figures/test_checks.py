"""Line checks tell whose phones are answered, for each branch that they serve."""

import pytest

from figures.checks import checks
from ivr.flow.measures.figures import Ratio
from ivr.flow.measures.officers import availability
from ivr.flow.words import CheckKind, Grade
from models.duty.reading import read_roster
from models.line_checks import LineCheck
from tests.duty.conftest import BRANCH, change, on, shift, staffed, swap

__all__ = ["change", "staffed"]
NINE = on(24, 9)


def check(code="an", at=NINE, seconds=12, **changes):
    values = {
        "kind": CheckKind.LINE,
        "officer": code,
        "number": "+84500000141",
        "placed_at": at,
        "grade": Grade.MAILBOX if seconds is None else Grade.PASSED,
        "seconds": seconds,
    }
    return LineCheck(**(values | changes))


@pytest.fixture
def read(database, switchboard):
    """Return what reads the checks of Tuesday and Wednesday."""

    def told():
        with database.reading() as session:
            roster = read_roster(session, since=on(24, 0))
            return list(checks(session, roster, switchboard, on(24, 0), on(26, 0)))

    return told


def test_a_check_is_passed_by_a_key_in_time(keep, read, staffed):
    keep(
        check(seconds=45),
        check(seconds=45, grade=Grade.NO_ANSWER),  # a little more than 45
        check(seconds=46, grade=Grade.NO_ANSWER),
        check(seconds=None),
        check(grade=None, seconds=None),  # goes on
        check(kind=CheckKind.VERIFY),
        check(kind=CheckKind.THROUGH, branch=BRANCH, officer=""),
        check(at=on(23, 23, 59)),
        check(at=on(26, 0)),
    )

    assert availability(read()) == Ratio(1, 4)


def test_a_check_is_told_by_the_branches_that_the_officer_was_on_duty_for(keep, read, staffed):
    with staffed() as change_:
        change_.enter(shift("an", branch="tu-phap"))
        change_.enter(shift("binh", branch="tu-phap"))

    keep(check(), check("binh"))

    assert [found.branches for found in read()] == [("tu-phap", BRANCH), ("tu-phap",)]


def test_whoever_took_a_turn_was_checked_for_it(keep, read, staffed):
    with staffed() as change_:
        change_.enter(swap("an", "binh", on(24, 7), on(24, 17)))

    keep(check("binh", on(24, 9)), check("binh", on(25, 9)))

    assert [found.branches for found in read()] == [(BRANCH,), ()]


def test_a_check_off_duty_is_told_by_the_branches_that_the_officer_has_shifts_for(
    keep, read, staffed
):
    keep(check(at=on(24, 23)))

    assert [found.branches for found in read()] == [(BRANCH,)]


def test_a_check_says_when_it_was_made(keep, read, staffed):
    keep(check(at=on(24, 9)), check(at=on(25, 10)))

    assert [one.placed_at for one in read()] == [on(24, 9), on(25, 10)]
