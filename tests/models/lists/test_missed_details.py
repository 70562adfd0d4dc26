"""What a page of missed callers shows beside each."""

from ivr.flow.words import CallbackState, Channel, Did, LegOutcome, MessageState
from models.callback_actions import CallbackAction
from models.lists.missed import list_missed
from models.lists.missed_details import LeftMessage, Tried, details
from models.lists.stretches import MissedFilter
from tests.models.rows import CALLER, a_call, a_callback, a_leg, a_message, minutes


def owe(database, *calls, **changes):
    """Put calls in, and a debt that they are the misses of; return the debt's id."""
    with database.transaction() as session:
        session.add_all(calls)
        session.flush()
        debt = a_callback(calls[-1], **changes)
        session.add(debt)
        session.flush()
        for call in calls:
            call.callback_id = debt.id
        return debt.id


def act(database, debt, did, minute, **values):
    values = {"actor": "an", "channel": Channel.KEYPAD, "key": f"{did}:{minute}", **values}
    with database.transaction() as session:
        session.add(CallbackAction(callback_id=debt, did=did, at=minutes(minute), **values))


def shown(database):
    with database.reading() as session:
        rows = list_missed(session, MissedFilter(), now=minutes(100)).rows
        return details(session, rows)


def test_of_the_last_call_it_is_told_whom_it_rang(database):
    first = a_call("CA1", legs=[a_leg(1, officer_id="chi")])
    legs = [a_leg(2, officer_id="binh", outcome=LegOutcome.MACHINE), a_leg(1, officer_id="an")]
    debt = owe(database, first, a_call("CA2", started_at=minutes(9), wait_s=41, legs=legs))

    found = shown(database)[debt]

    assert (found.call_sid, found.called_at, found.wait_s) == ("CA2", minutes(9), 41)
    assert [(rung.officer, rung.outcome) for rung in found.rung] == [
        ("an", LegOutcome.NO_ANSWER),
        ("binh", LegOutcome.MACHINE),
    ]
    assert (found.message, found.tried) == (None, None)


def test_the_last_message_of_all_calls_is_shown(database):
    stored = {"state": MessageState.STORED, "seconds": 12}
    debt = owe(
        database,
        a_call("CA1", messages=[a_message("RE1", recorded_at=minutes(1), **stored)]),
        a_call(
            "CA2",
            messages=[
                a_message("RE2", recorded_at=minutes(5), **stored),
                a_message("RE3", recorded_at=minutes(6), is_kept=False),
            ],
        ),
        a_call("CA3"),
        message_s=12,
    )

    assert shown(database)[debt].message == LeftMessage("RE2", 12, MessageState.STORED)


def test_a_message_goes_along_when_the_debt_is_moved(database):
    call = a_call("CA1", messages=[a_message("RE1")])
    before = owe(database, call, message_s=9, state=CallbackState.CLOSED, closed_at=minutes(3))
    with database.transaction() as session:
        moved = a_callback(call, branch="tu-phap", moved_from_id=before, message_s=9)
        session.add(moved)
        session.flush()
        moved_id = moved.id

    assert shown(database)[moved_id].message == LeftMessage("RE1", None, MessageState.WAITING)


def test_the_last_try_is_told_with_how_the_phone_answered(database):
    debt = owe(database, a_call("CA1"))
    act(database, debt, Did.TRIED, 5, leg=LegOutcome.BUSY)
    act(database, debt, Did.TRIED, 9, leg=LegOutcome.NO_ANSWER, actor="binh")
    act(database, debt, Did.CLAIMED, 11)

    assert shown(database)[debt].tried == Tried(minutes(9), "binh", LegOutcome.NO_ANSWER)


def test_each_caller_has_their_own(database):
    one = owe(database, a_call("CA1", message_s=3, messages=[a_message("RE1")]), message_s=3)
    other = owe(database, a_call("CA2"), caller_number=f"{CALLER}9", message_s=3)

    found = shown(database)

    assert found[one].message == LeftMessage("RE1", None, MessageState.WAITING)
    assert found[other].message is None
    assert (found[one].call_sid, found[other].call_sid) == ("CA1", "CA2")


def test_an_empty_page_asks_for_nothing(database):
    assert shown(database) == {}
