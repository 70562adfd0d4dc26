"""How both engines find what the pages show: by the index that was made for it, and no other way.

Asked of thousands of made-up calls, as a planner takes another way through a handful.
"""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from benchmarks.desk_pages import pages
from benchmarks.loading import build
from benchmarks.past_calls import NOW, PastCalls
from callbacks.claims import next_owed
from models.audit import AuditRow
from models.reports import going_on
from models.session import Database

BY_VERDICT = "ix_calls_branch_verdict_started_at"
# Of each page that is wanted fast, the index by which it finds its rows.
INDEXES = {
    "missed: work list": "ix_callbacks_open_due_at",
    "missed: of one branch": "ix_callbacks_open_branch_due_at",
    "missed: overdue": "ix_callbacks_open_due_at",
    "missed: by time, far down": "ix_callbacks_last_missed_at_id",
    # Of a branch that has one call in four, the order of time finds fifty as soon.
    "missed: by time, one branch, far down": "ix_callbacks_(branch_)?last_missed_at",
    "missed: a week, one branch": "ix_callbacks_branch_last_missed_at",
    "missed: a week, one officer": "ix_callbacks_last_missed_at_id",
    "missed: a week, in English": "ix_callbacks_last_missed_at_id",
    "missed: a quarter, by reconciliation": "ix_callbacks_found_later",
    "missed: around a holiday": "ix_callbacks_last_missed_at_id",
    "missed: last 4 digits": "ix_callbacks_number_reversed_last_missed_at",
    "calls: first page": "ix_calls_started_at_id",
    "calls: far down": "ix_calls_started_at_id",
    "calls: one branch": BY_VERDICT,
    "calls: two branches, far down": BY_VERDICT,
    "calls: missed ones, all branches": BY_VERDICT,
    "calls: a rare verdict": BY_VERDICT,
    "calls: a week, missed, two branches": BY_VERDICT,
    "calls: its total (500+)": BY_VERDICT,
    "calls: one officer": "ix_legs_officer_id_started_at",
    "calls: whole number": "ix_calls_callback_number_started_at",
    "calls: a number that calls a lot": "ix_calls_callback_number_started_at",
    "calls: last 6 digits": "ix_calls_number_reversed_started_at",
    "calls: last 4 digits": "ix_calls_number_reversed_started_at",
    "calls: last 3 digits": "ix_calls_number_reversed_started_at",
    "one call": "calls_sid|sqlite_autoindex_calls_1",
    "calls of this moment": "ix_calls_going_on",
    "today": "ix_callbacks_open_branch_due_at",
    "audit: newest": "ix_audit_at_id",
    "audit: far down": "ix_audit_at_id",
    "audit: one actor": "ix_audit_actor_at_id",
    "audit: one kind": "ix_audit_subject_at_id",
    "a year: heat map": "pk_call_hours|USING PRIMARY KEY",
    "asked every second: phones in use": "ix_calls_going_on",
    "the keypad: who is next": "ix_callbacks_open",
}
# What is no page, and is asked all the time.
BESIDE = {
    "asked every second: phones in use": lambda session: going_on(
        session, NOW - timedelta(hours=2), NOW
    ),
    "the keypad: who is next": lambda session: next_owed(
        session, officer="can-bo-3-1", branches=["tu-phap", "iso"], now=NOW
    ),
}
SUBJECTS = ("exported", *("number_shown",) * 49)
# A whole table that grows with every call is never read; what has a few rows a day may be.
WHOLE = re.compile(
    r"Seq Scan on (calls|legs|callbacks|audit)\b|SCAN (calls|legs|callbacks|audit)(?! USING)"
)


def audit(database):
    """Let there have been months of looks and exports, and let the planner know of them."""
    rows = [
        {"at": NOW - timedelta(minutes=n), "actor": f"can-bo-{n % 40}", "subject": SUBJECTS[n % 50]}
        for n in range(20_000)
    ]
    with database.engine.begin() as connection:
        connection.execute(sa.insert(AuditRow), [row | {"key": "k"} for row in rows])
        if not database.is_sqlite:
            connection.execute(sa.text("ANALYZE audit"))


@pytest.fixture
def plans(empty_url):
    """Return how each page is found, in the engine's own words, by page."""
    build(empty_url, PastCalls(20_000, days=30))
    database = Database(empty_url)
    audit(database)
    asked = []

    @sa.event.listens_for(database.engine, "before_cursor_execute")
    def listen(_connection, _cursor, statement, parameters, *_):
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    asked_of = pages(far_d=15) | BESIDE
    yield {name: "\n".join(explained(database, page, asked)) for name, page in asked_of.items()}
    database.close()


def explained(database, page, asked):
    """Yield the lines of the plans of all that a page asks."""
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.reading() as session:
        asked.clear()
        page(session)
        for statement, parameters in list(asked):
            rows = session.connection().exec_driver_sql(explain + statement, parameters)
            yield from (str(row[-1]) for row in rows)


def test_pages_are_found_by_their_indexes_and_no_table_of_calls_is_read_whole(plans):
    other_way = {name for name, index in INDEXES.items() if not re.search(index, plans[name])}
    whole = {name: found.group() for name in INDEXES if (found := WHOLE.search(plans[name]))}

    assert other_way == set()
    assert whole == {}
