"""One branch: who is planned for each of the days to come, its shifts, and what was before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from flask import request
from flask.typing import ResponseReturnValue

from accounts.rights import Right
from duty.files.values import BadValue
from duty.files.values import day as read_day
from duty.labels import INSTEAD, ROLES
from duty.strip import StripDay, midnight, strip
from duty.turns import Turn
from ivr.flow.duty.on_duty import By
from ivr.flow.switchboard import Branch
from ivr.flow.words import Text
from web.pages.roster.blueprint import roster, tabs
from web.pages.roster.books import Books, numbered, read_books
from web.pages.roster.lines import Reader, said_hour
from web.pages.roster.overview import GapTold, gap_told
from web.session import check_branch, hotline, needs, not_there, reach_of
from web.showing import show
from web.texts.roster import NEXT_DAY, ROSTER
from web.texts.today import WEEKDAYS


@dataclass(frozen=True, slots=True)
class TurnTold:
    """An officer's hours on a day, and what puts them there."""

    hours: Text
    role: Text
    post: Text
    why: Text | None
    is_rung: bool


@dataclass(frozen=True, slots=True)
class DayTold:
    """One day; `off` names a day off that a law or a document made."""

    day: date
    weekday: Text
    off: Text | None
    turns: tuple[TurnTold, ...]
    gap: GapTold | None
    is_open: bool


@roster.get("/branches/<branch>")
@needs(Right.SEE_ROSTER)
def show_branch(branch: str) -> ResponseReturnValue:
    """Show one branch."""
    check_branch(Right.SEE_ROSTER, branch, what="branch", key=branch)
    found = hotline().board.from_file.branch(branch) or not_there("branch", branch)
    with hotline().database.reading() as session:
        books = read_books(session)
        since = asked_since(books)
        reader = Reader(session, books, since)
        shifts = reader.shifts(branch)
        absences = reader.absences(
            code for code in books.roster.officers if branch in books.belonging(code).by_turns
        )
        swaps = reader.swaps([branch])
    return show(
        "roster/branch.html",
        ROSTER,
        tabs=tabs(),
        branch=found,
        name=numbered(found),
        days=[*_days(books, found)],
        shifts=shifts,
        absences=absences,
        swaps=swaps,
        since=since and books.calendar.local(since).date().isoformat(),
        may_edit=reach_of(Right.EDIT_ROSTER).covers(branch),
    )


def asked_since(books: Books) -> datetime | None:
    """Return from when on what is over is asked for, None where only what is in force is."""
    try:
        return midnight(books.calendar, read_day(request.args.get("since", "")))
    except (BadValue, OverflowError):
        return None


def _days(books: Books, branch: Branch) -> Iterator[DayTold]:
    for day in strip(books.roster, branch, books.calendar, books.now):
        yield DayTold(
            day=day.day,
            weekday=WEEKDAYS[day.day.weekday()],
            off=books.calendar.day_off(day.day),
            turns=tuple(_turns(books, day)),
            gap=gap_told(books, branch, day) if day.gaps else None,
            is_open=day.is_open,
        )


def _turns(books: Books, day: StripDay) -> Iterator[TurnTold]:
    for turn in day.turns:
        there = turn.there
        yield TurnTold(
            hours=hours(books, turn),
            role=ROLES[there.role],
            post=there.officer.post,
            why=_why(books, turn),
            is_rung=there.may_ring,
        )


def _why(books: Books, turn: Turn) -> Text | None:
    there = turn.there
    if there.by is By.FILE:
        return ROSTER["by_file"]
    if there.instead_of is None:
        return None
    said, post = INSTEAD[there.by], books.post(there.instead_of)
    return Text(f"{said.vi} {post.vi}", f"{said.en} {post.en}")


def hours(books: Books, turn: Turn) -> Text:
    """Return a turn in local time of day."""
    begin, end = books.calendar.local(turn.begin), books.calendar.local(turn.end)
    said = f"{begin:%H:%M}–{said_hour(end.time())}"
    is_next_day = end.date() > begin.date() and end.time() != time(0)
    return Text(said + NEXT_DAY.vi, said + NEXT_DAY.en) if is_next_day else Text(said, said)
