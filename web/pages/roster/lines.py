"""What was entered, as lines of a list: in force, over, or ended, and by whom."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from sqlalchemy.orm import Session

from accounts.rights import Right
from duty.files.vocabulary import EVERY_DAY, said_weekdays
from duty.labels import REASONS, ROLES, when
from ivr.flow.duty.on_duty import ORDER
from ivr.flow.words import Text
from models.audit import endings
from models.duty.entries import AbsenceRow, EntryRow, ShiftRow, SwapRow, entered
from web.pages.roster.books import Books, numbered
from web.showing import filled
from web.texts.roster import ROSTER, SHORT

AnyRow = ShiftRow | AbsenceRow | SwapRow


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `state` None is in force; else it says since when it is not."""

    id: int
    state: Text | None
    may_change: bool
    cells: Mapping[str, Text]


@dataclass(frozen=True)
class Reader:
    """Reads entries as lines: those in force, or all that counted since a day."""

    session: Session
    books: Books
    since: datetime | None

    def shifts(self, branch: str) -> list[Line]:
        """Return the shifts of a branch in the order in which officers are rung."""
        rows = [row for row in self._rows(ShiftRow) if row.branch == branch]
        rows.sort(key=lambda r: (ORDER.index(r.role), r.position, r.weekdays, r.start, r.id))
        return self._lines(rows, lambda row: row.branch in self._branches, self._shift)

    def absences(self, officers: Iterable[str]) -> list[Line]:
        """Return the absences of some officers by time."""
        theirs = frozenset(officers)
        rows = [row for row in self._rows(AbsenceRow) if row.officer in theirs]
        rows.sort(key=lambda row: (row.since, row.officer, row.id))
        return self._lines(rows, lambda row: row.officer in self._officers, self._absence)

    def swaps(self, branches: Iterable[str]) -> list[Line]:
        """Return the swaps of some branches by time."""
        theirs = frozenset(branches)
        rows = [row for row in self._rows(SwapRow) if row.branch in theirs]
        rows.sort(key=lambda row: (row.since, row.branch, row.id))
        return self._lines(rows, lambda row: row.branch in self._branches, self._swap)

    @cached_property
    def _branches(self) -> frozenset[str]:
        """Those whose entries may be changed by whoever is signed in."""
        return frozenset(branch.id for branch in self.books.branches(Right.EDIT_ROSTER))

    @cached_property
    def _officers(self) -> frozenset[str]:
        return frozenset(self.books.officers(Right.EDIT_ROSTER))

    def _rows(self, kind: type[EntryRow]) -> list[EntryRow]:
        if self.since is not None:
            return entered(self.session, kind, since=self.since)
        rows = entered(self.session, kind, since=self.books.now)
        return [row for row in rows if row.withdrawn_at is None and not self._is_over(row)]

    def _is_over(self, row: AnyRow) -> bool:
        if isinstance(row, ShiftRow):
            return row.valid_to is not None and row.valid_to < self._today
        return row.until <= self.books.now

    @property
    def _today(self) -> date:
        return self.books.today

    def _lines(
        self,
        rows: list[EntryRow],
        may_change: Callable[[EntryRow], bool],
        cells: Callable[[EntryRow], Mapping[str, Text]],
    ) -> list[Line]:
        gone = {str(row.id) for row in rows if row.withdrawn_at}
        ended = endings(self.session, rows[0].__tablename__, gone) if gone else {}
        return [
            Line(
                id=row.id,
                state=(state := self._state(row, ended)),
                may_change=state is None and may_change(row),
                cells=cells(row),
            )
            for row in rows
        ]

    def _state(self, row: AnyRow, ended: Mapping[str, str]) -> Text | None:
        if row.withdrawn_at is not None:
            at = f"{self.books.calendar.local(row.withdrawn_at):%H:%M %d/%m/%Y}"
            return filled(ROSTER["ended"], at=at, who=ended.get(str(row.id), "?"))
        return ROSTER["over"] if self._is_over(row) else None

    def _shift(self, row: ShiftRow) -> Mapping[str, Text]:
        hours = f"{row.start:%H:%M}–{said_hour(row.end)}"
        role = ROLES[row.role]
        place = f" {row.position}" if row.position > 1 else ""
        return {
            "who": self.books.post(row.officer),
            "role": Text(f"{role.vi}{place}", f"{role.en}{place}"),
            "hours": weekly(row.weekdays, hours),
            "valid": _valid(row.valid_from, row.valid_to),
        }

    def _absence(self, row: AbsenceRow) -> Mapping[str, Text]:
        return {
            "who": self.books.post(row.officer),
            "when": self._when(row),
            "reason": REASONS[row.reason],
            "stand_in": self.books.post(row.stand_in) if row.stand_in else ROSTER["no_stand_in"],
            "note": plain(row.note),
        }

    def _swap(self, row: SwapRow) -> Mapping[str, Text]:
        branch = self.books.switchboard.branch(row.branch)
        return {
            "branch": numbered(branch) if branch else plain(row.branch),
            "giver": self.books.post(row.giver),
            "taker": self.books.post(row.taker),
            "when": self._when(row),
            "reason": plain(row.reason),
        }

    def _when(self, row: AbsenceRow | SwapRow) -> Text:
        return plain(when(self.books.calendar, row.since, row.until))


def weekly(digits: str, hours: str) -> Text:
    """Return the days and hours of a shift: `T2-T6 07:00–17:00`."""
    vi = said_weekdays(digits)
    en = {EVERY_DAY: "Every day"}.get(vi, vi)
    for day in SHORT:
        en = en.replace(day.vi, day.en)
    return Text(f"{vi} {hours}", f"{en} {hours}")


def said_hour(end: time) -> str:
    """Return when something ends; midnight, at the day's end, as 24:00."""
    return "24:00" if end == time(0) else f"{end:%H:%M}"


def plain(text: str) -> Text:
    """Return what somebody typed: it has no other language."""
    return Text(text, text)


def _valid(first: date, last: date | None) -> Text:
    if last is None:
        return filled(ROSTER["from_on"], first=shown(first))
    return plain(f"{shown(first)} – {shown(last)}")


def shown(day: date) -> str:
    """Return a day as pages show it."""
    return f"{day:%d/%m/%Y}"
