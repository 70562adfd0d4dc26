"""The posting register: where posters hang, and which version of the poster each is."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base


class PostingRow(Base):
    """One poster at one place; a new version hung there changes the row, and the audit keeps both.

    A poster that was taken down stays in the register, with the day.
    """

    __tablename__ = "postings"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str]
    address: Mapped[str]
    posted_on: Mapped[date]
    version: Mapped[str]
    note: Mapped[str]
    taken_down_on: Mapped[date | None]


def by_id(session: Session, id: int) -> PostingRow | None:
    """Return a posting, locked until the transaction ends, or None."""
    return session.get(PostingRow, id, with_for_update=True)


def all_postings(session: Session) -> list[PostingRow]:
    """Return every posting by its place, those that were taken down last."""
    is_down = PostingRow.taken_down_on.is_not(None)
    query = sa.select(PostingRow).order_by(is_down, PostingRow.place, PostingRow.id)
    return list(session.scalars(query))


def out_of_date(session: Session, version: str) -> list[PostingRow]:
    """Return the posters that hang and are not of this version, those longest there first."""
    query = (
        sa.select(PostingRow)
        .where(PostingRow.taken_down_on.is_(None), PostingRow.version != version)
        .order_by(PostingRow.posted_on, PostingRow.id)
    )
    return list(session.scalars(query))
