"""Time on the pages: faster, and pretended."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from simulator.carrier import CarrierConfig, SimulatedCarrier
from simulator.clock import RealClock
from simulator.phone.pretence import CallsGoOn, Pretence
from simulator.transport import TransportError
from tests.simulator.conftest import CALLER, CONFIG

WALL = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TET = datetime(2027, 2, 6, 2, 0, tzinfo=UTC)


class Wall:
    """A clock on the wall that a test moves."""

    def __init__(self):
        self.at = WALL

    def __call__(self):
        return self.at

    def pass_s(self, seconds):
        self.at += timedelta(seconds=seconds)


class Silent:
    """A network in which nobody answers."""

    def send(self, method, url, form, headers):
        raise TransportError(11205, "nobody")


@pytest.fixture
def wall():
    return Wall()


@pytest.fixture
def clock(wall):
    return RealClock(wall)


@pytest.fixture
def carrier(clock):
    return SimulatedCarrier(CarrierConfig(**CONFIG), Silent(), clock, random.Random(1))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "var" / "clock.json"


@pytest.fixture
def pretence(carrier, clock, file):
    return Pretence(carrier, clock, file)


def test_time_is_the_walls_until_somebody_pretends(carrier, pretence, wall):
    wall.pass_s(5)

    assert carrier.now() == wall.at
    assert not pretence.is_pretended


def test_a_pretended_moment_goes_on_from_there(carrier, pretence, wall):
    pretence.pretend(TET)
    wall.pass_s(7)

    assert carrier.now() == TET + timedelta(seconds=7)


def test_time_passes_faster_without_a_jump(carrier, pretence, wall):
    wall.pass_s(1)
    pretence.run_at(10)
    began = carrier.now()
    wall.pass_s(2)

    assert began == wall.at - timedelta(seconds=2)
    assert carrier.now() == began + timedelta(seconds=20)


def test_back_to_the_wall(carrier, pretence, wall, file):
    pretence.run_at(10)
    pretence.pretend(TET)
    pretence.pretend(None)

    assert (carrier.now(), pretence.clock.speed, file.exists()) == (wall.at, 1.0, False)


def test_what_is_due_stays_as_far_ahead(carrier, pretence, wall):
    carrier.timeline.after(30, lambda: None)
    wall.pass_s(10)
    pretence.pretend(TET)

    assert carrier.timeline.next_at() == TET + timedelta(seconds=20)


def test_what_is_due_falls_due_sooner_when_time_passes_faster(carrier, pretence, wall):
    carrier.timeline.after(30, lambda: None)
    pretence.run_at(10)
    due = carrier.timeline.next_at()
    wall.pass_s(3)

    assert due == WALL + timedelta(seconds=30) == carrier.now()


def test_the_switchboard_can_follow(pretence, wall, file):
    pretence.pretend(TET)
    wall.pass_s(60)
    pretence.run_at(10)

    assert json.loads(file.read_text()) == {
        "wall": "2026-11-23T02:01:00+00:00",
        "moment": "2027-02-06T02:01:00+00:00",
        "speed": 10.0,
    }


def test_a_carrier_that_starts_forgets_what_was_pretended_before(carrier, clock, file):
    file.parent.mkdir()
    file.write_text("{}")

    Pretence(carrier, clock, file)

    assert not file.exists()


def test_the_clock_does_not_jump_while_somebody_is_on_the_phone(carrier, pretence):
    call = carrier.call(CALLER)

    with pytest.raises(CallsGoOn):
        pretence.pretend(TET)
    pretence.run_at(10)
    assert not pretence.may_pretend

    call.hang_up()
    carrier.run()
    pretence.pretend(TET)
    assert carrier.now() == TET


@pytest.mark.parametrize("speed", [0, -1, 0.5, 101, float("nan"), float("inf")])
def test_odd_speeds_are_refused(pretence, speed):
    with pytest.raises(ValueError, match="speed"):
        pretence.run_at(speed)


def test_pages_that_wait_are_woken(pretence):
    woken = []
    pretence.changed = lambda: woken.append(1)

    pretence.pretend(TET)
    pretence.run_at(10)
    pretence.run_at(10)

    assert len(woken) == 2
