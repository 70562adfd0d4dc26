"""Absences: entered with a reason and perhaps a stand-in, changed, ended."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from duty.files.kinds import ABSENCES
from duty.files.rows import cells_of
from duty.files.values import said
from duty.labels import REASONS
from ivr.flow.words import AbsenceReason
from models.duty.entries import AbsenceRow
from web.forms import at_most
from web.pages.roster.blueprint import roster
from web.pages.roster.books import Books, read_books
from web.pages.roster.entering import (
    done,
    is_ended,
    is_entered,
    named,
    officer_options,
    page,
    trail,
)
from web.pages.roster.fields import Chosen, EntryForm, Read, choices, offer
from web.session import hotline, needs, not_there
from web.texts.roster_forms import FORMS

LONGEST_NOTE = 300


class AbsenceForm(EntryForm):
    """Who is away, when, why, and who stands in."""

    layout = ABSENCES
    officer = Chosen()
    since_on = Read(ABSENCES, "since_on")
    since_time = Read(ABSENCES, "since_time")
    until_on = Read(ABSENCES, "until_on")
    until_time = Read(ABSENCES, "until_time")
    reason = Chosen()
    stand_in = Chosen(is_needed=False)
    note = Read(ABSENCES, "note", validators=[at_most(LONGEST_NOTE)])

    def offered(self, books: Books, branch: str = "") -> "AbsenceForm":
        """Let those be chosen who are somebody's own; a branch's first."""
        theirs = books.officers(Right.EDIT_ROSTER)
        offer(self.officer, officer_options(books, theirs, branch), none=FORMS["choose"])
        reasons = [(reason.value, REASONS[reason]) for reason in AbsenceReason]
        offer(self.reason, reasons, none=FORMS["choose"])
        offer(
            self.stand_in, officer_options(books, books.roster.officers), none=FORMS["no_stand_in"]
        )
        return self

    def suggest(self, books: Books) -> None:
        """Put those first who could fill what is missing."""
        fits = [code for code in sorted(self.fits) if code != self.officer.data]
        if not fits:
            return
        others = [code for code in books.roster.officers if code not in fits]
        self.stand_in.choices = [
            *choices([("", FORMS["no_stand_in"])]),
            *choices([(code, named(books, code)) for code in fits], FORMS["can_fill"]),
            *choices(officer_options(books, others), FORMS["others"]),
        ]

    def show(self, row: AbsenceRow, books: Books) -> None:
        """Fill in what is entered now."""
        cells = cells_of(row, books.calendar.zone)
        for name in ("since_on", "until_on"):
            self[name].data = cells[name].isoformat()  # type: ignore[union-attr]
        for name in ("since_time", "until_time", "note"):
            self[name].data = said(cells[name])
        self.officer.data, self.reason.data = row.officer, row.reason.value
        self.stand_in.data = row.stand_in or ""


@roster.route("/absences/new", methods=["GET", "POST"])
@needs(Right.EDIT_ROSTER)
def new_absence() -> ResponseReturnValue:
    """Enter an absence."""
    with hotline().database.reading() as session:
        books = read_books(session)
    form = AbsenceForm().offered(books, request.args.get("branch", ""))
    if not form.is_filled():
        form.since_on.data = form.until_on.data = books.today.isoformat()
        form.officer.data = request.args.get("officer", "")
    elif form.validate_on_submit() and is_entered(form, books):
        return done("saved", "roster.show_strip")
    form.suggest(books)
    return page("roster/absence.html", form, row=None)


@roster.route("/absences/<int:id>", methods=["GET", "POST"])
@needs(Right.EDIT_ROSTER)
def edit_absence(id: int) -> ResponseReturnValue:
    """Change an absence: another one takes its place."""
    with hotline().database.reading() as session:
        books = read_books(session)
        row = _row(session, books, id)
        wrote = trail(session, row, books.calendar.local)
    form = AbsenceForm().offered(books)
    if not form.is_filled():
        form.show(row, books)
    elif form.validate_on_submit() and is_entered(form, books, instead_of=row):
        return done("saved", "roster.show_strip")
    form.suggest(books)
    return page("roster/absence.html", form, row=row, wrote=wrote)


@roster.post("/absences/<int:id>/end")
@needs(Right.EDIT_ROSTER)
def end_absence(id: int) -> ResponseReturnValue:
    """End an absence: the officer is back."""
    with hotline().database.reading() as session:
        books = read_books(session)
        row = _row(session, books, id)
        wrote = trail(session, row, books.calendar.local)
    form = AbsenceForm(formdata=None).offered(books)
    form.show(row, books)
    if is_ended(form, row):
        return done("was_ended", "roster.show_strip")
    return page("roster/absence.html", form, row=row, wrote=wrote)


def _row(session: Session, books: Books, id: int) -> AbsenceRow:
    """Return an absence that may be changed by whoever is signed in."""
    row = session.get(AbsenceRow, id) or not_there("absence", id)
    if row.officer not in books.officers(Right.EDIT_ROSTER):
        not_there("absence", id)
    session.expunge(row)
    return row
