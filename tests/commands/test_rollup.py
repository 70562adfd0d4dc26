"""`flask rollup`: what does not add up is told, and mended."""

import json

import pytest
import sqlalchemy as sa

from models.call_hours import CallHour
from models.calls import Call


@pytest.fixture
def day(hotline):
    """A day with one call answered."""
    hotline.call("4", "accept@3/30")
    hotline.tell()


@pytest.fixture
def wrong(hotline, day):
    """Somebody has been at the roll-up."""
    with hotline.hotline.database.transaction() as session:
        session.execute(sa.update(CallHour).values(answered=5))


def test_a_roll_up_that_is_right_is_said_to_be(type_in, day):
    told = type_in("rollup", "check")

    assert told.exit_code == 0
    assert "khớp từng số" in told.stdout


def test_what_differs_is_told_and_fails(type_in, wrong):
    told = type_in("rollup", "check", "--format", "json")

    assert told.exit_code == 1
    assert json.loads(told.stdout) == [
        {
            "on": "2026-11-23",
            "hour": 9,
            "branch": branch,
            "count": "answered",
            "rolled_up": 5,
            "counted": 1,
        }
        for branch in ("*", "thu-tuc-hanh-chinh")
    ]


def test_a_rebuilt_roll_up_is_right(type_in, wrong):
    assert "rebuild" in type_in("rollup", "check").stdout
    assert type_in("rollup", "rebuild").exit_code == 0

    assert type_in("rollup", "check").exit_code == 0


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2026-11-23", "2026-11-23", 1),
        ("2026-11-24", "2026-11-30", 0),
        ("2026-11-01", "2026-11-22", 0),
    ],
)
def test_only_the_days_asked_for_are_looked_at(type_in, wrong, since, until, found):
    assert type_in("rollup", "check", "--since", since, "--until", until).exit_code == found


def test_only_the_days_asked_for_are_rebuilt(type_in, wrong):
    type_in("rollup", "rebuild", "--since", "2026-11-24")

    assert type_in("rollup", "check").exit_code == 1


def test_calls_that_wait_to_be_counted_are_told_of(type_in, hotline, day):
    with hotline.hotline.database.transaction() as session:
        session.execute(sa.delete(CallHour))
        session.execute(sa.update(Call).values(is_counted=False))

    assert "1 calls of an older release wait" in type_in("rollup", "check").stdout


def test_an_empty_database_is_right(type_in):
    assert type_in("rollup", "check").exit_code == 0
    assert type_in("rollup", "rebuild").exit_code == 0
