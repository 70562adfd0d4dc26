"""Officers entered and changed: by the rules of the roster's files, one officer at a time."""

from datetime import timedelta
from typing import Any, Self

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from duty.changes import Change, every_branch
from duty.files.kinds import OFFICERS as LAYOUT
from duty.files.officers import BadField, changes_of, new_officer
from duty.files.rows import Names
from duty.refusals import BadEntry
from ivr.flow.numbers import masked
from ivr.flow.words import Language, Text
from models.duty.officers import OfficerRow, all_agencies, by_code, locked_by_code
from web.forms import at_most
from web.pages.officers.blueprint import Found, find_to_change, officers
from web.pages.officers.listing import agency_names
from web.pages.officers.seen import SeenForm
from web.pages.roster.books import Books, read_books
from web.pages.roster.entering import page
from web.pages.roster.fields import Boxes, Chosen, Option, Read, offer
from web.pages.roster.making import is_made
from web.session import hotline, needs, reach_of
from web.showing import language
from web.texts.officers import LANGUAGES, OFFICERS

LONGEST = 200
EDITED = (
    "agency",
    "post_vi",
    "post_en",
    "person",
    "number",
    "languages",
    "active_from",
    "active_to",
)


class OfficerForm(SeenForm):
    """What is said of an officer. The code is asked for once; an empty number keeps the old one."""

    post_vi = Read(LAYOUT, "post_vi", is_needed=True, validators=[at_most(LONGEST)])
    post_en = Read(LAYOUT, "post_en", validators=[at_most(LONGEST)])
    person = Read(LAYOUT, "person", validators=[at_most(LONGEST)])
    number = Read(LAYOUT, "number")
    verified_on = Read(LAYOUT, "verified_on")
    agency = Chosen(is_needed=False)
    languages = Boxes([language.value for language in Language])
    active_from = Read(LAYOUT, "active_from", is_needed=True)
    active_to = Read(LAYOUT, "active_to")

    def offered(self, agencies: list[Option], none: Text | None) -> Self:
        """Let an agency be chosen."""
        offer(self.agency, agencies, none=none)
        return self

    def show(self, row: OfficerRow) -> None:
        """Fill in what is said now; of the number nothing."""
        self.post_vi.data, self.post_en.data = row.post_vi, row.post_en
        self.person.data, self.agency.data = row.person, row.agency
        self.languages.data = row.languages.split(",")
        self.active_from.data = row.active_from.isoformat()
        self.active_to.data = row.active_to.isoformat() if row.active_to else ""
        self.see(row, EDITED)

    def values(self) -> dict[str, Any]:
        """Return what was typed, as a file's line has it."""
        names = ("post_vi", "post_en", "person", "number", "verified_on", "agency")
        values = {name: self[name].read for name in names}
        values |= {"active_from": self.active_from.read, "active_to": self.active_to.read}
        return values | {
            "post_en": self.post_en.read or self.post_vi.read,
            "languages": ",".join(self.languages.data or ()),
        }

    def typed(self) -> dict[str, Any]:
        """Return what would be changed; an empty number or agency changes nothing."""
        values = self.values()
        kept = {name for name in ("number", "agency", "verified_on") if not values[name]}
        return {name: value for name, value in values.items() if name not in kept}


class NewOfficerForm(OfficerForm):
    """A new officer; the code first."""

    given_code = Read(LAYOUT, "code")
    number = Read(LAYOUT, "number", is_needed=True)


@officers.route("/new", methods=["GET", "POST"])
@needs(Right.EDIT_ROSTER)
def new_officer_page() -> ResponseReturnValue:
    """Enter an officer."""
    with hotline().database.reading() as session:
        books = read_books(session)
        form = NewOfficerForm().offered(*_agencies(session, books))
    if not form.is_filled():
        form.active_from.data, form.languages.data = books.today.isoformat(), [Language.VI.value]
    elif form.validate_on_submit() and _is_entered(form, books):
        return _done(form.given_code.read)
    return _page(form, None)


@officers.route("/officer/<code>/edit", methods=["GET", "POST"])
@needs(Right.EDIT_ROSTER)
def edit_officer(code: str) -> ResponseReturnValue:
    """Change an officer."""
    with hotline().database.reading() as session:
        found = find_to_change(session, code)
        form = OfficerForm().offered(*_agencies(session, found.books, found.row))
    if not form.is_filled():
        form.show(found.row)
    elif form.validate_on_submit() and _is_updated(form, found):
        return _done(code)
    return _page(form, found)


def _agencies(
    session: Session, books: Books, row: OfficerRow | None = None
) -> tuple[list[Option], Text | None]:
    """Return the agencies that may be chosen, and how none is called where that is allowed.

    Who has only some branches enters officers of the agencies that lead them.
    """
    entered = all_agencies(session)
    over = {a.code for a in entered if a.valid_to and a.valid_to < books.today}
    names = {c: name for c, name in agency_names(books, entered).items() if c not in over}
    reach, own = reach_of(Right.EDIT_ROSTER), row.agency if row else ""
    if reach.branches is not None:
        led = {b.agency for b in every_branch(books.switchboard) if reach.covers(b.id)}
        names = {code: name for code, name in names.items() if code in led}
    if own:
        names.setdefault(own, agency_names(books, entered).get(own, Text(own, own)))
    is_needed = own or reach.branches is not None
    return sorted(names.items(), key=lambda n: n[1].vi), None if is_needed else OFFICERS[
        "no_agency"
    ]


def _is_entered(form: NewOfficerForm, books: Books) -> bool:
    def make(change: Change) -> None:
        code = form.given_code.read
        if by_code(change.session, code):
            raise BadEntry("code", OFFICERS["exists"])
        names = Names.of(books.switchboard, all_agencies(change.session))
        try:
            row = new_officer({"code": code, **form.values()}, names, books.today)
        except BadField as error:
            raise BadEntry(error.name, error.reason) from error
        change.enter(row)

    return is_made(form, make)


def _is_updated(form: OfficerForm, found: Found) -> bool:
    def make(change: Change) -> None:
        row = locked_by_code(change.session, found.row.code)
        assert row is not None, "an officer is never deleted"
        form.check(change.session, row, EDITED)
        names = Names.of(found.books.switchboard, all_agencies(change.session))
        change.update(row, **_changes(form, row, names, found.books))

    return is_made(form, make)


def _changes(form: OfficerForm, row: OfficerRow, names: Names, books: Books) -> dict[str, Any]:
    """Return what a form changes. A number that was tried on a day counts as verified then."""
    values = form.values()
    try:
        changed = changes_of(row, values, names, books.today)
    except BadField as error:
        raise BadEntry(error.name, error.reason) from error
    if "number" in changed and values["verified_on"]:
        changed["verified_at"] = names.moment(values["verified_on"], timedelta())
    return changed


def _page(form: OfficerForm, found: Found | None) -> ResponseReturnValue:
    row = found.row if found else None
    spoken = [(each.value, LANGUAGES[each]) for each in Language]
    return page(
        "officers/edit.html",
        form,
        OFFICERS,
        row=row,
        post=Text(row.post_vi, row.post_en) if row else None,
        number=masked(row.number) if row else "",
        spoken=spoken,
    )


def _done(code: str) -> ResponseReturnValue:
    flash(OFFICERS["saved"].in_(language()))
    return redirect(url_for("officers.show_officer", code=code))
