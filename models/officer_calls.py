"""Our calls to officers that are no checks: to call a citizen back, or to ask what came of it."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import LegOutcome, OfficerCallKind
from models.base import Base

IS_PLACED = timedelta(minutes=10)  # from writing a call down to the first word of it
LONGEST = timedelta(hours=2)  # no call to an officer lasts longer, whatever was not reported


class OfficerCall(Base):
    """One such call. `callback_id` or `about_sid`, a citizen's call, says what it is about.

    A row is there before the call is placed; `call_sid` is None until then, and where the carrier
    would not call the number. `outcome` is None while it goes on.
    """

    __tablename__ = "officer_calls"
    __table_args__ = (
        sa.Index(
            "ix_officer_calls_going_on",
            "placed_at",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_officer_calls_about_sid", "about_sid"),
        sa.Index("ix_officer_calls_number_placed_at", "number", "placed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OfficerCallKind]
    officer: Mapped[str]
    number: Mapped[str]
    call_sid: Mapped[str | None] = mapped_column(unique=True)
    callback_id: Mapped[int | None]
    about_sid: Mapped[str | None]
    placed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[LegOutcome | None]


def by_call(session: Session, call_sid: str) -> OfficerCall | None:
    """Return the call of ours with the carrier's id, locked, or None."""
    query = sa.select(OfficerCall).where(OfficerCall.call_sid == call_sid).with_for_update()
    return session.scalar(query)


def not_yet_placed(
    session: Session, *, officer: str, callback_id: int | None, about_sid: str | None, at: datetime
) -> OfficerCall | None:
    """Return the latest call that was written down before `at`, and whose id is not known yet.

    Locked. It is what the first word of a call finds that came in before we knew its id ourselves.
    """
    query = (
        sa.select(OfficerCall)
        .where(
            OfficerCall.officer == officer,
            OfficerCall.callback_id.is_not_distinct_from(callback_id),
            OfficerCall.about_sid.is_not_distinct_from(about_sid),
            OfficerCall.call_sid.is_(None),
            OfficerCall.ended_at.is_(None),
            OfficerCall.placed_at > at - IS_PLACED,
            OfficerCall.placed_at <= at,
        )
        .order_by(OfficerCall.placed_at.desc(), OfficerCall.id.desc())
        .limit(1)
        .with_for_update()
    )
    return session.scalar(query)


def is_asked(session: Session, about_sid: str) -> bool:
    """Say whether an officer was rung before about this talk."""
    query = sa.select(OfficerCall.id).where(OfficerCall.about_sid == about_sid)
    return session.scalar(query.limit(1)) is not None


def rung(session: Session, now: datetime) -> set[str]:
    """Return the numbers that we have on the telephone at this moment."""
    query = sa.select(OfficerCall.number).where(
        OfficerCall.ended_at.is_(None),
        OfficerCall.placed_at > now - LONGEST,
        OfficerCall.placed_at <= now,
    )
    return set(session.scalars(query))
