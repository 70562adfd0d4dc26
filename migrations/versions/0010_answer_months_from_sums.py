"""Keep the sums that a month's report is made of, and with a debt what its list is asked for.

Old code runs beside the new: the roll-up of a day counts only once the worker's `catch_up` has
summed that day, and a miss, a callback or a line check that has none of the new columns is read row
by row until then. A debt that old code writes is found by its officers, language and origin once
the worker has filled those in; one that old code tells anew keeps them. A call that the old worker
tells anew after its day was summed is found by `flask rollup check`, mended by `flask rollup
rebuild`. On a large database the indexes take a while, in which stories are not told.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MISSED = "verdict IN ('abandoned', 'not_answered')"
UNTOLD = f"{MISSED} AND insistence IS NULL AND callback_number IS NOT NULL AND branch <> ''"
UNWORKED = "outcome = 'reached' AND worked_s IS NULL"
UNSERVED = "kind = 'line' AND grade IS NOT NULL AND branches IS NULL"
MOMENT = sa.DateTime(timezone=True)
INDEXES = (  # table, name, columns, where
    (
        "calls",
        "missed_callers",
        ("started_at", "branch", "callback_number", "followed_at", "insistence"),
        MISSED,
    ),
    ("calls", "not_followed", ("started_at",), UNTOLD),
    (
        "callbacks",
        "due_at",
        ("due_at", "branch", "state", "outcome", "reached_at", "closed_at", "worked_s"),
        None,
    ),
    ("callbacks", "not_worked", ("due_at",), UNWORKED),
    ("callbacks", "not_described", ("last_missed_at", "id"), "last_origin IS NULL"),
    ("callbacks", "found_later", ("last_missed_at", "id"), "last_origin = 'reconciliation'"),
    ("legs", "started_at", ("started_at", "officer_number"), None),
    ("legs", "held", ("officer_number", "accepted_at", "ended_at"), "outcome = 'answered'"),
    ("calls", "officers_menu", ("caller_number", "started_at"), "cause = 'officers_menu'"),
    ("officer_calls", "number_placed_at", ("number", "placed_at"), None),
    ("line_checks", "without_branches", ("placed_at",), UNSERVED),
)
ADDED = (
    ("calls", "followed_at", MOMENT),
    ("calls", "insistence", sa.Integer()),
    ("callbacks", "worked_s", sa.Integer()),
    ("callbacks", "last_origin", sa.Text()),
    ("callbacks", "last_language", sa.Text()),
    ("callbacks", "last_officers", sa.Text()),
    ("line_checks", "branches", sa.Text()),
)


def upgrade() -> None:
    """Create the finer roll-up, add the columns and their indexes."""
    _create("call_waits", ("branch", sa.Text()), ("verdict", sa.Text()), ("wait_s", sa.Integer()))
    for table in ("call_rings", "held_rings"):
        _create(table, ("branch", sa.Text()), ("officer_id", sa.Text()), ("outcome", sa.Text()))
    op.create_table(
        "summed_days",
        sa.Column("local_on", sa.Date(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("local_on", name="pk_summed_days"),
        sqlite_with_rowid=False,
    )
    for table, name, kind in ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    for table, name, columns, where in INDEXES:
        condition = sa.text(where) if where else None
        op.create_index(
            f"ix_{table}_{name}",
            table,
            list(columns),
            sqlite_where=condition,
            postgresql_where=condition,
        )


def downgrade() -> None:
    """Take all of it back."""
    for table, name, _, _ in INDEXES:
        op.drop_index(f"ix_{table}_{name}", table_name=table)
    for table, name, _ in ADDED:
        op.drop_column(table, name)
    for table in ("summed_days", "held_rings", "call_rings", "call_waits"):
        op.drop_table(table)


def _create(table: str, *columns: tuple[str, sa.types.TypeEngine]) -> None:
    op.create_table(
        table,
        sa.Column("local_on", sa.Date(), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in columns),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("local_on", *(name for name, _ in columns), name=f"pk_{table}"),
        sqlite_with_rowid=False,
    )
