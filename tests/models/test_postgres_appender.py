"""On PostgreSQL each event is one statement and one transaction of its own."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from models.appending.appender import NotAppended, appender_for
from models.appending.postgres import PostgresAppender
from models.session import Database
from tests.models.test_appender import keys, row


class Watched(PostgresAppender):
    """Notes every statement that is sent, and every connection that is made."""

    def __init__(self, url):
        super().__init__(sa.make_url(url))
        self.statements = []
        self.pids = []

    def _connect(self):
        connection: Any = super()._connect()
        self.pids.append(connection.info.backend_pid)
        execute = connection.execute

        def noted(query, *args, **options):
            self.statements.append(query)
            return execute(query, *args, **options)

        connection.execute = noted
        return connection


@pytest.fixture
def appender(postgres_url):
    appender = Watched(postgres_url)
    yield appender
    appender.close()


@pytest.fixture
def database(postgres_url):
    database = Database(postgres_url)
    yield database
    database.close()


def ended(database, pid):
    """End a connection from the server's side, as a restart would, and wait until it is gone."""
    with database.transaction() as session:
        session.execute(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


def test_one_event_is_one_statement_and_one_transaction(appender, database):
    for n in range(7):
        appender.append(row(f"key:{n}"))

    assert len(appender.statements) == 7
    assert len(appender.pids) == 1
    with database.reading() as session:
        transactions = sa.text("SELECT count(DISTINCT xmin::text) FROM events")
        assert session.scalar(transactions) == 7


def test_nothing_is_left_open_between_two_events(appender, database):
    appender.append(row())

    with database.reading() as session:
        state = sa.text("SELECT state FROM pg_stat_activity WHERE pid = :pid")
        assert session.scalar(state, {"pid": appender.pids[0]}) == "idle"


def test_a_connection_that_died_is_replaced_once_and_nothing_is_lost(appender, database):
    appender.append(row("key:1"))
    ended(database, appender.pids[0])

    appender.append(row("key:2"))

    assert keys(database) == ["key:1", "key:2"]
    assert len(appender.pids) == 2


def test_a_connection_that_dies_again_and_again_is_replaced_each_time(appender, database):
    for n in range(3):
        appender.append(row(f"key:{n}"))
        ended(database, appender.pids[-1])

    appender.append(row("key:3"))

    assert len(keys(database)) == 4


def test_each_thread_has_its_own_connection(appender, database):
    def call(n):
        appender.append(row(f"key:{n}"))
        appender.close()

    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        one.submit(call, 1).result()
        other.submit(call, 2).result()

    assert len(set(appender.pids)) == 2
    assert keys(database) == ["key:1", "key:2"]


def test_a_server_that_is_not_there_is_told_at_once():
    appender = appender_for("postgresql://nobody@127.0.0.1:9/nowhere")

    with pytest.raises(NotAppended, match="OperationalError"):
        appender.append(row())


def test_a_server_that_is_not_there_is_asked_once(appender):
    asked = []

    class Away(PostgresAppender):
        def _connect(self):
            asked.append(1)
            return super()._connect()

    with pytest.raises(NotAppended):
        Away(sa.make_url("postgresql://nobody@127.0.0.1:9/nowhere")).append(row())

    assert asked == [1]


def test_an_event_is_not_appended_where_the_table_is_locked_and_is_tried_once(appender, database):
    appender.append(row("key:1"))
    with database.transaction() as session:
        session.execute(sa.text("LOCK TABLE events IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(NotAppended, match="QueryCanceled"):
            appender.append(row("key:2"))

    assert len(appender.statements) == 2
    appender.append(row("key:3"))
    assert keys(database) == ["key:1", "key:3"]


def test_a_commit_waits_for_the_disk(appender):
    appender.append(row())

    connection = appender._here.connection
    settings = [
        connection.execute(f"SHOW {name}").fetchone()[0]
        for name in ("synchronous_commit", "statement_timeout")
    ]
    assert settings == ["on", "2s"]
