"""Who is on duty for a branch at a moment, in the order in which they are rung, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ivr.flow.duty.roster import DAY, Absence, DutyOfficer, Roster, Shift, Swap
from ivr.flow.hours import Calendar
from ivr.flow.switchboard import Branch, Officer
from ivr.flow.words import AbsenceReason, Role

ORDER = (Role.PRIMARY, Role.DEPUTY, Role.LEADER)


class By(StrEnum):
    """What puts an officer on duty."""

    SHIFT = "shift"
    STAND_IN = "stand_in"
    SWAP = "swap"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class OnDuty:
    """An officer whose turn it is. `instead_of` is whose turn it would be; `role` None: no shift.

    `may_ring` is false where the number is not verified, or fails its checks.
    """

    officer: Officer
    by: By
    role: Role | None = None
    instead_of: str | None = None
    may_ring: bool = True


@dataclass(frozen=True, slots=True)
class Away:
    """An officer whose turn it would be, who is absent, and has no stand-in."""

    officer: Officer
    reason: AbsenceReason


def on_duty(roster: Roster, branch: Branch, calendar: Calendar, at: datetime) -> tuple[OnDuty, ...]:
    """Return who is on duty for a branch, nobody twice; the branches file's where no shift is.

    A branch has no shift where none is valid on that day: a roster that only starts next week
    must not leave this week empty.
    """
    return tuple(each for each in turns(roster, branch, calendar, at) if isinstance(each, OnDuty))


def turns(
    roster: Roster, branch: Branch, calendar: Calendar, at: datetime
) -> Iterator[OnDuty | Away]:
    """Yield who is on duty and who is away, in the order in which they would be rung."""
    if not has_shifts(roster, branch.id, calendar, at):
        for officer in branch.officers:
            yield _from_file(roster, officer)
        return
    seen: set[str] = set()
    for shift in _present(roster, branch.id, calendar, at):
        found = _resolve(roster, shift, calendar, at)
        if found and found.officer.id not in seen:
            seen.add(found.officer.id)
            yield found


def has_shifts(roster: Roster, branch: str, calendar: Calendar, at: datetime) -> bool:
    """Say whether any shift of a branch is in force on the day of a moment, at whatever hour."""
    day = calendar.local(at).date()
    return any(
        shift.is_known(at)
        and shift.valid_from <= day
        and (shift.valid_to is None or day <= shift.valid_to)
        for shift in roster.shifts_of(branch)
    )


def is_anybody_there(roster: Roster, branch: Branch, calendar: Calendar, at: datetime) -> bool:
    """Say whether anybody could be rung for a branch, without asking in which order."""
    if not has_shifts(roster, branch.id, calendar, at):
        return any(_from_file(roster, officer).may_ring for officer in branch.officers)
    today = calendar.local(at).date()
    return any(
        isinstance(there := _resolve(roster, shift, calendar, at), OnDuty) and there.may_ring
        for shift in roster.shifts_of(branch.id)
        if shift.is_known(at) and _is_turn(shift, calendar, at, today)
    )


def _from_file(roster: Roster, officer: Officer) -> OnDuty:
    return OnDuty(officer, By.FILE, may_ring=officer.number not in roster.unfit)


def _present(roster: Roster, branch: str, calendar: Calendar, at: datetime) -> list[Shift]:
    today = calendar.local(at).date()
    shifts = (
        shift
        for shift in roster.shifts_of(branch)
        if shift.is_known(at) and _is_turn(shift, calendar, at, today)
    )
    return sorted(shifts, key=lambda s: (ORDER.index(s.role), s.position, s.officer))


def is_turn(shift: Shift, calendar: Calendar, at: datetime) -> bool:
    """Say whether a moment lies in a turn of a shift; one may have begun the day before."""
    return _is_turn(shift, calendar, at, calendar.local(at).date())


def _is_turn(shift: Shift, calendar: Calendar, at: datetime, today: date) -> bool:
    for day in (today, today - DAY):
        weekday = calendar.worked.get(day, day.weekday())
        if shift.begins_on(day, weekday):
            begin, end = shift.turn(day, calendar.zone)
            if begin <= at < end:
                return True
    return False


def _resolve(
    roster: Roster, shift: Shift, calendar: Calendar, at: datetime
) -> OnDuty | Away | None:
    """Follow swaps and stand-ins from the officer of a shift to who is really there.

    A circle of stand-ins ends where it began: with nobody.
    """
    code, by, tried = shift.officer, By.SHIFT, {shift.officer}
    while True:
        swap, absence = _swap(roster, shift.branch, code, at), absence_of(roster, code, at)
        following = swap.taker if swap else absence.stand_in if absence else None
        if following is None or following in tried:
            break
        tried.add(following)
        code, by = following, By.SWAP if swap else By.STAND_IN
    there = roster.officers.get(code)
    if there is None or not there.is_active(calendar.local(at).date()):
        return None
    if absence:
        return Away(there.officer, absence.reason)
    return _there(there, by, shift)


def _there(there: DutyOfficer, by: By, shift: Shift) -> OnDuty:
    instead = None if there.officer.id == shift.officer else shift.officer
    return OnDuty(there.officer, by, shift.role, instead, there.may_ring)


def _swap(roster: Roster, branch: str, giver: str, at: datetime) -> Swap | None:
    known = (
        swap
        for swap in roster.swaps
        if swap.giver == giver
        and swap.branch == branch
        and swap.since <= at < swap.until
        and swap.is_known(at)
    )
    return next(known, None)


def absence_of(roster: Roster, officer: str, at: datetime) -> Absence | None:
    """Return why an officer is away at a moment, or None; one with a stand-in goes first."""
    known = [
        absence
        for absence in roster.absences
        if absence.officer == officer
        and absence.since <= at < absence.until
        and absence.is_known(at)
    ]
    return min(known, key=lambda a: a.stand_in is None, default=None)
