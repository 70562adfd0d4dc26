"""The callbacks that were due in a period, counted by branch as an index has them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.words import SPOKEN, CallbackOutcome, CallbackState
from models.callbacks import NOT_WORKED, Callback

_AT = sa.func.coalesce(Callback.reached_at, Callback.closed_at)
_IS_REACHED = sa.and_(Callback.outcome.in_(sorted(SPOKEN)), _AT.is_not(None))
_IS_ON_TIME = sa.and_(_IS_REACHED, Callback.due_at >= _AT)
_IS_SELF = Callback.outcome == CallbackOutcome.SELF_REACHED
_IS_GIVEN_UP = sa.and_(
    Callback.state == CallbackState.CLOSED,
    sa.or_(Callback.outcome.is_(None), Callback.outcome.not_in(sorted(SPOKEN))),
)


@dataclass(slots=True)
class Due:
    """What was due of one branch; `worked_s` is how often officers took how long to get through."""

    due: int = 0
    reached: int = 0
    on_time: int = 0
    by_caller: int = 0
    given_up: int = 0
    worked_s: Counter[int] = field(default_factory=Counter)


def due_by_branch(
    session: Session, since: datetime, until: datetime, branches: frozenset[str] | None
) -> dict[str, Due]:
    """Return what was due in `[since, until)`; what was withdrawn was never owed.

    What was moved to another branch is owed there.
    """
    elsewhere = [CallbackOutcome.WITHDRAWN, CallbackOutcome.MOVED]
    within = [Callback.due_at >= since, Callback.due_at < until]
    within.append(sa.or_(Callback.outcome.is_(None), Callback.outcome.not_in(elsewhere)))
    if branches is not None:
        within.append(Callback.branch.in_(sorted(branches)))
    counts = (sa.func.count(), *map(_number, (_IS_REACHED, _IS_ON_TIME)))
    counts += (_number(sa.and_(_IS_ON_TIME, _IS_SELF)), _number(_IS_GIVEN_UP))
    query = sa.select(Callback.branch, *counts).where(*within).group_by(Callback.branch)
    found = {branch: Due(*numbers) for branch, *numbers in session.execute(query)}
    took = sa.select(Callback.branch, Callback.worked_s).where(
        *within, Callback.worked_s.is_not(None)
    )
    for branch, worked_s in session.execute(took):
        found[branch].worked_s[worked_s or 0] += 1
    return found


def is_worked(session: Session, since: datetime, until: datetime) -> bool:
    """Say whether it is known of every callback of a period how long it took."""
    query = sa.select(Callback.id).where(
        NOT_WORKED, Callback.due_at >= since, Callback.due_at < until
    )
    return session.scalar(query.limit(1)) is None


def _number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.sum(sa.case((condition, 1), else_=0)), sa.Integer())
