"""What a week's duty sheet says: who is on duty for which branch on which day, and why."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from duty.files.vocabulary import DAY_NAMES
from duty.labels import INSTEAD, REASONS, ROLES, when
from duty.turns import Turn, as_planned, turns_of
from ivr.flow.duty.gaps import Gap, cover
from ivr.flow.duty.on_duty import ORDER, By, OnDuty, on_duty
from ivr.flow.duty.roster import DAY, Absence, Roster, Swap
from ivr.flow.hours import Calendar, open_spans
from ivr.flow.numbers import e164, grouped, masked
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import AgencyKind, Role

WEEK_D = 7
MIDNIGHT = time(0)
ROUND_THE_CLOCK = "24/24"


@dataclass(frozen=True, slots=True)
class Duty:
    """One officer's hours on a day. `is_rung` is false where the number is not fit to be rung."""

    role: Role | None
    post: str
    person: str
    number: str
    hours: tuple[str, ...]
    instead: str = ""
    is_rung: bool = True

    @property
    def said_role(self) -> str:
        """The role in words."""
        return ROLES[self.role].vi


@dataclass(frozen=True, slots=True)
class Cell:
    """One branch on one day; `closed` says why nobody needs to be there."""

    duties: tuple[Duty, ...] = ()
    gaps: tuple[str, ...] = ()
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row on which a branch has the same people at the same hours."""

    first: date
    last: date
    cell: Cell

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Line:
    """One branch's week."""

    branch: Branch
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week, and what is special about it."""

    day: date
    note: str

    @property
    def name(self) -> str:
        """The weekday's name."""
        return DAY_NAMES[self.day.weekday()]


@dataclass(frozen=True, slots=True)
class Week:
    """A whole sheet. `parent` is the body above the agency, empty where none is."""

    parent: str
    agency: str
    hotline: str
    days: tuple[Day, ...]
    lines: tuple[Line, ...]
    absences: tuple[str, ...]
    swaps: tuple[str, ...]

    @property
    def is_all_rung(self) -> bool:
        """Whether every number on the sheet is fit to be rung."""
        cells = (stretch.cell for line in self.lines for stretch in line.stretches)
        return all(duty.is_rung for cell in cells for duty in cell.duties)


@dataclass(frozen=True)
class Books:
    """What a sheet is made from; `persons` holds who holds each post, by officer's code."""

    roster: Roster
    switchboard: Switchboard
    persons: Mapping[str, str]


def week_of(books: Books, branches: Sequence[Branch], day: date, now: datetime) -> Week:
    """Return the sheet of the week of a day for some branches."""
    calendar = books.roster.over(books.switchboard.calendar)
    planned = Books(as_planned(books.roster, calendar, now), books.switchboard, books.persons)
    days = [day + DAY * step for step in range(-day.weekday(), WEEK_D - day.weekday())]
    period = Gap(_midnight(calendar, days[0]), _midnight(calendar, days[-1] + DAY))
    shown = {branch.id for branch in branches}
    owner = branches[0] if len(branches) == 1 else books.switchboard.desk
    return Week(
        parent=_parent(books.switchboard, owner),
        agency=owner.lead.vi.upper(),
        hotline=grouped(books.switchboard.hotline),
        days=tuple(Day(each, _special(calendar, each)) for each in days),
        lines=tuple(_line(planned, branch, calendar, days) for branch in branches),
        absences=tuple(_absences(planned, calendar, period, shown)),
        swaps=tuple(_swaps(planned, calendar, period, shown)),
    )


def with_masked_numbers(week: Week) -> Week:
    """Return a sheet that does not tell its numbers."""

    def bare(cell: Cell) -> Cell:
        duties = (replace(duty, number=masked(e164(duty.number) or "")) for duty in cell.duties)
        return replace(cell, duties=tuple(duties))

    return replace(
        week,
        lines=tuple(
            replace(line, stretches=tuple(replace(s, cell=bare(s.cell)) for s in line.stretches))
            for line in week.lines
        ),
    )


def _parent(switchboard: Switchboard, branch: Branch) -> str:
    """Return the body above a branch's agency: an association has none."""
    agencies = {agency.id: agency.kind for agency in switchboard.agencies}
    if agencies.get(branch.agency) is AgencyKind.ASSOCIATION:
        return ""
    return f"Ủy ban nhân dân {switchboard.province.vi}".upper()


def _special(calendar: Calendar, day: date) -> str:
    if off := calendar.day_off(day):
        return off.vi
    return f"làm bù {DAY_NAMES[calendar.worked[day]].lower()}" if day in calendar.worked else ""


