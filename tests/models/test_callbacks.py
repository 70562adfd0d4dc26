"""Queries over what missed callers are owed."""

import pytest
import sqlalchemy as sa

from ivr.flow.words import CallbackOutcome, CallbackState
from models import callbacks
from models.callbacks import Callback
from models.session import Database
from tests.models.rows import CALLER, a_call, a_callback, minutes

SINCE, UNTIL = minutes(0), minutes(100)
CLOSED = {
    "state": CallbackState.CLOSED,
    "closed_at": minutes(9),
    "outcome": CallbackOutcome.SELF_REACHED,
}


@pytest.fixture
def owe(database):
    """Return what adds debts to one call's caller, each with its own changes."""

    def add(*changes):
        with database.transaction() as session:
            call = a_call()
            session.add(call)
            session.flush()
            session.add_all([a_callback(call, **values) for values in changes])

    return add


def listed(database, since=SINCE, until=UNTIL, branch=None, limit=100):
    with database.reading() as session:
        found = callbacks.list_missed(session, since=since, until=until, branch=branch, limit=limit)
        return [row.caller_number for row in found]


def test_the_database_itself_refuses_a_second_open_debt_to_one_caller_and_branch(owe):
    with pytest.raises(sa.exc.IntegrityError):
        owe({}, {"due_at": minutes(500)})


def test_closed_debts_other_branches_and_other_callers_stand_beside_an_open_one(owe, database):
    owe({}, CLOSED, CLOSED, {"branch": "tu-phap"}, {"caller_number": "+84900000009"})

    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Callback)) == 5


def test_a_closed_debt_cannot_be_opened_beside_an_open_one(owe, database):
    owe({}, CLOSED)

    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.execute(sa.update(Callback).values(state=CallbackState.OPEN))


def test_a_debt_names_a_call_that_exists(database):
    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.add(a_callback(a_call(id=404)))


def test_the_debts_to_a_caller_come_oldest_first_without_those_to_others(owe, database):
    owe(
        {"first_missed_at": minutes(7)},
        CLOSED | {"first_missed_at": minutes(3)},
        {"caller_number": "+84900000009"},
        {"branch": "tu-phap"},
    )

    with database.transaction() as session:
        found = callbacks.of_callers(session, [CALLER])

    assert [row.first_missed_at for row in found] == [minutes(0), minutes(3), minutes(7)]


def test_the_debts_to_a_caller_are_locked(postgres_url):
    database = Database(postgres_url)
    with database.transaction() as session:
        call = a_call()
        session.add(call)
        session.flush()
        session.add_all([a_callback(call), a_callback(call, caller_number="+84900000009")])

    with database.transaction() as session:
        callbacks.of_callers(session, [CALLER])
        with database.reading() as other:
            free = sa.select(Callback.caller_number).with_for_update(skip_locked=True)
            assert list(other.scalars(free)) == ["+84900000009"]

    database.close()


def test_what_was_read_before_the_lock_is_read_again(postgres_url):
    database = Database(postgres_url)
    with database.transaction() as session:
        call = a_call()
        session.add(call)
        session.flush()
        row = a_callback(call)
        session.add(row)
        session.flush()
        id = row.id

    with database.transaction() as session:
        known = session.get_one(Callback, id)
        with database.transaction() as other:
            other.execute(sa.update(Callback).values(misses=5))
        callbacks.of_callers(session, [CALLER])
        assert known.misses == 5

    database.close()


def test_missed_callers_of_a_half_open_period_are_listed(owe, database):
    owe(*({"caller_number": f"+8490000000{n}", "last_missed_at": minutes(n)} for n in range(5)))

    found = listed(database, since=minutes(1), until=minutes(4))

    assert sorted(found) == ["+84900000001", "+84900000002", "+84900000003"]


def test_open_debts_come_first_by_their_deadline_and_a_limit_holds(owe, database):
    owe(
        CLOSED | {"caller_number": "+84900000001", "due_at": minutes(1)},
        {"caller_number": "+84900000002", "due_at": minutes(9)},
        {"caller_number": "+84900000003", "due_at": minutes(5)},
        {"caller_number": "+84900000004", "due_at": minutes(9)},
    )

    assert listed(database) == ["+84900000003", "+84900000002", "+84900000004", "+84900000001"]
    assert listed(database, limit=2) == ["+84900000003", "+84900000002"]


def test_missed_callers_of_one_branch_are_listed_without_the_others(owe, database):
    owe({"branch": "tu-phap", "caller_number": "+84900000001"}, {})

    assert listed(database, branch="tu-phap") == ["+84900000001"]
