"""On SQLite one thread writes, and commits together what came in meanwhile."""

import queue
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from models.appending.appender import NotAppended
from models.appending.sqlite import SqliteAppender
from models.session import Database
from tests.models.test_appender import keys, row


class Watched(SqliteAppender):
    """Notes every statement that reaches SQLite, and connects when it is allowed to."""

    def __init__(self, path):
        super().__init__(path)
        self.statements = []
        self.may_connect = threading.Event()
        self.may_connect.set()

    def _connect(self):
        assert self.may_connect.wait(10)
        connection = super()._connect()
        connection.set_trace_callback(self.statements.append)
        return connection

    def count(self, verb):
        return sum(statement.startswith(verb) for statement in self.statements)


class Counted(queue.SimpleQueue[Any]):
    """A queue that says when so many things were put into it."""

    def __init__(self, wanted):
        super().__init__()
        self.left = wanted
        self.counting = threading.Lock()
        self.full = threading.Event()

    def put(self, item, *args):
        super().put(item, *args)
        with self.counting:
            self.left -= 1
            if not self.left:
                self.full.set()


@pytest.fixture
def database(sqlite_url):
    database = Database(sqlite_url)
    yield database
    database.close()


@pytest.fixture
def appender(database):
    appender = Watched(database.url.database)
    yield appender
    appender.close()


def held(database):
    """Take the write lock of the file until the connection is closed."""
    connection = sqlite3.connect(database.url.database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_one_event_is_one_statement_and_one_commit(appender):
    appender.append(row("key:1"))
    appender.append(row("key:2"))

    verbs = [statement.split()[0] for statement in appender.statements]
    assert verbs == ["BEGIN", "INSERT", "COMMIT"] * 2


def test_events_that_came_in_during_a_commit_are_committed_together(appender, database):
    appender._queue = Counted(21)
    appender.may_connect.clear()

    with ThreadPoolExecutor(21) as pool:
        waiting = [pool.submit(appender.append, row(f"key:{n}")) for n in range(21)]
        assert appender._queue.full.wait(10)
        appender.may_connect.set()
        for done in waiting:
            done.result()

    assert len(keys(database)) == 21
    assert appender.count("INSERT") == 21
    assert appender.count("COMMIT") <= 2  # what came first, and all that waited behind it


def test_one_batch_is_never_endless(appender, database):
    appender._queue = Counted(450)
    appender.may_connect.clear()

    with ThreadPoolExecutor(450) as pool:
        waiting = [pool.submit(appender.append, row(f"key:{n}")) for n in range(450)]
        assert appender._queue.full.wait(10)
        appender.may_connect.set()
        for done in waiting:
            done.result()

    assert len(keys(database)) == 450
    assert appender.count("COMMIT") >= 3


def test_an_event_is_not_appended_while_somebody_else_holds_the_file(appender, database):
    other = held(database)

    with pytest.raises(NotAppended, match="OperationalError"):
        appender.append(row("key:1"))

    other.close()
    appender.append(row("key:2"))
    assert keys(database) == ["key:2"]


def test_an_event_waits_for_a_writer_who_is_soon_done(appender, database):
    other = held(database)

    with ThreadPoolExecutor(1) as pool:
        appended = pool.submit(appender.append, row())
        other.close()
        appended.result()

    assert keys(database) == ["started"]


def test_a_folder_that_is_missing_is_told_at_once_and_a_later_event_is_kept(tmp_path, sqlite_url):
    folder = tmp_path / "late"
    appender = SqliteAppender(str(folder / "hotline.db"))
    with pytest.raises(NotAppended, match="OperationalError"):
        appender.append(row("key:1"))

    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'hotline.db'}")
    source = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    target = sqlite3.connect(folder / "hotline.db")
    source.backup(target)
    source.close()
    target.close()

    appender.append(row("key:2"))
    assert keys(database) == ["key:2"]
    appender.close()
    database.close()


def test_what_was_handed_in_before_the_end_is_committed(appender, database):
    appender._queue = Counted(5)
    appender.may_connect.clear()
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(appender.append, row(f"key:{n}")) for n in range(5)]
        assert appender._queue.full.wait(10)
        closing = pool.submit(appender.close)
        appender.may_connect.set()
        for done in (*waiting, closing):
            done.result()

    assert len(keys(database)) == 5


def test_the_writer_ends_when_it_is_closed(appender):
    appender.append(row())
    writer = appender._thread

    appender.close()

    assert not writer.is_alive()


def test_each_commit_is_on_the_disk(appender):
    appender.append(row())
    connection = appender._connect()

    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    connection.close()
