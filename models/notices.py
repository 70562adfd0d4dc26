"""Notices: what somebody must be told, once, by whatever way there is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import Level, Text
from models.base import Base


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to be told once. `key` says what it is about; `audience` is a branch's id."""

    key: str
    audience: str
    subject: Text
    body: Text
    level: Level = Level.SUPERVISOR


class NoticeRow(Base):
    """One notice on its way out. `key` says what it is about: the same thing is told once.

    `audience` is the id of the branch that it concerns, and `level` who there is to be told.
    `next_try_at` is None once it was sent, or given up.
    """

    __tablename__ = "notices"
    __table_args__ = (
        sa.Index(
            "ix_notices_due",
            "next_try_at",
            sqlite_where=sa.text("next_try_at IS NOT NULL"),
            postgresql_where=sa.text("next_try_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    audience: Mapped[str]
    level: Mapped[Level] = mapped_column(default=Level.SUPERVISOR, server_default="supervisor")
    subject_vi: Mapped[str]
    subject_en: Mapped[str]
    body_vi: Mapped[str]
    body_en: Mapped[str]
    raised_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    tries: Mapped[int]
    error: Mapped[str]
    sent_at: Mapped[datetime | None]


def raise_notice(session: Session, notice: Notice, now: datetime) -> bool:
    """Keep a notice until it is sent; return whether it is new. Lock "notices" before."""
    if is_raised(session, notice.key):
        return False
    session.add(
        NoticeRow(
            key=notice.key,
            audience=notice.audience,
            level=notice.level,
            subject_vi=notice.subject.vi,
            subject_en=notice.subject.en,
            body_vi=notice.body.vi,
            body_en=notice.body.en,
            raised_at=now,
            next_try_at=now,
            tries=0,
            error="",
            sent_at=None,
        )
    )
    session.flush()
    return True


def is_raised(session: Session, key: str) -> bool:
    """Say whether a notice about this was raised before."""
    return session.scalar(sa.select(NoticeRow.id).where(NoticeRow.key == key)) is not None


def raised(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of these keys about which a notice was raised before."""
    return set(session.scalars(sa.select(NoticeRow.key).where(NoticeRow.key.in_(keys))))


def claim_due(session: Session, now: datetime, until: datetime) -> NoticeRow | None:
    """Return the notice that should be sent next, leased until `until`, or None.

    A worker that dies with it in its hands loses the lease, and another takes it up.
    """
    query = (
        sa.select(NoticeRow)
        .where(NoticeRow.next_try_at <= now)
        .order_by(NoticeRow.next_try_at, NoticeRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.scalar(query)
    if row is not None:
        row.next_try_at = until
        row.tries += 1
    return row


def latest(session: Session, *, limit: int) -> list[NoticeRow]:
    """Return the latest notices, newest first."""
    query = sa.select(NoticeRow).order_by(NoticeRow.raised_at.desc(), NoticeRow.id.desc())
    return list(session.scalars(query.limit(limit)))
