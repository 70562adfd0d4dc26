"""What we wrote down, read once the day is over, as plain values."""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from ivr.flow.words import CallbackState, MessageState
from ivr.storage import Storage
from models.callbacks import Callback
from models.calls import Call
from models.events import EventRow
from models.messages import Message
from models.session import Database


@dataclass(frozen=True, slots=True)
class BookedCall:
    """One row of a call."""

    sid: str
    verdict: str | None
    cause: str | None
    branch: str


@dataclass(frozen=True, slots=True)
class BookedAudio:
    """One message that is stored, with its bytes."""

    call_sid: str
    sid: str
    audio: bytes


@dataclass(frozen=True, slots=True)
class Books:
    """Everything the judge is to be shown."""

    calls: dict[str, list[BookedCall]]
    debts: Counter[tuple[str, str]]
    audio: list[BookedAudio]
    untold: int


def read(database: Database, storage: Storage) -> Books:
    """Return what stands in the books."""
    calls: dict[str, list[BookedCall]] = {}
    with database.reading() as session:
        for row in session.scalars(sa.select(Call)):
            booked = BookedCall(row.sid, row.verdict, row.cause, row.branch)
            calls.setdefault(row.sid, []).append(booked)
        open_debts = sa.select(Callback).where(Callback.state == CallbackState.OPEN)
        debts = Counter((d.caller_number, d.branch) for d in session.scalars(open_debts))
        kept = sa.select(Message, Call.sid).join(Call).where(Message.state == MessageState.STORED)
        stored = [
            (message.recording_sid, sid, message.path) for message, sid in session.execute(kept)
        ]
        untold = sa.select(sa.func.count()).where(EventRow.told_at.is_(None))
        waiting = session.scalar(untold) or 0
    audio = []
    for recording_sid, call_sid, path in stored:
        with storage.open(path or "") as file:
            audio.append(BookedAudio(call_sid, recording_sid, file.read()))
    return Books(calls, debts, audio, waiting)
