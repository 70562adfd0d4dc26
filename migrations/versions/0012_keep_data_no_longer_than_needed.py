"""Let personal data be held, deleted and sealed: when that was done, holds, and the deletion log.

Old code runs beside the new: it writes rows without the new columns, which then is what they say
of a row that retention has not come to yet. It reads a deleted number as one that cannot be called
back, and a deleted message as one whose file is gone; so retention had better not run before it
has ended, and the job that does it is part of the new code.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
INDEXES = (
    ("calls", "not_scrubbed", ("started_at", "id"), "scrubbed_at IS NULL"),
    ("messages", "not_deleted", ("recorded_at", "id"), "deleted_at IS NULL"),
    (
        "messages",
        "left_behind",
        ("id",),
        "deleted_at IS NOT NULL AND (path IS NOT NULL OR deleted_at_carrier_at IS NULL)",
    ),
    ("holds", "standing", ("id",), "lifted_at IS NULL"),
)


def upgrade() -> None:
    """Add two columns and two tables."""
    op.add_column("calls", sa.Column("scrubbed_at", AT, nullable=True))
    op.add_column("messages", sa.Column("deleted_at", AT, nullable=True))
    op.create_table(
        "holds",
        sa.Column("id", INT, nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("call_sid", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.Text(), nullable=False),
        sa.Column("placed_at", AT, nullable=False),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.Column("lifted_at", AT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    op.create_table(
        "deletions",
        sa.Column("id", INT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("until", AT, nullable=False),
        sa.Column("count", INT, nullable=False),
        sa.Column("begun_at", AT, nullable=False),
        sa.Column("done_at", AT, nullable=True),
        sa.Column("mark", INT, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_deletions"),
    )
    op.create_index("ix_deletions_kind_id", "deletions", ["kind", "id"])
    for table, name, columns, where in INDEXES:
        op.create_index(
            f"ix_{table}_{name}",
            table,
            list(columns),
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    """Take all of it back; what was deleted stays deleted."""
    for table, name, _, _ in INDEXES:
        op.drop_index(f"ix_{table}_{name}", table_name=table)
    op.drop_table("deletions")
    op.drop_table("holds")
    op.drop_column("messages", "deleted_at")
    op.drop_column("calls", "scrubbed_at")
