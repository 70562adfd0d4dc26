"""Deletes what is simply old: notes, notices, line checks, the audit, sessions that are over."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ivr.flow.words import CallbackState, Channel
from models.audit import AuditRow
from models.base import Base
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.guarding.blocks import BlockRow
from models.line_checks import LineCheck
from models.notices import NoticeRow
from models.privacy.holds import held
from models.users.sessions import KeptFormRow, SessionRow
from models.users.tries import TriesRow
from privacy.turns import Taken, Turn


def notes(turn: Turn) -> Taken:
    """Empty the next notes that officers wrote about callbacks which are settled and not held."""
    kept = held(turn.session)
    after = turn.after[1] if turn.after else 0
    query = (
        sa.select(CallbackAction)
        .join(Callback, Callback.id == CallbackAction.callback_id)
        .where(
            CallbackAction.id > after,
            CallbackAction.note != "",
            CallbackAction.channel != Channel.AUTO,
            CallbackAction.at < turn.before,
            Callback.state == CallbackState.CLOSED,
            Callback.caller_number.not_in(kept.numbers),
        )
        .order_by(CallbackAction.id)
        .limit(turn.at_once)
    )
    rows = list(turn.session.scalars(query))
    for row in rows:
        row.note = ""
    turn.session.flush()
    return Taken(len(rows), (None, rows[-1].id) if len(rows) == turn.at_once else None)


def notices(turn: Turn) -> Taken:
    """Delete the next notices that were sent, or given up, long ago."""
    is_over = NoticeRow.next_try_at.is_(None)
    return _delete(turn, NoticeRow, NoticeRow.raised_at < turn.before, is_over)


def checks(turn: Turn) -> Taken:
    """Delete the next line checks that were graded long ago."""
    is_old = LineCheck.placed_at < turn.before
    return _delete(turn, LineCheck, is_old, LineCheck.grade.is_not(None))


def audit(turn: Turn) -> Taken:
    """Delete the next entries of the audit."""
    return _delete(turn, AuditRow, AuditRow.at < turn.before)


def sessions(turn: Turn) -> Taken:
    """Delete the next sessions, kept forms and blocks that are over, and failures at the door."""
    taken = [
        _delete(turn, SessionRow, SessionRow.ends_at < turn.before),
        _delete(turn, KeptFormRow, KeptFormRow.ends_at < turn.before),
        _delete(turn, TriesRow, TriesRow.last_failed_at < turn.before),
        _delete(turn, BlockRow, BlockRow.until < turn.before),
    ]
    more = any(each.after for each in taken)
    return Taken(sum(each.count for each in taken), (None, 0) if more else None)


def _delete(turn: Turn, table: type[Base], *where: sa.ColumnElement[bool]) -> Taken:
    id: Any = table.__table__.c.id
    found: Sequence[int] = turn.session.scalars(
        sa.select(id).where(*where).order_by(id).limit(turn.at_once)
    ).all()
    turn.session.execute(sa.delete(table).where(id.in_(found)))
    return Taken(len(found), (None, 0) if len(found) == turn.at_once else None)
