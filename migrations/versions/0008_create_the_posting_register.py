"""Create the posting register. Old code knows nothing of it, and runs beside the new."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "postings",
        sa.Column("id", INT, primary_key=True),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("taken_down_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("postings")
