"""What stands in the roster beside an entry that is checked: looked up one by one, or read once."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.duty.entries import ShiftRow
from models.duty.officers import OfficerRow, all_agencies, all_officers, by_code, by_number

MONTHS = 4  # a shift over more of them is looked at with every other


class Standing(Protocol):
    """What a check asks of the roster."""

    def has_officer(self, code: str) -> bool:
        """Say whether there is such an officer."""

    def agencies(self) -> Collection[str]:
        """Return the codes of the agencies that were entered."""

    def holders(self, number: str) -> Iterable[str]:
        """Return the codes of the officers whose telephone this is."""

    def shifts(self, row: ShiftRow) -> Iterable[ShiftRow]:
        """Return the standing shifts of the same officer and branch that may overlap a shift."""


class LookedUp:
    """Asks the database each time: right for one entry."""

    def __init__(self, session: Session) -> None:
        """Ask within this session."""
        self._session = session

    def has_officer(self, code: str) -> bool:
        """Say whether there is such an officer."""
        return by_code(self._session, code) is not None

    def agencies(self) -> Collection[str]:
        """Return the codes of the agencies that were entered."""
        return {agency.code for agency in all_agencies(self._session)}

    def holders(self, number: str) -> Iterable[str]:
        """Return the codes of the officers whose telephone this is."""
        return [officer.code for officer in by_number(self._session, number)]

    def shifts(self, row: ShiftRow) -> Iterable[ShiftRow]:
        """Return the standing shifts of the same officer and branch."""
        query = sa.select(ShiftRow).where(
            ShiftRow.branch == row.branch,
            ShiftRow.officer == row.officer,
            ShiftRow.withdrawn_at.is_(None),
        )
        return self._session.scalars(query)


class Remembered:
    """Reads the roster once, and is told what is entered: right for thousands of entries."""

    def __init__(self, session: Session) -> None:
        """Read officers and shifts as they stand in this session, flushed or not."""
        self._agencies = {agency.code for agency in all_agencies(session)}
        self._numbers: dict[str, list[str]] = {}
        self._codes: set[str] = set()
        self._months: dict[tuple[str, str, int], list[ShiftRow]] = {}
        self._long: dict[tuple[str, str], list[ShiftRow]] = {}
        self._all: dict[tuple[str, str], list[ShiftRow]] = {}
        for officer in all_officers(session):
            self.add(officer)
        for shift in session.scalars(sa.select(ShiftRow).where(ShiftRow.withdrawn_at.is_(None))):
            if shift.withdrawn_at is None:
                self.add(shift)

    def add(self, row: object) -> None:
        """Remember an entry for those that are checked after it."""
        if isinstance(row, OfficerRow):
            self._codes.add(row.code)
            self._numbers.setdefault(row.number, []).append(row.code)
        elif isinstance(row, ShiftRow):
            whose = (row.branch, row.officer)
            self._all.setdefault(whose, []).append(row)
            for month in _months(row):
                self._months.setdefault((*whose, month), []).append(row)
            if not _months(row):
                self._long.setdefault(whose, []).append(row)

    def has_officer(self, code: str) -> bool:
        """Say whether there is such an officer."""
        return code in self._codes

    def agencies(self) -> Collection[str]:
        """Return the codes of the agencies that were entered."""
        return self._agencies

    def holders(self, number: str) -> Iterable[str]:
        """Return the codes of the officers whose telephone this is."""
        return self._numbers.get(number, ())

    def shifts(self, row: ShiftRow) -> Iterable[ShiftRow]:
        """Return the standing shifts of the same officer and branch that may overlap a shift."""
        whose = (row.branch, row.officer)
        months = _months(row)
        if not months:
            return self._all.get(whose, ())
        near = [shift for month in months for shift in self._months.get((*whose, month), ())]
        return [*self._long.get(whose, ()), *dict.fromkeys(near)]


def _months(row: ShiftRow) -> Sequence[int]:
    """Return the months that a shift is valid in; none for one that is valid for long."""
    first, last = _month(row.valid_from), _month(row.valid_to or date.max)
    return range(first, last + 1) if last - first < MONTHS else ()


def _month(day: date) -> int:
    return day.year * 12 + day.month
