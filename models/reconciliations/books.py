"""What of a list of the carrier's our books have."""

from collections.abc import Collection, Iterable
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.reconciling.compare import Known
from ivr.flow.words import EventKind
from models.calls import Call
from models.events import EventRow, of_calls
from models.messages import Message

_LEG_OVER = ("completed", "no-answer", "busy", "failed", "canceled", "listed")  # ends of its keys
_CALL_OVER = frozenset({EventKind.CALL_ENDED, EventKind.LISTED})  # told, if not taken in yet


def known_calls(session: Session, sids: Collection[str]) -> Known:
    """Return what the books have of these calls, but for their events themselves."""
    events = sa.select(EventRow.call_sid, EventRow.kind, EventRow.key)
    kinds: dict[str, set[EventKind]] = {}
    legs: set[str] = set()
    for sid, kind, key in session.execute(events.where(EventRow.call_sid.in_(sids))):
        kinds.setdefault(sid, set()).add(kind)
        legs |= {leg for leg in [_leg_over(kind, key)] if leg}
    rows = sa.select(Call.sid, Call.ended_at).where(Call.sid.in_(sids))
    told = {row.sid: row.ended_at for row in session.execute(rows)}
    going_on = {
        sid
        for sid in kinds.keys() | told.keys()
        if told.get(sid) is None and kinds.get(sid, set()).isdisjoint(_CALL_OVER)
    }
    return Known(kinds=kinds, told=told.keys(), going_on=going_on, legs=legs)


def with_events(session: Session, known: Known, sids: Iterable[str]) -> Known:
    """Return the same, with all events of these calls."""
    return replace(known, events=of_calls(session, sids))


def known_recordings(
    session: Session, call_sids: Collection[str], recording_sids: Collection[str]
) -> Known:
    """Return which of these calls, and which of these recordings, the books have."""
    events = sa.select(EventRow.call_sid, EventRow.kind, EventRow.key)
    found = session.execute(events.where(EventRow.call_sid.in_(call_sids))).all()
    done = {row.key.split(":")[1] for row in found if row.kind is EventKind.RECORDING_DONE}
    have = sa.select(Message.recording_sid).where(Message.recording_sid.in_(recording_sids))
    return Known(
        kinds={row.call_sid: {row.kind} for row in found},
        recordings=done.union(session.scalars(have)),
    )


def _leg_over(kind: EventKind, key: str) -> str | None:
    """Return the leg whose end an event tells, by its key: `leg:SID:status`."""
    if kind is not EventKind.LEG_PROGRESS or key.count(":") != 2:
        return None
    _, sid, status = key.split(":")
    return sid if status in _LEG_OVER else None
