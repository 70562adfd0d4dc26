"""Create users, their sessions, what was tried at the door, and forms kept over a sign-in.

Old code knows none of these tables, so it runs beside the new. The audit's index changes nothing
that it holds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TEXT = sa.Text()
ROSTER = "subject IN ('absences', 'agencies', 'calendar_days', 'officers', 'shifts', 'swaps')"


def upgrade() -> None:
    """Create the four tables and the index."""
    op.create_table(
        "users",
        sa.Column("id", INT, primary_key=True),
        sa.Column("login", TEXT, nullable=False),
        sa.Column("post", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("branches", sa.JSON(), nullable=True),
        sa.Column("officer", TEXT, nullable=True),
        sa.Column("sees_conduct", sa.Boolean(), nullable=False),
        sa.Column("password_hash", TEXT, nullable=False),
        sa.Column("password_changed_at", MOMENT, nullable=True),
        sa.Column("totp_secret", TEXT, nullable=True),
        sa.Column("totp_last_step", INT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("deactivated_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("login", name="uq_users_login"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", INT, primary_key=True),
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("user_id", INT, nullable=False),
        sa.Column("awaits_code", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_sessions_token_hash"),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "sign_in_tries",
        sa.Column("id", INT, primary_key=True),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("failures", INT, nullable=False),
        sa.Column("last_failed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_tries"),
        sa.UniqueConstraint("about", name="uq_sign_in_tries_about"),
    )
    op.create_table(
        "kept_forms",
        sa.Column("id", INT, primary_key=True),
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("user_id", INT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_kept_forms_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_forms"),
        sa.UniqueConstraint("token_hash", name="uq_kept_forms_token_hash"),
    )
    condition = sa.text(ROSTER)
    op.create_index(
        "ix_audit_roster", "audit", ["id"], sqlite_where=condition, postgresql_where=condition
    )


def downgrade() -> None:
    """Drop what was added."""
    op.drop_index("ix_audit_roster", table_name="audit")
    for table in ("kept_forms", "sign_in_tries", "sessions", "users"):
        op.drop_table(table)
