"""Line checks: calls of ours to officers' numbers, and what they found."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import CheckKind, Grade
from models.base import Base


class LineCheck(Base):
    """One check of one number. `officer` is a code; `grade` is None while the call goes on.

    `call_sid` is None where the carrier would not call the number at all. A check of the whole way
    in has a `branch` and no officer: `number` is then the hotline's own.
    """

    __tablename__ = "line_checks"
    __table_args__ = (sa.Index("ix_line_checks_officer_placed_at", "officer", "placed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CheckKind]
    officer: Mapped[str]
    branch: Mapped[str | None]
    number: Mapped[str]
    call_sid: Mapped[str | None] = mapped_column(unique=True)
    placed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    keyed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    grade: Mapped[Grade | None]
    seconds: Mapped[int | None]


def by_call(session: Session, call_sid: str) -> LineCheck | None:
    """Return the check that a call of ours was, locked."""
    query = sa.select(LineCheck).where(LineCheck.call_sid == call_sid).with_for_update()
    return session.scalar(query)


def of_officer(session: Session, officer: str, *, kind: CheckKind, limit: int) -> list[LineCheck]:
    """Return an officer's latest graded checks of a kind, newest first."""
    query = (
        sa.select(LineCheck)
        .where(LineCheck.officer == officer, LineCheck.kind == kind, LineCheck.grade.is_not(None))
        .order_by(LineCheck.placed_at.desc(), LineCheck.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def between(session: Session, since: datetime, until: datetime) -> list[LineCheck]:
    """Return the line checks placed in `[since, until)`, oldest first; no verifications."""
    query = (
        sa.select(LineCheck)
        .where(
            LineCheck.kind == CheckKind.LINE,
            LineCheck.placed_at >= since,
            LineCheck.placed_at < until,
        )
        .order_by(LineCheck.placed_at, LineCheck.id)
    )
    return list(session.scalars(query))
