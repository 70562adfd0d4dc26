"""Shifts: entered, changed by another one in their place, ended."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from duty.files.kinds import SHIFTS
from duty.labels import ROLES
from ivr.flow.switchboard import Branch
from ivr.flow.words import Role
from models.duty.entries import ShiftRow
from web.pages.roster.blueprint import roster
from web.pages.roster.books import Books, numbered, read_books
from web.pages.roster.entering import (
    done,
    is_ended,
    is_entered,
    officer_options,
    page,
    trail,
)
from web.pages.roster.fields import Boxes, Chosen, EntryForm, Read, offer
from web.session import check_branch, hotline, needs, not_there
from web.texts.roster_forms import FORMS
from web.texts.today import WEEKDAYS

WORKDAYS = "01234"
OFFICE_HOURS = ("07:00", "17:00")


class ShiftForm(EntryForm):
    """Who is on duty for which branch, as what, on which days, at what hours."""

    layout = SHIFTS
    branch = Chosen()
    officer = Chosen()
    role = Chosen()
    position = Read(SHIFTS, "position", default="1")
    weekdays = Boxes("0123456")
    start = Read(SHIFTS, "start")
    end = Read(SHIFTS, "end")
    valid_from = Read(SHIFTS, "valid_from")
    valid_to = Read(SHIFTS, "valid_to")

    def offered(self, books: Books, branch: str = "") -> "ShiftForm":
        """Let the branches be chosen that are somebody's own; of officers a branch's first."""
        branches = [(each.id, numbered(each)) for each in books.branches(Right.EDIT_ROSTER)]
        offer(self.branch, branches, none=FORMS["choose"])
        everybody = officer_options(books, books.roster.officers, branch)
        offer(self.officer, everybody, none=FORMS["choose"])
        offer(self.role, [(role.value, ROLES[role]) for role in Role])
        return self

    def suggest(self, books: Books, branch: Branch | None) -> None:
        """Fill in what is usual: the branch's own hours, from today on."""
        self.branch.data = branch.id if branch else ""
        self.officer.data = request.args.get("officer", "")
        self.weekdays.data = list(WORKDAYS)
        self.start.data, self.end.data = OFFICE_HOURS
        if branch and branch.hours.always:
            self.weekdays.data, self.end.data = list(map(str, range(7))), "07:00"
        elif branch and (days := [day for day in branch.hours.week if day]):
            self.weekdays.data = [str(n) for n, day in enumerate(branch.hours.week) if day]
            self.start.data = f"{days[0][0].start:%H:%M}"
            self.end.data = f"{days[0][-1].end:%H:%M}"
        self.valid_from.data = books.today.isoformat()

    def show(self, row: ShiftRow) -> None:
        """Fill in what is entered now."""
        self.branch.data, self.officer.data, self.role.data = row.branch, row.officer, row.role
        self.position.data, self.weekdays.data = str(row.position), list(row.weekdays)
        self.start.data, self.end.data = f"{row.start:%H:%M}", f"{row.end:%H:%M}"
        self.valid_from.data = row.valid_from.isoformat()
        self.valid_to.data = row.valid_to.isoformat() if row.valid_to else ""


@roster.route("/shifts/new", methods=["GET", "POST"])
@needs(Right.EDIT_ROSTER)
def new_shift() -> ResponseReturnValue:
    """Enter a shift."""
    branch = request.args.get("branch", "")
    with hotline().database.reading() as session:
        books = read_books(session)
    form = ShiftForm().offered(books, branch)
    if not form.is_filled():
        form.suggest(books, books.switchboard.branch(branch))
    elif form.validate_on_submit() and is_entered(form, books):
        return done("saved", "roster.show_branch", branch=form.branch.data)
    return page("roster/shift.html", form, row=None, weekdays=WEEKDAYS)


@roster.route("/shifts/<int:id>", methods=["GET", "POST"])
@needs(Right.EDIT_ROSTER)
def edit_shift(id: int) -> ResponseReturnValue:
    """Change a shift: another one takes its place."""
    with hotline().database.reading() as session:
        books = read_books(session)
        row = _row(session, id)
        wrote = trail(session, row, books.calendar.local)
    form = ShiftForm().offered(books, row.branch)
    if not form.is_filled():
        form.show(row)
    elif form.validate_on_submit() and is_entered(form, books, instead_of=row):
        return done("saved", "roster.show_branch", branch=form.branch.data)
    return page("roster/shift.html", form, row=row, wrote=wrote, weekdays=WEEKDAYS)


@roster.post("/shifts/<int:id>/end")
@needs(Right.EDIT_ROSTER)
def end_shift(id: int) -> ResponseReturnValue:
    """End a shift."""
    with hotline().database.reading() as session:
        books = read_books(session)
        row = _row(session, id)
        wrote = trail(session, row, books.calendar.local)
    form = ShiftForm(formdata=None).offered(books, row.branch)
    form.show(row)
    if is_ended(form, row):
        return done("was_ended", "roster.show_branch", branch=row.branch)
    return page("roster/shift.html", form, row=row, wrote=wrote, weekdays=WEEKDAYS)


def _row(session: Session, id: int) -> ShiftRow:
    """Return a shift that may be changed by whoever is signed in."""
    row = session.get(ShiftRow, id) or not_there("shift", id)
    check_branch(Right.EDIT_ROSTER, row.branch, what="shift", key=id)
    session.expunge(row)
    return row
