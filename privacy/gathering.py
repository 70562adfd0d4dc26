"""Gathers what is kept of one number, as its owner may see it: no one else's number is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models import callback_actions
from models.call_results import CallResultRow
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.events import EventRow
from models.messages import Message
from privacy.scrubbing import KEPT, core

Told = dict[str, Any]
OWN_FIELDS = ("From", "Caller")  # what the carrier says of the caller begins so


@dataclass(frozen=True, slots=True)
class Audio:
    """One message's file: its name in the archive, and its path in the storage."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that is kept of one number: as plain values, and the audio that goes with it."""

    number: str
    calls: tuple[Told, ...]
    callbacks: tuple[Told, ...]
    audio: tuple[Audio, ...]

    def plain(self, made_at: datetime) -> Told:
        """Return it for a file."""
        return {
            "number": self.number,
            "made_at": made_at.isoformat(),
            "calls": list(self.calls),
            "callbacks": list(self.callbacks),
        }


def gather(session: Session, number: str) -> Gathered:
    """Return all that is kept of a number, in E.164."""
    query = (
        sa.select(Call)
        .where((Call.callback_number == number) | (Call.caller_number == number))
        .options(selectinload(Call.legs), selectinload(Call.messages))
        .order_by(Call.started_at, Call.id)
    )
    calls = session.scalars(query).all()
    results = _results(session, [call.sid for call in calls])
    events = _events(session, [call.sid for call in calls])
    debts = session.scalars(
        sa.select(Callback).where(Callback.caller_number == number).order_by(Callback.id)
    ).all()
    actions = callback_actions.of_callbacks(session, [row.id for row in debts])
    audio = tuple(
        Audio(_file(message), message.path)
        for call in calls
        for message in call.messages
        if message.path and message.deleted_at is None
    )
    return Gathered(
        number,
        tuple(_call(c, number, results.get(c.sid), events.get(c.sid, [])) for c in calls),
        tuple(_debt(row, [a for a in actions if a.callback_id == row.id]) for row in debts),
        audio,
    )


def _results(session: Session, sids: Sequence[str]) -> dict[str, CallResultRow]:
    query = sa.select(CallResultRow).where(CallResultRow.call_sid.in_(sids))
    return {row.call_sid: row for row in session.scalars(query)}


def _events(session: Session, sids: Sequence[str]) -> dict[str, list[EventRow]]:
    query = sa.select(EventRow).where(EventRow.call_sid.in_(sids))
    found: dict[str, list[EventRow]] = {}
    for row in session.scalars(query.order_by(EventRow.at, EventRow.id)):
        found.setdefault(row.call_sid, []).append(row)
    return found


def _call(
    call: Call, number: str, result: CallResultRow | None, events: Sequence[EventRow]
) -> Told:
    return {
        "call": call.sid,
        "number_shown": call.caller_number if core(number) in call.caller_number else None,
        "number_to_call_back": number if call.callback_number == number else None,
        "called_number": call.called_number,
        "language": call.language.value,
        "branch": call.branch,
        "agency": call.lead,
        "started_at": call.started_at.isoformat(),
        "ended_at": _iso(call.ended_at),
        "verdict": call.verdict.value if call.verdict else None,
        "cause": call.cause.value if call.cause else None,
        "waited_s": call.wait_s,
        "talked_s": call.talk_s,
        "asked_to_be_called_back": call.callback_requested,
        "officers_rung": [
            {
                "at": leg.started_at.isoformat(),
                "outcome": leg.outcome.value if leg.outcome else None,
            }
            for leg in call.legs
        ],
        "messages": [_message(message) for message in call.messages],
        "result": result.result.value if result else None,
        "events": [_event(row, number) for row in events],
    }


def _message(message: Message) -> Told:
    is_here = message.path is not None and message.deleted_at is None
    return {
        "recorded_at": message.recorded_at.isoformat(),
        "seconds": message.seconds,
        "state": message.state.value,
        "file": _file(message) if is_here else None,
        "sha256": message.sha256,
    }


def _file(message: Message) -> str:
    return f"audio/{message.recorded_at:%Y%m%d-%H%M%S}-{message.id}.mp3"


def _event(row: EventRow, number: str) -> Told:
    return {
        "at": row.at.isoformat(),
        "kind": row.kind.value,
        "keys_pressed": row.facts.get("digits", ""),
        "carrier": _own(row.raw, number),
    }


def _own(raw: Mapping[str, Any], number: str) -> Told:
    """Return what the carrier said of the caller and of how things stood, and of nobody else."""
    return {
        name: value
        for name, value in raw.items()
        if name in KEPT or (name.startswith(OWN_FIELDS) and _is_own(raw, number))
    }


def _is_own(raw: Mapping[str, Any], number: str) -> bool:
    return core(number) in str(raw.get("From", ""))


def _debt(row: Callback, actions: Sequence[CallbackAction]) -> Told:
    return {
        "callback": row.id,
        "branch": row.branch,
        "state": row.state.value,
        "outcome": row.outcome.value if row.outcome else None,
        "missed_calls": row.misses,
        "first_missed_at": row.first_missed_at.isoformat(),
        "due_at": row.due_at.isoformat(),
        "closed_at": _iso(row.closed_at),
        "done": [
            {
                "at": action.at.isoformat(),
                "what": action.did.value,
                "by": action.channel.value,
                "outcome": action.outcome.value if action.outcome else None,
                "note": action.note,
            }
            for action in actions
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
