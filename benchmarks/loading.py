"""Millions of rows into a database: indexes last, the roll-up counted at the end."""

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.past_calls import COLUMNS, DAYS, HOTLINE, NOW, PastCalls, Row, Rows
from ivr.branches import load_branches
from ivr.flow.events import Event
from ivr.flow.position import Position
from ivr.flow.words import EventKind, Stage
from models import recount
from models.events import insert_events, written
from models.migrate import migrate
from models.session import Database
from models.sums.held import days_to_settle, settle
from models.sums.stretch import moments_of
from models.tables import Base, Call
from sample import roster

GOING_ON = 15
BRANCHES = Path(__file__).resolve().parent.parent / "branches.yaml"
# What the worker writes down with each debt; here of the debt as it came to stand.
_FOLLOWED = (
    "UPDATE calls SET insistence = 1 WHERE verdict IN ('abandoned', 'not_answered')",
    (
        "UPDATE calls SET"
        " followed_at = (SELECT reached_at FROM callbacks WHERE callbacks.id = callback_id),"
        " insistence = (SELECT misses FROM callbacks WHERE callbacks.id = callback_id)"
        " WHERE verdict IN ('abandoned', 'not_answered') AND callback_id IS NOT NULL"
    ),
    "UPDATE callbacks SET worked_s = 600 + id * 7919 % 20000 WHERE outcome = 'reached'",
    (
        "UPDATE callbacks SET last_officers = COALESCE((SELECT ',' || string_agg(officer_id, ',')"
        " || ',' FROM legs WHERE call_id = last_call_id), ''), last_origin ="
        " (SELECT origin FROM calls WHERE calls.id = last_call_id), last_language ="
        " (SELECT language FROM calls WHERE calls.id = last_call_id)"
    ),
    "UPDATE line_checks SET branches = 'tu-phap'",
)
_SET_UP = ("synchronous = OFF", "journal_mode = MEMORY", "cache_size = -400000")


def build(url: str, past: PastCalls) -> None:
    """Make a database of made-up calls: schema, rows, indexes, roll-up, what the planner wants."""
    database = Database(url)
    migrate(database)
    indexes = [index for name in COLUMNS for index in Base.metadata.tables[name].indexes]
    with database.engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
    database.close()
    if database.is_sqlite:
        _load_sqlite(str(database.url.database), past)
    else:
        _load_postgres(database.url, past)
    with database.engine.begin() as connection:
        for index in indexes:
            index.create(connection)
    _go_on(database)
    _let_plan(database)
    with database.transaction() as session:
        for statement in _FOLLOWED:
            session.execute(sa.text(_spoken(statement, database)))
        for on in recount.days(session):
            recount.rebuild(session, on)
        _settle(session)
    _let_plan(database)
    database.close()


def _spoken(statement: str, database: Database) -> str:
    """Return a statement in the words of an engine; older SQLite has another one for joining."""
    return statement.replace("string_agg", "group_concat") if database.is_sqlite else statement


def _let_plan(database: Database) -> None:
    """Let PostgreSQL know what it holds, as its own worker would have by now."""
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as open_:
            open_.execute(sa.text("VACUUM ANALYZE"))


def _settle(session: Session) -> None:
    """Enter a roster, and settle the days as the worker would have done by now."""
    switchboard = load_branches(BRANCHES, today=NOW.date())
    roster.enter(session, switchboard, random.Random(1), NOW - timedelta(days=400), NOW)
    calendar = switchboard.calendar
    for on in days_to_settle(session, before=NOW.date() - timedelta(days=2), limit=DAYS):
        settle(session, on, moments_of(calendar, on))


def _load_sqlite(path: str, past: PastCalls) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in _SET_UP:
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN")
    for rows in past.by_day():
        for table, columns in COLUMNS.items():
            marks = ", ".join("?" * len(columns))
            names = ", ".join(columns)
            connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", _plain(rows[table])
            )
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def _plain(rows: list[Row]) -> Iterator[Row]:
    """Yield rows in the form in which SQLAlchemy keeps moments and days in SQLite."""
    for row in rows:
        yield tuple(
            value.replace(tzinfo=None).isoformat(" ", "microseconds")
            if isinstance(value, datetime)
            else value.isoformat()
            if isinstance(value, date)
            else value
            for value in row
        )


def _load_postgres(url: sa.URL, past: PastCalls) -> None:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        for rows in past.by_day():
            _copy(connection, rows)


def _copy(connection: "psycopg.Connection[tuple[object, ...]]", rows: Rows) -> None:
    connection.execute("SET session_replication_role = replica")  # debts before their last call
    for table, columns in COLUMNS.items():
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with connection.cursor().copy(statement.encode()) as copy:
            for row in rows[table]:
                copy.write_row(row)


def _go_on(database: Database) -> None:
    """Add some calls of this moment, with the events that say where they are."""
    with database.transaction() as session:
        for number in range(GOING_ON):
            began = NOW - timedelta(seconds=20 * number + 5)
            sid = f"CA{10**20 + number:032x}"
            then = Position(n=2, stage=Stage.HUNT, branch="tu-phap", tried=("can-bo-3-1",))
            event = Event("key", sid, EventKind.KEY, began, position=Position(n=1), then=then)
            insert_events(session, [written(event, {})])
            session.execute(sa.insert(Call).values(_call(sid, began)))


def _call(sid: str, began: datetime) -> dict[str, object]:
    return {
        "sid": sid,
        "id": 2 * 10**9 + int(began.timestamp()) % 10**6,
        "caller_number": "+84505000001",
        "callback_number": "+84505000001",
        "called_number": HOTLINE,
        "language": "vi",
        "branch": "tu-phap",
        "lead": "",
        "started_at": began.astimezone(UTC),
        "wait_s": 0,
        "talk_s": 0,
        "message_s": 0,
        "callback_requested": False,
        "local_on": began.date(),
        "local_hour": 9,
        "number_reversed": "100000505 48".replace(" ", ""),
        "is_counted": True,
    }
