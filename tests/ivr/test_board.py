"""The board of a process: the menu's file, the database's legs, and what it has seen itself."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.board import OVER_FOR, SETTLES, BoardKeeper
from ivr.branches import BadBranches
from ivr.flow.position import Position
from ivr.flow.words import EventKind, Language, LegOutcome, Reason, Stage
from models.session import Database
from tests.harness import ROOT
from tests.models.rows import a_call, a_leg, an_event, minutes

ONE, TWO = "+84500000041", "+84500000042"


class Clock:
    """Time that passes when a test says so."""

    def __init__(self):
        self.now = minutes(0)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def branches(tmp_path):
    return Path(shutil.copy(ROOT / "branches.yaml", tmp_path / "branches.yaml"))


@pytest.fixture
def prompts(tmp_path):
    folder = tmp_path / "prompts"
    folder.mkdir()
    return folder


@pytest.fixture
def make(branches, prompts, clock):
    def make(database):
        return BoardKeeper(
            branches_file=branches, prompts_dir=prompts, database=database, clock=clock
        )

    return make


@pytest.fixture
def keeper(make, database):
    return make(database)


@pytest.fixture
def away(make):
    """Return a keeper whose database cannot be reached."""
    return make(Database("sqlite:////nowhere/at/all.db"))


def edit(path, old, new):
    """Change a file as an editor does: a new one in its place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    half = path.with_suffix(".half")
    half.write_text(text.replace(old, new), encoding="utf-8")
    half.replace(path)


def add(database, *rows):
    with database.transaction() as session:
        session.add_all(rows)


def rings(number=ONE, call_sid="CA1", n=2, **changes):
    """Return the event of an answer that rings an officer."""
    return an_event(
        f"key:{n}",
        call_sid,
        kind=EventKind.KEY,
        rung_number=number,
        then=Position(n=n, stage=Stage.HUNT, tried=("x",)),
        **changes,
    )


def leg_ended(call_sid="CA1", n=2, **changes):
    return an_event(f"dial:{n}", call_sid, kind=EventKind.LEG_ENDED, **changes)


def accepts(call_sid="CA1", n=2, reason=Reason.ACCEPTED, **changes):
    at = Position(n=n, stage=Stage.WHISPER, call=call_sid)
    then = at.stay(Stage.END, reason=reason)
    return an_event(f"accept:{n}", call_sid, kind=EventKind.LEG_KEY, position=at, then=then)


def call_ended(call_sid="CA1", **changes):
    return an_event("status", call_sid, kind=EventKind.CALL_ENDED, **changes)


# The menu's file.


def test_the_menu_is_there_from_the_first_moment(keeper):
    assert [branch.key for branch in keeper.board.switchboard.branches()] == list("12345678")
    assert keeper.prompts.province.vi == "tỉnh Hậu Giang"
    assert keeper.fault is None


def test_a_bad_file_is_not_served_at_all(make, branches, database):
    edit(branches, "version: 1", "version: 2")

    with pytest.raises(BadBranches):
        make(database)


def test_an_edit_is_in_force_after_the_next_look(keeper, branches):
    edit(branches, "vi: tỉnh Hậu Giang", "vi: tỉnh Sông Mây")

    keeper.refresh()

    assert keeper.board.switchboard.province.vi == "tỉnh Sông Mây"
    assert keeper.prompts.province.vi == "tỉnh Sông Mây"


def test_an_unchanged_file_is_not_read_again(keeper):
    before = keeper.board.switchboard

    keeper.refresh()

    assert keeper.board.switchboard is before


def test_a_bad_edit_leaves_the_last_good_menu_and_says_so(keeper, branches, caplog):
    before = keeper.board.switchboard
    edit(branches, "ring_s: 20", "ring_s: 2000")

    keeper.refresh()

    assert keeper.board.switchboard is before
    assert "ring_s" in str(keeper.fault)
    assert [(r.levelname, "ring_s" in r.fault) for r in caplog.records] == [("ERROR", True)]


def test_a_bad_edit_is_told_once_and_forgotten_when_it_is_mended(keeper, branches, caplog):
    edit(branches, "ring_s: 20", "ring_s: 2000")
    keeper.refresh()
    keeper.refresh()
    assert len(caplog.records) == 1

    edit(branches, "ring_s: 2000", "ring_s: 25")
    keeper.refresh()

    assert keeper.fault is None
    assert next(keeper.board.switchboard.branches()).ring_s == 25


