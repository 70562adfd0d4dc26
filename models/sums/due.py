"""The callbacks that were due in a period, counted by branch as an index has them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.words import SPOKEN, CallbackOutcome, CallbackState
from models.callbacks import NOT_WORKED, Callback


class Stands(IntEnum):
    """What came of a callback that was due: each is one of these."""

    OPEN = 0
    ON_TIME = 1
    BY_CALLER = 2  # on time too
    LATE = 3
    GIVEN_UP = 4


_ROWS: Any = Callback.__table__.c  # thousands, in each of which the mapper would look for objects
_AT = sa.func.coalesce(_ROWS.reached_at, _ROWS.closed_at)
_IS_SPOKEN = _ROWS.outcome.in_(sorted(SPOKEN))
_IS_SELF = _ROWS.outcome == CallbackOutcome.SELF_REACHED


def _word(stands: Stands) -> sa.ColumnElement[int]:
    return sa.literal_column(str(stands.value), sa.Integer())


_WHEN = sa.case(
    (_ROWS.due_at < _AT, _word(Stands.LATE)),
    (_IS_SELF, _word(Stands.BY_CALLER)),
    else_=_word(Stands.ON_TIME),
)
_IS_GIVEN_UP = (_ROWS.state == CallbackState.CLOSED) & ~sa.func.coalesce(_IS_SPOKEN, sa.false())
_STANDS = sa.case(
    (_IS_SPOKEN & _AT.is_not(None), _WHEN),
    (_IS_GIVEN_UP, _word(Stands.GIVEN_UP)),
    else_=_word(Stands.OPEN),
)


@dataclass(slots=True)
class Due:
    """What was due of one branch; `worked_s`: how long officers took to get through, each time."""

    stands: Counter[int] = field(default_factory=Counter)
    worked_s: list[int] = field(default_factory=list)


def due_by_branch(
    session: Session, since: datetime, until: datetime, branches: frozenset[str] | None
) -> dict[str, Due]:
    """Return what was due in `[since, until)`; what was withdrawn was never owed.

    What was moved to another branch is owed there.
    """
    elsewhere = [CallbackOutcome.WITHDRAWN, CallbackOutcome.MOVED]
    query = sa.select(_ROWS.branch, _STANDS, _ROWS.worked_s).where(
        _ROWS.due_at >= since,
        _ROWS.due_at < until,
        sa.or_(_ROWS.outcome.is_(None), _ROWS.outcome.not_in(elsewhere)),
    )
    if branches is not None:
        query = query.where(_ROWS.branch.in_(sorted(branches)))
    # Thousands of rows: taken all at once, and counted by what was made to count.
    found: dict[str, tuple[list[int], list[int]]] = {}
    for branch, stands, worked_s in session.execute(query).all():
        own = found.get(branch)
        if own is None:
            own = found[branch] = ([], [])
        own[0].append(stands)
        if worked_s is not None:
            own[1].append(worked_s)
    return {branch: Due(Counter(stood), took) for branch, (stood, took) in found.items()}


def is_worked(session: Session, since: datetime, until: datetime) -> bool:
    """Say whether it is known of every callback of a period how long it took."""
    query = sa.select(Callback.id).where(
        NOT_WORKED, Callback.due_at >= since, Callback.due_at < until
    )
    return session.scalar(query.limit(1)) is None
