"""Transactions: whole or not at all; and on SQLite a reader never stands in a writer's way."""

import sqlite3

import pytest
import sqlalchemy as sa

from models.calls import Call, find
from models.session import Database, hold_still, lock_name
from tests.models.rows import a_call, undone


def file_of(database):
    return database.url.database


def try_to_write(database):
    """Take the write lock of an SQLite file from outside, at once or not at all."""
    connection = sqlite3.connect(file_of(database), timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
    finally:
        connection.close()


@pytest.fixture
def sqlite_database(sqlite_url):
    database = Database(sqlite_url)
    yield database
    database.close()


@pytest.fixture
def postgres_database(postgres_url):
    database = Database(postgres_url)
    yield database
    database.close()


def test_a_transaction_is_committed_at_its_end(database):
    with database.transaction() as session:
        session.add(a_call())

    with database.reading() as session:
        assert find(session, "CA1") is not None


def test_a_transaction_that_fails_leaves_nothing_behind(database):
    undone(database, lambda session: session.add(a_call()))

    with database.reading() as session:
        assert find(session, "CA1") is None


def test_what_went_wrong_in_a_transaction_is_told():
    database = Database("sqlite://")

    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        session.scalar(sa.select(sa.literal(1 // 0)))

    database.close()


def test_rows_may_be_used_after_their_transaction(database):
    with database.transaction() as session:
        call = a_call()
        session.add(call)

    assert call.sid == "CA1"


def test_what_is_written_while_reading_is_never_kept(database):
    with database.reading() as session:
        session.add(a_call())
        session.flush()

    with database.reading() as session:
        assert find(session, "CA1") is None


def test_nothing_is_connected_until_it_is_used(tmp_path):
    Database(f"sqlite:///{tmp_path / 'late.db'}").close()

    assert not (tmp_path / "late.db").exists()


def test_a_transaction_takes_the_write_lock_with_its_first_statement(sqlite_database):
    with sqlite_database.transaction() as session:
        session.execute(sa.select(Call))

        with pytest.raises(sqlite3.OperationalError, match="locked"):
            try_to_write(sqlite_database)

    try_to_write(sqlite_database)


def test_reading_takes_no_write_lock(sqlite_database):
    with sqlite_database.reading() as session:
        session.execute(sa.select(Call)).all()

        try_to_write(sqlite_database)


def test_readers_go_on_while_somebody_writes(sqlite_database):
    with sqlite_database.transaction() as writing:
        writing.add(a_call())
        writing.flush()

        with sqlite_database.reading() as session:
            assert find(session, "CA1") is None


def test_a_reader_sees_one_moment_even_while_others_write(sqlite_database):
    with sqlite_database.reading() as session:
        assert find(session, "CA1") is None
        with sqlite_database.transaction() as writing:
            writing.add(a_call())

        assert find(session, "CA1") is None


def test_sqlite_is_durable_journaled_and_strict_about_references(sqlite_database):
    asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with sqlite_database.reading() as session:
        found = [session.scalar(sa.text(f"PRAGMA {name}")) for name in asked]

    assert found == ["wal", 2, 1, 10_000]


def test_a_name_is_locked_until_the_transaction_ends(postgres_database):
    held = sa.text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")

    with postgres_database.transaction() as session:
        lock_name(session, "call:CA1")
        with postgres_database.transaction() as other:
            assert other.scalar(held, {"name": "call:CA1"}) is False
            assert other.scalar(held, {"name": "call:CA2"}) is True

    with postgres_database.transaction() as other:
        assert other.scalar(held, {"name": "call:CA1"}) is True


def test_sqlite_needs_no_named_locks(sqlite_database):
    with sqlite_database.transaction() as session:
        lock_name(session, "call:CA1")
        lock_name(session, "call:CA1")

        assert session.scalar(sa.text("SELECT 1")) == 1


def test_a_failed_statement_tells_no_numbers(database):
    number = "+84987654321"

    with pytest.raises(sa.exc.IntegrityError) as caught, database.transaction() as session:
        session.add_all([a_call(caller_number=number), a_call(caller_number=number)])

    assert number not in str(caught.value)


def test_a_session_that_holds_still_sees_nothing_that_is_written_meanwhile(database):
    counted = sa.select(sa.func.count()).select_from(Call)
    with database.reading() as session:
        hold_still(session)
        assert session.scalar(counted) == 0
        with database.transaction() as other:
            other.add(a_call())
        assert session.scalar(counted) == 0

    with database.reading() as session:
        assert session.scalar(counted) == 1
