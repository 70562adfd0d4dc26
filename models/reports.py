"""Queries across tables."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.calls import Call
from models.events import EventRow
from models.legs import Leg


@dataclass(frozen=True, slots=True)
class GoingOn:
    """The legs of this moment: whom calls hold, and which legs were accepted.

    `told_until` is the time of the oldest event that no story has taken in, None where all have:
    what happened since then is not in here yet.
    """

    busy: dict[str, str]
    accepted: frozenset[tuple[str, int]]
    told_until: datetime | None


def going_on(session: Session, since: datetime, until: datetime) -> GoingOn:
    """Return the legs rung in `(since, until]` that are still open, of calls that have not ended.

    Both bound the harm of an end that nobody reported: no leg is older than the longest talk, and
    none is rung in the future, where a simulated carrier's calls may lie.
    """
    query = (
        sa.select(Call.sid, Leg.attempt, Leg.officer_number, Leg.accepted_at, Leg.outcome)
        .join(Leg, Leg.call_id == Call.id)
        .where(Call.ended_at.is_(None), Leg.started_at > since, Leg.started_at <= until)
    )
    rows = session.execute(query).all()
    untold = sa.select(EventRow.at).where(EventRow.told_at.is_(None)).order_by(EventRow.id).limit(1)
    return GoingOn(
        busy={r.officer_number: r.sid for r in rows if r.outcome is None and r.officer_number},
        accepted=frozenset((r.sid, r.attempt) for r in rows if r.accepted_at),
        told_until=session.scalar(untold),
    )


def begun_ahead(
    session: Session, moment: datetime, *, quiet_since: datetime, limit: int
) -> list[tuple[str, datetime]]:
    """Return calls without an end that started after `moment`, each with its start.

    A call that is being tried out in virtual time lies ahead as well, and goes on: so those of
    which something was told between `quiet_since` and `moment`, or waits to be, are left out.
    """
    is_news = EventRow.told_at.is_(None) | EventRow.told_at.between(quiet_since, moment)
    news = sa.select(EventRow.id).where(EventRow.call_sid == Call.sid, is_news)
    query = (
        sa.select(Call.sid, Call.started_at)
        .where(Call.ended_at.is_(None), Call.started_at > moment, ~news.exists())
        .order_by(Call.started_at)
        .limit(limit)
    )
    return [(row.sid, row.started_at) for row in session.execute(query)]
