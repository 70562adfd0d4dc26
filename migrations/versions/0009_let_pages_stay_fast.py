"""Let pages stay fast with millions of calls: a roll-up, numbers kept backwards, indexes.

Old code runs beside the new: what it writes has none of the new columns, is not counted, and the
worker's `catch_up` sees to it, as it does to all rows that were there before. On a large database
the indexes take a while, in which stories are not told; callers are served, their events kept (on
SQLite in the spool).
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = (
    *("answered", "abandoned", "not_answered", "menu_ended", "out_of_hours", "blocked", "test"),
    *("short", "messages", "wait_s", "left_s", "talk_s"),
    *(f"answered_{n}" for n in (5, 10, 15, 20, 25, 30, 40, 50, 60, 90, 120, 180, "more")),
    *(f"abandoned_{n}" for n in (20, 30, 60, "more")),
)
OPEN = "state = 'open'"
NEW = (
    ("calls", "branch_verdict_started_at_id", ("branch", "verdict", "started_at", "id"), None),
    ("calls", "callback_number_started_at", ("callback_number", "started_at", "id"), None),
    ("calls", "number_reversed_started_at", ("number_reversed", "started_at", "id"), None),
    ("calls", "other_number", ("caller_number", "started_at"), "callback_number <> caller_number"),
    ("calls", "not_counted", ("id",), "NOT is_counted"),
    (
        "callbacks",
        "caller_number_branch_last_missed_at",
        ("caller_number", "branch", "last_missed_at", "id"),
        None,
    ),
    ("callbacks", "open_due_at", ("due_at", "id"), OPEN),
    ("callbacks", "open_branch_due_at", ("branch", "due_at", "id"), OPEN),
    ("callbacks", "open_last_missed_at", ("last_missed_at", "id"), OPEN),
    ("callbacks", "last_missed_at_id", ("last_missed_at", "id"), None),
    ("callbacks", "branch_last_missed_at", ("branch", "last_missed_at", "id"), None),
    (
        "callbacks",
        "number_reversed_last_missed_at",
        ("number_reversed", "last_missed_at", "id"),
        None,
    ),
    ("legs", "officer_id_started_at", ("officer_id", "started_at", "call_id"), None),
    ("line_checks", "placed_at", ("placed_at",), None),
)
OLD = (
    ("calls", "branch_verdict_started_at", ("branch", "verdict", "started_at"), None),
    ("calls", "callback_number_branch", ("callback_number", "branch"), None),
    ("callbacks", "caller_number_branch", ("caller_number", "branch"), None),
    ("callbacks", "state_due_at", ("state", "due_at"), None),
    ("legs", "open", ("started_at",), "outcome IS NULL"),
)
ADDED = (  # table, name, type, what old rows and old code's rows have
    ("calls", "number_reversed", sa.Text(), None),
    ("calls", "is_counted", sa.Boolean(), sa.false()),
    ("callbacks", "number_reversed", sa.Text(), None),
    ("callbacks", "last_verdict", sa.Text(), None),
    ("callbacks", "last_cause", sa.Text(), None),
    ("callbacks", "message_s", INT, "0"),
)


def upgrade() -> None:
    """Create the roll-up, add the columns, change the indexes."""
    _create_counts(
        "call_hours",
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("local_on", sa.Date(), nullable=False),
        sa.Column("local_hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        key=("branch", "local_on", "local_hour"),
    )
    _create_counts(
        "call_days",
        sa.Column("local_on", sa.Date(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        key=("local_on", "branch"),
    )
    for table, name, kind, default in ADDED:
        is_required = default is not None
        op.add_column(
            table, sa.Column(name, kind, nullable=not is_required, server_default=default)
        )
    _change(drop=OLD, create=NEW)


def downgrade() -> None:
    """Take all of it back."""
    _change(drop=NEW, create=OLD)
    for table, name, _, _ in ADDED:
        op.drop_column(table, name)
    op.drop_table("call_days")
    op.drop_table("call_hours")


def _create_counts(table: str, *columns: sa.Column, key: tuple[str, ...]) -> None:
    op.create_table(
        table,
        *columns,
        *(sa.Column(name, sa.Integer(), nullable=False, server_default="0") for name in COUNTS),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
        sqlite_with_rowid=False,
    )


def _change(*, drop: tuple, create: tuple) -> None:
    for table, name, _, _ in drop:
        op.drop_index(f"ix_{table}_{name}", table_name=table)
    for table, name, columns, where in create:
        condition = sa.text(where) if where else None
        op.create_index(
            f"ix_{table}_{name}",
            table,
            list(columns),
            sqlite_where=condition,
            postgresql_where=condition,
        )
