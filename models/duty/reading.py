"""The roster's tables read as the value that decisions are made with."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.duty.roster import Absence, DutyOfficer, Roster, Shift, Swap
from ivr.flow.switchboard import Officer
from ivr.flow.words import Language, Text
from models.audit import ROSTER, AuditRow
from models.duty.calendar_days import standing
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow, entered
from models.duty.officers import OfficerRow, all_officers


def version(session: Session) -> int:
    """Return what grows with every change to the roster: all of them are audited."""
    return session.scalar(sa.select(sa.func.max(AuditRow.id)).where(ROSTER)) or 0


def read_roster(session: Session, *, since: datetime | None = None) -> Roster:
    """Return the roster, without what was withdrawn or over before `since` (None: all).

    Numbers that fail their checks are unfit also where the branches file has them.
    """
    officers = all_officers(session)
    days = {row.day: row for row in standing(session)}  # of one day the latest
    return Roster(
        officers={row.code: _officer(row) for row in officers},
        shifts=tuple(map(_shift, entered(session, ShiftRow, since=since))),
        absences=tuple(map(_absence, entered(session, AbsenceRow, since=since))),
        swaps=tuple(map(_swap, entered(session, SwapRow, since=since))),
        unfit=frozenset(row.number for row in officers if row.out_since),
        days_off={
            day: Text(row.name_vi, row.name_en)
            for day, row in days.items()
            if row.worked_as is None
        },
        worked={day: row.worked_as for day, row in days.items() if row.worked_as is not None},
    )


def _officer(row: OfficerRow) -> DutyOfficer:
    return DutyOfficer(
        officer=Officer(row.code, row.number, Text(row.post_vi, row.post_en)),
        agency=row.agency,
        languages=frozenset(map(Language, filter(None, row.languages.split(",")))),
        active_from=row.active_from,
        active_to=row.active_to,
        is_verified=row.verified_at is not None,
        is_out=row.out_since is not None,
        has_pin=row.pin_hash is not None,
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
