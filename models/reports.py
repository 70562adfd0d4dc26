"""Queries across tables."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.calls import LONGEST_CALL, Call
from models.duty.officers import OfficerRow
from models.events import EventRow, untold_since
from models.legs import Leg
from models.officer_calls import OfficerCall

AT_WORK_FOR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class GoingOn:
    """The legs of this moment: whom calls hold, and which legs were accepted.

    `reached` are the callers who have come through to an officer, in E.164. `told_until` is the
    time of the oldest event that no story has taken in, None where all have: what happened since
    then is not in here yet.
    """

    busy: dict[str, str]
    accepted: frozenset[tuple[str, int]]
    reached: frozenset[str]
    told_until: datetime | None


def going_on(session: Session, since: datetime, until: datetime) -> GoingOn:
    """Return the legs rung in `(since, until]` that are still open, of calls that have not ended.

    Both bound the harm of an end that nobody reported: no leg is older than the longest talk, and
    none is rung in the future, where a simulated carrier's calls may lie. This is asked every
    second, and only the bounds on the calls are asked of the database: the index of the calls that
    go on is short, while that of rings by time, which a planner would take too, grows for ever.
    """
    query = (
        sa.select(
            *(Call.sid, Call.callback_number),
            *(Leg.attempt, Leg.officer_number, Leg.accepted_at, Leg.outcome, Leg.started_at),
        )
        .join(Leg, Leg.call_id == Call.id)
        .where(
            Call.ended_at.is_(None),
            Call.started_at > since - LONGEST_CALL,
            Call.started_at <= until,
        )
    )
    rows = [row for row in session.execute(query) if since < row.started_at <= until]
    return GoingOn(
        busy={r.officer_number: r.sid for r in rows if r.outcome is None and r.officer_number},
        accepted=frozenset((r.sid, r.attempt) for r in rows if r.accepted_at),
        reached=frozenset(r.callback_number for r in rows if r.accepted_at and r.callback_number),
        told_until=untold_since(session),
    )


def at_work(session: Session, now: datetime, until: datetime) -> dict[str, str]:
    """Return the officers' telephones that are in use, each with the call that holds it.

    Those with which somebody called the hotline, by keypad or as anybody may, and those that we
    called. Nothing is believed to go on for longer than two hours.
    """
    since = now - AT_WORK_FOR
    incoming = sa.select(Call.callback_number, Call.sid).where(
        Call.ended_at.is_(None),
        Call.started_at > since,
        Call.started_at <= until,
        Call.callback_number.in_(sa.select(OfficerRow.number)),
    )
    ours = sa.select(OfficerCall.number, OfficerCall.call_sid).where(
        OfficerCall.ended_at.is_(None),
        OfficerCall.placed_at > since,
        OfficerCall.placed_at <= until,
    )
    found = [*session.execute(incoming), *session.execute(ours)]
    return {number: sid for number, sid in found if number and sid}


def came_in(session: Session, number: str, since: datetime, until: datetime) -> str | None:
    """Return the first call that came in from a number in `[since, until)`, by its sid, or None."""
    query = (
        sa.select(Call.sid)
        .where(Call.callback_number == number, Call.started_at >= since, Call.started_at < until)
        .order_by(Call.started_at, Call.sid)
        .limit(1)
    )
    return session.scalar(query)


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
