"""Line checks: each duty phone and each way in by day, and a check at once for who wants one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from duty.labels import SIGNS
from ivr.flow.duty.through import keys_to
from ivr.flow.numbers import masked
from ivr.flow.words import CheckKind, Grade, Text
from models.duty.officers import OfficerRow, all_officers
from models.line_checks import LineCheck, between, number_last_passed, way_last_passed
from web.navigation import Page
from web.pages.calling import Called, call_branch, call_officer
from web.pages.checked import CheckedLine, Period, to_an_officer, to_pick_up
from web.pages.officers.blueprint import find
from web.pages.roster.books import Books, numbered, read_books
from web.session import check_branch, hotline, needs, not_there, reach_of
from web.showing import language, show
from web.texts.checks import CHECKS, SHORT_GRADES
from web.texts.roster import SHORT

checks = Blueprint("checks", __name__, url_prefix="/kiem-tra")
PAGE = Page(checks, Right.SEE_CHECKS, "checks.show_checks", CHECKS["title"])
AHEAD = timedelta(minutes=10)


@checks.get("")
@needs(Right.SEE_CHECKS)
def show_checks() -> ResponseReturnValue:
    """Show the checks of the branches that are somebody's own."""
    with hotline().database.reading() as session:
        books = read_books(session)
        period = Period(books.calendar, books.now)
        numbers = sorted(
            _numbers(session, books, period), key=lambda line: (line.name.vi, line.key)
        )
        ways = [*_ways(session, books, period)]
    return show(
        "checks.html",
        CHECKS,
        days=[(day, SHORT[day.weekday()]) for day in period.days],
        numbers=numbers,
        ways=ways,
        has_second=bool(books.switchboard.second_number),
        a_day=hotline().settings.line_checks_a_day,
        signs=[(SIGNS[grade], SHORT_GRADES[grade]) for grade in Grade],
        local=books.calendar.local,
    )


@checks.post("/officers/<code>")
@needs(Right.RUN_CHECKS)
def check_officer(code: str) -> ResponseReturnValue:
    """Call an officer's number now, to check it."""
    with hotline().database.reading() as session:
        found = find(session, code)
    if not found.may_call:
        not_there("officer", code)
    return _came(call_officer(found.row, CheckKind.LINE))


@checks.post("/branches/<branch>")
@needs(Right.RUN_CHECKS)
def check_way(branch: str) -> ResponseReturnValue:
    """Call the public number now, and choose a branch."""
    check_branch(Right.RUN_CHECKS, branch, what="branch", key=branch)
    found = hotline().board.board.switchboard.branch(branch) or not_there("branch", branch)
    return _came(call_branch(found), placed="way_called")


def _came(came: Called, *, placed: str = "called") -> ResponseReturnValue:
    is_placed = came is Called.PLACED
    said = CHECKS[placed if is_placed else came.value]
    flash(said.in_(language()), "message" if is_placed else "fault")
    return redirect(url_for("checks.show_checks"))


def _numbers(session: Session, books: Books, period: Period) -> Iterator[CheckedLine]:
    made = _by(between(session, period.since, books.now + AHEAD), lambda check: check.officer)
    passed = number_last_passed(session)
    seen = frozenset(books.officers(Right.SEE_CHECKS))
    may_call = frozenset(books.officers(Right.RUN_CHECKS))
    for row in all_officers(session):
        if row.code in seen and (row.active_to is None or row.active_to >= books.today):
            yield CheckedLine(
                key=row.code,
                name=Text(row.post_vi, row.post_en),
                found=period.found(made[row.code], to_pick_up),
                last=_local(books, passed.get((row.code, row.number))),
                may_call=row.code in may_call,
                number=masked(row.number),
                note=_note(row),
            )


def _ways(session: Session, books: Books, period: Period) -> Iterator[CheckedLine]:
    rows = between(session, period.since, books.now + AHEAD, kind=CheckKind.THROUGH)
    made, passed = _by(rows, lambda check: check.branch or ""), way_last_passed(session)
    reach, has_second = reach_of(Right.RUN_CHECKS), bool(books.switchboard.second_number)
    for branch in books.branches(Right.SEE_CHECKS):
        if keys_to(books.switchboard, branch.id):
            yield CheckedLine(
                key=branch.id,
                name=numbered(branch),
                found=period.found(made[branch.id], to_an_officer),
                last=_local(books, passed.get(branch.id)),
                may_call=has_second and reach.covers(branch.id),
            )


def _note(row: OfficerRow) -> Text | None:
    """Return why a number is not rung, None where it is."""
    if row.out_since is not None:
        return CHECKS["is_out"]
    return CHECKS["not_verified"] if row.verified_at is None else None


def _by(
    checks: Iterable[LineCheck], key: Callable[[LineCheck], str]
) -> Mapping[str, list[LineCheck]]:
    found: dict[str, list[LineCheck]] = defaultdict(list)
    for check in checks:
        found[key(check)].append(check)
    return found


def _local(books: Books, at: datetime | None) -> datetime | None:
    return books.calendar.local(at) if at else None
