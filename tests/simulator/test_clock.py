"""Time: what falls due happens in order, and in virtual time nobody waits for it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from simulator.clock import RealClock, Timeline, VirtualClock

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def timeline():
    return Timeline(VirtualClock(START))


def test_things_happen_in_the_order_of_their_time_and_then_of_asking(timeline):
    happened = []
    for name, seconds in (("late", 60), ("first", 1), ("second", 1), ("now", 0)):
        timeline.after(seconds, lambda name=name: happened.append((name, timeline.now())))

    timeline.run()

    assert [name for name, _ in happened] == ["now", "first", "second", "late"]
    assert happened[-1][1] == START + timedelta(seconds=60)


def test_a_cancelled_thing_takes_no_time(timeline):
    timeline.after(3600, lambda: None).cancel()

    timeline.run()

    assert timeline.now() == START


def test_running_until_a_moment_leaves_the_clock_there_and_the_rest_undone(timeline):
    happened = []
    timeline.after(5, lambda: happened.append(5))
    timeline.after(15, lambda: happened.append(15))

    timeline.run_until(START + timedelta(seconds=10))

    assert happened == [5]
    assert timeline.now() == START + timedelta(seconds=10)


def test_a_start_in_another_zone_is_told_in_utc():
    hanoi = datetime.fromisoformat("2026-11-23T09:00:00+07:00")

    assert Timeline(VirtualClock(hanoi)).now().isoformat() == "2026-11-23T02:00:00+00:00"


def test_a_real_timeline_waits_for_what_a_thread_has_promised():
    timeline, happened = Timeline(RealClock()), []
    timeline.expect()
    thread = threading.Thread(target=lambda: timeline.deliver(lambda: happened.append("answer")))

    timeline.after(0.01, thread.start)
    timeline.run()

    assert happened == ["answer"]


def test_a_serving_timeline_ends_when_it_is_stopped():
    timeline, happened = Timeline(RealClock()), []
    thread = threading.Thread(target=timeline.serve)
    thread.start()

    timeline.post(lambda: happened.append("posted"))
    timeline.post(timeline.stop)
    thread.join(5)

    assert happened == ["posted"]
    assert not thread.is_alive()
