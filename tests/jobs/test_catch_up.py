"""Rows that an older release wrote are brought up to date, some at a time, while calls go on."""

import pytest
import sqlalchemy as sa

from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import Cause, Language, Verdict
from jobs import catch_up
from models.callbacks import Callback
from models.calls import Call
from models.session import Database
from tests.jobs.stories import answered
from tests.jobs.telling import add, tell
from tests.models.counting import counted, rolled_up
from tests.models.rows import CALLER, a_call, a_callback, a_leg, minutes


@pytest.fixture
def old(database):
    """Return what adds calls as an older release has left them."""

    def add(*calls):
        with database.transaction() as session:
            session.add_all(calls)

    return add


def caught_up(database, **options):
    """Catch up until all is done; return how many rows each time."""
    done = []
    while taken := catch_up.run(database, **options):
        done.append(taken)
    return done


def calls(database):
    with database.reading() as session:
        found = session.scalars(sa.select(Call).order_by(Call.sid)).all()
        session.expunge_all()
    return found


def test_old_calls_are_counted_and_their_numbers_kept_backwards(database, old):
    old(*(a_call(f"CA{n}") for n in range(5)), a_call("CA9", caller_number="1022"))
    old(a_call("CB1", callback_number=None, caller_number="anonymous"))

    assert caught_up(database, at_once=3) == [3, 3, 1]

    assert rolled_up(database) == counted(database)
    assert all(call.is_counted for call in calls(database))
    assert {call.number_reversed for call in calls(database)} == {CALLER[:0:-1], ""}


def test_a_number_that_may_be_called_back_comes_before_the_one_that_was_sent(database, old):
    old(a_call("CA1", caller_number="+84505000001", callback_number="+84505000002"))
    old(a_call("CA2", caller_number="1022", callback_number=None))

    caught_up(database)

    assert [call.number_reversed for call in calls(database)] == ["20000050548", "2201"]


def test_a_call_that_goes_on_is_taken_in_and_counted_when_it_ends(database, old):
    old(a_call("CA1", ended_at=None, verdict=None))

    assert caught_up(database) == [1]
    assert rolled_up(database) == {}
    add(database, answered("CA1", minutes(0)))
    while tell(database):
        pass

    assert rolled_up(database) == counted(database) != {}


def test_what_is_up_to_date_is_left_alone(database, old):
    old(a_call("CA1"))
    add(database, answered("CA2", minutes(0)))
    while tell(database):
        pass

    assert caught_up(database) == [1]
    assert caught_up(database) == []
    assert rolled_up(database) == counted(database)


def test_debts_are_told_what_lists_show_of_them(database, old):
    last = a_call("CA2", verdict=Verdict.NOT_ANSWERED, cause=Cause.BUSY, started_at=minutes(9))
    last.language, last.origin = Language.EN, CallOrigin.RECONCILIATION
    last.legs = [a_leg(1, officer_id="binh"), a_leg(2, officer_id="an")]
    first = a_call("CA1", message_s=12)
    old(first, last)
    with database.transaction() as session:
        debt = a_callback(last)
        session.add(debt)
        session.flush()
        session.execute(sa.update(Call).values(callback_id=debt.id))
        alone = a_call("CA3", verdict=Verdict.OUT_OF_HOURS, cause=Cause.CLOSED, message_s=7)
        session.add(alone)
        session.flush()
        session.add(a_callback(alone, caller_number="+84505000009"))

    assert caught_up(database) == [3, 2]

    with database.reading() as session:
        found = session.scalars(sa.select(Callback).order_by(Callback.id)).all()
        assert [(row.last_verdict, row.last_cause, row.message_s) for row in found] == [
            (Verdict.NOT_ANSWERED, Cause.BUSY, 12),
            (Verdict.OUT_OF_HOURS, Cause.CLOSED, 7),
        ]
        assert [row.number_reversed for row in found] == [CALLER[:0:-1], "90000050548"]
        assert [(row.last_language, row.last_origin, row.last_officers) for row in found] == [
            (Language.EN, CallOrigin.RECONCILIATION, ",an,binh,"),
            (Language.VI, CallOrigin.WEBHOOK, ""),
        ]


def test_rows_that_another_worker_has_are_left_to_it(postgres_url):
    database, other = Database(postgres_url), Database(postgres_url)
    with database.transaction() as session:
        session.add_all([a_call("CA1"), a_call("CA2")])

    with database.transaction() as session:
        session.execute(sa.select(Call).where(Call.sid == "CA1").with_for_update())
        assert catch_up.run(other) == 1
    assert catch_up.run(other) == 1

    assert rolled_up(database) == counted(database)
    database.close()
    other.close()
