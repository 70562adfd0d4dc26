"""What a process has seen itself is known to its board at once, before the database tells it."""

from datetime import timedelta

import pytest

from ivr.board.callers import COUNTS, MOST_BEGUN
from ivr.board.seen import OVER_FOR, SETTLES
from ivr.flow.guarding.counts import WITHHELD
from ivr.flow.position import Position
from ivr.flow.words import EventKind, LegOutcome, Reason, Stage, Verdict
from models.events import insert_events, written
from tests.harness import CITIZEN
from tests.models.rows import a_call, a_leg, an_event, minutes

ONE, TWO = "+84500000041", "+84500000042"


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


def test_a_phone_that_we_saw_freed_is_free_though_the_database_lags(keeper, database, board_clock):
    add(database, a_call(ended_at=None, legs=[a_leg(outcome=None, officer_number=ONE)]))
    keeper.note(rings(ONE))
    keeper.note(leg_ended())

    keeper.refresh()

    assert keeper.board.busy == {}
    board_clock.now += SETTLES + timedelta(seconds=1)
    keeper.refresh()
    assert keeper.board.busy == {ONE: "CA1"}  # by now the database must know


def test_a_phone_freed_by_one_call_is_busy_again_with_the_next(keeper, database):
    add(database, a_call("CA2", ended_at=None, legs=[a_leg(outcome=None, officer_number=ONE)]))
    keeper.note(rings(ONE, "CA1"))
    keeper.note(leg_ended("CA1"))

    keeper.refresh()

    assert keeper.board.busy == {ONE: "CA2"}


def test_what_we_have_seen_settles_once_the_database_can_know_it(keeper, board_clock):
    keeper.note(rings(ONE))
    keeper.note(accepts())

    board_clock.now += SETTLES
    keeper.refresh()
    assert (keeper.board.busy, keeper.board.accepted) == ({ONE: "CA1"}, {("CA1", 2)})
    board_clock.now += timedelta(seconds=1)
    keeper.refresh()

    assert (keeper.board.busy, keeper.board.accepted) == ({}, frozenset())


def test_what_we_have_seen_is_forgotten_once_the_clock_was_put_back(keeper, board_clock):
    keeper.note(rings(ONE))
    keeper.note(accepts("CA2"))
    keeper.note(call_ended("CA3"))
    board_clock.now -= SETTLES
    keeper.refresh()
    assert keeper.board.busy == {ONE: "CA1"}  # clocks are put right a little all the time

    board_clock.now -= timedelta(seconds=1)
    keeper.refresh()

    assert keeper.board.busy == {}
    assert (keeper.board.accepted, keeper.board.over) == (frozenset(), frozenset())


def test_what_we_have_seen_is_kept_for_as_long_as_the_database_is_away(away, board_clock):
    away.note(rings(ONE))

    board_clock.now += SETTLES * 10
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


def test_a_call_that_we_saw_end_stays_over_while_its_phones_could_ring(keeper, board_clock):
    keeper.note(call_ended())

    board_clock.now += OVER_FOR + SETTLES
    keeper.refresh()
    assert keeper.board.over == {"CA1"}
    board_clock.now += timedelta(seconds=1)
    keeper.refresh()
    assert keeper.board.over == frozenset()


def test_an_accept_is_known_at_once_and_a_refusal_is_none(away):
    away.note(accepts("CA1"))
    away.note(accepts("CA2", reason=Reason.DECLINED))
    away.note(accepts("CA3", reason=Reason.TOO_LATE))

    assert away.board.accepted == {("CA1", 2)}


# Officers at the keypad.


def at_work(call_sid="CA1", stage=Stage.PIN, **changes):
    """Return the event of an officer who called us, or whom we called."""
    numbers = {"caller_number": "0" + ONE.removeprefix("+84"), "called_number": TWO}
    then = Position(n=1, stage=stage, called=stage is Stage.CALLED)
    return an_event("officer", call_sid, then=then, **(numbers | changes))


def test_an_officer_who_is_asked_for_the_pin_is_busy_at_once_and_until_the_call_ends(away):
    away.note(at_work())
    busy = away.board.busy

    away.note(call_ended())

    assert busy == {ONE: "CA1"}
    assert away.board.busy == {}


def test_an_officer_whom_we_called_is_busy_until_that_call_ends(away):
    away.note(at_work(stage=Stage.CALLED))
    busy = away.board.busy

    away.note(an_event("over", kind=EventKind.OFFICER_ENDED, outcome=LegOutcome.ANSWERED))

    assert busy == {TWO: "CA1"}
    assert (away.board.busy, away.board.over) == ({}, {"CA1"})


def test_an_officer_who_went_on_as_a_citizen_stays_busy(away):
    away.note(at_work())
    away.note(an_event("star", then=Position(n=2), caller_number=ONE))

    assert away.board.busy == {ONE: "CA1"}


def test_what_happens_to_the_callers_own_leg_changes_no_board(away):
    before = away.board

    away.note(an_event("leg:x", kind=EventKind.LEG_PROGRESS, outcome=LegOutcome.BUSY))

    assert away.board is before


def test_calls_that_begin_are_counted_by_number_each_once(away):
    for sid in ("CA1", "CA2", "CA2"):
        away.note(an_event("started", sid, caller_number=CITIZEN))
    away.note(an_event("started", "CA3", caller_number="anonymous"))

    assert away.board.begun == {CITIZEN: 2, WITHHELD: 1}


def test_a_process_remembers_so_many_calls_that_begin_and_no_more(away):
    for n in range(MOST_BEGUN + 2):
        number = CITIZEN if n < 3 else "anonymous"
        away.note(an_event("started", f"CA{n}", caller_number=number))

    assert away.board.calls_of(CITIZEN) == 1
    assert sum(away.board.begun.values()) == MOST_BEGUN


def test_the_books_are_asked_now_and_then_how_often_a_number_called(keeper, database, board_clock):
    keeper.refresh()
    add(database, *(called(n) for n in range(3)))
    keeper.note(an_event("started", "CA2", caller_number=CITIZEN, at=minutes(0)))
    keeper.refresh()
    assert keeper.board.calls_of(CITIZEN) == 1

    board_clock.now += COUNTS
    keeper.refresh()
    assert keeper.board.calls_of(CITIZEN) == 3


def test_what_the_books_cannot_know_yet_is_counted_beside_them(keeper, database, board_clock):
    add(database, *(called(n) for n in range(3)))
    with database.transaction() as session:
        insert_events(session, [written(an_event("started", "CA9"), {})])
    board_clock.now += timedelta(seconds=30)  # nobody told what happened since
    keeper.note(an_event("started", "CA4", caller_number=CITIZEN, at=board_clock.now))

    keeper.refresh()

    assert keeper.board.calls_of(CITIZEN) == 4


def called(n):
    call = a_call(sid=f"CA{n}", verdict=Verdict.MENU_ENDED, ended_at=minutes(0))
    call.started_at = minutes(0) - timedelta(minutes=n + 1)
    call.caller_number = call.callback_number = CITIZEN
    return call