def test_a_file_that_is_gone_leaves_the_last_good_menu_until_it_is_back(keeper, branches):
    text = branches.read_text(encoding="utf-8")
    branches.unlink()
    keeper.refresh()
    assert keeper.fault is not None
    assert keeper.board.switchboard.province.vi == "tỉnh Hậu Giang"

    branches.write_text(text, encoding="utf-8")
    keeper.refresh()

    assert keeper.fault is None


def test_a_new_day_is_looked_up_in_the_calendar(keeper, clock):
    before = keeper.board.switchboard
    clock.now += timedelta(days=1)

    keeper.refresh()

    assert keeper.board.switchboard is not before


# Recorded prompts.


def test_a_recording_that_is_dropped_in_is_played_from_the_next_look_on(keeper, prompts):
    (prompts / "vi").mkdir()
    (prompts / "vi" / "greet.wav").write_bytes(b"x")
    (prompts / "vi" / "notes.txt").write_bytes(b"x")
    (prompts / "vi" / "no-such-prompt.wav").write_bytes(b"x")

    keeper.refresh()

    assert keeper.prompts.recorded == {(Language.VI, "greet"): "greet.wav"}


def test_a_recording_that_is_taken_away_is_said_again(keeper, prompts):
    (prompts / "en").mkdir()
    (prompts / "en" / "bye.mp3").write_bytes(b"x")
    keeper.refresh()
    assert keeper.prompts.recorded

    (prompts / "en" / "bye.mp3").unlink()
    os.utime(prompts / "en", ns=(1, 1))  # whatever the clock of the disk shows
    keeper.refresh()

    assert keeper.prompts.recorded == {}


# The legs of this moment, as the database tells them.


def test_officers_who_are_rung_or_talking_in_any_process_are_busy(keeper, database):
    add(database, a_call(ended_at=None, legs=[a_leg(outcome=None, officer_number=ONE)]))

    keeper.refresh()

    assert keeper.board.busy == {ONE: "CA1"}


def test_accepts_and_ends_of_any_process_are_known(keeper, database):
    leg = a_leg(3, outcome=None, accepted_at=minutes(0))
    add(database, a_call("CA1", ended_at=None, legs=[leg]), a_call("CA2", ended_at=minutes(0)))

    keeper.refresh()

    assert keeper.board.accepted == {("CA1", 3)}
    assert keeper.board.over == {"CA2"}


def test_a_call_is_over_for_as_long_as_any_phone_of_it_could_ring(keeper, database, clock):
    add(database, a_call("CA1", ended_at=minutes(0)))

    clock.now = minutes(0) + OVER_FOR - timedelta(seconds=1)
    keeper.refresh()
    assert keeper.board.over == {"CA1"}
    clock.now += timedelta(seconds=1)
    keeper.refresh()
    assert keeper.board.over == frozenset()


def test_a_leg_older_than_the_longest_talk_holds_nobody(keeper, database, clock):
    add(database, a_call(ended_at=None, legs=[a_leg(outcome=None, officer_number=ONE)]))
    talk = timedelta(seconds=keeper.board.switchboard.limits.talk_s)

    clock.now = minutes(0) + talk
    keeper.refresh()
    assert keeper.board.busy == {ONE: "CA1"}
    clock.now += timedelta(minutes=10)
    keeper.refresh()
    assert keeper.board.busy == {}


def test_while_the_database_is_away_the_last_board_stays_and_edits_are_still_taken(
    keeper, database, branches, clock, caplog
):
    add(database, a_call(ended_at=None, legs=[a_leg(outcome=None, officer_number=ONE)]))
    keeper.refresh()
    keeper._database = Database("sqlite:////nowhere/at/all.db")
    edit(branches, "vi: tỉnh Hậu Giang", "vi: tỉnh Sông Mây")

    for _ in range(3):
        clock.now += timedelta(minutes=1)
        keeper.refresh()

    assert keeper.board.busy == {ONE: "CA1"}
    assert keeper.board.switchboard.province.vi == "tỉnh Sông Mây"
    assert keeper.database_away_since == minutes(1)
    assert [r.message for r in caplog.records].count("database away, the last board stays") == 1


