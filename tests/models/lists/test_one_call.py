"""One call with everything that belongs to it, and nothing of another."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from ivr.flow.words import (
    CallbackState,
    CallResult,
    Channel,
    Did,
    EventKind,
    LegOutcome,
    MessageState,
    OfficerCallKind,
    Verdict,
)
from models import events
from models.call_results import CallResultRow
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.lists.one_call import one_call
from models.officer_calls import OfficerCall
from tests.models.rows import a_call, a_callback, a_leg, a_message, an_event, minutes

NOW = minutes(300)


def look(database, sid="CA1"):
    with database.reading() as session:
        return one_call(session, sid, now=NOW)


@pytest.fixture
def whole(database):
    """Two missed calls of one caller with all that can belong to them, and another's call."""
    with database.transaction() as session:
        for sid in ("CA1", "CA2", "CB1"):
            session.add(
                a_call(
                    sid,
                    verdict=Verdict.NOT_ANSWERED,
                    legs=[a_leg(2, outcome=LegOutcome.BUSY), a_leg(1)],
                    messages=[
                        a_message(f"RE2{sid}", recorded_at=minutes(2), state=MessageState.STORED),
                        a_message(f"RE1{sid}", is_kept=False),
                    ],
                )
            )
            told = [an_event("started", sid), an_event("ended", sid, at=minutes(3))]
            events.insert_events(session, [events.written(e, {"CallSid": sid}) for e in told])
            about = {"kind": OfficerCallKind.WRAP_UP, "number": "+84500000011", "officer": "an"}
            session.add(OfficerCall(about_sid=sid, placed_at=minutes(9), **about))
            session.add(
                CallResultRow(
                    call_sid=sid,
                    result=CallResult.SOLVED,
                    at=minutes(11),
                    officer="an",
                    channel=Channel.KEYPAD,
                )
            )
        session.flush()
        owe(session)


def owe(session):
    for sids in (("CA1", "CA2"), ("CB1",)):
        own = list(session.scalars(sa.select(Call).where(Call.sid.in_(sids)).order_by(Call.id)))
        debt = a_callback(own[-1], caller_number=sids[0], misses=len(own))
        session.add(debt)
        session.flush()
        for call in own:
            call.callback_id = debt.id
        about = {"kind": OfficerCallKind.CALLBACK, "number": "+84500000011", "officer": "an"}
        session.add(OfficerCall(callback_id=debt.id, placed_at=minutes(5), **about))
        for minute, did in ((7, Did.TRIED), (6, Did.CLAIMED)):
            session.add(
                CallbackAction(
                    callback_id=debt.id,
                    key=f"{sids}{did}",
                    did=did,
                    at=minutes(minute),
                    actor="an",
                    channel=Channel.KEYPAD,
                )
            )


def test_everything_of_a_call_is_there_in_the_order_of_time(database, whole):
    found = look(database)

    assert (found.line.sid, found.line.verdict) == ("CA1", Verdict.NOT_ANSWERED)
    assert [leg.outcome for leg in found.legs] == [LegOutcome.NO_ANSWER, LegOutcome.BUSY]
    assert [message.recording_sid for message in found.messages] == ["RE1CA1", "RE2CA1"]
    assert [event.key for event in found.events] == ["started", "ended"]
    assert (found.events[0].kind, found.events[0].raw) == (
        EventKind.CALL_STARTED,
        {"CallSid": "CA1"},
    )
    assert (found.result.result, found.result.officer) == (CallResult.SOLVED, "an")


def test_what_is_owed_for_it_is_there_with_what_was_done(database, whole):
    found = look(database)

    assert (found.callback.state, found.callback.misses) == (CallbackState.OPEN, 2)
    assert found.callback.is_overdue is (minutes(120) < NOW)
    assert [action.did for action in found.actions] == [Did.CLAIMED, Did.TRIED]
    assert [call.kind for call in found.officer_calls] == [
        OfficerCallKind.CALLBACK,
        OfficerCallKind.WRAP_UP,
    ]


def test_both_misses_show_the_same_debt_and_their_own_legs(database, whole):
    first, second = look(database, "CA1"), look(database, "CA2")

    assert first.callback == second.callback
    assert first.actions == second.actions
    assert {message.recording_sid[3:] for message in second.messages} == {"CA2"}


def test_a_call_that_is_told_but_owed_nothing_has_nothing_but_itself(database):
    with database.transaction() as session:
        session.add(a_call("CA1", talk_s=60, answered_at=minutes(1)))

    found = look(database)

    assert (found.callback, found.actions, found.result, found.officer_calls) == (
        None,
        (),
        None,
        (),
    )
    assert (found.legs, found.messages, found.events) == ((), (), ())
    assert found.line.answered_at == minutes(1)


def test_a_call_that_nobody_knows_is_none(database, whole):
    assert look(database, "CAno") is None


def test_a_claim_is_shown_while_it_lasts(database, whole):
    with database.transaction() as session:
        until = NOW + timedelta(minutes=1)
        session.execute(sa.update(Callback).values(claimed_by="an", claimed_until=until))

    assert look(database).callback.claimed_by == "an"
