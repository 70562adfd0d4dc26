"""The clock that follows the simulated carrier's: by a file, whatever state that is in."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.clock import FARTHEST, LARGEST, FollowingClock, Reckoning
from tests.harness import NATIONAL_DAY, NINE_ON_MONDAY

TET = datetime(2027, 2, 6, 9, 0, tzinfo=UTC)
GOOD = {"wall": NINE_ON_MONDAY.isoformat(), "moment": TET.isoformat(), "speed": 10.0}


class Wall:
    """A clock on the wall that a test moves."""

    def __init__(self):
        self.moment = NINE_ON_MONDAY

    def __call__(self):
        return self.moment

    def passes(self, **span):
        self.moment += timedelta(**span)


@pytest.fixture
def wall():
    return Wall()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "clock.json"


@pytest.fixture
def clock(file, wall):
    return FollowingClock(file, wall)


def put(file, said=GOOD, **changes):
    """Write a clock file as the simulated carrier does: a new one in its place."""
    text = said if isinstance(said, str) else json.dumps(said | changes)
    half = file.with_suffix(".half")
    half.write_text(text, "utf-8")
    half.replace(file)


def test_without_a_file_it_is_the_time_on_the_wall(clock, wall):
    assert clock.now() == NINE_ON_MONDAY

    wall.passes(hours=1)

    assert clock.now() == NINE_ON_MONDAY + timedelta(hours=1)


@pytest.mark.parametrize("speed", [1, 1.0, 10, 10.0, 0.5])
def test_time_is_told_from_the_file_at_its_speed(clock, wall, file, speed):
    put(file, speed=speed)

    assert clock.now() == TET
    wall.passes(seconds=30)
    assert clock.now() == TET + timedelta(seconds=30 * speed)


def test_time_may_lie_in_the_past(clock, file):
    put(file, moment=NATIONAL_DAY.isoformat())

    assert clock.now() == NATIONAL_DAY


def test_moments_are_told_in_utc_whatever_zone_they_are_written_in(clock, file):
    put(file, moment="2027-02-06T09:00:00+07:00")

    assert clock.now().isoformat() == "2027-02-06T02:00:00+00:00"


def test_each_change_of_the_file_counts_at_once(clock, wall, file):
    put(file)
    clock.now()

    put(file, speed=1.0)
    wall.passes(minutes=1)
    assert clock.now() == TET + timedelta(minutes=1)
    file.unlink()
    assert clock.now() == wall()
    put(file)
    assert clock.now() == TET + timedelta(minutes=10)


def test_a_file_that_has_not_changed_is_not_read_again(wall, file):
    read = []

    class Counting(FollowingClock):
        def _read(self):
            read.append(1)
            return super()._read()

    clock = Counting(file, wall)
    put(file)

    for _ in range(3):
        clock.now()

    assert read == [1]


BAD = {
    "nothing": "",
    "half of it": json.dumps(GOOD)[:40],
    "no JSON": "clock",
    "a list": "[]",
    "a number": "1",
    "no UTF-8 text": '"\ud800"',
    "nothing in it": "{}",
    "too much": " " * LARGEST + json.dumps(GOOD),
    **{
        f"{name}: {value!r}": json.dumps(GOOD | {name: value})
        for name, value in (
            ("speed", 0),
            ("speed", -1),
            ("speed", 1e9),
            ("speed", float("nan")),
            ("speed", float("inf")),
            ("speed", 10**400),
            ("speed", True),
            ("speed", "10"),
            ("speed", None),
            ("wall", None),
            ("wall", 1795399200),
            ("moment", "soon"),
            ("moment", "2027-02-06T09:00:00"),
            ("moment", "9999-12-31T23:59:59-14:00"),
            ("moment", (NINE_ON_MONDAY + FARTHEST + timedelta(days=1)).isoformat()),
            ("moment", (NINE_ON_MONDAY - FARTHEST - timedelta(days=1)).isoformat()),
        )
    },
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_file_without_sense_leaves_the_last_good_reading_and_is_told_once(
    clock, wall, file, text, caplog
):
    put(file)
    clock.now()
    caplog.clear()

    file.write_text(text, "utf-8", errors="surrogatepass")
    wall.passes(seconds=1)
    for _ in range(3):
        assert clock.now() == TET + timedelta(seconds=10)

    assert [(r.levelname, r.file) for r in caplog.records] == [("ERROR", "clock.json")]


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_file_without_sense_from_the_first_moment_changes_nothing(clock, wall, file, text):
    file.write_text(text, "utf-8", errors="surrogatepass")

    assert clock.now() == wall()


def test_a_file_that_stays_bad_is_told_once_and_again_after_it_was_good(clock, file, caplog):
    for text in ("{", "{}", json.dumps(GOOD), "["):
        file.write_text(text, "utf-8")
        os.utime(file, ns=(1, len(text)))  # whatever the clock of the disk shows
        clock.now()

    assert [r.levelname for r in caplog.records if r.levelname != "INFO"] == ["ERROR", "ERROR"]


def test_a_file_that_is_whole_again_is_followed_again(clock, file):
    put(file, "{")
    clock.now()

    put(file)

    assert clock.now() == TET


def test_a_file_that_cannot_be_read_leaves_the_last_good_reading(clock, wall, file):
    put(file)
    clock.now()

    file.unlink()
    file.mkdir()
    wall.passes(seconds=1)

    assert clock.now() == TET + timedelta(seconds=10)


def test_a_folder_that_is_no_folder_changes_nothing(wall, tmp_path, caplog):
    (tmp_path / "var").write_text("a file stands where the folder should be")
    clock = FollowingClock(tmp_path / "var" / "clock.json", wall)

    assert [clock.now(), clock.now()] == [NINE_ON_MONDAY] * 2
    assert [r.levelname for r in caplog.records] == ["ERROR"]


def test_a_file_that_is_removed_while_it_is_looked_at_is_no_fault(wall, file, caplog):
    class TooLate(FollowingClock):
        def _read(self):
            file.unlink()
            return super()._read()

    put(file)
    clock = TooLate(file, wall)

    assert [clock.now(), clock.now()] == [wall(), wall()]
    assert [r.levelname for r in caplog.records if r.levelname != "INFO"] == []


moments = st.integers(-FARTHEST.days // 4, FARTHEST.days // 4).map(
    lambda days: NINE_ON_MONDAY + timedelta(days=days)
)


@given(wall=moments, moment=moments, speed=st.floats(0.1, 100), seconds=st.floats(0, 1e6))
def test_what_is_written_is_reckoned_with_and_time_never_runs_back(wall, moment, speed, seconds):
    said = {"wall": wall.isoformat(), "moment": moment.isoformat(), "speed": speed}

    reckoning = Reckoning.parse(json.dumps(said).encode())

    assert reckoning.at(wall) == moment
    assert reckoning.at(wall + timedelta(seconds=seconds)) >= moment
