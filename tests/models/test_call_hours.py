"""The roll-up is what the calls say, however often and in whatever order they were told."""

import threading
from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.flow.words import Cause, Verdict
from models.call_hours import COUNTS, CallDay, CallHour, Moves, counts, summary
from models.calls import Call
from models.session import Database
from tests.jobs.telling import forget
from tests.models.counting import counted, one, rolled_up
from tests.models.rows import BRANCH, a_call, undone

MONDAY = date(2026, 11, 23)
HOUR = (MONDAY, 9, BRANCH)
PLACES = (HOUR, (MONDAY, 9, "*"), (MONDAY, BRANCH))
TOLD = st.fixed_dictionaries(
    {
        "verdict": st.none() | st.sampled_from(Verdict),
        "wait_s": st.integers(0, 7) | st.integers(0, 200) | st.sampled_from([20, 21, 30, 60, 61]),
        "talk_s": st.integers(0, 500),
        "message_s": st.just(0) | st.integers(1, 90),
        "branch": st.sampled_from(["", BRANCH, "tu-phap"]),
        "local_on": st.sampled_from([MONDAY, date(2026, 11, 22)]),
        "local_hour": st.integers(8, 9),
    }
)
# Transactions, each of which writes some of four calls, the same one twice too.
BATCHES = st.lists(st.lists(st.tuples(st.integers(1, 4), TOLD), max_size=4), max_size=6)
properties = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(session, moves, sid, **values):
    """Write one call as the teller does: what it added before is taken, what it adds is given."""
    call = session.scalar(sa.select(Call).where(Call.sid == sid))
    before = summary(call)
    if call is None:
        call = a_call(sid)
        session.add(call)
    for name, value in values.items():
        setattr(call, name, value)
    call.is_counted = True
    session.flush()
    moves.move(before, summary(call))


def told(database, *writings):
    with database.transaction() as session:
        moves = Moves()
        for sid, values in writings:
            write(session, moves, sid, **values)
        moves.write(session)


@properties
@given(batches=BATCHES)
def test_the_counts_are_those_of_the_calls_whatever_was_written_before(database, batches):
    forget(database)

    for batch in batches:
        told(database, *((f"CA{number}", values) for number, values in batch))
        assert rolled_up(database) == counted(database)


def test_a_call_is_counted_in_its_hour_with_what_is_known_of_it(database):
    told(database, ("CA1", {"wait_s": 18, "talk_s": 100, "message_s": 4}))

    counts = {"answered": 1, "answered_20": 1, "wait_s": 18, "talk_s": 100, "messages": 1}
    assert rolled_up(database) == dict.fromkeys(PLACES, counts)


def test_a_call_that_goes_on_is_not_counted(database):
    told(database, ("CA1", {"verdict": None, "ended_at": None}))

    assert rolled_up(database) == {}


def test_a_call_that_is_told_to_have_gone_elsewhere_is_moved_there(database):
    told(database, ("CA1", {"wait_s": 3, "verdict": Verdict.ABANDONED, "cause": Cause.SHORT}))
    told(database, ("CA1", {"branch": "tu-phap", "local_hour": 8, "verdict": Verdict.TEST}))

    assert rolled_up(database) == {
        (MONDAY, 8, "tu-phap"): {"test": 1},
        (MONDAY, 8, "*"): {"test": 1},
        (MONDAY, "tu-phap"): {"test": 1},
    }


def test_a_call_of_an_older_release_is_added_once_it_is_written_and_never_taken_away(database):
    with database.transaction() as session:
        session.add(a_call("CA1", is_counted=False))

    told(database, ("CA1", {"verdict": Verdict.NOT_ANSWERED}))

    assert rolled_up(database) == {place: {"not_answered": 1} for place in PLACES}


def test_what_is_rolled_back_is_not_counted(database):
    def count(session):
        moves = Moves()
        write(session, moves, "CA1")
        moves.write(session)

    undone(database, count)

    assert rolled_up(database) == {}


def test_what_moves_and_comes_back_writes_nothing(database):
    told(database, ("CA1", {}))
    with database.transaction() as session:
        moves = Moves()
        write(session, moves, "CA1", verdict=Verdict.TEST)
        write(session, moves, "CA1", verdict=Verdict.ANSWERED)
        moves.write(session)
        moves.write(session)

    assert rolled_up(database) == counted(database)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_wait_is_counted_in_its_band(verdict):
    for wait_s in range(200):
        call = a_call(verdict=verdict, wait_s=wait_s, talk_s=30, is_counted=True)
        told = summary(call)
        assert told
        assert +Counter(counts(told)) == +one(call)


def test_every_count_is_a_column_and_every_verdict_has_one():
    assert {verdict.value for verdict in Verdict} <= set(COUNTS)
    assert {*COUNTS} == {c.name for c in CallDay.__table__.columns} - {"local_on", "branch"}
    assert len(COUNTS) + 4 == len(CallHour.__table__.columns)


def test_two_workers_who_move_the_same_hours_do_not_lock_each_other(postgres_url):
    """Each writes the hours in one order, whatever order its calls came in."""
    database = Database(postgres_url)
    both_written = threading.Barrier(2)

    def work(name, hours):
        with database.transaction() as session:
            moves = Moves()
            for hour in hours:
                write(session, moves, f"{name}{hour}", local_hour=hour)
            both_written.wait(20)
            moves.write(session)

    workers = [
        threading.Thread(target=work, args=("CA", range(24))),
        threading.Thread(target=work, args=("CB", reversed(range(24)))),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert rolled_up(database) == counted(database)
    assert rolled_up(database)[MONDAY, BRANCH]["answered"] == 48
    database.close()
