"""Users of the pages: the post, not the person, and what it may do."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.users.roles import UserRole


class UserRow(Base):
    """Somebody who signs in, never deleted: the audit names them by `login`.

    `branches` are the ids of those that a right for one's own branches counts for; None is all.
    `officer` is the code of the duty officer this is. `sees_conduct` names them as one who may
    read reports about conduct, where the role admits it. A password whose `password_changed_at` is
    None was given by somebody else, and is changed at the first sign-in. `totp_secret` is sealed
    (`accounts/second_step.py`). `totp_last_step` is the last interval of 30 s whose code was taken:
    no code is taken twice.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    post: Mapped[str]
    role: Mapped[UserRole]
    branches: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True))
    officer: Mapped[str | None]
    sees_conduct: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str]
    password_changed_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None]
    totp_last_step: Mapped[int | None]
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]


def by_login(session: Session, login: str) -> UserRow | None:
    """Return a user by login, deactivated ones too."""
    return session.scalar(sa.select(UserRow).where(UserRow.login == login))


def by_id(session: Session, id: int) -> UserRow | None:
    """Return a user, deactivated ones too, locked until the transaction ends."""
    return session.scalar(sa.select(UserRow).where(UserRow.id == id).with_for_update())


def all_users(session: Session) -> list[UserRow]:
    """Return every user, the active ones first, by login."""
    order = (UserRow.deactivated_at.is_not(None), UserRow.login)
    return list(session.scalars(sa.select(UserRow).order_by(*order)))


def active_administrators(session: Session) -> list[UserRow]:
    """Return the administrators who can sign in."""
    query = sa.select(UserRow).where(
        UserRow.role == UserRole.ADMINISTRATOR, UserRow.deactivated_at.is_(None)
    )
    return list(session.scalars(query))


def is_officer(session: Session, code: str, *, but: int | None) -> bool:
    """Say whether a duty officer is an active user already, other than the one with this id."""
    query = sa.select(UserRow.id).where(
        UserRow.officer == code, UserRow.deactivated_at.is_(None), UserRow.id != (but or 0)
    )
    return session.scalar(query) is not None