def test_a_database_that_is_back_is_believed_again(away, database):
    away.refresh()
    assert away.database_away_since == minutes(0)
    add(database, a_call(ended_at=None, legs=[a_leg(outcome=None, officer_number=ONE)]))

    away._database = database
    away.refresh()

    assert away.database_away_since is None
    assert away.board.busy == {ONE: "CA1"}


# What this process has seen itself.


def test_a_phone_that_rings_is_busy_at_once(away):
    away.note(rings(ONE))

    assert away.board.busy == {ONE: "CA1"}


def test_a_phone_that_stopped_ringing_is_free_at_once_and_the_next_one_is_not(away):
    away.note(rings(ONE))

    away.note(leg_ended(rung_number=TWO))

    assert away.board.busy == {TWO: "CA1"}


def test_a_phone_that_is_rung_again_after_its_leg_ended_stays_busy(away):
    away.note(rings(ONE))

    away.note(leg_ended(rung_number=ONE))

    assert away.board.busy == {ONE: "CA1"}


def test_an_end_of_one_call_frees_no_phone_of_another(away):
    away.note(rings(ONE, "CA1"))
    away.note(rings(TWO, "CA2"))

    away.note(leg_ended("CA2"))

    assert away.board.busy == {ONE: "CA1"}


def test_a_phone_that_we_saw_freed_is_free_though_the_database_lags(keeper, database, clock):
    add(database, a_call(ended_at=None, legs=[a_leg(outcome=None, officer_number=ONE)]))
    keeper.note(rings(ONE))
    keeper.note(leg_ended())

    keeper.refresh()

    assert keeper.board.busy == {}
    clock.now += SETTLES + timedelta(seconds=1)
    keeper.refresh()
    assert keeper.board.busy == {ONE: "CA1"}  # by now the database must know


def test_a_phone_freed_by_one_call_is_busy_again_with_the_next(keeper, database):
    add(database, a_call("CA2", ended_at=None, legs=[a_leg(outcome=None, officer_number=ONE)]))
    keeper.note(rings(ONE, "CA1"))
    keeper.note(leg_ended("CA1"))

    keeper.refresh()

    assert keeper.board.busy == {ONE: "CA2"}


def test_what_we_have_seen_settles_once_the_database_can_know_it(keeper, clock):
    keeper.note(rings(ONE))
    keeper.note(accepts())

    clock.now += SETTLES
    keeper.refresh()
    assert (keeper.board.busy, keeper.board.accepted) == ({ONE: "CA1"}, {("CA1", 2)})
    clock.now += timedelta(seconds=1)
    keeper.refresh()

    assert (keeper.board.busy, keeper.board.accepted) == ({}, frozenset())


def test_what_we_have_seen_is_kept_for_as_long_as_the_database_is_away(away, clock):
    away.note(rings(ONE))

    clock.now += SETTLES * 10
    away.refresh()

    assert away.board.busy == {ONE: "CA1"}


@pytest.mark.parametrize(
    "event",
    [
        call_ended(),
        an_event("key:1", kind=EventKind.KEY, gone=True),
        leg_ended(gone=True, outcome=LegOutcome.CANCELED),
    ],
)
def test_a_caller_who_hung_up_is_known_at_once_and_holds_nobody(away, event):
    away.note(rings(ONE))

    away.note(event)

    assert away.board.over == {"CA1"}
    assert away.board.busy == {}


def test_a_call_that_we_saw_end_stays_over_while_its_phones_could_ring(keeper, clock):
    keeper.note(call_ended())

    clock.now += OVER_FOR + SETTLES
    keeper.refresh()
    assert keeper.board.over == {"CA1"}
    clock.now += timedelta(seconds=1)
    keeper.refresh()
    assert keeper.board.over == frozenset()


def test_an_accept_is_known_at_once_and_a_refusal_is_none(away):
    away.note(accepts("CA1"))
    away.note(accepts("CA2", reason=Reason.DECLINED))
    away.note(accepts("CA3", reason=Reason.TOO_LATE))

    assert away.board.accepted == {("CA1", 2)}


def test_what_happens_to_the_callers_own_leg_changes_no_board(away):
    before = away.board

    away.note(an_event())
    away.note(an_event("leg:x", kind=EventKind.LEG_PROGRESS, outcome=LegOutcome.BUSY))

    assert away.board is before


def test_nothing_looks_before_it_is_told_to_start(keeper):
    assert keeper._thread is None
