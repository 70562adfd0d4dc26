"""The worst days: callers still reach officers, and afterwards the books say so."""

import errno
import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from app import Doors, create_app
from drill.doors import Fate, Weather, doors
from ivr.flow.words import CallbackState, Verdict
from models.session import Database
from tests.harness import NINE_ON_MONDAY, TestHotline, test_settings

OFFICERS = "no-answer,accept@3/20"


@pytest.fixture
def weather():
    return Weather()


@pytest.fixture
def make(tmp_path, sqlite_url, monkeypatch, weather):
    """Yield a maker of hotlines whose database is as the weather, on whose disk a test may act."""
    made = []

    def put_together(settings, *, clock, http):
        ways: Doors = doors(weather, Fate(), clock)
        return create_app(settings, clock=clock, http=http, doors=ways)

    def make(**settings):
        monkeypatch.setattr("tests.harness.create_app", put_together)
        made.append(TestHotline(test_settings(tmp_path, sqlite_url, **settings)))
        return made[-1]

    yield make
    for hotline in made:
        hotline.close()


def citizen(n):
    return f"+8450500{n:04}"


def test_the_database_is_gone_for_an_hour_under_load(make, weather):
    hotline, calls = make(), []
    weather.is_away = True
    for n in range(40):  # one every minute and a half
        keys = "41" if n % 3 else "4"
        calls.append(hotline.start(keys, "" if n % 3 else "accept@3/15", citizen(n)))
        hotline.pass_time(seconds=90)
        hotline.hotline.board.refresh()
    hotline.carrier.run()
    waited = [path.name for path in hotline.spool.waiting(limit=100_000)]

    weather.is_away = False
    hotline.pass_time(minutes=1)
    replayed = hotline.work.replay()
    hotline.work_off()

    assert len(waited) == replayed > 200
    assert waited == sorted(waited)
    assert hotline.spool.found() == []
    assert hotline.work.replay() == 0
    joined = {call.sid for call in calls if call.truth.was_joined}
    rows = {call.sid: hotline.row(call) for call in calls}
    assert {sid for sid, row in rows.items() if row.verdict is Verdict.ANSWERED} == joined
    assert len(joined) == 14
    assert all(call.errors == [] for call in calls)
    owed = [debt.caller_number for debt in hotline.callbacks(state=CallbackState.OPEN)]
    assert sorted(owed) == sorted(c.from_number for c in calls if c.sid not in joined)


