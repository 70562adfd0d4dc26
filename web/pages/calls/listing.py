"""The list of calls, page by page, and the form that finds some."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right, needs_reason
from ivr import labels
from ivr.flow.board import Board
from ivr.flow.numbers import masked
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import Text
from models.lists.calls import CallFilter, CallLine, Rung, count_calls, list_calls
from models.lists.paging import BadCursor, Page
from models.lists.wanted import Origin
from web.pages.calls.asking import SHOWS_TESTS, Scope, Wanted, wanted
from web.pages.calls.blueprint import LONGEST_KEY, calls, digits, find_line
from web.pages.calls.forms import FindForm, choices
from web.pages.missed.blueprint import Names, board_now
from web.pages.missed.rows import LEG_SIGNS, clock
from web.pages.roster.books import numbered
from web.session import hotline, needs, not_there, person, reach_of
from web.showing import show
from web.texts.calls import CALLS

A_PAGE = 50
EMPTY: Page[CallLine] = Page((), None)


@dataclass(frozen=True, slots=True)
class RungPhone:
    """One officer's phone that rang."""

    sign: str
    post: Text
    outcome: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One call as the list shows it; `at` is local, `origin` None where it is the usual one."""

    sid: str
    at: datetime
    number: str
    is_sample: bool
    branch: Text
    verdict: Text
    cause: Text | None
    origin: Text | None
    wait: str
    talk: str
    message: str
    rung: tuple[RungPhone, ...]


@calls.get("")
@needs(Right.SEE_CALLS)
def show_calls() -> ResponseReturnValue:
    """Show the calls of the branches that are somebody's own."""
    return list_page()


def list_page(sent: FindForm | None = None) -> ResponseReturnValue:
    """Return the list that the address asks for; `sent` is a search that found no address."""
    board, now = board_now(), hotline().clock()
    offered = choices(board)
    with hotline().database.reading() as session:
        scope = Scope(
            branches=reach_of(Right.SEE_CALLS).branches,
            choices=offered,
            digits=digits(),
            caller=_caller(session),
        )
        asked = wanted(request.args, board.switchboard.calendar, scope, now)
        page, is_lost = (EMPTY, False) if sent else _page(session, asked)
        total = count_calls(session, asked.filter) if asked.filter and not sent else None
        rows = told(page.rows, board, Names.of(session, board))
    form = sent or _form(asked, offered)
    return show(
        "calls/list.html",
        CALLS,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.faulty() else HTTPStatus.OK,
        rows=rows,
        total=total,
        form=form,
        labels={name: CALLS[name] for name in form.data if name in CALLS},
        asked=asked,
        digits=scope.digits,
        may_search_whole=bool(reach_of(Right.SEE_NUMBERS)),
        must_say_why=needs_reason(person(), Right.SEE_NUMBERS),
        next=page.next,
        is_later="after" in request.args and not is_lost,
        is_lost=is_lost,
    )


def told(lines: Sequence[CallLine], board: Board, names: Names) -> list[Row]:
    """Return calls as rows."""
    return [_row(line, board, names) for line in lines]


def branch_name(board: Board, id: str) -> Text:
    """Return a branch by which people know it; also of one that is no longer there."""
    branch = board.switchboard.branch(id)
    if branch:
        return numbered(branch)
    return Text(id, id) if id else CALLS["no_branch"]


def _row(line: CallLine, board: Board, names: Names) -> Row:
    return Row(
        sid=line.sid,
        at=board.switchboard.calendar.local(line.started_at),
        number=masked(line.caller_number),
        is_sample=line.origin is Origin.SAMPLE,
        branch=branch_name(board, line.branch),
        verdict=labels.verdict(line.verdict),
        cause=labels.CAUSES[line.cause] if line.cause else None,
        origin=origin(line),
        wait=clock(line.wait_s) if line.branch else "–",
        talk=clock(line.talk_s) if line.answered_at else "–",
        message=clock(line.message_s) if line.message_s else "–",
        rung=tuple(_rung(each, names) for each in line.rung),
    )


def origin(line: CallLine) -> Text | None:
    """Return by what way we know of a call; None where the carrier asked us, as it should."""
    return None if line.came_by is CallOrigin.WEBHOOK else labels.ORIGINS[line.came_by]


def _rung(rung: Rung, names: Names) -> RungPhone:
    sign = LEG_SIGNS.get(rung.outcome, "○")
    return RungPhone(sign, names.say(rung.officer), labels.leg_outcome(rung.outcome))


def _caller(session: Session) -> str | None:
    """Return the number of the call that the query names; a call of one's own, or there is none."""
    sid = request.args.get("caller", "")
    if not sid:
        return None
    line = find_line(session, CallFilter(sid=sid)) or not_there("call", sid[:LONGEST_KEY])
    return line.callback_number or line.caller_number


def _page(session: Session, asked: Wanted) -> tuple[Page[CallLine], bool]:
    """Return the page that is asked for, the first one where its token is none of ours."""
    if asked.filter is None:
        return EMPTY, False
    try:
        after = request.args.get("after")
        return list_calls(session, asked.filter, after=after, limit=A_PAGE), False
    except BadCursor:
        return list_calls(session, asked.filter, limit=A_PAGE), True


def _form(asked: Wanted, offered: Mapping[str, Mapping[str, Text]]) -> FindForm:
    query = dict(asked.query)
    values = query | {"number": query.get("ending", ""), "tests": query.get("tests") == SHOWS_TESTS}
    form = FindForm(formdata=None, data=values)
    form.offer(offered)
    for name, why in asked.faults.items():
        form.blame("number" if name == "ending" else name, why)
    return form
