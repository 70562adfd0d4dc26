"""The calls of this moment: where each is, for whom it rings, how long it has lasted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.position import BadPosition, Position
from ivr.flow.words import Language, Stage
from models.calls import LONGEST_CALL, Call
from models.events import EventRow
from models.legs import Leg

AHEAD = timedelta(minutes=10)  # as far may another host's clock be


@dataclass(frozen=True, slots=True, kw_only=True)
class InProgress:
    """One call that goes on. `stage` is the last place that we led it to, None where unknown.

    `officer` is the id of whose phone rings, or with whom the citizen has talked since
    `accepted_at`. The branch is empty until one was chosen.
    """

    sid: str
    caller_number: str
    branch: str
    language: Language
    started_at: datetime
    seconds: int
    stage: Stage | None
    since: datetime
    officer: str
    accepted_at: datetime | None


def list_going_on(
    session: Session, *, now: datetime, branches: frozenset[str] | None = None
) -> tuple[InProgress, ...]:
    """Return the calls that go on, oldest first; those that have no branch yet are everybody's."""
    query = (
        sa.select(Call.id, Call.sid, Call.caller_number, Call.branch, Call.language)
        .add_columns(Call.started_at)
        .where(
            Call.ended_at.is_(None),
            Call.started_at > now - LONGEST_CALL,
            Call.started_at <= now + AHEAD,
        )
        .order_by(Call.started_at, Call.id)
    )
    seen = None if branches is None else {"", *branches}
    calls = [row for row in session.execute(query) if seen is None or row.branch in seen]
    places = _places(session, [call.sid for call in calls])
    legs = _legs(session, [call.id for call in calls])
    return tuple(_in_progress(call, places.get(call.sid), legs.get(call.id), now) for call in calls)


def _in_progress(
    call: Any, place: tuple[Position, datetime] | None, leg: Any, now: datetime
) -> InProgress:
    position, since = place or (None, call.started_at)
    return InProgress(
        sid=call.sid,
        caller_number=call.caller_number,
        branch=call.branch,
        language=call.language,
        started_at=call.started_at,
        seconds=max(0, int((now - call.started_at).total_seconds())),
        stage=position.stage if position else None,
        since=since,
        officer=leg.officer_id if leg else "",
        accepted_at=leg.accepted_at if leg else None,
    )


def _places(session: Session, sids: list[str]) -> dict[str, tuple[Position, datetime]]:
    """Return where each call was led last, and since when it is there: the furthest step."""
    query = sa.select(EventRow.call_sid, EventRow.at, EventRow.facts).where(
        EventRow.call_sid.in_(sids)
    )
    found: dict[str, tuple[Position, datetime]] = {}
    for row in session.execute(query) if sids else ():
        position = _led_to(row.facts)
        known = found.get(row.call_sid)
        if position and (known is None or (position.n, row.at) > (known[0].n, known[1])):
            found[row.call_sid] = (position, row.at)
    return found


def _led_to(facts: dict[str, Any]) -> Position | None:
    """Return the caller's next place; what an officer's leg is told is none."""
    try:
        here = Position.parse(dict(parse_qsl(facts.get("position", ""))))
        there = Position.parse(dict(parse_qsl(facts["then"]))) if "then" in facts else None
    except BadPosition:
        return None
    return there if not here.call else None


def _legs(session: Session, ids: Iterable[int]) -> dict[int, Any]:
    """Return the phone that each call holds, if any: the last one rung that is still open."""
    query = (
        sa.select(Leg.call_id, Leg.officer_id, Leg.accepted_at)
        .where(Leg.call_id.in_(list(ids)), Leg.outcome.is_(None))
        .order_by(Leg.call_id, Leg.attempt)
    )
    return {row.call_id: row for row in session.execute(query)}
