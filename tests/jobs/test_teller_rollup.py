"""The teller keeps the roll-up: whatever comes first, twice, or late, it counts the calls."""

import random
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import Language
from jobs import teller
from models.callbacks import Callback
from models.events import EventRow
from models.session import Database
from tests.jobs.stories import abandoned, begun, left_message, moved_on
from tests.jobs.telling import SWITCHBOARD, add, call, forget, tell
from tests.jobs.test_teller import CALLS
from tests.models.counting import counted, rolled_up
from tests.models.rows import CALLER, minutes, undone


def tell_all(database):
    while tell(database):
        pass


def total(database, count):
    """Return the count of all days and branches."""
    days = (counts for place, counts in rolled_up(database).items() if len(place) == 2)
    return sum(day.get(count, 0) for day in days)


def branches(database):
    return {place[-1] for place in rolled_up(database)} - {"*"}


@settings(max_examples=7, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_after_each_run_the_counts_are_those_of_the_calls(database, seed):
    rng = random.Random(seed)
    events = [event for story in CALLS for event in story]
    events = rng.sample(events, len(events)) + rng.choices(events, k=5)
    forget(database)

    while events:
        size = rng.randint(1, len(events))
        batch, events = events[:size], events[size:]
        add(database, batch)
        tell_all(database)
        assert rolled_up(database) == counted(database)

    assert total(database, "answered") == 2


def test_told_again_a_call_counts_once(database):
    add(database, abandoned("CA1", minutes(0)))
    tell_all(database)
    with database.transaction() as session:
        session.execute(sa.update(EventRow).values(told_at=None))

    tell_all(database)

    assert total(database, "abandoned") == 1


def test_a_call_moves_with_its_story(database):
    add(database, abandoned("CA1", minutes(0)))
    tell_all(database)
    before = branches(database)

    add(database, moved_on("CA1", minutes(0), "thu-tuc-hanh-chinh"))
    tell_all(database)

    assert before == {"tu-phap"}
    assert branches(database) == {"thu-tuc-hanh-chinh"}


def test_a_message_is_counted_once_it_is_known(database):
    add(database, begun("CA1", minutes(0)))
    tell_all(database)
    assert rolled_up(database) == {}

    add(database, left_message("CA1", minutes(0), ("RE1", 9)))
    tell_all(database)

    assert total(database, "messages") == total(database, "not_answered") == 1


def test_a_run_that_was_killed_has_counted_nothing(database):
    add(database, abandoned("CA1", minutes(0)))

    undone(database, lambda session: teller.run(session, SWITCHBOARD, now=minutes(1)))

    assert rolled_up(database) == {}


def test_a_story_that_cannot_be_told_is_not_counted_and_keeps_no_other_from_it(database):
    add(database, abandoned("CA1", minutes(0)))
    tell_all(database)
    add(database, [*moved_on("CA1", minutes(0), "doanh-nghiep"), *abandoned("CA2", minutes(1))])
    with database.transaction() as session:
        broken = '{"position": "no=position"}'
        session.execute(sa.text(f"UPDATE events SET facts = '{broken}' WHERE key = 'resumed:2'"))

    tell_all(database)

    assert rolled_up(database) == counted(database)
    assert total(database, "abandoned") == 2


def test_a_debt_says_what_lists_show_of_it(database):
    add(database, left_message("CA1", minutes(0), ("RE1", 9)))

    tell_all(database)

    with database.reading() as session:
        (row,) = session.scalars(sa.select(Callback)).all()
        assert (row.last_verdict, row.last_cause, row.message_s) == (
            call(database).verdict,
            call(database).cause,
            9,
        )
        assert row.number_reversed == CALLER[:0:-1]
        assert (row.last_origin, row.last_language) == (CallOrigin.WEBHOOK, Language.VI)
        assert row.last_officers == ",o1,"


def test_a_debt_says_how_long_the_last_message_is(database):
    add(database, left_message("CA1", minutes(0), ("RE1", 9)))
    add(database, left_message("CA2", minutes(10), ("RE2", 7)))
    add(database, abandoned("CA3", minutes(20)))
    tell_all(database)

    with database.reading() as session:
        (row,) = session.scalars(sa.select(Callback)).all()
        assert (row.misses, row.message_s) == (3, 7)
        assert row.last_verdict is call(database, "CA3").verdict


def test_two_tellers_at_once_count_each_call_once(postgres_url):
    database = Database(postgres_url)
    add(database, [e for n in range(40) for e in abandoned(f"CA{n:02}", minutes(n % 3))])

    with ThreadPoolExecutor(2) as pool:
        for telling in [pool.submit(tell_all, database) for _ in range(2)]:
            telling.result(120)

    assert rolled_up(database) == counted(database)
    assert total(database, "abandoned") == 40
    database.close()
