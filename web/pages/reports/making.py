"""How each file of a report is made."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile

from werkzeug.wsgi import FileWrapper

from accounts.people import Person
from accounts.rights import Reach
from documents.csv import as_csv
from documents.docx import as_docx
from documents.letterhead import letterhead_of
from documents.monthly import MonthlyReport, paper
from documents.pdf import as_pdf
from documents.table import Imprint, Table, TooLong
from documents.xlsx import MOST_ROWS, write_xlsx
from duty.changes import every_branch
from figures.causes import missed_by_cause
from ivr.flow.switchboard import Branch
from ivr.flow.words import Language, Text
from models.duty.officers import all_officers
from models.session import Database
from web.pages.reports.imprint import imprint_of, with_numbers
from web.pages.reports.lists import Rows
from web.pages.reports.reading import Report, read_report, still
from web.pages.reports.scope import Scope
from web.pages.reports.tables import figures_table, paper_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of which scope, and by whom; full numbers are shown of branches in `shown`."""

    database: Database
    scope: Scope
    person: Person
    language: Language
    shown: Reach

    @property
    def imprint(self) -> Imprint:
        """What the file says of itself."""
        return imprint_of(self.scope, self.person, self.language)

    def report(self) -> Report:
        """Return the figures."""
        with self.database.reading() as session:
            return read_report(still(session), self.scope)

    def rows(self) -> Rows:
        """Return what reads calls and missed callers."""
        with self.database.reading() as session:
            kept = {row.code: Text(row.post_vi, row.post_en) for row in all_officers(session)}
        branches = every_branch(self.scope.switchboard)
        posts = {each.id: each.post for branch in branches for each in branch.officers}
        return Rows(
            database=self.database,
            scope=self.scope,
            shown=self.shown,
            posts=posts | kept,
            language=self.language,
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A file and how many rows it has; one that is streamed is made while it is sent."""

    content: bytes | Iterable[bytes]
    rows: int
    is_streamed: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file that there is of a report: what it is called, and how it is made."""

    what: str
    make: Callable[[Wish], Made]
    is_list: bool = False


def _figures_xlsx(wish: Wish) -> Made:
    table, out = figures_table(wish.report(), wish.language), BytesIO()
    write_xlsx(table, wish.imprint, out, wish.language)
    return Made(out.getvalue(), _count(table))


def _figures_csv(wish: Wish) -> Made:
    table = figures_table(wish.report(), wish.language)
    return Made(b"".join(as_csv(table, wish.imprint, wish.language)), _count(table))


def _figures_pdf(wish: Wish) -> Made:
    table = paper_table(wish.report(), wish.language)
    return Made(as_pdf(table, wish.imprint, wish.language), _count(table))


def _count(table: Table) -> int:
    return len(list(table.rows))


def _monthly(wish: Wish) -> Made:
    """Make the report in the official form, which is Vietnamese."""
    scope = wish.scope
    with wish.database.reading() as session:
        report = read_report(still(session), scope)
        causes = missed_by_cause(session, scope.since, scope.until, scope.branches)
    told = MonthlyReport(
        letterhead=letterhead_of(scope.switchboard, _issuer(scope)),
        switchboard=scope.switchboard,
        figures=report.figures,
        imprint=imprint_of(scope, wish.person, Language.VI),
        causes=causes,
    )
    return Made(as_docx(paper(told)), len(list(told.branches())))


def _issuer(scope: Scope) -> Branch | None:
    """Return the branch whose agency reports; None where the duty desk's does."""
    if scope.chosen or scope.branches is None or len(scope.branches) != 1:
        return scope.chosen
    return scope.switchboard.branch(*scope.branches)


def _calls_xlsx(wish: Wish) -> Made:
    rows = wish.rows()
    with wish.database.reading() as session:
        count = rows.count_calls(session)
    return _workbook(rows.calls(), count, wish)


def _missed_xlsx(wish: Wish) -> Made:
    rows = wish.rows()
    with wish.database.reading() as session:
        count = rows.count_missed(session)
    return _workbook(rows.missed(), count, wish)


def _workbook(table: Table, count: int, wish: Wish) -> Made:
    """Write a workbook into a file that has no name, so that nobody finds it later."""
    if count > MOST_ROWS:
        raise TooLong(MOST_ROWS)
    with ExitStack() as stack:
        out = stack.enter_context(TemporaryFile())
        write_xlsx(table, _of_list(wish), out, wish.language)
        out.seek(0)
        stack.pop_all()
    return Made(FileWrapper(out), count)


def _calls_csv(wish: Wish) -> Made:
    rows = wish.rows()
    with wish.database.reading() as session:
        count = rows.count_calls(session)
    return _stream(rows.calls(), count, wish)


def _missed_csv(wish: Wish) -> Made:
    rows = wish.rows()
    with wish.database.reading() as session:
        count = rows.count_missed(session)
    return _stream(rows.missed(), count, wish)


def _stream(table: Table, count: int, wish: Wish) -> Made:
    return Made(as_csv(table, _of_list(wish), wish.language), count, is_streamed=True)


def _of_list(wish: Wish) -> Imprint:
    return with_numbers(wish.imprint, wish.language, are_full=bool(wish.shown))


FILES: Mapping[str, File] = {
    "figures.xlsx": File("so-lieu", _figures_xlsx),
    "figures.csv": File("so-lieu", _figures_csv),
    "figures.pdf": File("so-lieu", _figures_pdf),
    "monthly.docx": File("bao-cao", _monthly),
    "calls.xlsx": File("cuoc-goi", _calls_xlsx, is_list=True),
    "calls.csv": File("cuoc-goi", _calls_csv, is_list=True),
    "missed.xlsx": File("goi-nho", _missed_xlsx, is_list=True),
    "missed.csv": File("goi-nho", _missed_csv, is_list=True),
}
