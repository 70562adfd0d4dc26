"""Absences and swaps: those in force, and on demand those that were."""

from flask.typing import ResponseReturnValue

from accounts.rights import Right
from web.pages.roster.blueprint import roster, tabs
from web.pages.roster.books import read_books
from web.pages.roster.branch import asked_since
from web.pages.roster.lines import Reader
from web.session import hotline, needs, reach_of
from web.showing import show
from web.texts.roster import ROSTER


@roster.get("/entries")
@needs(Right.SEE_ROSTER)
def show_entries() -> ResponseReturnValue:
    """List the absences and swaps of the branches that are somebody's own."""
    with hotline().database.reading() as session:
        books = read_books(session)
        since = asked_since(books)
        reader = Reader(session, books, since)
        absences = reader.absences(books.officers(Right.SEE_ROSTER))
        swaps = reader.swaps(branch.id for branch in books.branches(Right.SEE_ROSTER))
    return show(
        "roster/entries.html",
        ROSTER,
        tabs=tabs(),
        absences=absences,
        swaps=swaps,
        since=since and books.calendar.local(since).date().isoformat(),
        may_edit=bool(reach_of(Right.EDIT_ROSTER)),
    )
