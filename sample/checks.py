"""Checks of officers' numbers, as the worker makes them: one a day of duty."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from ivr.flow.duty.roster import Roster
from ivr.flow.hours import Calendar, open_spans
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import CheckKind, Grade
from models.line_checks import LineCheck
from models.lists.wanted import SAMPLE_SID
from sample.officers import Officers

FAILED = (Grade.NO_ANSWER, Grade.NO_ANSWER, Grade.MAILBOX, Grade.BUSY, Grade.BAD_NUMBER)


def checks_of(
    roster: Roster, switchboard: Switchboard, officers: Officers, day: date, until: datetime
) -> Iterator[LineCheck]:
    """Yield the checks of one local day: of each officer whose branch works on it."""
    begun = set()
    for shift in roster.shifts:
        branch = switchboard.branch(shift.branch)
        at = _within(switchboard.calendar, day, officers) if branch else None
        if branch is None or at is None or at >= until or shift.officer in begun:
            continue
        opens = next(iter(open_spans(branch.hours, switchboard.calendar, at)), None)
        if opens and opens[0] <= at:
            begun.add(shift.officer)
            yield _check(shift.officer, roster, officers, day, at)


def _within(calendar: Calendar, day: date, officers: Officers) -> datetime:
    seconds = officers.rng.uniform(7.2, 16.8) * 3600
    midnight = datetime(day.year, day.month, day.day, tzinfo=calendar.zone)
    return midnight + timedelta(seconds=seconds)


def _check(code: str, roster: Roster, officers: Officers, day: date, at: datetime) -> LineCheck:
    number = roster.officers[code].officer.number
    seconds = officers.rng.randint(6, 30)
    passed = officers.passes_check(number, at)
    over = at + timedelta(seconds=seconds + 4)
    return LineCheck(
        kind=CheckKind.LINE,
        officer=code,
        number=number,
        call_sid=f"{SAMPLE_SID}CHECK{day:%Y%m%d}{code}",
        placed_at=at,
        answered_at=at + timedelta(seconds=seconds - 3) if passed else None,
        keyed_at=at + timedelta(seconds=seconds) if passed else None,
        ended_at=over,
        grade=Grade.PASSED if passed else officers.rng.choice(FAILED),
        seconds=seconds if passed else None,
    )
