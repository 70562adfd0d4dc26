"""The one durable write of a webhook, on both engines."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from models.appending.appender import NotAppended, appender_for
from models.appending.postgres import PostgresAppender
from models.events import EventRow, written
from models.session import Database
from tests.models.rows import an_event


def row(key="started", call_sid="CA1"):
    return written(an_event(key, call_sid), {"CallSid": call_sid})


def keys(database):
    with database.reading() as session:
        return list(session.scalars(sa.select(EventRow.key).order_by(EventRow.id)))


def let_go(appender):
    """Close what this thread has opened: on PostgreSQL, a connection of its own."""
    if isinstance(appender, PostgresAppender):
        appender.close()


@pytest.fixture
def appender(database_url):
    appender = appender_for(database_url)
    yield appender
    appender.close()


def test_an_event_is_there_for_everybody_once_it_is_appended(appender, database):
    appender.append(row())

    assert keys(database) == ["started"]


def test_nothing_is_connected_before_the_first_event(tmp_path):
    appender_for(f"sqlite:///{tmp_path / 'late.db'}").close()
    appender_for("postgresql://nobody@127.0.0.1:9/nowhere").close()

    assert not (tmp_path / "late.db").exists()


def test_many_callers_at_once_lose_nothing(appender, database):
    start = threading.Barrier(8)

    def call(n):
        start.wait()
        for event in range(20):
            appender.append(row(f"{n}:{event}"))
        let_go(appender)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(call, range(8)))

    assert sorted(keys(database)) == sorted(f"{n}:{e}" for n in range(8) for e in range(20))


def test_the_same_event_from_many_callers_at_once_is_kept_once(appender, database):
    start = threading.Barrier(6)

    def call(_):
        start.wait()
        appender.append(row())
        let_go(appender)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(call, range(6)))

    assert keys(database) == ["started"]


def test_where_the_table_is_missing_the_event_is_not_appended_and_the_next_one_may_be(
    empty_url, tmp_path
):
    appender, database = appender_for(empty_url), Database(empty_url)
    with pytest.raises(NotAppended):
        appender.append(row())

    EventRow.metadata.create_all(database.engine)
    appender.append(row("key:1"))

    assert keys(database) == ["key:1"]
    appender.close()
    database.close()


def test_an_appender_that_was_closed_may_be_closed_again_and_used_again(appender, database):
    appender.append(row("key:1"))
    appender.close()
    appender.close()

    appender.append(row("key:2"))

    assert keys(database) == ["key:1", "key:2"]


def test_an_event_that_the_database_refuses_does_not_stop_those_after_it(appender, database):
    refused = row() | {"kind": None}

    with pytest.raises(NotAppended):
        appender.append(refused)

    appender.append(row())
    assert keys(database) == ["started"]


def test_an_event_that_cannot_even_be_sent_does_not_stop_those_after_it(appender, database):
    with pytest.raises(NotAppended):
        appender.append(row("half a letter: \ud83d"))

    appender.append(row())
    assert keys(database) == ["started"]


def test_what_was_not_appended_is_told_without_what_was_in_it(appender):
    with pytest.raises(NotAppended) as caught:
        appender.append(row() | {"kind": None})

    assert str(caught.value) in ("IntegrityError", "NotNullViolation")
