"""Views of lists that people keep for themselves: a name, and what is asked for."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base

MOST = 20  # of one person in one list


class SavedViewRow(Base):
    """One view of one user; `query` is what stands in the list's address, never a number."""

    __tablename__ = "saved_views"
    __table_args__ = (sa.UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    name: Mapped[str]
    query: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    saved_at: Mapped[datetime]


def views_of(session: Session, user_id: int) -> list[SavedViewRow]:
    """Return the views of a user, in the order in which they were saved."""
    query = sa.select(SavedViewRow).where(SavedViewRow.user_id == user_id).order_by(SavedViewRow.id)
    return list(session.scalars(query))


def own_view(session: Session, user_id: int, id: int) -> SavedViewRow | None:
    """Return a view where it is that user's, locked until the transaction ends; else None."""
    query = sa.select(SavedViewRow).where(SavedViewRow.user_id == user_id, SavedViewRow.id == id)
    return session.scalar(query.with_for_update())


def is_named(session: Session, user_id: int, name: str, *, but: int | None = None) -> bool:
    """Say whether a user has a view of this name, other than the one with this id."""
    query = sa.select(SavedViewRow.id).where(
        SavedViewRow.user_id == user_id, SavedViewRow.name == name, SavedViewRow.id != (but or 0)
    )
    return session.scalar(query) is not None
