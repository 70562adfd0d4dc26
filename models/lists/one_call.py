"""One call with everything that belongs to it: the page that serves as evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.words import (
    CallbackOutcome,
    CallResult,
    Channel,
    Did,
    EventKind,
    LegOutcome,
    MessageState,
    OfficerCallKind,
)
from models.call_results import CallResultRow
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.events import EventRow
from models.legs import Leg
from models.lists import missed
from models.lists.calls import COLUMNS, CallLine, lines_of
from models.lists.missed import MissedCaller, caller_of
from models.messages import Message
from models.officer_calls import OfficerCall

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegDetail:
    """One ring attempt; `outcome` is None while it goes on."""

    attempt: int
    round: int
    officer_id: str
    officer_number: str
    sid: str
    started_at: datetime
    picked_up_at: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    outcome: LegOutcome | None
    talk_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDetail:
    """One recording; `is_kept` marks the one that is the caller's message."""

    recording_sid: str
    seconds: int | None
    recorded_at: datetime
    is_kept: bool
    state: MessageState
    path: str | None
    sha256: str | None
    stored_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetail:
    """One fact, in our words and as the carrier sent it; `told_at`: when it was taken in."""

    id: int
    key: str
    kind: EventKind
    at: datetime
    facts: Mapping[str, Any]
    raw: Mapping[str, Any]
    told_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDetail:
    """One thing that was done about the callback that this call is owed."""

    did: Did
    at: datetime
    actor: str
    channel: Channel
    leg: LegOutcome | None
    talk_s: int | None
    until: datetime | None
    outcome: CallbackOutcome | None
    to_branch: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDetail:
    """What the officer said came of the talk."""

    result: CallResult
    at: datetime
    officer: str
    channel: Channel
    to_branch: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerCallDetail:
    """One call of ours to an officer, about this call or about the callback it is owed."""

    kind: OfficerCallKind
    officer: str
    placed_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: LegOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneCall:
    """A call, and all that is known of it, each in the order of time."""

    line: CallLine
    called_number: str
    chosen_at: datetime | None
    due_at: datetime | None
    legs: tuple[LegDetail, ...]
    messages: tuple[MessageDetail, ...]
    events: tuple[EventDetail, ...]
    callback: MissedCaller | None
    actions: tuple[ActionDetail, ...]
    result: ResultDetail | None
    officer_calls: tuple[OfficerCallDetail, ...]


def one_call(session: Session, sid: str, *, now: datetime) -> OneCall | None:
    """Return a call by the carrier's id, or None where there is none."""
    query = sa.select(*COLUMNS, Call.called_number, Call.chosen_at, Call.due_at)
    row = session.execute(query.where(Call.sid == sid)).first()
    if row is None:
        return None
    (line,) = lines_of(session, [row[: len(COLUMNS)]])
    look = _Look(session)
    about = OfficerCall.about_sid == sid
    callback = None
    actions: tuple[ActionDetail, ...] = ()
    if line.callback_id is not None:
        callback = _callback(session, line.callback_id, now)
        own = CallbackAction.callback_id == line.callback_id
        actions = look.all(ActionDetail, CallbackAction, own, CallbackAction.at)
        about = about | (OfficerCall.callback_id == line.callback_id)
    results = look.all(ResultDetail, CallResultRow, CallResultRow.call_sid == sid, CallResultRow.at)
    return OneCall(
        line=line,
        called_number=row.called_number,
        chosen_at=row.chosen_at,
        due_at=row.due_at,
        legs=look.all(LegDetail, Leg, Leg.call_id == line.id, Leg.attempt),
        messages=look.all(MessageDetail, Message, Message.call_id == line.id, Message.recorded_at),
        events=look.all(EventDetail, EventRow, EventRow.call_sid == sid, EventRow.at),
        callback=callback,
        actions=actions,
        result=results[0] if results else None,
        officer_calls=look.all(OfficerCallDetail, OfficerCall, about, OfficerCall.placed_at),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """Reads a table's rows into values of the same names: only the columns that they have."""

    session: Session

    def all(
        self, kind: type[T], table: Any, where: sa.ColumnElement[bool], by: Any
    ) -> tuple[T, ...]:
        """Return the values of the rows, by time."""
        names = list(kind.__dataclass_fields__)  # type: ignore[attr-defined]
        columns = [getattr(table, name) for name in names]
        query = sa.select(*columns).where(where).order_by(by, table.id)
        return tuple(
            kind(**dict(zip(names, row, strict=True))) for row in self.session.execute(query)
        )


def _callback(session: Session, id: int, now: datetime) -> MissedCaller | None:
    query = sa.select(*missed.COLUMNS).where(Callback.id == id)
    row = session.execute(query).mappings().first()
    return caller_of(row, now) if row else None
