"""Swaps of turns: entered with a reason, changed, ended."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from duty.files.kinds import SWAPS
from duty.files.rows import cells_of
from duty.files.values import said
from models.duty.entries import SwapRow
from web.forms import at_most
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
from web.pages.roster.fields import Chosen, EntryForm, Read, offer
from web.session import check_branch, hotline, needs, not_there
from web.texts.roster_forms import FORMS

LONGEST_REASON = 300


class SwapForm(EntryForm):
    """Who takes whose turns, for which branch, when, and why."""

    layout = SWAPS
    branch = Chosen()
    giver = Chosen()
    taker = Chosen()
    since_on = Read(SWAPS, "since_on")
    since_time = Read(SWAPS, "since_time")
    until_on = Read(SWAPS, "until_on")
    until_time = Read(SWAPS, "until_time")
    reason = Read(SWAPS, "reason", validators=[at_most(LONGEST_REASON)])

    def offered(self, books: Books, branch: str = "") -> "SwapForm":
        """Let the branches be chosen that are somebody's own; of officers a branch's first."""
        branches = [(each.id, numbered(each)) for each in books.branches(Right.EDIT_ROSTER)]
        offer(self.branch, branches, none=FORMS["choose"])
        for field in (self.giver, self.taker):
            everybody = officer_options(books, books.roster.officers, branch)
            offer(field, everybody, none=FORMS["choose"])
        return self

    def show(self, row: SwapRow, books: Books) -> None:
        """Fill in what is entered now."""
        cells = cells_of(row, books.calendar.zone)
        for name in ("branch", "giver", "taker", "reason", "since_time", "until_time"):
            self[name].data = said(cells[name])
        for name in ("since_on", "until_on"):
            self[name].data = cells[name].isoformat()  # type: ignore[union-attr]


@roster.route("/swaps/new", methods=["GET", "POST"])
@needs(Right.EDIT_ROSTER)
def new_swap() -> ResponseReturnValue:
    """Enter a swap."""
    branch = request.args.get("branch", "")
    with hotline().database.reading() as session:
        books = read_books(session)
    form = SwapForm().offered(books, branch)
    if not form.is_filled():
        form.branch.data, form.giver.data = branch, request.args.get("officer", "")
        form.since_on.data = form.until_on.data = books.today.isoformat()
    elif form.validate_on_submit() and is_entered(form, books):
        return done("saved", "roster.show_branch", branch=form.branch.data)
    return page("roster/swap.html", form, row=None)


@roster.route("/swaps/<int:id>", methods=["GET", "POST"])
@needs(Right.EDIT_ROSTER)
def edit_swap(id: int) -> ResponseReturnValue:
    """Change a swap: another one takes its place."""
    with hotline().database.reading() as session:
        books = read_books(session)
        row = _row(session, id)
        wrote = trail(session, row, books.calendar.local)
    form = SwapForm().offered(books, row.branch)
    if not form.is_filled():
        form.show(row, books)
    elif form.validate_on_submit() and is_entered(form, books, instead_of=row):
        return done("saved", "roster.show_branch", branch=form.branch.data)
    return page("roster/swap.html", form, row=row, wrote=wrote)


@roster.post("/swaps/<int:id>/end")
@needs(Right.EDIT_ROSTER)
def end_swap(id: int) -> ResponseReturnValue:
    """End a swap: each has their own turns again."""
    with hotline().database.reading() as session:
        books = read_books(session)
        row = _row(session, id)
        wrote = trail(session, row, books.calendar.local)
    form = SwapForm(formdata=None).offered(books, row.branch)
    form.show(row, books)
    if is_ended(form, row):
        return done("was_ended", "roster.show_branch", branch=row.branch)
    return page("roster/swap.html", form, row=row, wrote=wrote)


def _row(session: Session, id: int) -> SwapRow:
    """Return a swap that may be changed by whoever is signed in."""
    row = session.get(SwapRow, id) or not_there("swap", id)
    check_branch(Right.EDIT_ROSTER, row.branch, what="swap", key=id)
    session.expunge(row)
    return row
