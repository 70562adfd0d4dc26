"""The roster (lịch trực) as a value: officers, shifts, absences and swaps.

Nothing in it is ever taken away, only withdrawn: so who was on duty at any past minute can be
answered as it was known then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from ivr.flow.hours import Calendar
from ivr.flow.switchboard import Officer
from ivr.flow.words import AbsenceReason, Language, Role, Text

DAY = timedelta(days=1)
EVER = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that was entered into the roster, and perhaps withdrawn later."""

    entered_at: datetime = EVER
    withdrawn_at: datetime | None = None

    def is_known(self, at: datetime) -> bool:
        """Say whether the entry stood in the roster at a moment."""
        return self.entered_at <= at and (self.withdrawn_at is None or at < self.withdrawn_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyOfficer:
    """An officer of the roster: post first, the person who holds it second.

    `active_from` and `active_to` are days, both included. Only a verified number is rung. `is_out`
    while its number fails its checks: it has left the hunt until it passes one. Who has a PIN may
    use the keypad.
    """

    officer: Officer
    agency: str = ""
    languages: frozenset[Language] = frozenset({Language.VI})
    active_from: date = date.min
    active_to: date | None = None
    is_verified: bool = True
    is_out: bool = False
    has_pin: bool = False

    def is_active(self, day: date) -> bool:
        """Say whether the officer serves on a day."""
        return self.active_from <= day and (self.active_to is None or day <= self.active_to)

    @property
    def may_ring(self) -> bool:
        """Whether the officer's phone may be rung."""
        return self.is_verified and not self.is_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(Entry):
    """One officer's weekly duty for one branch.

    It begins at `start` on each of `weekdays` (0 = Monday) from `valid_from` to `valid_to`, both
    included. An `end` not after `start` is on the next day, so equal times mean around the clock.
    Of one role the lowest `position` is rung first.
    """

    branch: str
    officer: str
    role: Role
    weekdays: frozenset[int]
    start: time
    end: time
    valid_from: date
    valid_to: date | None = None
    position: int = 1

    def begins_on(self, day: date, weekday: int) -> bool:
        """Say whether a turn begins on `day`, which is worked as `weekday`."""
        is_valid = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return is_valid and weekday in self.weekdays

    def turn(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the turn that begins on `day`, half-open, in UTC."""
        return _turn(day, self.start, self.end, zone)


@lru_cache(maxsize=4096)  # a report asks for the same few turns of each day again and again
def _turn(day: date, start: time, end: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    last = day if end > start else day + DAY
    return (
        datetime.combine(day, start, zone).astimezone(UTC),
        datetime.combine(last, end, zone).astimezone(UTC),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Entry):
    """An officer is away in `[since, until)`; `stand_in` takes their turns, where one is named."""

    officer: str
    since: datetime
    until: datetime
    reason: AbsenceReason
    stand_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap(Entry):
    """`taker` takes the turns of `giver` for one branch in `[since, until)`."""

    branch: str
    giver: str
    taker: str
    since: datetime
    until: datetime
    reason: str


@dataclass(frozen=True, eq=False)
class Roster:
    """Everything that was ever entered; one reading of the tables is one roster."""

    officers: Mapping[str, DutyOfficer] = field(default_factory=dict)
    shifts: tuple[Shift, ...] = ()
    absences: tuple[Absence, ...] = ()
    swaps: tuple[Swap, ...] = ()
    unfit: frozenset[str] = frozenset()
    """Numbers that have left the hunt, also those of the branches file."""
    days_off: Mapping[date, Text] = field(default_factory=dict)
    worked: Mapping[date, int] = field(default_factory=dict)
    """Days that a document made different; see `Calendar`."""

    @cached_property
    def _by_branch(self) -> dict[str, tuple[Shift, ...]]:
        found: dict[str, list[Shift]] = {}
        for shift in self.shifts:
            found.setdefault(shift.branch, []).append(shift)
        return {branch: tuple(shifts) for branch, shifts in found.items()}

    @cached_property
    def with_pin(self) -> Mapping[str, DutyOfficer]:
        """Who has a PIN, by number: what a caller's number is looked up in."""
        return {o.officer.number: o for o in self.officers.values() if o.has_pin}

    def over(self, calendar: Calendar) -> Calendar:
        """Return a calendar with this roster's days over it: they are the later word."""
        if not (self.days_off or self.worked):
            return calendar
        said = self.days_off.keys() | self.worked.keys()
        days_off = {day: name for day, name in calendar.days_off.items() if day not in said}
        worked = {day: weekday for day, weekday in calendar.worked.items() if day not in said}
        return replace(
            calendar, days_off=days_off | dict(self.days_off), worked=worked | dict(self.worked)
        )

    def shifts_of(self, branch: str) -> tuple[Shift, ...]:
        """Return every shift that was ever entered for a branch."""
        return self._by_branch.get(branch, ())
