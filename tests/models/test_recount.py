"""The roll-up held against the calls: differences are found, and a rebuilt day has none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from ivr.flow.words import Verdict
from models import recount
from models.call_hours import CallDay, CallHour, Moves
from models.recount import Difference
from models.session import Database
from tests.jobs.telling import forget
from tests.models.counting import counted, rolled_up
from tests.models.rows import BRANCH, a_call, minutes
from tests.models.test_call_hours import BATCHES, MONDAY, told, write

SUNDAY = MONDAY - timedelta(days=1)


def tampered(database, table=CallHour, **values):
    """Change what is rolled up of the hours of one branch, or of its days."""
    with database.transaction() as session:
        session.execute(sa.update(table).where(table.branch == BRANCH).values(**values))


def differences(database, on=MONDAY):
    with database.reading() as session:
        return recount.differences(session, on)


def rebuild(database, *days):
    with database.transaction() as session:
        for on in days or list(recount.days(session)):
            recount.rebuild(session, on)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=BATCHES)
def test_counting_in_sql_finds_what_the_moves_have_come_to(database, batches):
    forget(database)
    for batch in batches:
        told(database, *((f"CA{number}", values) for number, values in batch))

    assert differences(database, MONDAY) == differences(database, SUNDAY) == []
    rebuild(database)
    assert rolled_up(database) == counted(database)


def test_a_wrong_count_is_told_with_its_place(database):
    told(database, ("CA1", {"wait_s": 3}), ("CA2", {"local_on": SUNDAY}))
    tampered(database, wait_s=4)

    assert differences(database) == [Difference(MONDAY, 9, BRANCH, "wait_s", 4, 3)]
    assert differences(database, SUNDAY) == [Difference(SUNDAY, 9, BRANCH, "wait_s", 4, 0)]


def test_a_wrong_count_of_a_day_is_told_without_an_hour(database):
    told(database, ("CA1", {}))
    tampered(database, CallDay, test=4)

    assert differences(database) == [Difference(MONDAY, None, BRANCH, "test", 4, 0)]


def test_a_wrong_count_of_all_branches_together_is_told(database):
    told(database, ("CA1", {}))
    with database.transaction() as session:
        session.execute(sa.delete(CallHour).where(CallHour.branch == "*"))

    found = {(d.branch, d.count, d.rolled_up, d.counted) for d in differences(database)}

    assert found == {("*", "answered", 0, 1), ("*", "answered_5", 0, 1)}
    rebuild(database)
    assert rolled_up(database) == counted(database)


def test_hours_without_calls_and_calls_without_an_hour_differ_too(database):
    told(database, ("CA1", {}))
    tampered(database, local_hour=8)

    found = {(d.hour, d.count, d.rolled_up, d.counted) for d in differences(database)}

    assert found == {
        (8, "answered", 1, 0),
        (8, "answered_5", 1, 0),
        (9, "answered", 0, 1),
        (9, "answered_5", 0, 1),
    }


def test_a_rebuilt_day_is_right_and_the_others_are_left_alone(database):
    told(database, ("CA1", {}), ("CA2", {"local_on": SUNDAY}))
    tampered(database, answered=7)

    rebuild(database, MONDAY)

    assert differences(database) == []
    assert differences(database, SUNDAY) == [Difference(SUNDAY, 9, BRANCH, "answered", 7, 1)]


def test_calls_that_wait_to_be_caught_up_with_are_not_in_it(database):
    told(database, ("CA1", {}))
    with database.transaction() as session:
        session.add(a_call("CA2", is_counted=False))

    rebuild(database)

    assert rolled_up(database)[MONDAY, 9, BRANCH]["answered"] == 1


def test_the_days_are_those_of_calls_and_of_hours(database):
    assert listed(database) == []
    told(database, ("CA1", {"local_on": MONDAY + timedelta(days=3)}))
    with database.transaction() as session:
        session.add(a_call("CA2", started_at=minutes(-60 * 24 * 2)))

    days = listed(database)

    assert days == sorted(set(days))
    assert {date(2026, 11, 21), MONDAY, date(2026, 11, 26)} <= set(days)


def listed(database):
    with database.reading() as session:
        return list(recount.days(session))


def test_a_day_is_rebuilt_around_a_worker_that_is_at_work(postgres_url):
    """What a worker has not committed is moved afterwards, from where it stood for the rebuilding.

    The worker waits for the table until the rebuilding has ended.
    """
    database, other = Database(postgres_url), Database(postgres_url)
    told(database, ("CA1", {}))
    tampered(database, answered=50)
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE relation = 'call_hours'::regclass")
    waiting = sa.text(f"{waiting} AND NOT granted")

    def work():
        with other.transaction() as session:
            moves = Moves()
            write(session, moves, "CA1", verdict=Verdict.NOT_ANSWERED)
            write(session, moves, "CA2")
            moves.write(session)

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            recount.rebuild(session, MONDAY)
            ended = pool.submit(work)
            while not ended.done() and not session.scalar(waiting):
                pass  # it is on its way to the table
            assert not ended.done()
        ended.result(30)

    assert rolled_up(database) == counted(database)
    database.close()
    other.close()
