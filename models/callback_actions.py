"""What people and the system did about callbacks: a trail that only grows."""

from collections.abc import Collection
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


def of_callbacks(session: Session, callback_ids: Collection[int]) -> list[CallbackAction]:
    """Return what was done about these debts, oldest first."""
    query = (
        sa.select(CallbackAction)
        .where(CallbackAction.callback_id.in_(callback_ids))
        .order_by(CallbackAction.at, CallbackAction.id)
    )
    return list(session.scalars(query))


def is_known(session: Session, key: str) -> bool:
    """Say whether something was told before."""
    query = sa.select(CallbackAction.id).where(CallbackAction.key == key)
    return session.scalar(query) is not None


def postponements(session: Session, callback_ids: Collection[int]) -> dict[int, CallbackAction]:
    """Return for each of these debts when its citizen last asked to be called, where they did."""
    query = (
        sa.select(CallbackAction)
        .where(CallbackAction.callback_id.in_(callback_ids), CallbackAction.did == Did.POSTPONED)
        .order_by(CallbackAction.at, CallbackAction.id)
    )
    return {action.callback_id: action for action in session.scalars(query)}
