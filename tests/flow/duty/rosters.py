"""A branch, its officers, and short ways to write a roster."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.flow.duty.roster import Absence, DutyOfficer, Roster, Shift, Swap
from ivr.flow.hours import Calendar, Hours, Span
from ivr.flow.switchboard import Branch, Officer
from ivr.flow.words import AbsenceReason, Role, Text

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = Calendar(ZONE)
MONDAY = date(2026, 11, 23)
OFFICE = (Span(time(7), time(11)), Span(time(13), time(17)))
OFFICE_HOURS = Hours((OFFICE,) * 5 + ((), ()))
WORKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def officer(code: str, number: int = 0) -> Officer:
    """Return an officer whose number follows from the code where none is given."""
    return Officer(code, f"+8450000{number or ord(code[0]):04d}", Text(code, code))


def branch(hours: Hours = OFFICE_HOURS, *officers: str) -> Branch:
    """Return a branch; the officers are those of the branches file."""
    name = Text("Một cửa", "One stop")
    return Branch(
        id="one-stop",
        key="4",
        name=name,
        choice=name,
        lead=name,
        hours=hours,
        officers=tuple(officer(code) for code in officers),
        agency="office",
    )


def on(hour: int, minute: int = 0, *, day: date = MONDAY) -> datetime:
    """Return a local moment."""
    return datetime.combine(day, time(hour, minute), ZONE)


def days(count: int) -> timedelta:
    """Return that many days."""
    return timedelta(days=count)


def shift(code: str, start: int = 7, end: int = 17, **given: object) -> Shift:
    """Return a primary shift on working days, entered long ago."""
    said = {
        "branch": "one-stop",
        "officer": code,
        "role": Role.PRIMARY,
        "weekdays": WORKDAYS,
        "start": time(start),
        "end": time(end % 24),
        "valid_from": date(2026, 1, 1),
        "entered_at": LONG_AGO,
    }
    return Shift(**(said | given))  # type: ignore[arg-type]


def away(code: str, since: datetime, until: datetime, **given: object) -> Absence:
    """Return an absence, entered long ago."""
    said = {"reason": AbsenceReason.MEETING, "entered_at": LONG_AGO}
    return Absence(officer=code, since=since, until=until, **(said | given))  # type: ignore[arg-type]


def swap(giver: str, taker: str, since: datetime, until: datetime) -> Swap:
    """Return a swap, entered long ago."""
    return Swap(
        branch="one-stop",
        giver=giver,
        taker=taker,
        since=since,
        until=until,
        reason="đổi ca",
        entered_at=LONG_AGO,
    )


def roster(*entries: object, **officers: dict[str, object]) -> Roster:
    """Return a roster with officers a to e, changed as given by code."""
    known = {
        code: DutyOfficer(officer=officer(code), agency="office", **officers.get(code, {}))  # type: ignore[arg-type]
        for code in "abcde"
    }
    return Roster(
        officers=known,
        shifts=tuple(e for e in entries if isinstance(e, Shift)),
        absences=tuple(e for e in entries if isinstance(e, Absence)),
        swaps=tuple(e for e in entries if isinstance(e, Swap)),
    )
