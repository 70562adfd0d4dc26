"""Deletes the audio of old messages: first that it counts as deleted, then the file, then theirs.

So it may be killed anywhere: what counts as deleted can be heard no more, and whatever of it still
lies here or at the carrier is found by its row.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.carrier import Carrier, CarrierAway
from ivr.flow.words import CallbackState, MessageState
from ivr.storage import Storage
from models import messages
from models.callbacks import Callback
from models.calls import Call
from models.lists.wanted import SAMPLE_SID
from models.messages import Message
from models.privacy.holds import held
from models.session import Database
from privacy.turns import Taken, Turn

log = logging.getLogger(__name__)

AT_ONCE = 50


def step(turn: Turn) -> Taken:
    """Let the next old messages count as deleted; not those that somebody is owed a call for."""
    found = _next(turn)
    kept, waiting = held(turn.session), _owed(turn.session, [call for _, call in found])
    gone = [
        message
        for message, call in found
        if not kept.covers(call) and call.callback_number not in waiting
    ]
    mark_deleted(gone, turn.now)
    turn.session.flush()
    last = found[-1][0] if len(found) == turn.at_once else None
    return Taken(len(gone), (last.recorded_at, last.id) if last else None)


def _next(turn: Turn) -> list[tuple[Message, Call]]:
    query = (
        sa.select(Message, Call)
        .join(Call, Call.id == Message.call_id)
        .where(
            Message.deleted_at.is_(None),
            Message.recorded_at < turn.before,
            ~Call.sid.startswith(SAMPLE_SID),
        )
        .order_by(Message.recorded_at, Message.id)
        .limit(turn.at_once)
        .with_for_update(of=Message)
    )
    if turn.after is not None:
        at, id = turn.after
        later = (Message.recorded_at > at) | ((Message.recorded_at == at) & (Message.id > id))
        query = query.where(later, Message.recorded_at >= at)
    return [(row[0], row[1]) for row in turn.session.execute(query)]


def _owed(session: Session, calls: Iterable[Call]) -> set[str]:
    """Return which of these callers wait to be called back now."""
    numbers = {call.callback_number for call in calls if call.callback_number}
    query = sa.select(Callback.caller_number).where(
        Callback.caller_number.in_(numbers), Callback.state == CallbackState.OPEN
    )
    return set(session.scalars(query))


def mark_deleted(rows: Iterable[Message], now: datetime) -> None:
    """Let messages count as deleted: nobody can hear or fetch them from then on."""
    for row in rows:
        row.state, row.deleted_at, row.next_try_at = MessageState.DELETED, now, None


@dataclass(frozen=True)
class Remover:
    """What takes deleted audio away, here and at the carrier."""

    database: Database
    storage: Storage
    carrier: Carrier

    def run(self, *, now: datetime) -> int:
        """Take away what is left of deleted messages; return of how many all is gone now.

        Where the carrier is away it keeps theirs until the next time.
        """
        done, after = 0, 0
        while True:
            with self.database.reading() as session:
                rows = messages.left_behind(session, after=after, limit=AT_ONCE)
            if not rows:
                return done
            done += sum(self._remove(row, now) for row in rows)
            after = rows[-1].id

    def _remove(self, row: Message, now: datetime) -> bool:
        if row.path is not None and not self._is_shared(row.path):
            self.storage.delete(row.path)
        is_gone = row.deleted_at_carrier_at is not None or self._delete_there(row)
        with self.database.transaction() as session:
            found = session.get(Message, row.id, with_for_update=True)
            if found is None:
                return False
            if found.path == row.path:
                found.path = None
            if is_gone:
                found.deleted_at_carrier_at = found.deleted_at_carrier_at or now
        return is_gone

    def _is_shared(self, path: str) -> bool:
        """Say whether another message is in the same file, as made-up ones are."""
        query = sa.select(Message.id).where(Message.path == path, Message.deleted_at.is_(None))
        with self.database.reading() as session:
            return session.scalar(query.limit(1)) is not None

    def _delete_there(self, row: Message) -> bool:
        try:
            self.carrier.delete_recording(row.recording_sid)
        except CarrierAway as error:
            fields = {"message_id": row.id, "error": str(error)}
            log.warning("message not deleted at the carrier", extra=fields)
            return False
        return True
