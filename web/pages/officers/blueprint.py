"""What the modules of the officers' pages add their views to, and who may see whom."""

from dataclasses import dataclass

from flask import Blueprint, request, url_for
from sqlalchemy.orm import Session

from accounts.rights import Right
from models.duty.officers import OfficerRow, by_code
from web.pages.roster.blueprint import Tab
from web.pages.roster.books import Books, read_books
from web.session import not_there, reach_of
from web.texts.officers import TABS

officers = Blueprint("officers", __name__, url_prefix="/can-bo")


def tabs() -> list[Tab]:
    """Return the pages beside each other."""
    endpoints = {"officers.show_officers": "officers", "officers.show_agencies": "agencies"}
    return [
        Tab(TABS[label], url_for(endpoint), endpoint == request.endpoint)
        for endpoint, label in endpoints.items()
    ]


@dataclass(frozen=True)
class Found:
    """An officer whom somebody may see, and the roster around them."""

    row: OfficerRow
    books: Books

    @property
    def may_change(self) -> bool:
        """Whether nobody else's branch is concerned by a change."""
        belonging = self.books.belonging(self.row.code)
        return belonging.is_within(reach_of(Right.EDIT_ROSTER).branches)

    @property
    def may_call(self) -> bool:
        """Whether the officer's number may be called to check it."""
        belonging = self.books.belonging(self.row.code)
        return belonging.touches(reach_of(Right.RUN_CHECKS).branches)


def find(session: Session, code: str) -> Found:
    """Return an officer of the branches that are somebody's own; else there is none."""
    row, books = by_code(session, code), read_books(session)
    reach = reach_of(Right.SEE_ROSTER)
    if row is None or not books.belonging(code).touches(reach.branches):
        not_there("officer", code)
    session.expunge(row)
    return Found(row, books)


def find_to_change(session: Session, code: str) -> Found:
    """Return an officer who may be changed by whoever is signed in; else there is none."""
    found = find(session, code)
    return found if found.may_change else not_there("officer", code)
