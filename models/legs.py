"""Legs: one officer's phone, rung on behalf of a waiting citizen; written by the teller only."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ivr.flow.words import LegOutcome
from models.base import Base


class Leg(Base):
    """One ring attempt.

    The carrier reports on a leg late, twice or out of order, so a leg is never changed by hand: its
    call's story is told again and the row follows. `attempt` is the step of the call that rang it.
    """

    __tablename__ = "legs"
    __table_args__ = (
        sa.UniqueConstraint("call_id", "attempt"),
        sa.Index("ix_legs_officer_id_started_at", "officer_id", "started_at", "call_id"),
        sa.Index("ix_legs_started_at", "started_at", "officer_number"),
        sa.Index(
            "ix_legs_held",
            *("officer_number", "accepted_at", "ended_at"),
            sqlite_where=sa.text("outcome = 'answered'"),
            postgresql_where=sa.text("outcome = 'answered'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("calls.id", ondelete="cascade"))
    attempt: Mapped[int]
    round: Mapped[int]
    officer_id: Mapped[str]
    officer_number: Mapped[str]
    sid: Mapped[str]
    started_at: Mapped[datetime]
    picked_up_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[LegOutcome | None]
    talk_s: Mapped[int]
