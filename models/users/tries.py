"""What was tried at the door: failures to sign in, counted by account and by address."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base


class TriesRow(Base):
    """The failures of one account or address in a row; `about` is a keyed hash, not its name.

    What is typed as a login may be a password in the wrong field, so it is kept nowhere.
    """

    __tablename__ = "sign_in_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(unique=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime]


def locked(session: Session, abouts: Collection[str], now: datetime) -> list[TriesRow]:
    """Return the rows of these, made where there are none, locked in one order."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [{"about": about, "failures": 0, "last_failed_at": now} for about in sorted(abouts)]
    session.execute(insert(TriesRow).values(rows).on_conflict_do_nothing())
    query = sa.select(TriesRow).where(TriesRow.about.in_(abouts)).order_by(TriesRow.about)
    return list(session.scalars(query.with_for_update()))


def forget(session: Session, before: datetime) -> None:
    """Delete what was last tried before then."""
    session.execute(sa.delete(TriesRow).where(TriesRow.last_failed_at < before))
