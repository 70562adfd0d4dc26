"""Our calls to officers that are no checks: to call a citizen back, or to ask what came of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ivr.flow.words import LegOutcome, OfficerCallKind
from models.base import Base


class OfficerCall(Base):
    """One such call. `callback_id` or `about_sid`, a citizen's call, says what it is about.

    `call_sid` is None where the carrier would not call the number; `outcome` while it goes on.
    """

    __tablename__ = "officer_calls"
    __table_args__ = (
        sa.Index(
            "ix_officer_calls_going_on",
            "placed_at",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_officer_calls_about_sid", "about_sid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OfficerCallKind]
    officer: Mapped[str]
    number: Mapped[str]
    call_sid: Mapped[str | None] = mapped_column(unique=True)
    callback_id: Mapped[int | None]
    about_sid: Mapped[str | None]
    placed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[LegOutcome | None]
