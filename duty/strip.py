"""The days to come of one branch: who is planned for them, and where nobody could be rung."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from duty.turns import Turn, as_planned, turns_of
from ivr.flow.duty.gaps import Gap, cover
from ivr.flow.duty.on_duty import By, has_shifts, on_duty
from ivr.flow.duty.roster import DAY, Roster
from ivr.flow.hours import Calendar, open_spans
from ivr.flow.switchboard import Branch

DAYS = 14  # as far as a change that leaves a gap is refused


class State(StrEnum):
    """What there is to say of a day at a glance."""

    COVERED = "covered"
    BY_FILE = "by_file"
    GAP = "gap"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of a branch. `turns` are those that begin on it, `gaps` the part still to come."""

    day: date
    turns: tuple[Turn, ...]
    gaps: tuple[Gap, ...]
    is_open: bool

    @property
    def state(self) -> State:
        """The day at a glance; that somebody is missing goes before all else."""
        if self.gaps:
            return State.GAP
        if not self.is_open:
            return State.CLOSED
        is_by_file = any(turn.there.by is By.FILE for turn in self.turns)
        return State.BY_FILE if is_by_file else State.COVERED

    @property
    def missing(self) -> timedelta:
        """How long nobody could be rung."""
        return sum((gap.length for gap in self.gaps), timedelta())

    @property
    def officers(self) -> tuple[str, ...]:
        """The codes of those who may be rung on it, nobody twice."""
        there = (turn.there for turn in self.turns if turn.there.may_ring)
        return tuple(dict.fromkeys(each.officer.id for each in there))


def strip(
    roster: Roster, branch: Branch, calendar: Calendar, now: datetime, days: int = DAYS
) -> tuple[StripDay, ...]:
    """Return the days of a branch from today on.

    The calendar must have the roster's days over it; the roster must hold what counted since the
    beginning of today.
    """
    today = calendar.local(now).date()
    begin, end = midnight(calendar, today), midnight(calendar, today + DAY * days)
    own = about(roster, branch)
    planned = as_planned(own, calendar, now)
    drawn = _Strip(
        roster=planned,
        branch=branch,
        calendar=calendar,
        turns=turns_of(planned, branch, calendar, begin, end),
        gaps=cover(own, branch, calendar, now, end).gaps,
    )
    return tuple(drawn.day(today + DAY * step) for step in range(days))


@dataclass(frozen=True, slots=True)
class _Strip:
    """What all days of a strip are cut from."""

    roster: Roster
    branch: Branch
    calendar: Calendar
    turns: tuple[Turn, ...]
    gaps: tuple[Gap, ...]

    def day(self, day: date) -> StripDay:
        """Return one day."""
        whole = Gap(midnight(self.calendar, day), midnight(self.calendar, day + DAY))
        spans = [*self._open(whole)]
        turns = [turn for turn in self.turns if whole.begin <= turn.begin < whole.end]
        turns += self._by_file(spans)
        turns.sort(key=lambda turn: turn.begin)
        return StripDay(day, tuple(turns), tuple(_within(self.gaps, whole)), bool(spans))

    def _open(self, day: Gap) -> Iterator[Gap]:
        for begin, end in open_spans(self.branch.hours, self.calendar, day.begin):
            if begin >= day.end:
                return
            yield Gap(begin, min(end, day.end))

    def _by_file(self, spans: Iterable[Gap]) -> Iterator[Turn]:
        """Yield the branches file's officers over the branch's hours, where no shift is there."""
        for span in spans:
            if not has_shifts(self.roster, self.branch.id, self.calendar, span.begin):
                for there in on_duty(self.roster, self.branch, self.calendar, span.begin):
                    yield Turn(span.begin, span.end, there)


def about(roster: Roster, branch: Branch) -> Roster:
    """Return of a roster what can matter for one branch.

    Each moment at which anybody comes or goes divides the days, and most are somebody else's.
    """
    shifts = roster.shifts_of(branch.id)
    swaps = tuple(swap for swap in roster.swaps if swap.branch == branch.id)
    heirs = [(swap.giver, swap.taker) for swap in swaps]
    heirs += [(a.officer, a.stand_in) for a in roster.absences if a.stand_in]
    there, found = {shift.officer for shift in shifts}, set[str]()
    while there:
        found |= there
        there = {heir for whose, heir in heirs if whose in there} - found
    absences = tuple(absence for absence in roster.absences if absence.officer in found)
    return replace(roster, shifts=shifts, absences=absences, swaps=swaps)


def _within(gaps: Iterable[Gap], day: Gap) -> Iterator[Gap]:
    for gap in gaps:
        if gap.begin < day.end and day.begin < gap.end:
            yield Gap(max(gap.begin, day.begin), min(gap.end, day.end))


def midnight(calendar: Calendar, day: date) -> datetime:
    """Return the local beginning of a day, in UTC."""
    return datetime.combine(day, time(0), calendar.zone).astimezone(UTC)
