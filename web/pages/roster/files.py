"""The roster from files and to files: by the commands' rules, all of a file or nothing."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import FileField, StringField

from accounts.rights import Right
from accounts.trail import Look, looked
from duty.changes import changing
from duty.files import values
from duty.files.exporting import Days
from duty.files.grid import BadFile, Fault
from duty.files.importing import Outcome, take
from duty.files.layout import Kind
from duty.files.reading import read_file
from duty.files.rows import Names
from duty.files.template import template
from duty.files.values import BadValue
from duty.files.whole import Export, Source, TooLong
from duty.files.write_xlsx import write_xlsx
from ivr.flow.words import Text
from models.duty.officers import all_agencies
from web.downloads import download
from web.forms import DeskForm
from web.pages.roster.blueprint import roster, tabs
from web.pages.roster.entering import say_refusal
from web.pages.roster.fields import Chosen, offer
from web.pages.roster.making import RosterForm, told_in
from web.session import hotline, needs, person, reach_of, wall
from web.showing import filled, show
from web.slots import EXPORTS, Busy
from web.texts.roster_files import FILES, KINDS

MOST_BYTES, MOST_TOLD = 4 << 20, 500
XLSX, CSV, ICS = "xlsx", "csv", "ics"


class _OnlyTried(Exception):
    """It was only tried; nothing is kept."""


class ImportForm(RosterForm):
    """A file."""

    file = FileField()


class ExportForm(DeskForm):
    """What is wanted in a file; part of the address."""

    class Meta(DeskForm.Meta):
        """Nothing is changed by it."""

        csrf = False

    form = Chosen()
    first = StringField()
    last = StringField()

    def offered(self) -> "ExportForm":
        """Let every form be chosen that there is."""
        forms = [(XLSX, FILES["xlsx"]), (ICS, FILES["ics"])]
        forms += [(kind.value, filled(FILES["csv"], kind=KINDS[kind])) for kind in Kind]
        offer(self.form, forms)
        return self


@roster.url_value_preprocessor
def allow_a_file(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a file be larger than any form; before anything of the request is read."""
    if endpoint == "roster.import_file":
        request.max_content_length = MOST_BYTES


@roster.get("/files")
@needs(Right.SEE_ROSTER)
def show_files() -> ResponseReturnValue:
    """Offer what may be done with files."""
    return _page(ImportForm(), ExportForm(formdata=None).offered())


@roster.get("/files/template.xlsx")
@needs(Right.SEE_ROSTER)
def get_template() -> ResponseReturnValue:
    """Give the empty workbook."""
    running = hotline()
    content = write_xlsx(template(running.board.from_file, running.clock()))
    return download(content, f"mau-lich-truc.{XLSX}")


@roster.post("/files/import")
@needs(Right.EDIT_WHOLE_ROSTER)
def import_file() -> ResponseReturnValue:
    """Take a file, or only try it."""
    form, export = ImportForm(), ExportForm(formdata=None).offered()
    sent = request.files.get("file")
    content = sent.read() if sent and sent.filename else b""
    if not content:
        form.blame("file", FILES["no_file"])
        return _page(form, export)
    outcome, is_trial = Outcome(), request.form.get("deed") != "take"
    try:
        with EXPORTS.held(), told_in(form):
            _take(content, outcome, keep=not is_trial)
    except BadFile as error:
        return _page(form, export, faults=error.faults)
    except Busy:
        form.blame("file", FILES["busy"])
    except _OnlyTried:
        return _page(form, export, outcome=outcome, said="tried")
    said = "" if form.is_refused else "taken"
    return _page(form, export, outcome=outcome, said=said)


@roster.get("/files/export")
@needs(Right.EXPORT)
def export_file() -> ResponseReturnValue:
    """Give what somebody may export as a file, and keep that they had it."""
    form = ExportForm(request.args).offered()
    days = _days(form) if form.validate() else Days()
    if form.faulty():
        return _page(ImportForm(), form)
    try:
        with EXPORTS.held():
            made, ending = _made(form.form.data, days)
    except Busy:
        form.blame("form", FILES["busy"])
        return _page(ImportForm(), form)
    except TooLong as error:
        form.blame("last", error.reason)
        return _page(ImportForm(), form)
    _note(form.form.data, days, made)
    return download(made.content, f"lich-truc-{_today().isoformat()}.{ending}")


def _take(content: bytes, outcome: Outcome, *, keep: bool) -> None:
    """Make a file a change of the roster; raises _OnlyTried where it is not to be kept."""
    running = hotline()
    menu, now, actor = running.board.from_file, running.clock(), person().login
    reading = read_file(content)
    with running.database.transaction() as session:
        with changing(session, menu, now=now, actor=actor) as under_way:
            take(under_way, reading, Names.of(menu, all_agencies(session)), outcome)
        if not keep:
            raise _OnlyTried


def _made(wanted: str, days: Days) -> tuple[Export, str]:
    running = hotline()
    with running.database.reading() as session:
        source = Source(
            session,
            running.board.from_file,
            running.clock(),
            branches=reach_of(Right.EXPORT).branches,
            by=person().login,
        )
        if wanted == XLSX:
            return source.workbook(tuple(Kind), days), XLSX
        if wanted == ICS:
            return source.calendar(days), ICS
        return source.csv(Kind(wanted), days), CSV


def _note(wanted: str, days: Days, made: Export) -> None:
    with hotline().database.transaction() as session:
        looked(
            session,
            Look.EXPORTED,
            login=person().login,
            key=f"roster {wanted}",
            now=wall(),
            first=days.first.isoformat() if days.first else None,
            last=days.last.isoformat() if days.last else None,
            rows=made.rows,
        )


def _days(form: ExportForm) -> Days:
    found: dict[str, date | None] = {}
    for name in ("first", "last"):
        try:
            found[name] = values.day(form.said(name)) if form.said(name) else None
        except BadValue as error:
            form.blame(name, error.reason)
    days = Days(found.get("first"), found.get("last"))
    if days.first and days.last and days.last < days.first:
        form.blame("last", FILES["before"])
    return days


def _page(
    form: ImportForm,
    export: ExportForm,
    *,
    outcome: Outcome | None = None,
    faults: Sequence[Fault] = (),
    said: str = "",
) -> ResponseReturnValue:
    refused = form.is_refused or faults or export.faulty()
    return show(
        "roster/files.html",
        FILES,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        tabs=tabs(),
        form=form,
        export=export,
        refusal=say_refusal,
        faults=[(fault.place, Text(fault.vi, fault.en)) for fault in faults[:MOST_TOLD]],
        fault_count=len(faults),
        counts=[(KINDS[k], c) for k, c in outcome.counts.items() if c.total] if outcome else [],
        untried=outcome.untried if outcome else [],
        said=said,
        may_import=bool(reach_of(Right.EDIT_WHOLE_ROSTER)),
        may_export=bool(reach_of(Right.EXPORT)),
    )


def _today() -> date:
    return hotline().board.from_file.calendar.local(hotline().clock()).date()
