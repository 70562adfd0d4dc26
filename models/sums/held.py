"""Rings of phones that the hotline itself held at that moment: nobody could have answered those.

What held a phone may be told later than the ring, and on another call. So these are counted of a
day at a time, once it is long over, and counted anew whenever something near it is told anew.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ivr.flow.hours import Calendar
from ivr.flow.words import Cause, LegOutcome, Verdict
from models.calls import LONGEST_CALL, Call
from models.legs import Leg
from models.officer_calls import OfficerCall
from models.sums.stretch import DAY, Moments, Stretch, moments_of
from models.sums.tables import NOT_TOLD, HeldRings, SummedDay

Held = Counter[tuple[str, str, str]]  # branch, officer, outcome
_LOCK = sa.text("LOCK TABLE calls IN EXCLUSIVE MODE")
_RING, _CALL = aliased(Leg), aliased(Call)
_OUTCOME = sa.func.coalesce(sa.type_coerce(_RING.outcome, sa.Text()), NOT_TOLD)


def rings_held(session: Session, since: datetime, until: datetime) -> Held:
    """Return such rings of calls that started in `[since, until)`, which should be a day or so.

    Those that were answered all the same, and bad numbers, are told by that.
    """
    earliest, latest = since - LONGEST_CALL, until + LONGEST_CALL
    query = (
        sa.select(_CALL.branch, _RING.officer_id, _OUTCOME, sa.func.count())
        .join(_CALL, _CALL.id == _RING.call_id)
        .where(_RING.started_at >= since, _RING.started_at < latest)
        .where(_OUTCOME.not_in([LegOutcome.ANSWERED.value, LegOutcome.FAILED.value]))
        .where(_CALL.started_at >= since, _CALL.started_at < until)
        .where(_CALL.verdict.is_not(None), _CALL.ended_at.is_not(None))
        .where(_CALL.verdict != Verdict.TEST, sa.or_(*_holding(earliest)))
        .group_by(_CALL.branch, _RING.officer_id, _OUTCOME)
    )
    return _counted(session.execute(query))


def _holding(earliest: datetime) -> Iterator[sa.ColumnElement[bool]]:
    """Yield what may have held a phone when it rang: a citizen's call, ours to it, or its own."""
    at, number = _RING.started_at, _RING.officer_number
    yield sa.exists().where(
        Leg.officer_number == number,
        Leg.outcome == LegOutcome.ANSWERED,
        Leg.accepted_at >= earliest,
        Leg.accepted_at <= at,
        Leg.ended_at > at,
    )
    yield sa.exists().where(
        OfficerCall.number == number,
        OfficerCall.placed_at >= earliest,
        OfficerCall.placed_at <= at,
        OfficerCall.answered_at <= at,
        OfficerCall.ended_at > at,
    )
    yield sa.exists().where(
        Call.caller_number == number,
        sa.literal_column("calls.cause") == sa.literal_column(f"'{Cause.OFFICERS_MENU}'"),
        Call.started_at >= earliest,
        Call.started_at <= at,
        Call.ended_at > at,
    )


def held_of(
    session: Session, stretch: Stretch, calendar: Calendar, branches: frozenset[str] | None
) -> Held:
    """Return such rings of a period; `branches` None is all."""
    unsettled = _unsettled(session, stretch)
    query = sa.select(
        HeldRings.branch, HeldRings.officer_id, HeldRings.outcome, sa.func.sum(HeldRings.number)
    ).where(HeldRings.local_on >= stretch.first, HeldRings.local_on < stretch.last)
    if unsettled:
        query = query.where(HeldRings.local_on.not_in(sorted(unsettled)))
    key = (HeldRings.branch, HeldRings.officer_id, HeldRings.outcome)
    found: Held = _counted(session.execute(query.group_by(*key)))
    days = (moments_of(calendar, day) for day in sorted(unsettled))
    for since, until in (*days, *_in_days(stretch.rest)):
        found += rings_held(session, since, until)
    if branches is None:
        return found
    return Counter({place: n for place, n in found.items() if place[0] in branches})


def held_of_day(session: Session, on: date) -> Held:
    """Return such rings of a day as they were counted when it was settled."""
    query = sa.select(
        HeldRings.branch, HeldRings.officer_id, HeldRings.outcome, HeldRings.number
    ).where(HeldRings.local_on == on)
    return _counted(session.execute(query))


def settle(session: Session, on: date, day: Moments) -> None:
    """Count the rings of a day that is long over; `day` are its moments.

    No call is told meanwhile: what is told later finds the day settled, and unsettles it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK)
    summed = session.get(SummedDay, on)
    if summed is None:
        return
    session.execute(sa.delete(HeldRings).where(HeldRings.local_on == on))
    rows = [
        {"local_on": on, "branch": branch, "officer_id": officer, "outcome": end, "number": number}
        for (branch, officer, end), number in rings_held(session, *day).items()
    ]
    if rows:
        session.execute(sa.insert(HeldRings), rows)
    summed.is_settled = True
    session.flush()


def days_to_settle(session: Session, *, before: date, limit: int) -> list[date]:
    """Return summed days before a day whose rings are to be counted, newest first."""
    query = (
        sa.select(SummedDay.local_on)
        .where(SummedDay.local_on < before, sa.not_(SummedDay.is_settled))
        .order_by(SummedDay.local_on.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def _counted(rows: Iterable[Any]) -> Held:
    return Counter({(branch, officer, end): number for branch, officer, end, number in rows})


def _unsettled(session: Session, stretch: Stretch) -> frozenset[date]:
    query = sa.select(SummedDay.local_on).where(
        SummedDay.local_on >= stretch.first,
        SummedDay.local_on < stretch.last,
        sa.not_(SummedDay.is_settled),
    )
    return frozenset(session.scalars(query))


def _in_days(parts: tuple[Moments, ...]) -> Iterator[Moments]:
    """Yield the same time in parts of a day at most."""
    for since, until in parts:
        at = since
        while at < until:
            yield at, min(at + DAY, until)
            at += DAY
