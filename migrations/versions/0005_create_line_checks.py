"""Create the line checks. Old code makes none, so it runs beside the new."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "line_checks",
        sa.Column("id", INT, primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("call_sid", sa.Text(), nullable=True),
        sa.Column("placed_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("keyed_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("seconds", INT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_line_checks"),
        sa.UniqueConstraint("call_sid", name="uq_line_checks_call_sid"),
    )
    op.create_index("ix_line_checks_officer_placed_at", "line_checks", ["officer", "placed_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("line_checks")
