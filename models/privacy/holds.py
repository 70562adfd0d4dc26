"""Legal holds: what must not be deleted, whatever its term, until the hold is lifted."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.calls import Call


class HoldRow(Base):
    """One hold, on all that is kept of a `number` (E.164) or on one call; never deleted."""

    __tablename__ = "holds"
    __table_args__ = (
        sa.Index(
            "ix_holds_standing",
            "id",
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None]
    call_sid: Mapped[str | None]
    reason: Mapped[str]
    placed_by: Mapped[str]
    placed_at: Mapped[datetime]
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[datetime | None]


def standing(session: Session) -> list[HoldRow]:
    """Return the holds that stand, oldest first."""
    return list(
        session.scalars(sa.select(HoldRow).where(HoldRow.lifted_at.is_(None)).order_by(HoldRow.id))
    )


def every(session: Session) -> list[HoldRow]:
    """Return all holds, those that stand first, the newest first."""
    order = (HoldRow.lifted_at.is_not(None), HoldRow.id.desc())
    return list(session.scalars(sa.select(HoldRow).order_by(*order)))


@dataclass(frozen=True, slots=True)
class Held:
    """What is held now: calls, and numbers of which nothing is deleted."""

    numbers: frozenset[str]
    sids: frozenset[str]

    def covers(self, call: Call) -> bool:
        """Say whether a call must stay as it is."""
        names = {call.caller_number, call.callback_number}
        return call.sid in self.sids or not self.numbers.isdisjoint(names)


def held(session: Session) -> Held:
    """Return what is held. With a call its numbers are: its story must stay that of somebody."""
    found = standing(session)
    sids = frozenset(hold.call_sid for hold in found if hold.call_sid)
    query = sa.select(Call.callback_number, Call.caller_number).where(Call.sid.in_(sids))
    of_calls = {number for row in session.execute(query) for number in row if number}
    return Held(frozenset({hold.number for hold in found if hold.number} | of_calls), sids)


def held_sids(session: Session) -> frozenset[str]:
    """Return every call that is held, for itself or for one of its numbers."""
    now = held(session)
    query = sa.select(Call.sid).where(
        Call.callback_number.in_(now.numbers) | Call.caller_number.in_(now.numbers)
    )
    return now.sids | frozenset(session.scalars(query) if now.numbers else ())
