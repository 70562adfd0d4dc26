"""`flask callback`: what is owed is worked off, looked at, closed and moved by hand."""

import json

import pytest

from duty.changes import changing
from ivr.flow.words import CallbackOutcome, CallbackState
from tests.duty.conftest import officer, shift
from tests.harness import CITIZEN, NINE_ON_MONDAY

NOBODY = "bad-number," * 4
AN = "+84500000141"


@pytest.fixture
def debt(hotline):
    """Return a missed caller's debt, of branch four."""
    hotline.call("4", NOBODY)
    (found,) = hotline.callbacks()
    return found


def one(hotline, branch="thu-tuc-hanh-chinh"):
    (found,) = [row for row in hotline.callbacks() if row.branch == branch]
    return found


def test_a_callback_is_closed_with_its_reason_note_and_who_did_it(hotline, debt, type_in):
    said = type_in(
        *("callback", "close", debt.id, "--reason", "duplicate"),
        *("--note", "xem việc khác", "--actor", "Văn phòng"),
    )

    assert said.exit_code == 0
    row = one(hotline)
    assert (row.state, row.outcome) == (CallbackState.CLOSED, CallbackOutcome.DUPLICATE)
    shown = type_in("callback", "show", debt.id).output
    assert "trùng việc khác · a duplicate" in shown
    assert "xem việc khác" in shown
    assert "Văn phòng" in shown


@pytest.mark.parametrize("reason", ["reached", "unreachable", "withdrawn", ""])
def test_nobody_closes_a_callback_for_another_reason(debt, type_in, reason, hotline):
    said = type_in("callback", "close", debt.id, "--reason", reason)

    assert said.exit_code == 2
    assert one(hotline).state is CallbackState.OPEN


def test_a_reason_is_needed(debt, type_in):
    assert type_in("callback", "close", debt.id).exit_code == 2


def test_a_settled_callback_is_left_alone(debt, type_in):
    type_in("callback", "close", debt.id, "--reason", "nuisance")

    for words in (("close", debt.id, "--reason", "nuisance"), ("move", debt.id, "3")):
        said = type_in("callback", *words)
        assert (said.exit_code, "is settled already" in said.output) == (1, True)


def test_a_callback_is_moved_by_a_branchs_key(hotline, debt, type_in):
    said = type_in("callback", "move", debt.id, "3")

    assert said.exit_code == 0
    there = one(hotline, "tu-phap")
    assert f"callback {there.id}" in said.output
    assert (there.moved_from_id, there.due_at) == (debt.id, debt.due_at)
    assert one(hotline).outcome is CallbackOutcome.MOVED
    assert "moved to another branch" in type_in("callback", "show", there.id).output


def test_a_callback_cannot_be_moved_to_its_own_branch_or_to_none(debt, type_in):
    assert type_in("callback", "move", debt.id, "4").exit_code == 1
    assert type_in("callback", "move", debt.id, "nowhere").exit_code == 2


def test_the_number_is_masked_unless_asked_for(debt, type_in):
    shown = type_in("callback", "show", debt.id).output

    assert "0505•••001" in shown
    assert CITIZEN not in shown
    assert "0505 000 001" not in shown
    assert "0505 000 001" in type_in("callback", "show", debt.id, "--full").output


def test_the_trail_begins_with_the_misses(hotline, debt, type_in):
    hotline.pass_time(minutes=5)
    hotline.call("4", NOBODY)
    hotline.tell()

    shown = type_in("callback", "show", debt.id).output

    assert shown.count("nhỡ · missed") == 2
    assert "due: 23/11/2026" in shown


def test_a_callback_that_does_not_exist_is_said_so(type_in):
    for words in (("show", 9), ("close", 9, "--reason", "nuisance"), ("move", 9, "3")):
        said = type_in("callback", *words)
        assert (said.exit_code, "there is no callback 9" in said.output) == (1, True)


def test_only_an_officer_of_the_roster_can_be_rung(type_in, debt):
    said = type_in("callback", "next", "nobody")

    assert (said.exit_code, "no officer 'nobody' in the roster" in said.output) == (1, True)


def test_an_officer_is_rung_about_the_branches_they_serve(hotline, debt, type_in):
    keeper = hotline.hotline
    with (
        keeper.database.transaction() as session,
        changing(session, keeper.board.from_file, now=NINE_ON_MONDAY, actor="a") as change,
    ):
        change.enter(officer("an", AN))
        change.enter(officer("binh", "+84500000142"))
        change.enter(shift("an"))
        change.enter(shift("binh", branch="tu-phap"))

    other = type_in("callback", "next", "binh")
    said = type_in("callback", "next", "an")

    assert "nobody is to be called back now" in other.output
    assert f"about callback {debt.id}" in said.output
    (call,) = [c for c in hotline.carrier.calls.values() if c.direction == "outbound-api"]
    assert call.to_number == AN
    shown = type_in("callback", "show", debt.id).output
    assert "claimed by: an" in shown
    hotline.carrier.run()


@pytest.mark.parametrize("unfit", [{"verified_at": None}, {"out_since": NINE_ON_MONDAY}])
def test_a_number_that_may_not_be_rung_is_not_joined_with_citizens(hotline, debt, type_in, unfit):
    keeper = hotline.hotline
    with (
        keeper.database.transaction() as session,
        changing(session, keeper.board.from_file, now=NINE_ON_MONDAY, actor="a") as change,
    ):
        change.enter(officer("an", AN, **unfit))

    said = type_in("callback", "next", "an")

    assert (said.exit_code, "linecheck verify an" in said.output) == (1, True)
    assert one(hotline).claimed_by is None


def test_missed_tells_who_calls_back_how_often_it_was_tried_and_when_next(debt, type_in):
    (row,) = json.loads(type_in("missed", "--format", "json").stdout)

    assert (row["id"], row["claimed_by"], row["tries"], row["next_try_at"]) == (
        debt.id,
        None,
        0,
        None,
    )
    assert "Đang nhận · claimed by" in type_in("missed").output
