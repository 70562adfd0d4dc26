"""The roster, or the part of it that somebody may see, as a whole file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, timedelta

from sqlalchemy.orm import Session

from duty.belonging import belongings
from duty.changes import every_branch
from duty.files import values
from duty.files.calendar_file import BranchTurns, write_calendar
from duty.files.exporting import Days, Tables, tables_of
from duty.files.kinds import LAYOUTS
from duty.files.layout import Kind
from duty.files.rows import Cells
from duty.files.template import about, lists_of
from duty.files.write_csv import write_csv
from duty.files.write_xlsx import Book, Sheet, write_xlsx
from duty.strip import midnight
from duty.turns import as_planned, turns_of
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import Text
from models.duty.officers import all_agencies
from models.duty.reading import read_roster

LOOKS_AHEAD, LONGEST = timedelta(days=27), timedelta(days=366)
DAY = timedelta(days=1)
BY_OFFICER = {Kind.OFFICERS: "code", Kind.ABSENCES: "officer"}
BY_BRANCH = (Kind.SHIFTS, Kind.SWAPS)


class TooLong(ValueError):
    """A period that no calendar file is made for; `reason` is for a person."""

    reason = Text("nhiều nhất một năm", "a year at most")


@dataclass(frozen=True, slots=True)
class Export:
    """A file, and how many rows or turns are in it."""

    content: bytes
    rows: int


@dataclass(frozen=True)
class Source:
    """Where an export comes from. `branches` None is all; `by` is who asks for it."""

    session: Session
    switchboard: Switchboard
    now: datetime
    branches: frozenset[str] | None = None
    by: str = ""

    def workbook(self, kinds: Sequence[Kind], days: Days) -> Export:
        """Return a workbook that can be imported again."""
        tables = self._tables(kinds, days)
        sheets = tuple(Sheet(LAYOUTS[kind], rows) for kind, rows in tables.items())
        lists = lists_of(self.switchboard, all_agencies(self.session))
        page = about(self._told(tables, days))
        book = Book(sheets=sheets, after=(page,), made_at=self.now, **lists)
        return Export(write_xlsx(book), sum(map(len, tables.values())))

    def csv(self, kind: Kind, days: Days) -> Export:
        """Return one kind of rows that can be imported again."""
        rows = self._tables([kind], days)[kind]
        return Export(write_csv(LAYOUTS[kind], rows), len(rows))

    def calendar(self, days: Days) -> Export:
        """Return the turns as a calendar; raises TooLong."""
        first = days.first or self.switchboard.calendar.local(self.now).date()
        last = days.last or first + LOOKS_AHEAD
        if last - first > LONGEST or last.year == MAXYEAR:
            raise TooLong
        roster = read_roster(self.session)
        calendar = roster.over(self.switchboard.calendar)
        planned = as_planned(roster, calendar, self.now)
        begin, end = midnight(calendar, first), midnight(calendar, last + DAY)
        found = [
            BranchTurns(branch, turns_of(planned, branch, calendar, begin, end))
            for branch in self._branches()
        ]
        content = write_calendar(found, roster.officers, calendar, self.now)
        return Export(content, sum(len(each.turns) for each in found))

    def _branches(self) -> list[Branch]:
        everything = every_branch(self.switchboard)
        return [b for b in everything if self.branches is None or b.id in self.branches]

    def _tables(self, kinds: Sequence[Kind], days: Days) -> Tables:
        tables = tables_of(self.session, self.switchboard.calendar.zone, kinds, days)
        if self.branches is None:
            return tables
        roster = read_roster(self.session, since=self.now)
        theirs = {
            code
            for code, belonging in belongings(roster, self.switchboard, self.now).items()
            if belonging.touches(self.branches)
        }
        return {k: [c for c in rows if self._is_theirs(k, c, theirs)] for k, rows in tables.items()}

    def _is_theirs(self, kind: Kind, cells: Cells, officers: set[str]) -> bool:
        if kind in BY_BRANCH:
            return self.branches is None or cells["branch"] in self.branches
        return kind not in BY_OFFICER or cells[BY_OFFICER[kind]] in officers

    def _told(self, tables: Tables, days: Days) -> list[tuple[str, str]]:
        local = self.switchboard.calendar.local(self.now)
        lines = [
            ("LỊCH TRỰC · DUTY ROSTER", self.switchboard.province.vi),
            ("Xuất lúc · exported at", f"{local:%d/%m/%Y %H:%M:%S}"),
            ("Kỳ · period", f"{_said(days.first)} – {_said(days.last)}"),
        ]
        if self.by:
            lines.append(("Người xuất · exported by", self.by))
        if self.branches is not None:
            names = ", ".join(branch.name.vi for branch in self._branches())
            lines.append(("Nhánh · branches", names))
        lines += [
            (f"Số dòng «{LAYOUTS[kind].sheet}»", str(len(rows))) for kind, rows in tables.items()
        ]
        warning = "Có số máy và họ tên: không gửi ra ngoài · numbers and names: keep it in"
        return [*lines, ("Lưu ý · note", warning)]


def _said(day: date | None) -> str:
    return values.said(day) or "…"
