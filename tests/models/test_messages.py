"""Queries over messages: which audio is fetched next, by whom, and when."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from ivr.flow.words import MessageState
from models import messages
from models.messages import LONGEST_WAIT, Message
from models.session import Database
from tests.models.rows import a_call, a_message, minutes, undone

LEASE = timedelta(minutes=5)


@pytest.fixture
def waiting(database):
    """Return what adds messages, each with its own changes."""

    def add(**by_sid):
        with database.transaction() as session:
            rows = [a_message(sid, **changes) for sid, changes in by_sid.items()]
            session.add(a_call(messages=rows))

    return add


def by_sid(session, recording_sid):
    return messages.by_recording(session, recording_sid)


def claim(database, now):
    with database.transaction() as session:
        message = messages.claim_due(session, now, now + LEASE)
        return message and message.recording_sid


def test_the_message_that_is_due_first_is_claimed_first(waiting, database):
    waiting(RE1={"next_try_at": minutes(2)}, RE2={"next_try_at": minutes(1)})

    assert [claim(database, minutes(3)) for _ in range(3)] == ["RE2", "RE1", None]


def test_a_message_is_due_from_its_moment_on(waiting, database):
    waiting(RE1={"next_try_at": minutes(1)})

    assert claim(database, minutes(1) - timedelta(microseconds=1)) is None
    assert claim(database, minutes(1)) == "RE1"


@pytest.mark.parametrize("state", sorted(set(MessageState) - {MessageState.WAITING}))
def test_only_a_waiting_message_is_claimed(waiting, database, state):
    waiting(RE1={"state": state})

    assert claim(database, minutes(9)) is None


def test_a_message_without_a_next_try_is_not_claimed(waiting, database):
    waiting(RE1={"next_try_at": None})

    assert claim(database, minutes(9)) is None


def test_a_claimed_message_is_leased_and_its_try_is_counted(waiting, database):
    waiting(RE1={"tries": 2})

    claim(database, minutes(0))

    with database.reading() as session:
        row = by_sid(session, "RE1")
    assert (row.next_try_at, row.tries) == (minutes(5), 3)
    assert claim(database, minutes(4.9)) is None
    assert claim(database, minutes(5)) == "RE1"


def test_a_claim_that_is_undone_leaves_the_message_to_others(waiting, database):
    waiting(RE1={})

    undone(database, lambda session: messages.claim_due(session, minutes(0), minutes(5)))

    assert claim(database, minutes(0)) == "RE1"


def test_two_workers_claim_different_messages(postgres_url):
    database = Database(postgres_url)
    with database.transaction() as session:
        session.add(a_call(messages=[a_message("RE1"), a_message("RE2")]))

    with database.transaction() as one, database.transaction() as other:
        claimed = [messages.claim_due(session, minutes(0), minutes(5)) for session in (one, other)]

        assert [message and message.recording_sid for message in claimed] == ["RE1", "RE2"]

    database.close()


def test_a_message_is_found_by_the_carriers_id(waiting, database):
    waiting(RE1={}, RE2={})

    with database.reading() as session:
        assert by_sid(session, "RE2").recording_sid == "RE2"
        assert messages.by_recording(session, "RE9") is None


def test_one_recording_has_one_row(waiting, database):
    waiting(RE1={})

    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.add(a_call("CA2", messages=[a_message("RE1")]))


def test_what_nobody_needs_at_the_carrier_is_found(waiting, database):
    waiting(
        RE1={"state": MessageState.STORED, "recorded_at": minutes(9)},
        RE2={"state": MessageState.STORED, "deleted_at_carrier_at": minutes(1)},
        RE3={"state": MessageState.SUPERSEDED, "recorded_at": minutes(4)},
        RE4={"state": MessageState.SUPERSEDED, "recorded_at": minutes(5)},
        RE5={"state": MessageState.ABSENT, "recorded_at": minutes(4)},
        RE6={"state": MessageState.WAITING, "recorded_at": minutes(4)},
        RE7={"state": MessageState.REFUSED, "recorded_at": minutes(4)},
        RE8={"state": MessageState.LOST, "recorded_at": minutes(4)},
    )

    with database.reading() as session:
        found = messages.left_at_carrier(session, settled=minutes(5), limit=10)
        one = messages.left_at_carrier(session, settled=minutes(5), limit=1)

    assert [row.recording_sid for row in found] == ["RE1", "RE3", "RE5"]
    assert [row.recording_sid for row in one] == ["RE1"]


def test_a_message_goes_with_its_call(waiting, database):
    waiting(RE1={})

    with database.transaction() as session:
        session.execute(sa.text("DELETE FROM calls"))

    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_a_message_that_a_clock_since_put_back_has_put_off_is_due(waiting, database):
    waiting(RE1={"next_try_at": minutes(0) + LONGEST_WAIT})
    assert claim(database, minutes(0)) is None

    assert claim(database, minutes(-1)) == "RE1"
    assert claim(database, minutes(-1)) is None  # it is leased now, like any other
