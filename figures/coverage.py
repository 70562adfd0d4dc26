"""Who could be rung in the past, as it was known then: the roster beside the hours, by branch.

Shifts, absences and swaps know by themselves when they were entered and withdrawn. Whether a number
was verified then, or failing its checks, is told by the audit. The branches file and the calendar
are those of today.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.duty.gaps import cover
from ivr.flow.duty.roster import EVER, DutyOfficer, Roster
from ivr.flow.hours import Calendar
from ivr.flow.measures.coverage import AT_ONCE, Coverage, Moments, coverage, without
from ivr.flow.switchboard import Branch, Switchboard
from models.audit import AuditRow
from models.duty.officers import OfficerRow


@dataclass(frozen=True, slots=True)
class Fitness:
    """What decides whether an officer can be rung, as it stood from some moment on."""

    number: str
    is_verified: bool
    is_out: bool
    active_from: date
    active_to: date | None

    def of(self, officer: DutyOfficer) -> DutyOfficer:
        """Return the officer as they were then."""
        return replace(
            officer,
            officer=replace(officer.officer, number=self.number),
            is_verified=self.is_verified,
            is_out=self.is_out,
            active_from=self.active_from,
            active_to=self.active_to,
        )


Histories = Mapping[str, list[tuple[datetime, Fitness | None]]]
Spans = tuple[list[Moments], list[Moments]]  # open time, and the gaps in it


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that decides how a stretch of time was covered: what is equal has the same answer."""

    since: datetime
    until: datetime
    histories: Histories
    roster: Roster = field(compare=False)  # equal to no other; what it says is in `said`
    branches: tuple[Branch, ...]
    calendar: Calendar
    said: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Take out of the roster what there is to compare."""
        told = (getattr(self.roster, each.name) for each in fields(self.roster))
        object.__setattr__(self, "said", tuple(told))


KEPT = 16  # answers: two periods of a report, for a few readers
_answers: deque[tuple[_Asked, dict[str, Spans]]] = deque(maxlen=KEPT)


def covered(
    session: Session, roster: Roster, switchboard: Switchboard, since: datetime, until: datetime
) -> dict[str, Coverage]:
    """Return how each branch's hours in `[since, until)` were covered.

    The roster must have what was in force since then, and the calendar of the switchboard the
    roster's days over it.
    """
    zone = switchboard.calendar.zone
    midnight = datetime.combine(until.astimezone(zone).date(), time(0), zone).astimezone(UTC)
    branches = (*switchboard.branches(), switchboard.desk)
    rest = (_histories(session, until), roster, branches, switchboard.calendar)
    past = _kept(_Asked(since, midnight, *rest)) if since < midnight else {}
    now = _spans(_Asked(max(since, midnight), until, *rest))
    return {branch: _coverage(past.get(branch, ([], [])), spans) for branch, spans in now.items()}


def _kept(asked: _Asked) -> dict[str, Spans]:
    """Return the answer that was given before, as the past seldom changes; else find it."""
    for before, answer in tuple(_answers):
        if before == asked:
            return answer
    answer = _spans(asked)
    _answers.append((asked, answer))
    return answer


def _spans(asked: _Asked) -> dict[str, Spans]:
    pieces = [*_pieces(asked.roster, asked.histories, asked.since, asked.until)]
    return {branch.id: _of_branch(branch, asked.calendar, pieces) for branch in asked.branches}


def _of_branch(
    branch: Branch, calendar: Calendar, pieces: list[tuple[datetime, datetime, Roster]]
) -> Spans:
    hours: list[Moments] = []
    gaps: list[Moments] = []
    for begin, end, then in pieces:
        found = cover(then, branch, calendar, begin, end)
        hours += found.open
        gaps += ((gap.begin, gap.end) for gap in found.gaps)
    return hours, gaps


def _coverage(past: Spans, now: Spans) -> Coverage:
    hours = past[0] + now[0]
    return coverage(hours, without(hours, past[1] + now[1]))


def _pieces(
    roster: Roster, histories: Histories, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime, Roster]]:
    """Yield parts of the period in which no officer's fitness changed, with the roster of each."""
    edges = {at for history in histories.values() for at, _ in history if since < at < until}
    at = since
    while at < until:  # open hours are told up to a horizon only
        edges.add(at)
        at += AT_ONCE
    for begin, end in pairwise(sorted(edges | {until})):
        yield begin, end, _at(roster, histories, begin)


def _at(roster: Roster, histories: Histories, at: datetime) -> Roster:
    officers: dict[str, DutyOfficer] = {}
    for code, officer in roster.officers.items():
        known = [fitness for known_at, fitness in histories.get(code, ()) if known_at <= at]
        if not known:  # no change of theirs was ever noted
            officers[code] = officer
        elif known[-1] is not None:
            officers[code] = known[-1].of(officer)
    unfit = frozenset(each.officer.number for each in officers.values() if each.is_out)
    return replace(roster, officers=officers, unfit=unfit)


def _histories(session: Session, until: datetime) -> Histories:
    """Return how each officer's fitness changed before `until`, oldest first.

    The first entry is what stood before the first change: None where that entered the officer.
    """
    query = (
        sa.select(AuditRow.key, AuditRow.at, AuditRow.before, AuditRow.after)
        .where(AuditRow.subject == OfficerRow.__tablename__, AuditRow.at < until)
        .order_by(AuditRow.id)
    )
    found: dict[str, list[tuple[datetime, Fitness | None]]] = {}
    for code, at, before, after in session.execute(query):
        history = found.setdefault(code, [(EVER, _fitness(before))])
        if _fitness(after) != history[-1][1]:
            history.append((at, _fitness(after)))
    return found


def _fitness(facts: dict[str, Any] | None) -> Fitness | None:
    if facts is None:
        return None
    last = facts["active_to"]
    return Fitness(
        number=facts["number"],
        is_verified=facts["verified_at"] is not None,
        is_out=facts["out_since"] is not None,
        active_from=date.fromisoformat(facts["active_from"]),
        active_to=date.fromisoformat(last) if last else None,
    )
