"""The calls of a period by branch: how they ended, how long they waited, how phones were rung."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.words import LegOutcome, Verdict
from models.call_hours import CallDay
from models.calls import Call
from models.legs import Leg
from models.sums.stretch import Moments, Stretch
from models.sums.tables import NOT_TOLD, TIMED, CallRings, CallWaits

_VERDICTS = tuple(Verdict)
_SUMS = tuple(sa.func.sum(getattr(CallDay, verdict.value)) for verdict in _VERDICTS)
_OUTCOMES: dict[str, LegOutcome | None] = {NOT_TOLD: None} | {
    each.value: each for each in LegOutcome
}


@dataclass(slots=True)
class Sum:
    """What the calls of one branch have come to. `waits` are those of answered and abandoned.

    `rings` are by officer and outcome, those of test calls left out.
    """

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    waits: dict[Verdict, Counter[int]] = field(default_factory=dict)
    rings: Counter[tuple[str, LegOutcome | None]] = field(default_factory=Counter)


Sums = dict[str, Sum]


def by_branch(session: Session, stretch: Stretch, branches: frozenset[str] | None) -> Sums:
    """Return the sums of each branch that had calls; `branches` None is all of them."""
    found: Sums = {}
    if stretch.first < stretch.last:
        _take(found, _verdicts_of_days(session, stretch, branches))
        _take_waits(found, _of_days(session, CallWaits, stretch, branches))
        _take_rings(found, _of_days(session, CallRings, stretch, branches))
    for part in stretch.rest:
        _take_calls(found, session, part, branches)
    return {branch: found[branch] for branch in sorted(found) if +found[branch].verdicts}


def _verdicts_of_days(
    session: Session, stretch: Stretch, branches: frozenset[str] | None
) -> Iterable[tuple[str, Verdict, int]]:
    query = (
        sa.select(CallDay.branch, *_SUMS)
        .where(*_within(CallDay, stretch, branches))
        .group_by(CallDay.branch)
    )
    for branch, *counts in session.execute(query):
        yield from ((branch, verdict, n) for verdict, n in zip(_VERDICTS, counts, strict=True))


def _of_days(
    session: Session, table: Any, stretch: Stretch, branches: frozenset[str] | None
) -> Iterable[Any]:
    """Return a finer sum over the days, by all of its key but the day. As text, as it is kept."""
    own = table.__table__.c  # a thousand rows, in each of which the mapper would look for objects
    waits = (sa.type_coerce(own.verdict, sa.Text()), own.wait_s) if table is CallWaits else ()
    key = (own.branch, *(waits or (own.officer_id, own.outcome)))
    query = sa.select(*key, sa.func.sum(own.number)).where(*_within(own, stretch, branches))
    return session.execute(query.group_by(*key)).all()


def _within(
    table: Any, stretch: Stretch, branches: frozenset[str] | None
) -> Iterable[sa.ColumnElement[bool]]:
    yield table.local_on >= stretch.first
    yield table.local_on < stretch.last
    if stretch.unsummed:
        yield table.local_on.not_in(sorted(stretch.unsummed))
    if branches is not None:
        yield table.branch.in_(sorted(branches))


def _take_calls(
    found: Sums, session: Session, part: Moments, branches: frozenset[str] | None
) -> None:
    """Count what no sum holds from the calls themselves."""
    within = [Call.started_at >= part[0], Call.started_at < part[1], Call.verdict.is_not(None)]
    within.append(Call.ended_at.is_not(None))
    if branches is not None:
        within.append(Call.branch.in_(sorted(branches)))
    verdict, outcome = (sa.type_coerce(each, sa.Text()) for each in (Call.verdict, Leg.outcome))
    calls = sa.select(Call.branch, verdict, Call.wait_s, sa.func.count()).where(*within)
    rows: Any = session.execute(calls.group_by(Call.branch, verdict, Call.wait_s))
    waits = list(rows)
    _take(found, ((branch, Verdict(ended), n) for branch, ended, _, n in waits))
    _take_waits(found, (row for row in waits if row[1] in TIMED))
    rings = (
        sa.select(Call.branch, Leg.officer_id, sa.func.coalesce(outcome, NOT_TOLD), sa.func.count())
        .join(Leg, Leg.call_id == Call.id)
        .where(*within, Call.verdict != Verdict.TEST)
        .group_by(Call.branch, Leg.officer_id, outcome)
    )
    _take_rings(found, session.execute(rings))


def _take(found: Sums, rows: Iterable[tuple[str, Verdict, int]]) -> None:
    for branch, verdict, number in rows:
        if number:
            found.setdefault(branch, Sum()).verdicts[verdict] += number


def _take_waits(found: Sums, rows: Iterable[Any]) -> None:
    near: dict[tuple[str, str], Counter[int]] = {}
    for branch, verdict, wait_s, number in rows:
        waits = near.get((branch, verdict))
        if waits is None:
            own = found.setdefault(branch, Sum()).waits
            waits = near[branch, verdict] = own.setdefault(Verdict(verdict), Counter())
        if number:
            waits[wait_s] += number


def _take_rings(found: Sums, rows: Iterable[Any]) -> None:
    for branch, officer, outcome, number in rows:
        if number:
            found.setdefault(branch, Sum()).rings[officer, _OUTCOMES[outcome]] += number
