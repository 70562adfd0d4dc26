"""How many callers wait to be called back, counted by branch."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.words import CallbackState
from models.callbacks import Callback


@dataclass(frozen=True, slots=True)
class Owed:
    """The open debts of one branch, and those of them whose time is over."""

    open: int
    overdue: int


def owed_by_branch(session: Session, now: datetime) -> dict[str, Owed]:
    """Return the open debts of each branch that has any."""
    overdue = sa.func.sum(sa.case((Callback.due_at < now, 1), else_=0))
    query = (
        sa.select(Callback.branch, sa.func.count(), overdue)
        .where(Callback.state == CallbackState.OPEN)
        .group_by(Callback.branch)
    )
    return {branch: Owed(count, int(late)) for branch, count, late in session.execute(query)}
