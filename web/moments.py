"""Moments worth pretending on the telephone page: when callers hear something else than now.

Pure: the menu's hours, the calendar and the moment in, a few named moments out. What the calendar
does not know of (a Tết that is years away) is left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ivr.branch_file.calendar_days import TET, TET_LEAVE_D
from ivr.flow.hours import HORIZON_D, Calendar, Hours, closed, next_opening
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Reason, Text

IN_THE_MORNING = time(9, 0)
IN_THE_EVENING = (time(20, 0), time(22, 0))
SETTLED_IN = timedelta(hours=1)  # after an opening: nobody pretends to call at the very minute
SATURDAY, SUNDAY = 5, 6
WEEKEND = {
    SATURDAY: Text("Cuối tuần: thứ Bảy", "Weekend: Saturday"),
    SUNDAY: Text("Cuối tuần: Chủ nhật", "Weekend: Sunday"),
}
TET_LEAVE = timedelta(days=TET_LEAVE_D)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with a name; `at` is local to the hotline."""

    name: Text
    at: datetime


def moments(switchboard: Switchboard, now: datetime) -> tuple[Moment, ...]:
    """Return office hours, an evening, a weekend's day, a public holiday, and Tết, each the next.

    Branches on duty around the clock are not asked: it is always office hours for them. Nor are
    those that have not been opened yet, unless none has.
    """
    calendar = switchboard.calendar
    kept = {b.hours: None for b in switchboard.branches() if not b.hours.always}
    begun = tuple(hours for hours in kept if not hours.opens_at or hours.opens_at <= now)
    there = _Office(calendar, begun or tuple(kept), calendar.local(now))
    found = (
        there.office_hours(),
        there.evening(),
        there.weekend(),
        there.holiday(),
        there.tet(),
    )
    return tuple(moment for moment in found if moment)


@dataclass(frozen=True, slots=True)
class _Office:
    """The hours of all branches together; `now` is local."""

    calendar: Calendar
    hours: tuple[Hours, ...]
    now: datetime

    def office_hours(self) -> Moment | None:
        """Return when all branches are open, or as many as ever are."""
        if not self._shut(self.now):
            name = Text("Giờ làm việc (đang mở)", "Office hours (open now)")
            return Moment(name, self.now.replace(second=0, microsecond=0))
        openings = {at for at in map(self._opening, self.hours) if at}
        settled = {at + SETTLED_IN for at in openings}
        found = min(openings | settled, key=self._by_closed, default=None)
        return Moment(Text("Giờ làm việc", "Office hours"), found) if found else None

    def evening(self) -> Moment | None:
        """Return an evening on which every branch is closed, and for no other reason."""
        for day in self._days():
            for at in (self._at(day, clock) for clock in IN_THE_EVENING):
                if at > self.now and self._is_all_shut(at):
                    is_today = day == self.now.date()
                    tonight = Text("Tối nay, ngoài giờ", "This evening, out of hours")
                    later = Text("Buổi tối, ngoài giờ", "An evening, out of hours")
                    return Moment(tonight if is_today else later, at)
        return None

    def weekend(self) -> Moment | None:
        """Return the next Saturday or Sunday that is a day of rest, and no holiday."""
        for at in self._mornings(self._days()):
            day = at.date()
            is_rest = day.weekday() in WEEKEND and day not in self.calendar.worked
            if is_rest and Reason.OUT_OF_HOURS in self._shut(at):
                return Moment(WEEKEND[day.weekday()], at)
        return None

    def holiday(self) -> Moment | None:
        """Return the next day off that has nothing to do with Tết."""
        tets = self._tets()
        days = {*self.calendar.holidays, *self.calendar.days_off}
        others = (day for day in days if all(abs(day - tet) > TET_LEAVE for tet in tets))
        for at, name in self._days_off(others):
            return Moment(Text(f"Nghỉ lễ: {name.vi}", f"Holiday: {name.en}"), at)
        return None

    def tet(self) -> Moment | None:
        """Return the next first day of the lunar year."""
        for at, _ in self._days_off(self._tets()):
            return Moment(Text("Mùng một Tết", "Tết, the Lunar New Year"), at)
        return None

    def _tets(self) -> list[date]:
        return [day for day, name in self.calendar.holidays.items() if name.vi == TET]

    def _days_off(self, days: Iterable[date]) -> Iterator[tuple[datetime, Text]]:
        """Yield the mornings on which a branch is closed for a holiday, with its name."""
        for at in self._mornings(sorted(days)):
            name = self.calendar.day_off(at.date())
            if name and Reason.HOLIDAY in self._shut(at):
                yield at, name

    def _days(self) -> Iterator[date]:
        return (self.now.date() + timedelta(days=n) for n in range(HORIZON_D))

    def _mornings(self, days: Iterable[date]) -> Iterator[datetime]:
        """Yield the morning of each of these days that is still to come."""
        return (at for day in days if (at := self._at(day, IN_THE_MORNING)) > self.now)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.calendar.zone)

    def _opening(self, hours: Hours) -> datetime | None:
        opening = next_opening(hours, self.calendar, self.now)
        return self.calendar.local(opening) if opening else None

    def _shut(self, at: datetime) -> list[Reason]:
        """Return why branches are closed at a moment: as many reasons as closed sets of hours."""
        shut = (closed(hours, self.calendar, at) for hours in self.hours)
        return [closure.reason for closure in shut if closure]

    def _is_all_shut(self, at: datetime) -> bool:
        shut = self._shut(at)
        return len(shut) == len(self.hours) > 0 and set(shut) == {Reason.OUT_OF_HOURS}

    def _by_closed(self, at: datetime) -> tuple[int, bool, datetime]:
        """Rank a moment of office hours: most open branches, none that has just opened, soonest."""
        just_opened = self._shut(at - SETTLED_IN) != self._shut(at)
        return len(self._shut(at)), just_opened, at