def test_a_disk_that_is_full_while_the_database_is_away(make, weather, monkeypatch, caplog):
    hotline = make()
    weather.is_away = True

    def no_room(_handle):
        raise OSError(errno.ENOSPC, "no space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room)
        lost = hotline.call("4", OFFICERS)
    weather.is_away = False
    kept = hotline.call("4", OFFICERS, citizen(2))
    hotline.pass_time(minutes=15)
    hotline.work.reconcile()
    hotline.work_off()

    assert lost.truth.was_joined
    assert lost.errors == []
    assert sum("event lost" in record.message for record in caplog.records) >= 5
    assert list(hotline.spool.folder.iterdir()) == []
    assert hotline.row(kept).verdict is Verdict.ANSWERED
    assert hotline.row(lost).verdict is Verdict.NOT_ANSWERED  # nothing proves that it was a person
    assert [debt.caller_number for debt in hotline.callbacks()] == [lost.from_number]


def test_a_spool_that_is_full_serves_callers_and_cries_out(make, weather, monkeypatch, caplog):
    monkeypatch.setattr("ivr.spool.BLOCK", 128 * 1024)  # eight files to a megabyte
    monkeypatch.setattr("ivr.spool.LOOKS_EVERY", 1)
    hotline = make(spool_max_mb=1)
    weather.is_away = True

    call = hotline.call("4", OFFICERS)

    assert call.truth.was_joined
    assert call.errors == []
    assert len(hotline.spool.waiting(limit=100)) == 8
    lost = [r for r in caplog.records if "event lost" in r.message]
    assert {record.error for record in lost} == {"SpoolFull"}


def test_branches_that_were_edited_badly_leave_the_last_good_menu(make, tmp_path, caplog):
    from_file = test_settings(tmp_path, "sqlite:///none").branches_file
    own = tmp_path / "branches.yaml"
    shutil.copy(from_file, own)
    hotline = make(branches_file=own)
    before = hotline.start("4", OFFICERS)
    hotline.pass_time(seconds=5)

    own.write_text("branches: [", "utf-8")
    hotline.hotline.board.refresh()
    hotline.carrier.run()
    after = hotline.call("4", OFFICERS, citizen(2))

    assert before.truth.was_joined
    assert after.truth.was_joined
    assert hotline.hotline.board.fault
    assert any("the last good one stays" in record.message for record in caplog.records)


def test_a_worker_that_was_dead_for_a_day_catches_up(make):
    hotline = make()
    calls = [hotline.call("4", OFFICERS, citizen(n)) for n in range(5)]
    missed = hotline.call("411", "bad-number," * 4, citizen(9))
    hotline.pass_time(hours=24)
    hotline.work_off()

    assert [hotline.row(call).verdict for call in calls] == [Verdict.ANSWERED] * 5
    (message,) = hotline.row(missed).messages
    assert message.state == "stored"
    assert [debt.caller_number for debt in hotline.callbacks()] == [missed.from_number]


class Jumping:
    """A host's clock that is set while calls go on; the carrier's is not."""

    def __init__(self):
        self.off = timedelta(0)

    def over(self, clock: Callable[[], datetime]) -> Callable[[], datetime]:
        return lambda: clock() + self.off


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_jumps_in_the_middle_of_a_call(tmp_path, sqlite_url, monkeypatch, hours):
    jumping = Jumping()

    def put_together(settings, *, clock, http):
        return create_app(settings, clock=jumping.over(clock), http=http)

    monkeypatch.setattr("tests.harness.create_app", put_together)
    hotline = TestHotline(test_settings(tmp_path, sqlite_url), at=NINE_ON_MONDAY)
    talking = hotline.start("4", "accept@3/60")
    hotline.pass_time(seconds=30)
    jumping.off = timedelta(hours=hours)
    hotline.hotline.board.refresh()

    second = hotline.start("4", "accept@3/20,accept@3/20", citizen(2))
    hotline.pass_time(seconds=25)
    left = hotline.start("4", "no-answer", citizen(3), hang_up_after_s=20)
    hotline.carrier.run()
    hotline.work_off()

    assert [leg.number for leg in talking.truth.legs] == ["+84500000041"]
    # After a jump back nobody knows for how long an officer has talked: the line may be busy.
    rung = [leg.number for leg in second.truth.legs]
    assert rung[hours < 0 :] == ["+84500000042"]
    assert [leg.status for leg in second.truth.legs[:-1]] == ["busy"] * (hours < 0)
    verdicts = [hotline.row(call).verdict for call in (talking, second, left)]
    assert verdicts == [Verdict.ANSWERED, Verdict.ANSWERED, Verdict.ABANDONED]
    assert all(call.errors == [] for call in (talking, second, left))
    owed = hotline.callbacks(state=CallbackState.OPEN)
    assert [debt.caller_number for debt in owed] == [left.from_number]
    hotline.close()


def test_the_ledger_leaves_a_failed_database_alone_by_a_clock_that_is_never_set(make, weather):
    hotline = make()
    weather.is_away = True
    hotline.call("", hang_up_after_s=1.0)
    weather.is_away = False

    assert isinstance(hotline.hotline.database, Database)
    hotline.pass_time(seconds=3)
    hotline.call("", caller=citizen(2), hang_up_after_s=1.0)

    assert len(hotline.spool.waiting(limit=9)) == 2
