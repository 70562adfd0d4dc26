"""Blocked callers: whose calls are not taken for a time, until when, by whom and why."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base

STANDING = sa.text("lifted_at IS NULL")


class BlockRow(Base):
    """One block of one number (E.164). It ends at `until` by itself, or earlier where lifted."""

    __tablename__ = "blocks"
    __table_args__ = (
        sa.Index("ix_blocks_standing", "until", sqlite_where=STANDING, postgresql_where=STANDING),
        sa.Index("ix_blocks_number", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]
    reason: Mapped[str]
    blocked_by: Mapped[str]
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[datetime | None]


def standing(session: Session, now: datetime) -> list[BlockRow]:
    """Return the blocks that stand at a moment, the one that ends first first."""
    query = (
        sa.select(BlockRow)
        .where(BlockRow.lifted_at.is_(None), BlockRow.until > now, BlockRow.since <= now)
        .order_by(BlockRow.until, BlockRow.id)
    )
    return list(session.scalars(query))


def blocked(session: Session, now: datetime) -> dict[str, datetime]:
    """Return the numbers that are blocked at a moment, each with the latest end."""
    return {row.number: row.until for row in standing(session, now)}


def every(session: Session, *, limit: int) -> list[BlockRow]:
    """Return the latest blocks, the newest first."""
    return list(session.scalars(sa.select(BlockRow).order_by(BlockRow.id.desc()).limit(limit)))


def lifted_since(session: Session, moment: datetime) -> set[str]:
    """Return the numbers whose block somebody lifted after a moment."""
    query = sa.select(BlockRow.number).where(BlockRow.lifted_at > moment)
    return set(session.scalars(query))
