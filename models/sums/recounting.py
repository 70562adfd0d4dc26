"""The finer roll-up held against the calls of a day: how long they waited, and how phones rang."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.words import Verdict
from models.base import UtcMoment
from models.callbacks import Callback
from models.calls import Call
from models.legs import Leg
from models.line_checks import LineCheck
from models.sums.tables import NOT_TOLD, TIMED, CallRings, CallWaits, SummedDay

# By branch and by what is counted: `answered after 18 s`, `rings of can-bo-4-1: no_answer`.
Finer = Counter[tuple[str, str]]
_LIMITS = (
    Call.started_at >= sa.bindparam("since", type_=UtcMoment()),
    Call.started_at < sa.bindparam("until", type_=UtcMoment()),
    Call.local_on == sa.bindparam("on", type_=sa.Date()),
    Call.is_counted,
    Call.verdict.is_not(None),
)
_ENDED = sa.func.coalesce(sa.type_coerce(Leg.outcome, sa.Text()), NOT_TOLD)
_WAITS = (
    sa.select(Call.branch, Call.verdict, Call.wait_s, sa.func.count())
    .where(*_LIMITS, Call.verdict.in_(TIMED))
    .group_by(Call.branch, Call.verdict, Call.wait_s)
)
_RINGS = (
    sa.select(Call.branch, Leg.officer_id, _ENDED, sa.func.count())
    .join(Leg, Leg.call_id == Call.id)
    .where(*_LIMITS, Call.verdict != Verdict.TEST)
    .group_by(Call.branch, Leg.officer_id, _ENDED)
)


def as_rolled_up(session: Session, on: date) -> Finer | None:
    """Return what the roll-up says of a day; None while it is still to be summed."""
    if session.get(SummedDay, on) is None:
        return None
    waits = sa.select(CallWaits.branch, CallWaits.verdict, CallWaits.wait_s, CallWaits.number)
    rings = sa.select(CallRings.branch, CallRings.officer_id, CallRings.outcome, CallRings.number)
    return _named(
        session.execute(waits.where(CallWaits.local_on == on)),
        session.execute(rings.where(CallRings.local_on == on)),
    )


def of_calls(session: Session, on: date, day: Mapping[str, object]) -> Finer:
    """Return what the calls of a day say; `day` are the bounds of `on` that an index serves."""
    return _named(session.execute(_WAITS, dict(day)), session.execute(_RINGS, dict(day)))


def make_anew(session: Session, on: date, day: Mapping[str, object]) -> None:
    """Make the roll-up of a day anew from its calls; from then on it is summed."""
    waits = [
        {"local_on": on, "branch": branch, "verdict": verdict, "wait_s": wait_s, "number": number}
        for branch, verdict, wait_s, number in session.execute(_WAITS, dict(day))
    ]
    rings = [
        {"local_on": on, "branch": branch, "officer_id": officer, "outcome": end, "number": number}
        for branch, officer, end, number in session.execute(_RINGS, dict(day))
    ]
    for table, rows in ((CallWaits, waits), (CallRings, rings)):
        session.execute(sa.delete(table).where(table.local_on == on))
        if rows:
            session.execute(sa.insert(table), rows)
    summed = session.get(SummedDay, on) or SummedDay(local_on=on)
    summed.is_settled = False
    session.add(summed)
    session.flush()


def tell_anew(session: Session, day: Mapping[str, object]) -> None:
    """Forget what was written down beside the rows of a day, for the worker to write it anew.

    That is what followed its misses, how long its callbacks took, whom its checks were made for.
    Reports ask the rows until that is done.
    """
    since, until = day["since"], day["until"]
    for column, at in (
        (Call.insistence, Call.started_at),
        (Callback.worked_s, Callback.due_at),
        (LineCheck.branches, LineCheck.placed_at),
    ):
        near = sa.update(column.class_).where(at >= since, at < until, column.is_not(None))
        session.execute(near.values({column: None}))


def _named(waits: Any, rings: Any) -> Finer:
    """Return rows by what they count; those that have come to nothing are left out."""
    found: Finer = Counter()
    for branch, verdict, wait_s, number in waits:
        found[branch, f"{verdict} after {wait_s} s"] += number
    for branch, officer, outcome, number in rings:
        found[branch, f"rings of {officer}: {outcome or 'not told'}"] += number
    return Counter({place: number for place, number in found.items() if number})
