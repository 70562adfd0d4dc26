"""Callbacks: what missed callers are owed, one open row per caller and branch."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import CallbackOutcome, CallbackState
from models.base import Base


class Callback(Base):
    """One debt to one caller, from the first miss to what closed it; `last_call_id` is the last.

    `reopened` says that the caller had been owed one before and was missed again. While
    `claimed_until` is ahead nobody but `claimed_by` calls back. `tries` is how often the citizen
    was dialled in vain, and `next_try_at` when that is to be done again; None: at once.
    `moved_from_id` is the debt of another branch that this one goes on from.
    """

    __tablename__ = "callbacks"
    __table_args__ = (
        sa.Index(
            "uq_callbacks_one_open",
            "caller_number",
            "branch",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.Index("ix_callbacks_caller_number_branch", "caller_number", "branch"),
        sa.Index("ix_callbacks_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    caller_number: Mapped[str]
    branch: Mapped[str]
    state: Mapped[CallbackState]
    misses: Mapped[int]
    first_missed_at: Mapped[datetime]
    last_missed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    reopened: Mapped[bool]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[CallbackOutcome | None]
    last_call_id: Mapped[int] = mapped_column(sa.ForeignKey("calls.id"))
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    last_try_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    reached_at: Mapped[datetime | None]
    reached_by: Mapped[str | None]
    moved_from_id: Mapped[int | None]


def of_caller(session: Session, caller_number: str, branch: str) -> list[Callback]:
    """Return the debts to one caller of one branch, oldest first, locked."""
    query = (
        sa.select(Callback)
        .where(Callback.caller_number == caller_number, Callback.branch == branch)
        .order_by(Callback.first_missed_at, Callback.id)
        .with_for_update()
    )
    return list(session.scalars(query))


def list_missed(
    session: Session, *, since: datetime, until: datetime, branch: str | None, limit: int
) -> list[Callback]:
    """Return the debts last missed in `[since, until)`: the open ones first, by their deadline."""
    query = (
        sa.select(Callback)
        .where(Callback.last_missed_at >= since, Callback.last_missed_at < until)
        .order_by(Callback.state.desc(), Callback.due_at, Callback.id)
        .limit(limit)
    )
    if branch is not None:
        query = query.where(Callback.branch == branch)
    return list(session.scalars(query))
