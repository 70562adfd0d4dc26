"""Days that a document made different from the law's calendar: off, or worked after all."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base


class CalendarDayRow(Base):
    """One day; `worked_as` is the weekday whose hours hold (0 = Monday), None for a day off.

    `document` is the number of the document that says so. Where a day was entered twice, the later
    entry that was not withdrawn holds.
    """

    __tablename__ = "calendar_days"
    __table_args__ = (sa.Index("ix_calendar_days_day", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    worked_as: Mapped[int | None]
    document: Mapped[str]
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


def standing(session: Session) -> list[CalendarDayRow]:
    """Return the days in force, the latest entry of each day last."""
    query = (
        sa.select(CalendarDayRow)
        .where(CalendarDayRow.withdrawn_at.is_(None))
        .order_by(CalendarDayRow.entered_at, CalendarDayRow.id)
    )
    return list(session.scalars(query))


def entered_days(session: Session, *, since: date) -> list[CalendarDayRow]:
    """Return every entry about a day from `since` on, also the withdrawn, by day."""
    query = (
        sa.select(CalendarDayRow)
        .where(CalendarDayRow.day >= since)
        .order_by(CalendarDayRow.day, CalendarDayRow.id)
    )
    return list(session.scalars(query))
