"""The log of deletions: what kind, up to when, how many, and when that was done."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.retention import Kind
from models.base import Base


class DeletionRow(Base):
    """One turn over one kind: what was older than `until` was deleted, `count` things.

    `done_at` is None while it goes on, or where it was broken off: then the next one goes on with
    it. `mark` is the last event that was looked at, for the kind that goes by it.
    """

    __tablename__ = "deletions"
    __table_args__ = (sa.Index("ix_deletions_kind_id", "kind", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    until: Mapped[datetime]
    count: Mapped[int]
    begun_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    mark: Mapped[int] = mapped_column(default=0, server_default="0")


def last(session: Session, kind: Kind) -> DeletionRow | None:
    """Return the latest turn over a kind, or None."""
    query = sa.select(DeletionRow).where(DeletionRow.kind == kind).order_by(DeletionRow.id.desc())
    return session.scalar(query.limit(1))


def latest(session: Session, *, limit: int) -> list[DeletionRow]:
    """Return the latest turns, newest first."""
    query = sa.select(DeletionRow).order_by(DeletionRow.id.desc()).limit(limit)
    return list(session.scalars(query))


def look_again(session: Session, kind: Kind, now: datetime) -> None:
    """Let the next turn over a kind begin with the oldest again: what was held is held no more."""
    session.add(DeletionRow(kind=kind, until=now, count=0, begun_at=now, done_at=now, mark=0))
