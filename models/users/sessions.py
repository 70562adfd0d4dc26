"""Sessions of signed-in users, and the forms kept while a user signs in again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base
from models.users.users import UserRow


class SessionRow(Base):
    """One browser in which a user is signed in, known by the hash of the token in its cookie.

    Over at `ends_at`, which is moved forward when it is ended before its time. While `awaits_code`
    the password was right and the second step is still to come: nothing can be done with it.
    """

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    awaits_code: Mapped[bool]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    user: Mapped[UserRow] = relationship(lazy="joined", innerjoin=True)


class KeptFormRow(Base):
    """What a user had typed when the session was over; `content` is signed for this user."""

    __tablename__ = "kept_forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    content: Mapped[str]
    ends_at: Mapped[datetime]


def by_token(session: Session, token_hash: str) -> SessionRow | None:
    """Return a session with its user, also one that is over."""
    return session.scalar(sa.select(SessionRow).where(SessionRow.token_hash == token_hash))


def of_user(session: Session, user_id: int, now: datetime) -> list[SessionRow]:
    """Return a user's sessions that go on, the newest first."""
    query = (
        sa.select(SessionRow)
        .where(SessionRow.user_id == user_id, SessionRow.ends_at > now)
        .order_by(SessionRow.created_at.desc(), SessionRow.id.desc())
    )
    return list(session.scalars(query))


def end_all(session: Session, user_id: int, now: datetime, *, but: int | None = None) -> None:
    """End a user's sessions, but for the one with this id."""
    session.execute(
        sa.update(SessionRow)
        .where(SessionRow.user_id == user_id, SessionRow.ends_at > now, SessionRow.id != (but or 0))
        .values(ends_at=now)
    )


def forget(session: Session, *, sessions_before: datetime, forms_before: datetime) -> None:
    """Delete the sessions and kept forms that were over by then."""
    session.execute(sa.delete(SessionRow).where(SessionRow.ends_at < sessions_before))
    session.execute(sa.delete(KeptFormRow).where(KeptFormRow.ends_at < forms_before))


def take_form(session: Session, token_hash: str) -> KeptFormRow | None:
    """Return a kept form, and delete it: it is given back once."""
    query = sa.select(KeptFormRow).where(KeptFormRow.token_hash == token_hash)
    found = session.scalar(query.with_for_update())
    if found is not None:
        session.delete(found)
    return found
