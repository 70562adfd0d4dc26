"""Line checks: calls of ours to officers' numbers, and what they found."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import CheckKind, Grade
from models.base import Base

WITHOUT_BRANCHES = sa.text("kind = 'line' AND grade IS NOT NULL AND branches IS NULL")


class LineCheck(Base):
    """One check of one number. `officer` is a code; `grade` is None while the call goes on.

    A row is there before the call is placed; `call_sid` is None until then, and where the carrier
    would not call the number at all. A check of the whole way in has a `branch` and no officer:
    `number` is then the hotline's own, and `keyed_at` when an officer accepted.
    `branches` are the ids, with commas, of those that the officer was on duty for then; None until
    the worker has looked.
    """

    __tablename__ = "line_checks"
    __table_args__ = (
        sa.Index("ix_line_checks_officer_placed_at", "officer", "placed_at"),
        sa.Index("ix_line_checks_placed_at", "placed_at"),
        sa.Index(
            "ix_line_checks_without_branches",
            "placed_at",
            sqlite_where=WITHOUT_BRANCHES,
            postgresql_where=WITHOUT_BRANCHES,
        ),
    )

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
    branches: Mapped[str | None]


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


def latest(session: Session, officer: str, *, kind: CheckKind) -> LineCheck | None:
    """Return an officer's latest check of a kind, graded or not."""
    query = (
        sa.select(LineCheck)
        .where(LineCheck.officer == officer, LineCheck.kind == kind)
        .order_by(LineCheck.placed_at.desc(), LineCheck.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def between(
    session: Session, since: datetime, until: datetime, *, kind: CheckKind = CheckKind.LINE
) -> list[LineCheck]:
    """Return the checks of a kind placed in `[since, until)`, oldest first."""
    query = (
        sa.select(LineCheck)
        .where(LineCheck.kind == kind, LineCheck.placed_at >= since, LineCheck.placed_at < until)
        .order_by(LineCheck.placed_at, LineCheck.id)
    )
    return list(session.scalars(query))


def not_yet_placed(
    session: Session, *, kind: CheckKind, officer: str, branch: str | None, since: datetime
) -> LineCheck | None:
    """Return the latest check that was begun since a moment and has no call yet, locked."""
    query = (
        sa.select(LineCheck)
        .where(
            LineCheck.kind == kind,
            LineCheck.officer == officer,
            LineCheck.branch.is_not_distinct_from(branch),
            LineCheck.call_sid.is_(None),
            LineCheck.grade.is_(None),
            LineCheck.placed_at >= since,
        )
        .order_by(LineCheck.placed_at.desc(), LineCheck.id.desc())
        .limit(1)
        .with_for_update()
    )
    return session.scalar(query)


def unsettled(session: Session, since: datetime, sure_since: datetime) -> list[LineCheck]:
    """Return the checks of the whole way placed since a moment that may still change, locked.

    They are those without a grade, and all since `sure_since`.
    """
    query = (
        sa.select(LineCheck)
        .where(
            LineCheck.kind == CheckKind.THROUGH,
            LineCheck.call_sid.is_not(None),
            LineCheck.placed_at >= since,
            LineCheck.grade.is_(None) | (LineCheck.placed_at >= sure_since),
        )
        .order_by(LineCheck.id)
        .with_for_update()
    )
    return list(session.scalars(query))


def number_last_passed(session: Session) -> dict[tuple[str, str], datetime]:
    """Return when each number of each officer last passed, by code and number."""
    rows = session.execute(_last_passed(CheckKind.LINE))
    return {(row.officer, row.number): row.at for row in rows}


def way_last_passed(session: Session) -> dict[str, datetime]:
    """Return when the whole way to each branch last passed."""
    rows = session.execute(_last_passed(CheckKind.THROUGH))
    return {row.branch: row.at for row in rows}


def _last_passed(kind: CheckKind) -> sa.Select[str, str, str | None, datetime]:
    things = (LineCheck.officer, LineCheck.number, LineCheck.branch)
    return (
        sa.select(*things, sa.func.max(LineCheck.placed_at).label("at"))
        .where(LineCheck.kind == kind, LineCheck.grade == Grade.PASSED)
        .group_by(*things)
    )
