"""Create what stories are told into: calls, legs, messages, callbacks.

All of it can be made again from the events, but for the audio's whereabouts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the four tables."""
    op.create_table(
        "calls",
        sa.Column("id", INT, primary_key=True),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("caller_number", sa.Text(), nullable=False),
        sa.Column("callback_number", sa.Text(), nullable=True),
        sa.Column("called_number", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("wait_s", INT, nullable=False),
        sa.Column("talk_s", INT, nullable=False),
        sa.Column("message_s", INT, nullable=False),
        sa.Column("callback_requested", sa.Boolean(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("local_on", sa.Date(), nullable=False),
        sa.Column("local_hour", INT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_calls")),
        sa.UniqueConstraint("sid", name=("uq_calls_sid")),
    )
    op.create_index(
        "ix_calls_branch_verdict_started_at", "calls", ["branch", "verdict", "started_at"]
    )
    op.create_index("ix_calls_callback_number_branch", "calls", ["callback_number", "branch"])
    op.create_index(
        "ix_calls_going_on",
        "calls",
        ["started_at"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_calls_started_at_id", "calls", ["started_at", "id"])
    op.create_table(
        "callbacks",
        sa.Column("id", INT, primary_key=True),
        sa.Column("caller_number", sa.Text(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("misses", INT, nullable=False),
        sa.Column("first_missed_at", MOMENT, nullable=False),
        sa.Column("last_missed_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("reopened", sa.Boolean(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("last_call_id", INT, nullable=False),
        sa.ForeignKeyConstraint(
            ["last_call_id"], ["calls.id"], name=("fk_callbacks_last_call_id_calls")
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_callbacks")),
    )
    op.create_index("ix_callbacks_caller_number_branch", "callbacks", ["caller_number", "branch"])
    op.create_index("ix_callbacks_state_due_at", "callbacks", ["state", "due_at"])
    op.create_index(
        "uq_callbacks_one_open",
        "callbacks",
        ["caller_number", "branch"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "legs",
        sa.Column("id", INT, primary_key=True),
        sa.Column("call_id", INT, nullable=False),
        sa.Column("attempt", INT, nullable=False),
        sa.Column("round", INT, nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("officer_number", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("picked_up_at", MOMENT, nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("talk_s", INT, nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=("fk_legs_call_id_calls"), ondelete="cascade"
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_legs")),
        sa.UniqueConstraint("call_id", "attempt", name=("uq_legs_call_id_attempt")),
    )
    op.create_index(
        "ix_legs_open",
        "legs",
        ["started_at"],
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "messages",
        sa.Column("id", INT, primary_key=True),
        sa.Column("call_id", INT, nullable=False),
        sa.Column("recording_sid", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("seconds", INT, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=True),
        sa.Column("tries", INT, nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size", INT, nullable=True),
        sa.Column("stored_at", MOMENT, nullable=True),
        sa.Column("deleted_at_carrier_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=("fk_messages_call_id_calls"), ondelete="cascade"
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_messages")),
        sa.UniqueConstraint("recording_sid", name=("uq_messages_recording_sid")),
    )
    op.create_index(("ix_messages_call_id"), "messages", ["call_id"])
    op.create_index(
        "ix_messages_due",
        "messages",
        ["next_try_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    """Drop the four tables."""
    op.drop_table("messages")
    op.drop_table("legs")
    op.drop_table("callbacks")
    op.drop_table("calls")
