"""When a branch is open, when it opens next, and what "two working hours" means.

The clock of the law is local: the state's office hours, weekly rest days, public holidays, and
working days that the Prime Minister moves by decree, sometimes a week ahead. So a calendar is a
value that anybody may load from anywhere; nothing here knows a date by itself.

All moments are aware datetimes; dates and spans are local to `Calendar.zone`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.flow.words import Reason, Text

HORIZON_D = 60  # no holiday of any kind is longer; a branch that opens later is not "opening next"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of one day, half-open. An `end` of 00:00 means midnight at the day's end."""

    start: time
    end: time

    def __post_init__(self) -> None:
        """Refuse a span that ends before it starts: spans never cross midnight."""
        if self.end != time(0) and self.end <= self.start:
            raise ValueError(f"{self.start:%H:%M}-{self.end:%H:%M} ends before it starts")


@dataclass(frozen=True, slots=True)
class Hours:
    """A weekly pattern: for each weekday (Monday first) the spans in order; or always open."""

    week: tuple[tuple[Span, ...], ...] = ((),) * 7
    always: bool = False
    opens_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a week that has not seven days."""
        if len(self.week) != 7:
            raise ValueError("a week has seven days")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days differ from the weekly pattern, and why.

    `holidays` are days off by law; `days_off` and `worked` are the decrees that win over them. A
    made-up working day in `worked` is worked by the pattern of the weekday it maps to (0 = Monday).
    """

    zone: ZoneInfo
    holidays: Mapping[date, Text] = field(default_factory=dict)
    days_off: Mapping[date, Text] = field(default_factory=dict)
    worked: Mapping[date, int] = field(default_factory=dict)

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment in the calendar's own zone."""
        return moment.astimezone(self.zone)

    def day_off(self, day: date) -> Text | None:
        """Return the name of the day off that `day` is, or None on any other day."""
        if day in self.days_off:
            return self.days_off[day]
        return None if day in self.worked else self.holidays.get(day)

    def spans(self, hours: Hours, day: date) -> tuple[Span, ...]:
        """Return the spans in which a branch with these hours works on `day`."""
        if self.day_off(day):
            return ()
        return hours.week[self.worked.get(day, day.weekday())]


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a branch is closed, and when it opens again (aware UTC; None beyond the horizon)."""

    reason: Reason
    opens_at: datetime | None
    holiday: Text | None = None


def closed(hours: Hours, calendar: Calendar, now: datetime) -> Closed | None:
    """Return why a branch is closed at `now`, or None while it is open.

    A branch on duty around the clock knows no calendar: no setting of a day off may send its
    callers to a machine. Only a line that has not been opened yet is closed all the same.
    """
    if hours.opens_at and now < hours.opens_at:
        return Closed(Reason.NOT_YET_OPEN, next_opening(hours, calendar, now))
    if hours.always:
        return None
    opening = next_opening(hours, calendar, now)
    if opening and opening <= now:
        return None
    holiday = calendar.day_off(calendar.local(now).date())
    return Closed(Reason.HOLIDAY if holiday else Reason.OUT_OF_HOURS, opening, holiday)


def next_opening(hours: Hours, calendar: Calendar, now: datetime) -> datetime | None:
    """Return `now` while open, else the next moment at which the branch opens, or None."""
    for start, _ in open_spans(hours, calendar, now):
        return start
    return None


def add_working_time(
    hours: Hours, calendar: Calendar, start: datetime, amount: timedelta
) -> datetime | None:
    """Return the moment at which `amount` of open time has passed since `start`, or None."""
    left = amount
    for begin, end in open_spans(hours, calendar, start):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    return None


def open_spans(
    hours: Hours, calendar: Calendar, since: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open spans from `since` on, in UTC, up to the horizon; the first may be cut.

    None begins before the line is opened at all.
    """
    since = max(since, hours.opens_at or since)
    if hours.always:
        yield since.astimezone(UTC), (since + timedelta(days=HORIZON_D)).astimezone(UTC)
        return
    first = calendar.local(since).date()
    for offset in range(HORIZON_D):
        day = first + timedelta(days=offset)
        for span in calendar.spans(hours, day):
            begin, end = _moment(calendar, day, span.start), _ending(calendar, day, span.end)
            if end > since:
                yield max(begin, since.astimezone(UTC)), end


def _moment(calendar: Calendar, day: date, at: time) -> datetime:
    return datetime.combine(day, at, calendar.zone).astimezone(UTC)


def _ending(calendar: Calendar, day: date, at: time) -> datetime:
    return _moment(calendar, day + timedelta(days=1) if at == time(0) else day, at)


@dataclass(frozen=True, slots=True)
class Promise:
    """How soon a missed caller must be called back: our own default, no law fixes it.

    In hours: within `working_time` of open time. Otherwise: by `next_day_by`, local time, on the
    next day on which the branch works; where it opens later than that, such as after lunch, within
    `working_time` of its opening.
    """

    working_time: timedelta = timedelta(hours=2)
    next_day_by: time = time(10, 0)


def callback_due(
    hours: Hours, calendar: Calendar, promise: Promise, missed_at: datetime
) -> datetime:
    """Return when a caller missed at `missed_at` must have been called back, in UTC.

    A branch that never opens again within the horizon still owes an answer: then the deadline is
    that of the plain clock, so that the debt shows up as overdue instead of vanishing.
    """
    opening = next_opening(hours, calendar, missed_at)
    if opening is None:
        return (missed_at + promise.working_time).astimezone(UTC)
    if opening <= missed_at:
        due = add_working_time(hours, calendar, missed_at, promise.working_time)
        return due or (missed_at + promise.working_time).astimezone(UTC)
    by = _moment(calendar, calendar.local(opening).date(), promise.next_day_by)
    if by > opening:
        return by
    return callback_due(hours, calendar, promise, opening)
