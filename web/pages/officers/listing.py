"""Officers as a list: the post first, the number masked, verified or not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import request
from flask.typing import ResponseReturnValue

from accounts.rights import Right
from ivr.flow.numbers import masked
from ivr.flow.words import Text
from models.duty.officers import AgencyRow, OfficerRow, all_agencies, all_officers
from web.pages.officers.blueprint import officers, tabs
from web.pages.roster.books import Books, read_books
from web.session import hotline, needs, reach_of
from web.showing import filled, show
from web.texts.officers import OFFICERS

Local = Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One officer at a glance; `sign` is beside what is said of the number."""

    code: str
    post: Text
    agency: Text
    number: str
    sign: str
    verified: Text
    is_rung: bool
    branches: tuple[str, ...]
    serves: Text
    has_pin: bool
    has_left: bool


@officers.get("")
@needs(Right.SEE_ROSTER)
def show_officers() -> ResponseReturnValue:
    """List the officers of the branches that are somebody's own."""
    with hotline().database.reading() as session:
        books = read_books(session)
        names = agency_names(books, all_agencies(session))
        lines = [*_lines(books, all_officers(session), names)]
    with_past = "past" in request.args
    lines = [line for line in lines if with_past or not line.has_left]
    lines.sort(key=lambda line: (line.has_left, line.agency.vi, line.post.vi, line.code))
    return show(
        "officers/list.html",
        OFFICERS,
        tabs=tabs(),
        lines=lines,
        with_past=with_past,
        may_edit=bool(reach_of(Right.EDIT_ROSTER)),
    )


def _lines(
    books: Books, rows: list[OfficerRow], agencies: dict[str, Text]
) -> Iterator[OfficerLine]:
    seen = frozenset(books.officers(Right.SEE_ROSTER))
    keys = {b.id: b.key or b.name.vi for b in books.branches(Right.SEE_ROSTER)}
    for row in rows:
        if row.code in seen:
            sign, said = verified(row, books.calendar.local)
            turns = books.belonging(row.code).by_turns
            yield OfficerLine(
                code=row.code,
                post=Text(row.post_vi, row.post_en),
                agency=agencies.get(row.agency, Text(row.agency, row.agency)),
                number=masked(row.number),
                sign=sign,
                verified=said,
                is_rung=row.verified_at is not None and row.out_since is None,
                branches=tuple(sorted(keys[id] for id in turns if id in keys)),
                serves=serving(row.active_from, row.active_to),
                has_pin=row.pin_hash is not None,
                has_left=row.active_to is not None and row.active_to < books.today,
            )


def verified(row: OfficerRow, local: Local) -> tuple[str, Text]:
    """Return whether an officer's number is fit to be rung: a sign, and words."""
    if row.verified_at is None:
        return "○", OFFICERS["not_verified"]
    if row.out_since is not None:
        return "✕", OFFICERS["is_out"]
    return "●", filled(OFFICERS["is_verified"], at=f"{local(row.verified_at):%d/%m/%Y}")


def serving(first: date, last: date | None) -> Text:
    """Return from when to when somebody, or something, is there."""
    if last is None:
        return filled(OFFICERS["since"], first=f"{first:%d/%m/%Y}")
    return filled(OFFICERS["since_until"], first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")


def agency_names(books: Books, entered: list[AgencyRow]) -> dict[str, Text]:
    """Return the name of each agency by its code; what was entered goes before the file."""
    names = {agency.id: agency.name for agency in books.switchboard.agencies}
    return names | {row.code: Text(row.name_vi, row.name_en) for row in entered}
