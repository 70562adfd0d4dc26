"""The work list: callers who were missed, one row for each caller and branch.

By time it is the callers last missed first. By priority it is what must be done first: the overdue,
then who was missed again and again, then who left a message, then the others, each by deadline;
behind them whoever needs nothing any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.words import CallbackOutcome, CallbackState, Cause, Verdict
from models.callbacks import Callback
from models.lists.paging import MOST_COUNTED, Page, Place, Total, cut, place
from models.lists.stretches import REPEATED, MissedFilter, Order, Priority, stretches
from models.lists.wanted import Origin, origin_of_number


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedCaller:
    """One caller whom a branch missed, and what is being done about it.

    `claimed_by` is None once the claim has run out. `verdict` and `cause` are those of the last
    call, None where that is not known yet.
    """

    id: int
    caller_number: str
    branch: str
    state: CallbackState
    outcome: CallbackOutcome | None
    misses: int
    reopened: bool
    first_missed_at: datetime
    last_missed_at: datetime
    due_at: datetime
    closed_at: datetime | None
    claimed_by: str | None
    claimed_until: datetime | None
    tries: int
    last_try_at: datetime | None
    next_try_at: datetime | None
    reached_at: datetime | None
    reached_by: str | None
    moved_from_id: int | None
    last_call_id: int
    verdict: Verdict | None
    cause: Cause | None
    message_s: int
    is_overdue: bool
    priority: Priority

    @property
    def origin(self) -> Origin:
        """Where the caller came from."""
        return origin_of_number(self.caller_number)


COLUMNS = (
    *(Callback.id, Callback.caller_number, Callback.branch, Callback.state, Callback.outcome),
    *(Callback.misses, Callback.reopened, Callback.first_missed_at, Callback.last_missed_at),
    *(Callback.due_at, Callback.closed_at, Callback.claimed_by, Callback.claimed_until),
    *(Callback.tries, Callback.last_try_at, Callback.next_try_at, Callback.reached_at),
    *(Callback.reached_by, Callback.moved_from_id, Callback.last_call_id, Callback.message_s),
    *(Callback.last_verdict.label("verdict"), Callback.last_cause.label("cause")),
)


def list_missed(
    session: Session,
    wanted: MissedFilter,
    *,
    now: datetime,
    after: str | None = None,
    limit: int = 50,
) -> Page[MissedCaller]:
    """Return a page of the missed callers who are wanted; `after` is the last page's `next`.

    Raises BadCursor where `after` is no token of a list in this order.
    """
    begin = place(after, wanted.order.value) if after else None
    callers: list[MissedCaller] = []
    places: list[Place] = []
    for stretch in stretches(wanted, now):
        if begin and stretch.priority < begin.part:
            continue
        from_here = begin if begin and stretch.priority == begin.part else None
        query = stretch.query(COLUMNS, from_here, limit + 1 - len(callers))
        for row in session.execute(query).mappings():
            at = row[stretch.by.key]
            places.append(Place(wanted.order.value, at, row["id"], stretch.priority))
            callers.append(caller_of(row, now))
        if len(callers) > limit:
            break
    return cut(callers, places, limit)


def count_missed(
    session: Session, wanted: MissedFilter, *, now: datetime, most: int = MOST_COUNTED
) -> Total:
    """Return how many missed callers are wanted, counted up to `most`."""
    count = 0
    for stretch in stretches(replace(wanted, order=Order.TIME), now):  # one, or none
        found = stretch.query((Callback.id, Callback.last_missed_at), None, most + 1).subquery()
        count += session.scalar(sa.select(sa.func.count()).select_from(found)) or 0
    return Total.of(count, most)


def caller_of(row: Mapping[Any, Any], now: datetime) -> MissedCaller:
    """Return the caller of a row of `COLUMNS`; a claim that has run out is none."""
    values = dict(row)
    if row["claimed_until"] is None or row["claimed_until"] <= now:
        values |= {"claimed_by": None, "claimed_until": None}
    is_overdue = row["state"] is CallbackState.OPEN and row["due_at"] < now
    return MissedCaller(**values, is_overdue=is_overdue, priority=_priority(row, now))


def _priority(row: Mapping[Any, Any], now: datetime) -> Priority:
    if row["state"] is CallbackState.CLOSED:
        return Priority.CLOSED
    if row["due_at"] < now:
        return Priority.OVERDUE
    if row["misses"] >= REPEATED:
        return Priority.REPEATED
    return Priority.MESSAGE if row["message_s"] else Priority.OTHER
