"""What stands in the roster: shifts, absences and swaps, each with when it was entered."""

from datetime import date, datetime, time, timedelta
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import AbsenceReason, Role
from models.base import Base


class Entered:
    """An entry that stood in the roster from `entered_at` on, until it was withdrawn."""

    id: Mapped[int] = mapped_column(primary_key=True)
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ShiftRow(Entered, Base):
    """One officer's weekly duty for one branch; see `ivr.flow.duty.roster.Shift`.

    `weekdays` are digits, 0 for Monday, such as `01234`.
    """

    __tablename__ = "shifts"
    __table_args__ = (sa.Index("ix_shifts_branch_valid_from", "branch", "valid_from"),)

    branch: Mapped[str]
    officer: Mapped[str] = mapped_column(sa.ForeignKey("officers.code"))
    role: Mapped[Role]
    position: Mapped[int]
    weekdays: Mapped[str]
    start: Mapped[time]
    end: Mapped[time]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class AbsenceRow(Entered, Base):
    """An officer is away in `[since, until)`, for a reason; somebody may stand in."""

    __tablename__ = "absences"
    __table_args__ = (sa.Index("ix_absences_officer_since", "officer", "since"),)

    officer: Mapped[str] = mapped_column(sa.ForeignKey("officers.code"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    reason: Mapped[AbsenceReason]
    stand_in: Mapped[str | None] = mapped_column(sa.ForeignKey("officers.code"))
    note: Mapped[str]


class SwapRow(Entered, Base):
    """`taker` takes `giver`'s turns for a branch in `[since, until)`; `reason` in words."""

    __tablename__ = "swaps"
    __table_args__ = (sa.Index("ix_swaps_branch_since", "branch", "since"),)

    branch: Mapped[str]
    giver: Mapped[str] = mapped_column(sa.ForeignKey("officers.code"))
    taker: Mapped[str] = mapped_column(sa.ForeignKey("officers.code"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    reason: Mapped[str]


def standing_absences(session: Session, officer: str, now: datetime) -> list[AbsenceRow]:
    """Return what says that an officer is away at a moment, as entered."""
    query = (
        sa.select(AbsenceRow)
        .where(
            AbsenceRow.officer == officer,
            AbsenceRow.withdrawn_at.is_(None),
            AbsenceRow.since <= now,
            AbsenceRow.until > now,
        )
        .order_by(AbsenceRow.id)
    )
    return list(session.scalars(query))


EntryRow = TypeVar("EntryRow", ShiftRow, AbsenceRow, SwapRow)


def entered(session: Session, kind: type[EntryRow], *, since: datetime | None) -> list[EntryRow]:
    """Return the entries that count from `since` on (None: all that ever were), as entered.

    Those are neither withdrawn before nor over by then. A shift's last turn may end a day later.
    """
    query = sa.select(kind).order_by(kind.id)
    if since is not None:
        query = query.where(kind.withdrawn_at.is_(None) | (kind.withdrawn_at >= since))
        if issubclass(kind, ShiftRow):
            last = (since - timedelta(days=2)).date()
            query = query.where(ShiftRow.valid_to.is_(None) | (ShiftRow.valid_to >= last))
        else:
            query = query.where(kind.until > since)
    return list(session.scalars(query))
