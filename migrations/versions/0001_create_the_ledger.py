"""Create the ledger: the append-only table of events.

Everything else can be told again from it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create `events`."""
    op.create_table(
        "events",
        sa.Column("id", INT, primary_key=True),
        sa.Column("call_sid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_events")),
        sa.UniqueConstraint("call_sid", "key", name=("uq_events_call_sid_key")),
    )
    op.create_index(
        "ix_events_untold",
        "events",
        ["id"],
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )


def downgrade() -> None:
    """Drop `events`, and with it every call's history."""
    op.drop_table("events")
