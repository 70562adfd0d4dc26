"""The schema: made by numbered migrations, both ways, under a lock, and equal to the models."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models import events
from models.migrate import _LOCK, MIGRATIONS, _config, head, migrate, revision
from models.session import Database
from models.tables import Base, EventRow
from tests.models.rows import a_call, a_callback, a_leg, a_message, an_event

MIGRATE = (
    "import sys; from models.migrate import migrate; from models.session import Database;"
    " migrate(Database(sys.argv[1]))"
)
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def tables(database):
    with database.engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names())


def indexes(database):
    with database.engine.connect() as connection:
        query = sa.text(INDEXES[database.engine.dialect.name])
        return {
            name: " ".join(sql.split())
            for name, sql in connection.execute(query)
            if not name.startswith("alembic")
        }


def with_rows(database):
    """Put a row into every table."""
    with database.transaction() as session:
        events.insert_events(session, [events.written(an_event(), {"CallSid": "CA1"})])
        call = a_call(legs=[a_leg()], messages=[a_message()])
        session.add(call)
        session.flush()
        session.add(a_callback(call))


def count(database, table):
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(sa.text(table)))


def to_base(database):
    with database.engine.connect() as connection, connection.begin():
        command.downgrade(_config(connection), "base")


def test_there_is_one_newest_migration_and_it_has_the_highest_number(database):
    with database.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(_config(connection))

    assert scripts.get_heads() == [head()]
    assert [s.revision for s in scripts.walk_revisions()] == sorted(
        (path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")), reverse=True
    )


def test_the_migrated_schema_is_that_of_the_models(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )

        assert compare_metadata(context, Base.metadata) == []


def test_the_migrated_indexes_are_those_of_the_models_to_the_letter(database):
    migrated = indexes(database)
    Base.metadata.drop_all(database.engine)
    Base.metadata.create_all(database.engine)

    assert migrated == indexes(database)


def test_an_empty_database_is_brought_to_the_newest_schema(empty_url):
    database = Database(empty_url)

    assert revision(database) is None
    migrate(database)

    assert revision(database) == head()
    assert {"events", "calls", "legs", "messages", "callbacks"} <= tables(database)
    database.close()


def test_one_step_back_keeps_the_events_and_the_way_forward_works_again(database):
    with_rows(database)

    migrate(database, "0001")

    assert revision(database) == "0001"
    assert tables(database) == {"alembic_version", "events"}
    assert count(database, "events") == 1
    migrate(database)
    assert revision(database) == head()
    assert count(database, "calls") == 0
    with_rows_again = database.transaction()
    with with_rows_again as session:
        session.add(a_call())
    assert count(database, "calls") == 1


def test_all_the_way_back_leaves_nothing_with_rows_present(database):
    with_rows(database)

    to_base(database)

    assert tables(database) == {"alembic_version"}
    migrate(database)
    assert count(database, "events") == 0


def test_migrating_again_changes_nothing(database):
    with_rows(database)

    migrate(database)

    assert count(database, "events") == count(database, "calls") == 1


def test_three_processes_that_migrate_at_once_all_end_well(empty_url):
    started = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, empty_url], cwd=MIGRATIONS.parent)
        for _ in range(3)
    ]

    assert [process.wait(60) for process in started] == [0, 0, 0]
    database = Database(empty_url)
    assert revision(database) == head()
    with_rows(database)
    assert count(database, "calls") == 1
    database.close()


def test_a_process_waits_for_the_one_that_is_migrating(postgres_url):
    database, other = Database(postgres_url), Database(postgres_url)
    migrate(database, "0001")
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            ended = pool.submit(migrate, other)
            while not ended.done() and not session.scalar(waiting):
                pass  # it is on its way to the lock
            assert not ended.done()
            assert revision(database) == "0001"
        ended.result(30)

    assert revision(database) == head()
    database.close()
    other.close()


def test_a_migration_that_fails_leaves_the_schema_as_it_was(database):
    migrate(database, "0001")
    with database.transaction() as session:
        session.execute(sa.text("CREATE TABLE messages (id INTEGER)"))  # stands in its way

    with pytest.raises(sa.exc.DatabaseError):
        migrate(database)

    assert revision(database) == "0001"
    assert tables(database) == {"alembic_version", "events", "messages"}


def test_a_database_of_a_newer_release_is_left_alone(database):
    with database.transaction() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    migrate(database)

    assert revision(database) == "9999"


def test_every_table_is_known_to_the_models(database):
    assert set(Base.metadata.tables) == tables(database) - {"alembic_version"}
    assert EventRow.__tablename__ in Base.metadata.tables
