"""`flask duty import|export|template|sheet`: the roster from files and to files."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from commands import period
from duty.changes import changing, every_branch
from duty.files import values
from duty.files.exporting import Days
from duty.files.grid import BadFile
from duty.files.importing import Outcome, take
from duty.files.kinds import LAYOUTS
from duty.files.layout import Kind
from duty.files.lines import Reading
from duty.files.reading import MOST_BYTES, read_file
from duty.files.rows import Names
from duty.files.template import template
from duty.files.values import BadValue
from duty.files.whole import Source, TooLong
from duty.files.write_xlsx import write_xlsx
from duty.refusals import GapRefused
from duty.week.render import as_html, as_text
from duty.week.sheet import Books, week_of
from ivr.flow.switchboard import Branch
from ivr.hotline import Hotline
from models.duty.officers import all_agencies, all_officers
from models.duty.reading import read_roster

ACTOR = "command line"
MOST_TOLD = 100
A_FILE = click.Path(dir_okay=False, path_type=Path)


class _OnlyTried(Exception):
    """A dry run has seen all that it wanted to see; nothing is kept."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ thử, không ghi gì · try it, change nothing.")
@click.option("--actor", default=ACTOR, show_default=True, help="Ai nhập · who imports it.")
def import_file(*, file: Path, dry_run: bool, actor: str) -> None:
    """Nhập lịch từ FILE (XLSX, CSV) · take the roster from a file, all of it or nothing."""
    running, outcome = period.hotline(), Outcome()
    try:
        with file.open("rb") as opened:
            reading = read_file(opened.read(MOST_BYTES + 1))
        with period.database_needed():
            _import(running, reading, outcome, actor=actor, keep=not dry_run)
    except BadFile as error:
        _tell_faults(error)
    except GapRefused as error:
        _tell_gap(error, outcome)
    except _OnlyTried:
        click.echo("CHỈ THỬ, chưa ghi gì · ONLY TRIED, nothing was changed")
    _tell_outcome(outcome)


def _import(
    running: Hotline, reading: Reading, outcome: Outcome, *, actor: str, keep: bool
) -> None:
    now = running.clock()
    switchboard = running.board.from_file
    with running.database.transaction() as session:
        with changing(session, switchboard, now=now, actor=actor.strip() or ACTOR) as change:
            names = Names.of(switchboard, all_agencies(session))
            take(change, reading, names, outcome)
        if not keep:
            raise _OnlyTried


def _tell_outcome(outcome: Outcome) -> None:
    for kind, count in outcome.counts.items():
        if count.total:
            click.echo(
                f"{LAYOUTS[kind].sheet} · {kind}: mới · new {count.entered},"
                f" sửa · changed {count.changed}, thôi · withdrawn {count.withdrawn},"
                f" không đổi · unchanged {count.same}"
            )
    if outcome.untried:
        click.echo(_untried(outcome))


def _untried(outcome: Outcome) -> str:
    codes = ", ".join(outcome.untried[:20])
    return (
        f"! Số chưa xác minh, nên chưa đổ chuông · not verified, so not rung: {codes}\n"
        "  flask linecheck verify …, hoặc cột «Ngày xác minh» · or the column 'Verified on'"
    )


def _tell_faults(error: BadFile) -> NoReturn:
    for fault in error.faults[:MOST_TOLD]:
        said = fault.told()
        click.echo(f"✗ {said.vi}\n  · {said.en}", err=True)
    rest = len(error.faults) - MOST_TOLD
    if rest > 0:
        click.echo(f"… và {rest} lỗi nữa · and {rest} more", err=True)
    count = len(error.faults)
    raise click.ClickException(
        f"{count} lỗi, không nhập dòng nào · {count} fault(s), nothing was imported"
    )


def _tell_gap(error: GapRefused, outcome: Outcome) -> NoReturn:
    if outcome.untried:
        click.echo(_untried(outcome), err=True)
    raise click.ClickException(
        f"không nhập dòng nào: {error.reason.vi}\n  · nothing was imported: {error.reason.en}"
    )


