"""Create the roster: agencies, officers, shifts, absences, swaps, days of the calendar; the audit.

Old code knows none of these tables, so it runs beside the new.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the seven tables."""
    op.create_table(
        "agencies",
        sa.Column("id", INT, primary_key=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        sa.UniqueConstraint("code", name="uq_agencies_code"),
    )
    op.create_table(
        "audit",
        sa.Column("id", INT, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_subject_key", "audit", ["subject", "key"])
    op.create_table(
        "calendar_days",
        sa.Column("id", INT, primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("worked_as", INT, nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_days"),
    )
    op.create_index("ix_calendar_days_day", "calendar_days", ["day"])
    op.create_table(
        "officers",
        sa.Column("id", INT, primary_key=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("post_vi", sa.Text(), nullable=False),
        sa.Column("post_en", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=False),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("verified_at", MOMENT, nullable=True),
        sa.Column("out_since", MOMENT, nullable=True),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_officers"),
        sa.UniqueConstraint("code", name="uq_officers_code"),
    )
    op.create_table(
        "absences",
        sa.Column("id", INT, primary_key=True),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stand_in", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["officer"], ["officers.code"], name="fk_absences_officer_officers"
        ),
        sa.ForeignKeyConstraint(
            ["stand_in"], ["officers.code"], name="fk_absences_stand_in_officers"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
    )
    op.create_index("ix_absences_officer_since", "absences", ["officer", "since"])
    op.create_table(
        "shifts",
        sa.Column("id", INT, primary_key=True),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", INT, nullable=False),
        sa.Column("weekdays", sa.Text(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("end", sa.Time(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["officer"], ["officers.code"], name="fk_shifts_officer_officers"),
        sa.PrimaryKeyConstraint("id", name="pk_shifts"),
    )
    op.create_index("ix_shifts_branch_valid_from", "shifts", ["branch", "valid_from"])
    op.create_table(
        "swaps",
        sa.Column("id", INT, primary_key=True),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("giver", sa.Text(), nullable=False),
        sa.Column("taker", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["giver"], ["officers.code"], name="fk_swaps_giver_officers"),
        sa.ForeignKeyConstraint(["taker"], ["officers.code"], name="fk_swaps_taker_officers"),
        sa.PrimaryKeyConstraint("id", name="pk_swaps"),
    )
    op.create_index("ix_swaps_branch_since", "swaps", ["branch", "since"])


def downgrade() -> None:
    """Drop the seven tables."""
    op.drop_table("swaps")
    op.drop_table("shifts")
    op.drop_table("absences")
    op.drop_table("officers")
    op.drop_table("calendar_days")
    op.drop_table("audit")
    op.drop_table("agencies")
