"""Agencies: those of the branches file, and those entered here, from one day to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.rights import Right
from duty.changes import Change, every_branch
from duty.files.agencies import agency_changes, new_agency
from duty.files.kinds import AGENCIES as LAYOUT
from duty.files.officers import BadField
from duty.refusals import BadEntry
from ivr.flow.words import AgencyKind, Text
from models import audit
from models.duty.officers import AgencyRow, agency_by_code, all_agencies
from web.forms import at_most
from web.pages.officers.blueprint import officers, tabs
from web.pages.officers.history import history
from web.pages.officers.listing import serving
from web.pages.officers.seen import SeenForm
from web.pages.roster.books import Books, read_books
from web.pages.roster.entering import page
from web.pages.roster.fields import Chosen, Read, offer
from web.pages.roster.making import is_made
from web.session import hotline, needs, not_there, reach_of
from web.showing import language, show
from web.texts.officers import AGENCIES

LONGEST = 200
EDITED = ("name_vi", "name_en", "kind", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency; `is_entered` is false for one that only the branches file has."""

    code: str
    name: Text
    kind: Text
    leads: tuple[str, ...]
    officers: int
    valid: Text
    is_entered: bool


class AgencyForm(SeenForm):
    """What is said of an agency."""

    name_vi = Read(LAYOUT, "name_vi", is_needed=True, validators=[at_most(LONGEST)])
    name_en = Read(LAYOUT, "name_en", validators=[at_most(LONGEST)])
    kind = Chosen()
    valid_from = Read(LAYOUT, "valid_from", is_needed=True)
    valid_to = Read(LAYOUT, "valid_to")

    def offered(self) -> "AgencyForm":
        """Let a kind be chosen."""
        offer(self.kind, ((kind.value, AGENCIES[kind.value]) for kind in AgencyKind))
        return self

    def show(self, row: AgencyRow) -> None:
        """Fill in what is said now."""
        self.name_vi.data, self.name_en.data, self.kind.data = row.name_vi, row.name_en, row.kind
        self.valid_from.data = row.valid_from.isoformat()
        self.valid_to.data = row.valid_to.isoformat() if row.valid_to else ""
        self.see(row, EDITED)

    def typed(self) -> dict[str, Any]:
        """Return what was typed, by the names of the row's values."""
        return {
            "name_vi": self.name_vi.read,
            "name_en": self.name_en.read or self.name_vi.read,
            "kind": AgencyKind(self.kind.data),
            "valid_from": self.valid_from.read,
            "valid_to": self.valid_to.read,
        }


class NewAgencyForm(AgencyForm):
    """A new agency; the code first."""

    given_code = Read(LAYOUT, "code")


@officers.get("/agencies")
@needs(Right.SEE_ROSTER)
def show_agencies() -> ResponseReturnValue:
    """List the agencies by name."""
    with hotline().database.reading() as session:
        books = read_books(session)
        lines = [*_lines(books, all_agencies(session))]
    lines.sort(key=lambda line: line.name.vi)
    may_edit = bool(reach_of(Right.EDIT_WHOLE_ROSTER))
    return show("officers/agencies.html", AGENCIES, tabs=tabs(), lines=lines, may_edit=may_edit)


@officers.route("/agencies/new", methods=["GET", "POST"])
@needs(Right.EDIT_WHOLE_ROSTER)
def new_agency_page() -> ResponseReturnValue:
    """Enter an agency."""
    with hotline().database.reading() as session:
        books = read_books(session)
    form = NewAgencyForm().offered()
    if not form.is_filled():
        form.valid_from.data = books.today.isoformat()
    elif form.validate_on_submit() and _is_entered(form, books):
        return _done()
    return page("officers/agency.html", form, AGENCIES, row=None, told=[])


@officers.route("/agency/<code>", methods=["GET", "POST"])
@needs(Right.EDIT_WHOLE_ROSTER)
def edit_agency(code: str) -> ResponseReturnValue:
    """Change an agency."""
    with hotline().database.reading() as session:
        row = agency_by_code(session, code) or not_there("agency", code)
        session.expunge(row)
        told = history(
            audit.of(session, "agencies", code), hotline().board.from_file.calendar.local
        )
    form = AgencyForm().offered()
    if not form.is_filled():
        form.show(row)
    elif form.validate_on_submit() and _is_updated(form, code):
        return _done()
    name = Text(row.name_vi, row.name_en)
    return page("officers/agency.html", form, AGENCIES, row=row, name=name, told=told)


def _is_entered(form: NewAgencyForm, books: Books) -> bool:
    def make(change: Change) -> None:
        code = form.given_code.read
        if agency_by_code(change.session, code):
            raise BadEntry("code", AGENCIES["exists"])
        try:
            change.enter(new_agency({"code": code, **form.typed()}, books.today))
        except BadField as error:
            raise BadEntry(error.name, error.reason) from error

    return is_made(form, make)


def _is_updated(form: AgencyForm, code: str) -> bool:
    def make(change: Change) -> None:
        row = agency_by_code(change.session, code)
        assert row is not None, "an agency is never deleted"
        form.check(change.session, row, EDITED)
        change.update(row, **agency_changes(row, form.typed()))

    return is_made(form, make)


def _lines(books: Books, entered: list[AgencyRow]) -> Iterator[AgencyLine]:
    known = {row.code for row in entered}
    leads: dict[str, list[str]] = {}
    for branch in every_branch(books.switchboard):
        leads.setdefault(branch.agency, []).append(branch.key or branch.name.vi)
    there = [officer.agency for officer in books.roster.officers.values()]
    for row in entered:
        yield AgencyLine(
            code=row.code,
            name=Text(row.name_vi, row.name_en),
            kind=AGENCIES[row.kind.value],
            leads=tuple(leads.get(row.code, ())),
            officers=there.count(row.code),
            valid=serving(row.valid_from, row.valid_to),
            is_entered=True,
        )
    for agency in books.switchboard.agencies:
        if agency.id not in known:
            yield AgencyLine(
                code=agency.id,
                name=agency.name,
                kind=AGENCIES[agency.kind.value],
                leads=tuple(leads.get(agency.id, ())),
                officers=there.count(agency.id),
                valid=Text("–", "–"),
                is_entered=False,
            )


def _done() -> ResponseReturnValue:
    flash(AGENCIES["saved"].in_(language()))
    return redirect(url_for("officers.show_agencies"))
