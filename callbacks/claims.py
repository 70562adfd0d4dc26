"""Whose turn it is: what an officer is to call back next, and that nobody else does meanwhile.

A claim lasts half an hour, then anybody may take it. It is one conditional UPDATE, so of two
officers who press the same key at once one gets it, on every engine.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ivr.flow.callbacks.deeds import OwedCall
from ivr.flow.words import CallbackState, Channel, Did, MessageState
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.lists.beside import beside
from models.messages import Message

LEASE = timedelta(minutes=30)
INSISTENT = 3  # misses, from which on somebody is called before others
_HEARD = (MessageState.WAITING, MessageState.STORED)
_MOVES = 20  # as far as a debt is followed back to where it came from


def next_owed(  # noqa: PLR0913 - each narrows down what is asked for
    session: Session,
    *,
    officer: str,
    branches: Collection[str],
    now: datetime,
    skip: Collection[int] = (),
    mine: bool = False,
) -> OwedCall | None:
    """Return what an officer of these branches should call back next, or None.

    Overdue ones first, then who was missed three times, then who left a message, then by deadline.
    What another officer has claimed, or what is to be tried later, is left out; with `mine` all
    but what this officer has claimed.
    """
    is_free = _is_free(now)
    is_mine = ~is_free & (Callback.claimed_by == officer)
    query = (
        sa.select(Callback)
        .where(
            Callback.state == CallbackState.OPEN,
            beside(Callback.branch).in_(branches),
            Callback.next_try_at.is_(None) | (Callback.next_try_at <= now),
            Callback.id.not_in(skip),
            is_mine if mine else is_free | is_mine,
        )
        .order_by(
            sa.case((Callback.due_at < now, 0), else_=1),
            sa.case((Callback.misses >= INSISTENT, 0), else_=1),
            sa.case((_has_message(), 0), else_=1),
            Callback.due_at,
            Callback.id,
        )
        .limit(1)
    )
    row = session.scalar(query)
    return _owed(session, row) if row else None


def owed_call(session: Session, debt: int) -> OwedCall | None:
    """Return a debt as an officer is told of it, or None once it is closed."""
    row = session.get(Callback, debt)
    return _owed(session, row) if row and row.state is CallbackState.OPEN else None


def claim(session: Session, debt: int, officer: str, *, now: datetime, channel: Channel) -> bool:
    """Take a debt for one officer; return whether they have it.

    One that is theirs already is renewed. False where it is closed, or another officer's.
    """
    lease = sa.update(Callback).where(Callback.id == debt, Callback.state == CallbackState.OPEN)
    lease = lease.values(claimed_by=officer, claimed_until=now + LEASE)
    if _changes_one(session, lease.where(_is_free(now))):
        _note(
            session,
            CallbackAction(
                callback_id=debt, actor=officer, did=Did.CLAIMED, at=now, channel=channel
            ),
        )
        return True
    return _changes_one(session, lease.where(Callback.claimed_by == officer))


def release(session: Session, debt: int, officer: str, *, now: datetime, channel: Channel) -> bool:
    """Give a debt back; return whether it was this officer's."""
    back = (
        sa.update(Callback)
        .where(Callback.id == debt, Callback.claimed_by == officer)
        .values(claimed_by=None, claimed_until=None)
    )
    if not _changes_one(session, back):
        return False
    _note(
        session,
        CallbackAction(callback_id=debt, actor=officer, did=Did.RELEASED, at=now, channel=channel),
    )
    return True


def _is_free(now: datetime) -> sa.ColumnElement[bool]:
    """Say in SQL that nobody has a debt claimed.

    A lease that seems to run for longer than one does was given by a clock put back since.
    """
    until = Callback.claimed_until
    return until.is_(None) | (until <= now) | (until > now + LEASE)


def _changes_one(session: Session, statement: sa.Update) -> bool:
    result = session.execute(statement)
    return isinstance(result, sa.CursorResult) and result.rowcount == 1


def _note(session: Session, action: CallbackAction) -> None:
    """Write it down, numbered: the debt is locked by its update, so no number comes twice."""
    query = sa.select(sa.func.count()).select_from(CallbackAction)
    query = query.where(
        CallbackAction.callback_id == action.callback_id, CallbackAction.did == action.did
    )
    action.key = f"{action.did}:{action.callback_id}:{session.scalar(query)}"
    session.add(action)
    session.flush()


def _has_message() -> sa.ColumnElement[bool]:
    """Say in SQL whether the caller left a message, here or where the debt was moved from."""
    of_debt = (Call.callback_id == Callback.id) | (Call.callback_id == Callback.moved_from_id)
    query = sa.select(Message.id).join(Call, Call.id == Message.call_id)
    return query.where(of_debt, Message.is_kept, Message.state.in_(_HEARD)).exists()


def _owed(session: Session, row: Callback) -> OwedCall:
    return OwedCall(
        id=row.id,
        branch=row.branch,
        number=row.caller_number,
        misses=row.misses,
        last_missed_at=row.last_missed_at,
        due_at=row.due_at,
        tries=row.tries,
        message_sid=_message(session, row),
    )


def _message(session: Session, row: Callback) -> str | None:
    """Return the latest message of a debt's calls, also of those before it was moved."""
    origin = (
        sa.select(Callback.id, Callback.moved_from_id, sa.literal(0).label("moves"))
        .where(Callback.id == row.id)
        .cte("origin", recursive=True)
    )
    before = aliased(Callback)
    earlier = sa.select(before.id, before.moved_from_id, origin.c.moves + 1)
    earlier = earlier.where(before.id == origin.c.moved_from_id, origin.c.moves < _MOVES)
    debts = origin.union_all(earlier)
    query = (
        sa.select(Message.recording_sid)
        .join(Call, Call.id == Message.call_id)
        .where(
            Call.callback_id.in_(sa.select(debts.c.id)),
            Message.is_kept,
            Message.state.in_(_HEARD),
        )
        .order_by(Message.recorded_at.desc(), Message.id.desc())
        .limit(1)
    )
    return session.scalar(query)
