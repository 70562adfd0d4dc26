"""Keep what each reconciliation with the carrier found, and by what way we know of a call.

Old code runs beside the new: it compares nothing, and writes calls without `origin`, which then
says what is true of all that old code knows, that the carrier asked us about them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
COUNTS = ("listed", "unseen", "closed", "legs", "recordings")


def upgrade() -> None:
    """Add a column and a table."""
    op.add_column("calls", sa.Column("origin", sa.Text(), nullable=False, server_default="webhook"))
    op.create_table(
        "reconciliations",
        sa.Column("id", INT, nullable=False),
        sa.Column("ran_at", AT, nullable=False),
        sa.Column("since", AT, nullable=False),
        sa.Column("until", AT, nullable=False),
        *(sa.Column(name, INT, nullable=False) for name in COUNTS),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reconciliations"),
    )
    op.create_index("ix_reconciliations_ran_at", "reconciliations", ["ran_at"])
    op.create_index("ix_reconciliations_until", "reconciliations", ["until"])


def downgrade() -> None:
    """Take both back; calls that were found stay, as their events do."""
    op.drop_table("reconciliations")
    op.drop_column("calls", "origin")
