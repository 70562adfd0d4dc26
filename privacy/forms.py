"""Drops the carrier's forms from old events, all but their bones: our own facts tell the story."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.events import EventRow
from models.privacy.holds import held_sids
from privacy.scrubbing import reduced
from privacy.turns import Taken, Turn


def step(turn: Turn) -> Taken:
    """Reduce the next forms, in the order in which events were appended.

    What is not old enough yet ends the turn: the next one begins there, so no event is looked at
    twice, and none needs an index of its own.
    """
    rows = _next(turn)
    due = [row for row in rows if row.at < turn.before]
    if len(due) < len(rows):
        due = rows[: next(n for n, row in enumerate(rows) if row.at >= turn.before)]
    kept = held_sids(turn.session)
    count = 0
    for row in due:
        if row.call_sid not in kept and (form := reduced(row.raw)) != row.raw:
            row.raw = form
            count += 1
    turn.session.flush()
    is_last = len(due) < turn.at_once
    last = due[-1].id if due else _mark(turn)
    return Taken(count, None if is_last else (None, last), mark=last)


def _next(turn: Turn) -> list[EventRow]:
    query = sa.select(EventRow).where(EventRow.id > _mark(turn)).order_by(EventRow.id)
    return list(turn.session.scalars(query.limit(turn.at_once)))


def _mark(turn: Turn) -> int:
    return turn.after[1] if turn.after else 0


def waiting(session: Session, mark: int, before: datetime) -> int:
    """Return how many events behind a mark are older than a moment."""
    query = sa.select(sa.func.count()).where(EventRow.id > mark, EventRow.at < before)
    return session.scalar(query) or 0
