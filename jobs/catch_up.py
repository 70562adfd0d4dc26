"""Catches up with rows that an older release wrote: the roll-up and the lists need more of them.

So a migration adds columns and is done; the rows are filled in here, some at a time, while calls go
on. In a database that is up to date it finds nothing to do.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models import callbacks
from models.call_hours import Moves, summary
from models.callbacks import NOT_DESCRIBED, Callback
from models.calls import Call
from models.numbers import backwards
from models.session import Database

AT_ONCE = 200


def run(database: Database, *, at_once: int = AT_ONCE) -> int:
    """Bring some rows up to date; return how many there were."""
    with database.transaction() as session:
        return _count_calls(session, at_once) or _describe_debts(session, at_once)


def _count_calls(session: Session, limit: int) -> int:
    """Add calls to the roll-up that are not in it."""
    query = (
        sa.select(Call)
        .where(sa.text("NOT is_counted"))  # as the index has it, on both engines
        .options(selectinload(Call.legs))
        .order_by(Call.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = list(session.scalars(query))
    moves = Moves()
    for call in found:
        call.number_reversed = backwards(call.callback_number or call.caller_number)
        call.is_counted = True
        moves.move(None, summary(call))
    session.flush()
    moves.write(session)
    return len(found)


def _describe_debts(session: Session, limit: int) -> int:
    """Fill in what lists show of debts."""
    query = (
        sa.select(Callback)
        .where(NOT_DESCRIBED)  # as the index has it
        .order_by(Callback.last_missed_at, Callback.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = list(session.scalars(query))
    last = _calls(session, [row.last_call_id for row in found])
    messages = _messages(session, [row.id for row in found])
    rung = callbacks.rung_by_call(session, list(last))
    for row in found:
        call = last[row.last_call_id]
        message_s = messages.get(row.id, call.message_s)
        callbacks.describe(row, call, message_s, rung.get(call.id, ()))
    return len(found)


def _calls(session: Session, ids: Sequence[int]) -> dict[int, Call]:
    return {call.id: call for call in session.scalars(sa.select(Call).where(Call.id.in_(ids)))}


def _messages(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """Return how long the last message of each debt's calls was."""
    query = (
        sa.select(Call.callback_id, Call.message_s)
        .where(Call.callback_id.in_(ids), Call.message_s > 0)
        .order_by(Call.started_at, Call.id)
    )
    return {row[0]: row[1] for row in session.execute(query) if row[0] is not None}
