"""Gaps (khoảng trống): the minutes of a branch's hours in which nobody could be rung.

Duty changes only at certain moments: where hours, turns, absences and swaps begin and end. So it
is looked at once between each two of them, and not minute by minute.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from ivr.flow.duty.on_duty import is_anybody_there
from ivr.flow.duty.roster import DAY, Entry, Roster
from ivr.flow.hours import Calendar, open_spans
from ivr.flow.switchboard import Branch
from ivr.flow.words import Role

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Half-open, in UTC."""

    begin: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long nobody can be rung."""
        return self.end - self.begin


@dataclass(frozen=True, slots=True)
class Cover:
    """A branch's open time in a period, and the part of it in which somebody could be rung."""

    open: tuple[Span, ...]
    gaps: tuple[Gap, ...]

    @property
    def minutes(self) -> int:
        """The open time, in whole minutes."""
        return sum(((end - begin) for begin, end in self.open), timedelta()) // timedelta(minutes=1)

    @property
    def gap_minutes(self) -> int:
        """The part without anybody, in whole minutes."""
        return sum((gap.length for gap in self.gaps), timedelta()) // timedelta(minutes=1)


def cover(
    roster: Roster, branch: Branch, calendar: Calendar, since: datetime, until: datetime
) -> Cover:
    """Return how a branch's hours in `[since, until)` are covered."""
    spans = tuple(_clipped(open_spans(branch.hours, calendar, since), until))
    moments = sorted(_moments(roster, branch, calendar, since, until))
    found: list[Gap] = []
    for begin, end in spans:
        within = moments[bisect_right(moments, begin) : bisect_left(moments, end)]
        edges = [begin, *within, end]
        for left, right in itertools.pairwise(edges):
            if not is_covered(roster, branch, calendar, left):
                _add(found, Gap(left, right))
    return Cover(spans, tuple(found))


def is_covered(roster: Roster, branch: Branch, calendar: Calendar, at: datetime) -> bool:
    """Say whether anybody could be rung for a branch at a moment."""
    return is_anybody_there(roster, branch, calendar, at)


def new_gaps(before: Iterable[Gap], after: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return the parts of `after` that are in none of `before`."""
    left = list(after)
    for old in before:
        left = [part for gap in left for part in _without(gap, old)]
    return tuple(left)


def who_could_fill(roster: Roster, branch: Branch, calendar: Calendar, gap: Gap) -> tuple[str, ...]:
    """Return who is there throughout a gap and may be rung: the branch's own first, by code."""
    own = {shift.officer: shift.role for shift in roster.shifts_of(branch.id)}
    ranks = {Role.PRIMARY: 0, Role.DEPUTY: 1, Role.LEADER: 2}

    def rank(code: str) -> tuple[int, bool, str]:
        role = own.get(code)
        there = roster.officers[code]
        return (ranks[role] if role else 3, there.agency != branch.agency, code)

    days = {calendar.local(at).date() for at in (gap.begin, gap.end - timedelta(microseconds=1))}
    free = (
        code
        for code, there in roster.officers.items()
        if there.may_ring
        and all(there.is_active(day) for day in days)
        and not any(
            a.officer == code and a.since < gap.end and gap.begin < a.until and not a.withdrawn_at
            for a in roster.absences
        )
    )
    return tuple(sorted(free, key=rank))


def _moments(
    roster: Roster, branch: Branch, calendar: Calendar, since: datetime, until: datetime
) -> set[datetime]:
    """Return every moment in a period at which duty may change."""
    found: set[datetime] = set()
    day = calendar.local(since).date() - DAY
    shifts = roster.shifts_of(branch.id)
    while day <= calendar.local(until).date():
        found.add(datetime.combine(day, time(0), calendar.zone).astimezone(UTC))
        for shift in shifts:
            found.update(shift.turn(day, calendar.zone))
        day += DAY
    for absence in roster.absences:
        found.update((absence.since, absence.until))
    for swap in roster.swaps:
        found.update((swap.since, swap.until))
    for entry in (*shifts, *roster.absences, *roster.swaps):
        found.update(_entering(entry))
    return {at for at in found if since < at < until}


def _entering(entry: Entry) -> Iterator[datetime]:
    yield entry.entered_at
    if entry.withdrawn_at:
        yield entry.withdrawn_at


def _clipped(spans: Iterable[Span], until: datetime) -> Iterator[Span]:
    for begin, end in spans:
        if begin >= until:
            return
        yield begin, min(end, until)


def _add(found: list[Gap], gap: Gap) -> None:
    """Add a gap, as one with the last where the two touch."""
    if found and found[-1].end == gap.begin:
        gap = Gap(found.pop().begin, gap.end)
    found.append(gap)


def _without(gap: Gap, old: Gap) -> Iterator[Gap]:
    if old.end <= gap.begin or gap.end <= old.begin:
        yield gap
        return
    if gap.begin < old.begin:
        yield Gap(gap.begin, old.begin)
    if old.end < gap.end:
        yield Gap(old.end, gap.end)