@click.command("export")
@click.argument("file", type=A_FILE)
@click.option("--from", "first", help="Từ ngày · from: 23/11/2026, 2026-11-23.")
@click.option("--to", "last", help="Đến hết ngày · to, that day included.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in Kind]),
    help="Chỉ loại này (CSV: một loại) · only this kind; one for CSV.",
)
def export_file(file: Path, first: str | None, last: str | None, kinds: Sequence[str]) -> None:
    """Xuất lịch ra FILE .xlsx, .csv hay .ics · write the roster to a file.

    .xlsx và .csv có số máy đầy đủ và nhập lại được; .ics chỉ có chức danh
    · with full numbers, to be imported again; .ics has posts only.
    """
    days = _days(first, last)
    chosen = tuple(Kind(kind) for kind in kinds) or tuple(Kind)
    match file.suffix.lower():
        case ".xlsx":
            _save(file, _workbook(chosen, days), is_private=True)
        case ".csv" if len(chosen) == 1:
            _save(file, _csv(chosen[0], days), is_private=True)
        case ".csv":
            raise click.BadParameter("CSV cần một --kind · CSV needs one --kind")
        case ".ics" if not kinds:
            _save(file, _calendar(days))
        case ".ics":
            raise click.BadParameter(".ics không có --kind · .ics takes no --kind")
        case _:
            raise click.BadParameter(f"{file.name}: .xlsx, .csv, .ics")


@contextmanager
def _source() -> Iterator[Source]:
    running = period.hotline()
    with period.books() as session:
        yield Source(session, running.board.board.switchboard, running.clock())


def _workbook(kinds: Sequence[Kind], days: Days) -> bytes:
    with _source() as source:
        return source.workbook(kinds, days).content


def _csv(kind: Kind, days: Days) -> bytes:
    with _source() as source:
        return source.csv(kind, days).content


def _calendar(days: Days) -> bytes:
    try:
        with _source() as source:
            return source.calendar(days).content
    except TooLong as error:
        raise click.BadParameter(f"{error.reason.vi} · {error.reason.en}") from error


@click.command("template")
@click.argument("file", type=A_FILE)
def template_file(file: Path) -> None:
    """Tạo tệp mẫu FILE.xlsx để điền · write an empty workbook to be filled in."""
    running = period.hotline()
    if file.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{file.name}: .xlsx")
    if file.exists():
        raise click.BadParameter(f"{file.name} đã có · is there already")
    book = template(running.board.board.switchboard, running.clock())
    _save(file, write_xlsx(book))


@click.command("sheet")
@click.argument("file", type=A_FILE)
@click.option("--week", help="Một ngày trong tuần · any day of the week: 2026-11-23.")
@click.option("--branch", help="Mã nhánh hoặc phím · branch id or key.")
def sheet_file(file: Path, week: str | None, branch: str | None) -> None:
    """In lịch trực tuần ra FILE .html hay .txt · write the week's duty sheet, to be printed."""
    running = period.hotline()
    switchboard, now = running.board.board.switchboard, running.clock()
    renderers = {".html": as_html, ".txt": as_text}
    if file.suffix.lower() not in renderers:
        raise click.BadParameter(f"{file.name}: .html, .txt")
    day = _day(week, "--week") or now.astimezone(period.zone()).date()
    only = period.branch_id(branch)
    shown: list[Branch] = [b for b in every_branch(switchboard) if only in (None, b.id)]
    with period.books() as session:
        persons = {row.code: row.person for row in all_officers(session) if row.person}
        books = Books(read_roster(session), switchboard, persons)
    said = renderers[file.suffix.lower()](week_of(books, shown, day, now))
    _save(file, said.encode(), is_private=True)


def _days(first: str | None, last: str | None) -> Days:
    days = Days(_day(first, "--from"), _day(last, "--to"))
    if days.first and days.last and days.last < days.first:
        raise click.BadParameter("--to trước --from · is before --from")
    return days


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return values.day(text)
    except BadValue as error:
        raise click.BadParameter(f"{option}: {error.reason.vi} · {error.reason.en}") from error


def _save(file: Path, content: bytes, *, is_private: bool = False) -> None:
    """Write a file whole or not at all; one with numbers is for its owner's eyes."""
    new = file.with_name(f".{file.name}.new")
    try:
        new.unlink(missing_ok=True)
        new.touch(mode=0o600 if is_private else 0o666)
        new.write_bytes(content)
        new.replace(file)
    except OSError as error:
        raise click.FileError(str(file), error.strerror or type(error).__name__) from error
    click.echo(f"✓ {file}")
