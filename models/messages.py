"""Messages: what callers left, from the carrier's recording to the file we keep."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import MessageState
from models.base import Base

LONGEST_WAIT = timedelta(hours=1)  # between two tries

# What is deleted for us, and still lies here or at the carrier.
LEFT_BEHIND = "deleted_at IS NOT NULL AND (path IS NOT NULL OR deleted_at_carrier_at IS NULL)"


class Message(Base):
    """One recording of a call; `is_kept` marks the one that is the caller's message.

    The teller writes what the carrier said of it, the job that fetches it writes the rest: where it
    is kept (`path`, relative to the storage), its `sha256`, and the tries it took. Once it is
    `deleted_at`, `path` stays until the file is gone, and it is never fetched again.
    """

    __tablename__ = "messages"
    __table_args__ = (
        sa.Index(
            "ix_messages_due",
            "next_try_at",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
        sa.Index(
            "ix_messages_not_deleted",
            "recorded_at",
            "id",
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        ),
        sa.Index(
            "ix_messages_left_behind",
            "id",
            sqlite_where=sa.text(LEFT_BEHIND),
            postgresql_where=sa.text(LEFT_BEHIND),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("calls.id", ondelete="cascade"), index=True)
    recording_sid: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    seconds: Mapped[int | None]
    recorded_at: Mapped[datetime]
    is_kept: Mapped[bool]
    state: Mapped[MessageState]
    next_try_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    path: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None]
    stored_at: Mapped[datetime | None]
    deleted_at_carrier_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


def claim_due(session: Session, now: datetime, until: datetime) -> Message | None:
    """Return the message whose audio should be fetched next, leased until `until`, or None.

    A worker that dies with it in its hands loses the lease, and another takes it up. No message is
    put off for longer than `LONGEST_WAIT`: one that seems to be was put off by a clock that has
    been put back since, and is due.
    """
    is_due = (Message.next_try_at <= now) | (Message.next_try_at > now + LONGEST_WAIT)
    query = (
        sa.select(Message)
        .where(Message.state == MessageState.WAITING, is_due)
        .order_by(Message.next_try_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    message = session.scalars(query).first()
    if message:
        message.next_try_at = until
        message.tries += 1
    return message


def by_recording(session: Session, recording_sid: str) -> Message | None:
    """Return the message with the carrier's recording id, or None."""
    return session.scalars(sa.select(Message).where(Message.recording_sid == recording_sid)).first()


def left_at_carrier(session: Session, *, settled: datetime, limit: int) -> list[Message]:
    """Return recordings that nobody needs at the carrier any more, and that are still there.

    They are stored here, or were recorded over or hold no speech. Of the latter a late word of the
    carrier may yet make the message, so only those recorded before `settled` are meant.
    """
    unused = Message.state.in_((MessageState.SUPERSEDED, MessageState.ABSENT))
    done = (Message.state == MessageState.STORED) | (unused & (Message.recorded_at < settled))
    query = (
        sa.select(Message)
        .where(done, Message.deleted_at_carrier_at.is_(None))
        .order_by(Message.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def left_behind(session: Session, *, after: int, limit: int) -> list[Message]:
    """Return deleted messages behind an id that still lie here or at the carrier."""
    query = (
        sa.select(Message)
        .where(sa.text(LEFT_BEHIND), Message.id > after)
        .order_by(Message.id)
        .limit(limit)
    )
    return list(session.scalars(query))
