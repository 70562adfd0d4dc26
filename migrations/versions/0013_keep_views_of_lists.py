"""Keep people's own views of lists, and find the audit by time and by actor.

Old code knows nothing of the views and of the indexes, and runs beside the new. On a long audit the
indexes take some seconds, in which nobody can sign in; callers are served.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXES = {
    "ix_audit_at_id": ("at", "id"),
    "ix_audit_actor_at_id": ("actor", "at", "id"),
    "ix_audit_subject_at_id": ("subject", "at", "id"),
}


def upgrade() -> None:
    """Create the table and the indexes."""
    op.create_table(
        "saved_views",
        sa.Column("id", INT, nullable=False),
        sa.Column("user_id", INT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_saved_views_user_id_users"),
        sa.UniqueConstraint("user_id", "name", name="uq_saved_views_user_id_name"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "audit", list(columns))


def downgrade() -> None:
    """Take all of it back."""
    for name in INDEXES:
        op.drop_index(name, table_name="audit")
    op.drop_table("saved_views")
