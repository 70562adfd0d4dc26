"""What people and the system did about callbacks: a trail that only grows."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import CallbackOutcome, Channel, Did, LegOutcome
from models.base import Base


class CallbackAction(Base):
    """One thing done about one debt. `key` makes it once, however often it is told.

    `actor` is an officer's code, a user, or the system. Set where the kind has it:

    - TRIED: `leg` how the citizen's phone answered, `talk_s`, `call_sid` the officer's call
    - POSTPONED: `until` when the citizen asked to be called
    - CLOSED: `outcome`, the reason
    - MOVED: `to_branch`
    """

    __tablename__ = "callback_actions"
    __table_args__ = (sa.Index("ix_callback_actions_callback_id_at", "callback_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    callback_id: Mapped[int] = mapped_column(sa.ForeignKey("callbacks.id"))
    key: Mapped[str] = mapped_column(unique=True)
    did: Mapped[Did]
    at: Mapped[datetime]
    actor: Mapped[str]
    channel: Mapped[Channel]
    call_sid: Mapped[str | None]
    leg: Mapped[LegOutcome | None]
    talk_s: Mapped[int | None]
    until: Mapped[datetime | None]
    outcome: Mapped[CallbackOutcome | None]
    to_branch: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")


def of_callback(session: Session, callback_id: int) -> list[CallbackAction]:
    """Return what was done about one debt, oldest first."""
    query = (
        sa.select(CallbackAction)
        .where(CallbackAction.callback_id == callback_id)
        .order_by(CallbackAction.at, CallbackAction.id)
    )
    return list(session.scalars(query))
