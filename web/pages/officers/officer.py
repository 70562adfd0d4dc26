"""One officer: who they are, whether the number is verified, calling it, and what was changed."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right, needs_reason
from accounts.trail import Look, looked
from ivr.flow.numbers import grouped, masked
from ivr.flow.words import CheckKind, Language, Text
from ivr.labels import GRADES
from models import audit
from models.duty.officers import OfficerRow, all_agencies
from models.line_checks import latest
from web.pages.calling import Called, call_officer
from web.pages.officers.blueprint import Found, find, officers
from web.pages.officers.history import history
from web.pages.officers.listing import Local, agency_names, serving, verified
from web.pages.roster.books import numbered
from web.session import hotline, needs, not_there, person, reach_of, wall
from web.showing import language, show
from web.texts.officers import LANGUAGES, OFFICERS


@dataclass(frozen=True, slots=True)
class Verification:
    """The latest call by which a number was to be verified."""

    at: datetime
    grade: Text


@officers.get("/officer/<code>")
@needs(Right.SEE_ROSTER)
def show_officer(code: str) -> ResponseReturnValue:
    """Show one officer, the number masked."""
    with hotline().database.reading() as session:
        return _page(session, find(session, code))


@officers.post("/officer/<code>/number")
@needs(Right.SEE_ROSTER)
def show_number(code: str) -> ResponseReturnValue:
    """Show one officer with the number, and keep that somebody looked."""
    with hotline().database.reading() as session:
        found = find(session, code)
        if not may_see_number(found):
            not_there("officer's number", code)
        page = _page(session, found, with_number=True)
    with hotline().database.transaction() as session:
        key = f"officer {code}"
        looked(session, Look.NUMBER_SHOWN, login=person().login, key=key, now=wall())
    return page


@officers.post("/officer/<code>/verify")
@needs(Right.RUN_CHECKS)
def verify(code: str) -> ResponseReturnValue:
    """Call an officer's number now, to verify it."""
    with hotline().database.reading() as session:
        found = find(session, code)
    if not found.may_call:
        not_there("officer", code)
    came = call_officer(found.row, CheckKind.VERIFY)
    kind = "message" if came is Called.PLACED else "fault"
    flash(OFFICERS[came.value].in_(language()), kind)
    return redirect(url_for("officers.show_officer", code=code))


def may_see_number(found: Found) -> bool:
    """Say whether the number may be shown: to who keeps it true, and to who may see numbers."""
    if found.may_change:
        return True
    if needs_reason(person(), Right.SEE_NUMBERS):
        return False
    belonging = found.books.belonging(found.row.code)
    return belonging.touches(reach_of(Right.SEE_NUMBERS).branches)


def _page(session: Session, found: Found, *, with_number: bool = False) -> ResponseReturnValue:
    row, books = found.row, found.books
    local = books.calendar.local
    agency = agency_names(books, all_agencies(session)).get(row.agency)
    turns = books.belonging(row.code).by_turns
    sign, said = verified(row, local)
    return show(
        "officers/officer.html",
        OFFICERS,
        row=row,
        post=Text(row.post_vi, row.post_en),
        agency=agency or Text(row.agency, row.agency),
        number=grouped(row.number) if with_number else masked(row.number),
        with_number=with_number,
        may_see_number=may_see_number(found),
        sign=sign,
        verified=said,
        serves=serving(row.active_from, row.active_to),
        spoken=[LANGUAGES[Language(word)] for word in row.languages.split(",") if word],
        branches=[numbered(b) for b in books.branches(Right.SEE_ROSTER) if b.id in turns],
        verification=_verification(session, row, local),
        may_change=found.may_change,
        may_call=found.may_call,
        told=history(audit.of(session, "officers", row.code), local),
    )


def _verification(session: Session, row: OfficerRow, local: Local) -> Verification | None:
    """Return the latest call to verify the number that the officer has now."""
    last = latest(session, row.code, kind=CheckKind.VERIFY)
    if last is None or last.number != row.number:
        return None
    grade = GRADES[last.grade] if last.grade else OFFICERS["calling"]
    return Verification(local(last.placed_at), grade)
