"""What a page of missed callers shows beside each: whom they rang, what they left, the last try."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.words import Did, LegOutcome, MessageState
from models.callback_actions import CallbackAction
from models.calls import Call
from models.lists.calls import Rung, rung_by_call
from models.lists.missed import MissedCaller
from models.messages import Message


@dataclass(frozen=True, slots=True)
class LeftMessage:
    """The last message that a caller left; `seconds` is None until the carrier told."""

    recording_sid: str
    seconds: int | None
    state: MessageState


@dataclass(frozen=True, slots=True)
class Tried:
    """The last time that somebody tried to call back, and how the citizen's phone answered."""

    at: datetime
    actor: str
    leg: LegOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedDetails:
    """What belongs to one missed caller; `call_sid` and `rung` are of the last call."""

    call_sid: str
    called_at: datetime
    wait_s: int
    rung: tuple[Rung, ...]
    message: LeftMessage | None
    tried: Tried | None


def details(session: Session, callers: Sequence[MissedCaller]) -> dict[int, MissedDetails]:
    """Return the details of each caller of a page, by the caller's id: four queries for all."""
    calls = _calls(session, [caller.last_call_id for caller in callers])
    rung = rung_by_call(session, list(calls))
    messages = _messages(session, callers)
    tried = _tried(session, [caller.id for caller in callers])
    return {
        caller.id: MissedDetails(
            call_sid=calls[caller.last_call_id].sid,
            called_at=calls[caller.last_call_id].started_at,
            wait_s=calls[caller.last_call_id].wait_s,
            rung=rung.get(caller.last_call_id, ()),
            message=messages.get(caller.id) or messages.get(caller.moved_from_id or 0),
            tried=tried.get(caller.id),
        )
        for caller in callers
    }


def _calls(session: Session, ids: Sequence[int]) -> dict[int, sa.Row[int, str, datetime, int]]:
    query = sa.select(Call.id, Call.sid, Call.started_at, Call.wait_s).where(Call.id.in_(ids))
    return {row.id: row for row in session.execute(query)}


def _messages(session: Session, callers: Sequence[MissedCaller]) -> dict[int, LeftMessage]:
    """Return the last message of each debt, also of those that they were moved from."""
    left = [caller for caller in callers if caller.message_s]
    ids = {caller.id for caller in left} | {caller.moved_from_id or 0 for caller in left}
    query = (
        sa.select(Call.callback_id, Message.recording_sid, Message.seconds, Message.state)
        .join(Message, Message.call_id == Call.id)
        .where(Call.callback_id.in_(sorted(ids)), Message.is_kept)
        .order_by(Message.recorded_at, Message.id)
    )
    rows = session.execute(query) if ids else ()
    return {row.callback_id: LeftMessage(*row[1:]) for row in rows}


def _tried(session: Session, ids: Sequence[int]) -> dict[int, Tried]:
    query = (
        sa.select(CallbackAction.callback_id, CallbackAction.at)
        .add_columns(CallbackAction.actor, CallbackAction.leg)
        .where(CallbackAction.callback_id.in_(ids), CallbackAction.did == Did.TRIED)
        .order_by(CallbackAction.at, CallbackAction.id)
    )
    return {row.callback_id: Tried(*row[1:]) for row in session.execute(query)}
