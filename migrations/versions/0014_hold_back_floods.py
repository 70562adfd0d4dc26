"""Keep who is held back, until when, by whom and why.

Old code runs beside the new: it knows nothing of the table, and takes every call.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
STANDING = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    """Add one table."""
    op.create_table(
        "blocks",
        sa.Column("id", INT, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("since", AT, nullable=False),
        sa.Column("until", AT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("blocked_by", sa.Text(), nullable=False),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.Column("lifted_at", AT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_blocks"),
    )
    op.create_index(
        "ix_blocks_standing",
        "blocks",
        ["until"],
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_index("ix_blocks_number", "blocks", ["number"])


def downgrade() -> None:
    """Take it back: nobody is blocked any more."""
    op.drop_index("ix_blocks_number", table_name="blocks")
    op.drop_index("ix_blocks_standing", table_name="blocks")
    op.drop_table("blocks")
