"""What callers were owed, read from the rows of callbacks."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.measures.callbacks import Owed
from ivr.flow.measures.report import Period
from ivr.flow.words import SPOKEN, CallbackOutcome, CallbackState, Did
from models.callback_actions import CallbackAction
from models.callbacks import Callback

Debts = Mapping[tuple[str, str], list[Any]]  # the rows of a caller and a branch


def owed(session: Session, period: Period) -> Iterator[Owed]:
    """Yield what was due in a period, or owed to somebody who was missed while people are followed.

    What was withdrawn was never owed.
    """
    debts: dict[tuple[str, str], list[Any]] = {}
    for row in session.execute(_query(period)):
        debts.setdefault((row.caller_number, row.branch), []).append(row)
    for rows in debts.values():
        yield from (_owed(row, debts) for row in rows)


def overdue(session: Session, now: datetime) -> dict[str, int]:
    """Return how many callbacks of each branch are open past their time."""
    query = (
        sa.select(Callback.branch, sa.func.count().label("number"))
        .where(Callback.state == CallbackState.OPEN, Callback.due_at < now)
        .group_by(Callback.branch)
    )
    return {row.branch: row.number for row in session.execute(query)}


def _query(period: Period) -> sa.Select[Any]:
    is_due = (Callback.due_at >= period.since) & (Callback.due_at < period.until)
    is_missed = (Callback.last_missed_at >= period.followed_since) & (
        Callback.last_missed_at < period.followed_until
    )
    moving = (
        (CallbackAction.callback_id == Callback.id)
        & (CallbackAction.did == Did.MOVED)
        & (CallbackAction.at == Callback.closed_at)
    )
    return (
        sa.select(Callback.caller_number, Callback.branch, Callback.state, Callback.outcome)
        .add_columns(Callback.last_missed_at, Callback.due_at, Callback.closed_at)
        .add_columns(Callback.reached_at, CallbackAction.to_branch)
        .outerjoin(CallbackAction, moving)
        .where(is_due | is_missed)
        .where(Callback.outcome.is_distinct_from(CallbackOutcome.WITHDRAWN))
        .order_by(Callback.id)
    )


def _owed(row: Any, debts: Debts) -> Owed:
    moved = row.outcome is CallbackOutcome.MOVED
    return Owed(
        caller=row.caller_number,
        branch=row.branch,
        last_missed_at=row.last_missed_at,
        due_at=row.due_at,
        reached_at=_reached_at(row, debts),
        self_reached=row.outcome is CallbackOutcome.SELF_REACHED,
        given_up=row.state is CallbackState.CLOSED and row.outcome not in SPOKEN and not moved,
        moved=moved,
    )


def _reached_at(row: Any, debts: Debts) -> datetime | None:
    """Return when somebody spoke to the citizen: of a debt that was moved, for whom it went to.

    There it stands by itself, or as part of what that branch owed the caller already.
    """
    if row.outcome in SPOKEN:
        return row.reached_at or row.closed_at  # type: ignore[no-any-return]
    if row.outcome is not CallbackOutcome.MOVED:
        return None
    there = debts.get((row.caller_number, row.to_branch), [])
    later = [debt for debt in there if debt.closed_at is None or debt.closed_at > row.closed_at]
    return _reached_at(later[0], debts) if later else None
