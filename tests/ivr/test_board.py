"""The board of a process: the menu's file, the database's legs, and what it has seen itself."""

import os
from datetime import timedelta

import pytest

from ivr.board.keeper import AHEAD
from ivr.board.seen import OVER_FOR
from ivr.branches import BadBranches
from ivr.flow.words import Language
from models.session import Database
from tests.models.rows import a_call, a_leg, minutes

ONE, TWO = "+84500000041", "+84500000042"


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


# The menu's file.


def test_the_menu_is_there_from_the_first_moment(keeper):
    assert [branch.key for branch in keeper.board.switchboard.branches()] == list("12345678")
    assert keeper.prompts.province.vi == "tỉnh Hậu Giang"
    assert keeper.fault is None


def test_a_bad_file_is_not_served_at_all(make_keeper, branches_file, database):
    edit(branches_file, "version: 1", "version: 2")

    with pytest.raises(BadBranches):
        make_keeper(database)


def test_an_edit_is_in_force_after_the_next_look(keeper, branches_file):
    edit(branches_file, "vi: tỉnh Hậu Giang", "vi: tỉnh Sông Mây")

    keeper.refresh()

    assert keeper.board.switchboard.province.vi == "tỉnh Sông Mây"
    assert keeper.prompts.province.vi == "tỉnh Sông Mây"


def test_an_unchanged_file_is_not_read_again(keeper):
    before = keeper.board.switchboard

    keeper.refresh()

    assert keeper.board.switchboard is before


def test_a_bad_edit_leaves_the_last_good_menu_and_says_so(keeper, branches_file, caplog):
    before = keeper.board.switchboard
    edit(branches_file, "ring_s: 20", "ring_s: 2000")

    keeper.refresh()

    assert keeper.board.switchboard is before
    assert "ring_s" in str(keeper.fault)
    assert [(r.levelname, "ring_s" in r.fault) for r in caplog.records] == [("ERROR", True)]


def test_a_bad_edit_is_told_once_and_forgotten_when_it_is_mended(keeper, branches_file, caplog):
    edit(branches_file, "ring_s: 20", "ring_s: 2000")
    keeper.refresh()
    keeper.refresh()
    assert len(caplog.records) == 1

    edit(branches_file, "ring_s: 2000", "ring_s: 25")
    keeper.refresh()

    assert keeper.fault is None
    assert next(keeper.board.switchboard.branches()).ring_s == 25


def test_a_file_that_is_gone_leaves_the_last_good_menu_until_it_is_back(keeper, branches_file):
    text = branches_file.read_text(encoding="utf-8")
    branches_file.unlink()
    keeper.refresh()
    assert keeper.fault is not None
    assert keeper.board.switchboard.province.vi == "tỉnh Hậu Giang"

    branches_file.write_text(text, encoding="utf-8")
    keeper.refresh()

    assert keeper.fault is None


def test_a_new_day_is_looked_up_in_the_calendar(keeper, board_clock):
    before = keeper.board.switchboard
    board_clock.now += timedelta(days=1)

    keeper.refresh()

    assert keeper.board.switchboard is not before


# Recorded prompts.


def test_a_recording_that_is_dropped_in_is_played_from_the_next_look_on(keeper, prompts_dir):
    (prompts_dir / "vi").mkdir()
    (prompts_dir / "vi" / "greet.wav").write_bytes(b"x")
    (prompts_dir / "vi" / "notes.txt").write_bytes(b"x")
    (prompts_dir / "vi" / "no-such-prompt.wav").write_bytes(b"x")

    keeper.refresh()

    assert keeper.prompts.recorded == {(Language.VI, "greet"): "greet.wav"}


def test_a_recording_that_is_taken_away_is_said_again(keeper, prompts_dir):
    (prompts_dir / "en").mkdir()
    (prompts_dir / "en" / "bye.mp3").write_bytes(b"x")
    keeper.refresh()
    assert keeper.prompts.recorded

    (prompts_dir / "en" / "bye.mp3").unlink()
    os.utime(prompts_dir / "en", ns=(1, 1))  # whatever the clock of the disk shows
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


def test_a_call_is_over_for_as_long_as_any_phone_of_it_could_ring(keeper, database, board_clock):
    add(database, a_call("CA1", ended_at=minutes(0)))

    board_clock.now = minutes(0) + OVER_FOR - timedelta(seconds=1)
    keeper.refresh()
    assert keeper.board.over == {"CA1"}
    board_clock.now += timedelta(seconds=1)
    keeper.refresh()
    assert keeper.board.over == frozenset()


def test_a_leg_older_than_the_longest_talk_holds_nobody(keeper, database, board_clock):
    add(database, a_call(ended_at=None, legs=[a_leg(outcome=None, officer_number=ONE)]))
    talk = timedelta(seconds=keeper.board.switchboard.limits.talk_s)

    board_clock.now = minutes(0) + talk
    keeper.refresh()
    assert keeper.board.busy == {ONE: "CA1"}
    board_clock.now += timedelta(minutes=10)
    keeper.refresh()
    assert keeper.board.busy == {}


def test_a_leg_from_before_the_clock_was_put_back_holds_nobody(keeper, database, board_clock):
    leg = a_leg(outcome=None, officer_number=ONE, accepted_at=minutes(0))
    add(database, a_call(ended_at=None, legs=[leg]))
    board_clock.now = minutes(0) - AHEAD
    keeper.refresh()
    assert keeper.board.busy == {ONE: "CA1"}  # a clock of another host may be ahead that far

    board_clock.now -= timedelta(seconds=1)
    keeper.refresh()

    assert (keeper.board.busy, keeper.board.accepted) == ({}, frozenset())


def test_a_call_that_ended_before_the_clock_was_put_back_is_over_no_more(
    keeper, database, board_clock
):
    add(database, a_call("CA1", ended_at=minutes(0)))
    board_clock.now = minutes(0) - AHEAD
    keeper.refresh()
    assert keeper.board.over == {"CA1"}

    board_clock.now -= timedelta(seconds=1)
    keeper.refresh()

    assert keeper.board.over == frozenset()


def test_a_clock_that_was_put_back_is_looked_up_in_the_calendar(keeper, board_clock):
    before = keeper.board.switchboard
    board_clock.now -= timedelta(days=400)

    keeper.refresh()

    assert keeper.board.switchboard is not before


def test_while_the_database_is_away_the_last_board_stays_and_edits_are_still_taken(
    keeper, database, branches_file, board_clock, caplog
):
    add(database, a_call(ended_at=None, legs=[a_leg(outcome=None, officer_number=ONE)]))
    keeper.refresh()
    keeper._database = Database("sqlite:////nowhere/at/all.db")
    edit(branches_file, "vi: tỉnh Hậu Giang", "vi: tỉnh Sông Mây")

    for _ in range(3):
        board_clock.now += timedelta(minutes=1)
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


def test_nothing_looks_before_it_is_told_to_start(keeper):
    assert keeper._thread is None