def _line(books: Books, branch: Branch, calendar: Calendar, days: Sequence[date]) -> Line:
    since, until = _midnight(calendar, days[0]), _midnight(calendar, days[-1] + DAY)
    turns = turns_of(books.roster, branch, calendar, since, until)
    cells = [(day, _cell(books, branch, calendar, day, turns)) for day in days]
    stretches = []
    for cell, group in itertools.groupby(cells, key=lambda pair: pair[1]):
        same = [day for day, _ in group]
        stretches.append(Stretch(same[0], same[-1], cell))
    return Line(branch, tuple(stretches))


def _cell(
    books: Books, branch: Branch, calendar: Calendar, day: date, turns: Iterable[Turn]
) -> Cell:
    since, until = _midnight(calendar, day), _midnight(calendar, day + DAY)
    hours: dict[OnDuty, list[str]] = {}
    for turn in (*turns, *_from_file(books.roster, branch, calendar, day)):
        if since <= turn.begin < until:
            hours.setdefault(turn.there, []).append(_hours(calendar, turn.begin, turn.end))
    duties = [_duty(books, there, tuple(said)) for there, said in hours.items()]
    duties.sort(key=lambda duty: ORDER.index(duty.role) if duty.role else 0)
    open_gaps = cover(books.roster, branch, calendar, since, until).gaps
    gaps = tuple(_hours(calendar, gap.begin, gap.end) for gap in open_gaps)
    return Cell(tuple(duties), gaps, "" if duties or gaps else "Nghỉ")


def _from_file(roster: Roster, branch: Branch, calendar: Calendar, day: date) -> Iterator[Turn]:
    """Yield the officers of the branches file over the branch's hours, while no shift is there."""
    until = _midnight(calendar, day + DAY)
    for begin, end in open_spans(branch.hours, calendar, _midnight(calendar, day)):
        if begin >= until:
            return
        for there in on_duty(roster, branch, calendar, begin):
            if there.by is By.FILE:
                yield Turn(begin, min(end, until), there)


def _duty(books: Books, there: OnDuty, hours: tuple[str, ...]) -> Duty:
    instead = ""
    if there.instead_of:
        post = books.roster.officers[there.instead_of].officer.post
        instead = f"{INSTEAD[there.by].vi} {post.vi}"
    return Duty(
        role=there.role,
        post=there.officer.post.vi,
        person=books.persons.get(there.officer.id, ""),
        number=grouped(there.officer.number),
        hours=hours,
        instead=instead,
        is_rung=there.may_ring,
    )


def _absences(books: Books, calendar: Calendar, week: Gap, shown: set[str]) -> Iterator[str]:
    concerned = {s.officer for s in books.roster.shifts if s.branch in shown}
    concerned |= {swap.taker for swap in books.roster.swaps if swap.branch in shown}
    for absence in sorted(books.roster.absences, key=lambda a: (a.since, a.officer)):
        if absence.officer in concerned and _is_about(absence, week):
            period = when(calendar, absence.since, absence.until)
            stand_in = _named(books, absence.stand_in) if absence.stand_in else "chưa có"
            why = f"{REASONS[absence.reason].vi}, {period}"
            yield f"{_named(books, absence.officer)}: {why}; người trực thay: {stand_in}."


def _swaps(books: Books, calendar: Calendar, week: Gap, shown: set[str]) -> Iterator[str]:
    for swap in sorted(books.roster.swaps, key=lambda s: (s.since, s.branch, s.giver)):
        branch = books.switchboard.branch(swap.branch)
        if branch and swap.branch in shown and _is_about(swap, week):
            period = when(calendar, swap.since, swap.until)
            who = f"{_named(books, swap.taker)} nhận ca của {_named(books, swap.giver)}"
            yield f"{branch.name.vi}: {who}, {period}; lý do: {swap.reason}."


def _is_about(entry: Absence | Swap, week: Gap) -> bool:
    return entry.withdrawn_at is None and entry.since < week.end and week.begin < entry.until


def _named(books: Books, code: str) -> str:
    post, person = books.roster.officers[code].officer.post.vi, books.persons.get(code)
    return f"{post} ({person})" if person else post


def _hours(calendar: Calendar, begin: datetime, end: datetime) -> str:
    """Return a stretch in local time of day; it is shown on the day on which it begins."""
    first, last = calendar.local(begin), calendar.local(end)
    until = "24:00" if last.time() == MIDNIGHT else f"{last:%H:%M}"
    if last.time() == MIDNIGHT and end - begin == timedelta(days=1):
        return ROUND_THE_CLOCK
    is_next_day = last.date() > first.date() and last.time() != MIDNIGHT
    return f"{first:%H:%M}–{until}" + (" hôm sau" if is_next_day else "")


def _midnight(calendar: Calendar, day: date) -> datetime:
    return datetime.combine(day, MIDNIGHT, calendar.zone).astimezone(UTC)
