"""What stands in the roster as tables, for files that can be read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from duty.files.layout import Kind
from duty.files.rows import Cells, Entry, Row, cells_of
from duty.files.values import said
from ivr.flow.duty.on_duty import ORDER
from models.duty.calendar_days import standing
from models.duty.entries import AbsenceRow, EntryRow, ShiftRow, SwapRow, entered
from models.duty.officers import AgencyRow, OfficerRow, all_agencies, all_officers

Tables = Mapping[Kind, Sequence[Cells]]


@dataclass(frozen=True, slots=True)
class Days:
    """The days from the first to the last, both included; None is without end."""

    first: date | None = None
    last: date | None = None

    def meet(self, first: date, last: date | None) -> bool:
        """Say whether a stretch of days has one in common with these."""
        is_before = self.first is not None and last is not None and last < self.first
        return not is_before and (self.last is None or first <= self.last)


def tables_of(session: Session, zone: ZoneInfo, kinds: Sequence[Kind], days: Days) -> Tables:
    """Return what stands, in an order for people, and of that what is about one of the days.

    Officers and agencies are all there: others name them by their codes. What stands twice is there
    once.
    """
    tables: dict[Kind, list[Cells]] = {}
    for kind in kinds:
        cells = [cells_of(row, zone) for row in _rows(session, kind) if _is_about(row, days, zone)]
        tables[kind] = list({tuple(map(said, each.values())): each for each in cells}.values())
    return tables


def _rows(session: Session, kind: Kind) -> Sequence[Row]:
    match kind:
        case Kind.OFFICERS:
            return all_officers(session)
        case Kind.AGENCIES:
            return all_agencies(session)
        case _:
            return in_force(session, kind)


def in_force(session: Session, kind: Kind) -> Sequence[Entry]:
    """Return the entries of one kind that stand; of each calendar day the one that holds."""
    match kind:
        case Kind.SHIFTS:
            shifts = _standing(entered(session, ShiftRow, since=None))
            return sorted(shifts, key=_shift_order)
        case Kind.ABSENCES:
            absences = _standing(entered(session, AbsenceRow, since=None))
            return sorted(absences, key=lambda absence: (absence.since, absence.officer))
        case Kind.SWAPS:
            swaps = _standing(entered(session, SwapRow, since=None))
            return sorted(swaps, key=lambda swap: (swap.since, swap.branch, swap.giver))
        case Kind.DAYS:
            latest = {row.day: row for row in standing(session)}
            return [latest[day] for day in sorted(latest)]
        case Kind.OFFICERS | Kind.AGENCIES:
            raise ValueError("officers and agencies are there; they are not in force")


def _standing(rows: list[EntryRow]) -> list[EntryRow]:
    return [row for row in rows if row.withdrawn_at is None]


def _shift_order(row: ShiftRow) -> tuple[object, ...]:
    return (row.branch, ORDER.index(row.role), row.position, row.officer, row.weekdays, row.start)


def _is_about(row: Row, days: Days, zone: ZoneInfo) -> bool:
    match row:
        case OfficerRow() | AgencyRow():
            return True
        case ShiftRow():
            return days.meet(row.valid_from, row.valid_to)
        case AbsenceRow() | SwapRow():
            return days.meet(row.since.astimezone(zone).date(), row.until.astimezone(zone).date())
        case _:
            return days.meet(row.day, row.day)
