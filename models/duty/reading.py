"""The roster's tables read as the value that decisions are made with."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.board import Officer
from ivr.flow.duty.roster import Absence, DutyOfficer, Roster, Shift, Swap
from ivr.flow.hours import Calendar
from ivr.flow.words import Language, Text
from models.audit import AuditRow
from models.duty.calendar_days import standing
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow, entered
from models.duty.officers import OfficerRow, all_officers


def version(session: Session) -> int:
    """Return what grows with every change to the roster: all of them are audited."""
    return session.scalar(sa.select(sa.func.max(AuditRow.id))) or 0


def read_roster(session: Session, *, since: datetime | None = None) -> Roster:
    """Return the roster, without what was withdrawn before `since` (None: with all that ever was).

    Numbers that fail their checks are unfit also where the branches file has them.
    """
    officers = all_officers(session)
    return Roster(
        officers={row.code: _officer(row) for row in officers},
        shifts=tuple(map(_shift, entered(session, ShiftRow, since=since))),
        absences=tuple(map(_absence, entered(session, AbsenceRow, since=since))),
        swaps=tuple(map(_swap, entered(session, SwapRow, since=since))),
        unfit=frozenset(row.number for row in officers if row.out_since),
    )


def read_calendar(session: Session, calendar: Calendar) -> Calendar:
    """Return a calendar with the days of the table over it: they are the later word."""
    days_off, worked = dict(calendar.days_off), dict(calendar.worked)
    for row in standing(session):
        days_off.pop(row.day, None)
        worked.pop(row.day, None)
        if row.worked_as is None:
            days_off[row.day] = Text(row.name_vi, row.name_en)
        else:
            worked[row.day] = row.worked_as
    return replace(calendar, days_off=days_off, worked=worked)


def _officer(row: OfficerRow) -> DutyOfficer:
    return DutyOfficer(
        officer=Officer(row.code, row.number, Text(row.post_vi, row.post_en)),
        agency=row.agency,
        languages=frozenset(map(Language, filter(None, row.languages.split(",")))),
        active_from=row.active_from,
        active_to=row.active_to,
        is_verified=row.verified_at is not None,
        is_out=row.out_since is not None,
    )


def _shift(row: ShiftRow) -> Shift:
    return Shift(
        branch=row.branch,
        officer=row.officer,
        role=row.role,
        weekdays=frozenset(map(int, row.weekdays)),
        start=row.start,
        end=row.end,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        position=row.position,
        entered_at=row.entered_at,
        withdrawn_at=row.withdrawn_at,
    )


def _absence(row: AbsenceRow) -> Absence:
    return Absence(
        officer=row.officer,
        since=row.since,
        until=row.until,
        reason=row.reason,
        stand_in=row.stand_in,
        entered_at=row.entered_at,
        withdrawn_at=row.withdrawn_at,
    )


def _swap(row: SwapRow) -> Swap:
    return Swap(
        branch=row.branch,
        giver=row.giver,
        taker=row.taker,
        since=row.since,
        until=row.until,
        reason=row.reason,
        entered_at=row.entered_at,
        withdrawn_at=row.withdrawn_at,
    )
