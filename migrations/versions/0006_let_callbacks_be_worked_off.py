"""Let callbacks be worked off. Old code writes none of this, and runs beside the new."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TEXT = sa.Text()
ADDED = {
    "callbacks": (
        ("claimed_by", TEXT, None),
        ("claimed_until", MOMENT, None),
        ("tries", INT, "0"),
        ("last_try_at", MOMENT, None),
        ("next_try_at", MOMENT, None),
        ("reached_at", MOMENT, None),
        ("reached_by", TEXT, None),
        ("moved_from_id", INT, None),
    ),
    "calls": (("callback_id", INT, None),),
    "officers": (
        ("pin_failures", INT, "0"),
        ("pin_locked_until", MOMENT, None),
        ("pin_last_try", TEXT, None),
        ("verify_wanted_at", MOMENT, None),
    ),
    "line_checks": (("branch", TEXT, None),),
    "notices": (("level", TEXT, "supervisor"),),
}


def upgrade() -> None:
    """Create the tables and add the columns."""
    for table, columns in ADDED.items():
        for name, kind, default in columns:
            required = default is not None
            column = sa.Column(name, kind, nullable=not required, server_default=default)
            op.add_column(table, column)
    _index("ix_calls_callback_id", "calls", "callback_id", where="callback_id IS NOT NULL")
    op.create_table(
        "callback_actions",
        sa.Column("id", INT, primary_key=True),
        sa.Column("callback_id", INT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("did", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("call_sid", TEXT, nullable=True),
        sa.Column("leg", TEXT, nullable=True),
        sa.Column("talk_s", INT, nullable=True),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("to_branch", TEXT, nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_callback_actions"),
        sa.UniqueConstraint("key", name="uq_callback_actions_key"),
        sa.ForeignKeyConstraint(
            ["callback_id"], ["callbacks.id"], name="fk_callback_actions_callback_id_callbacks"
        ),
    )
    op.create_index("ix_callback_actions_callback_id_at", "callback_actions", ["callback_id", "at"])
    op.create_table(
        "officer_calls",
        sa.Column("id", INT, primary_key=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("officer", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("call_sid", TEXT, nullable=True),
        sa.Column("callback_id", INT, nullable=True),
        sa.Column("about_sid", TEXT, nullable=True),
        sa.Column("placed_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_officer_calls"),
        sa.UniqueConstraint("call_sid", name="uq_officer_calls_call_sid"),
    )
    _index("ix_officer_calls_going_on", "officer_calls", "placed_at", where="ended_at IS NULL")
    op.create_index("ix_officer_calls_about_sid", "officer_calls", ["about_sid"])
    op.create_table(
        "call_results",
        sa.Column("id", INT, primary_key=True),
        sa.Column("call_sid", TEXT, nullable=False),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("officer", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("to_branch", TEXT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("callback_id", INT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_call_results"),
        sa.UniqueConstraint("call_sid", name="uq_call_results_call_sid"),
    )


def downgrade() -> None:
    """Drop what was added."""
    for table in ("call_results", "officer_calls", "callback_actions"):
        op.drop_table(table)
    op.drop_index("ix_calls_callback_id", table_name="calls")
    for table, columns in ADDED.items():
        for name, _, _ in columns:
            op.drop_column(table, name)


def _index(name: str, table: str, column: str, *, where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, [column], sqlite_where=condition, postgresql_where=condition)
