"""Nhật ký: who did what and when, newest first, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from ivr.flow.words import Text
from models.lists.audit import AuditFilter, AuditLine, list_audit
from models.lists.paging import BadCursor, Page
from web import navigation
from web.forms import NO_CHOICE
from web.pages.audit.told import told
from web.pages.calls.asking import PERIODS, period
from web.pages.missed.blueprint import Names, board_now
from web.session import hotline, needs, wall
from web.showing import show
from web.texts.audit import AUDIT, SUBJECTS
from web.texts.calls import PERIODS as PERIOD_NAMES

audit = Blueprint("audit", __name__, url_prefix="/nhat-ky")
PAGE = navigation.Page(audit, Right.SEE_AUDIT, "audit.show_audit", AUDIT["title"])
A_PAGE = 50
NAMES = ("actor", "subject", "key", "period", "since", "until")
EMPTY: Page[AuditLine] = Page((), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, as a filter and as it was typed; with faults there is no filter."""

    filter: AuditFilter | None
    query: Mapping[str, str]
    faults: Mapping[str, Text]


@audit.get("")
@needs(Right.SEE_AUDIT)
def show_audit() -> ResponseReturnValue:
    """Show the audit."""
    board, asked = board_now(), _asked(request.args)
    local = board.switchboard.calendar.local
    with hotline().database.reading() as session:
        page, is_lost = _page(session, asked.filter)
        names = Names.of(session, board)
    return show(
        "audit/list.html",
        AUDIT,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if asked.faults else HTTPStatus.OK,
        rows=[told(line, names.say(line.actor), local(line.at)) for line in page.rows],
        query=dict(asked.query),
        faults=dict(asked.faults),
        subjects=SUBJECTS,
        periods={name: PERIOD_NAMES[name] for name in PERIODS},
        next=page.next,
        is_later="after" in request.args and not is_lost,
        is_lost=is_lost,
    )


def _asked(args: Mapping[str, str]) -> Asked:
    """Return what a query asks for; entries are dated by the wall's clock, and so are periods."""
    query = {name: args[name].strip() for name in NAMES if args.get(name, "").strip()}
    if "since" in query or "until" in query:
        query.pop("period", None)  # days that were typed say more than a period's name
    calendar = hotline().board.board.switchboard.calendar
    since, until, wrong = period(query, calendar, wall())
    faults = dict(wrong)
    for name, allowed in (("subject", SUBJECTS), ("period", PERIODS)):
        if name in query and query[name] not in allowed:
            faults[name] = NO_CHOICE
    if faults:
        return Asked(None, query, faults)
    subjects = frozenset({query["subject"]} if "subject" in query else ())
    found = AuditFilter(
        since=since,
        until=until,
        actor=query.get("actor", ""),
        subjects=subjects,
        key=query.get("key", ""),
    )
    return Asked(found, query, {})


def _page(session: Session, wanted: AuditFilter | None) -> tuple[Page[AuditLine], bool]:
    """Return the page that is asked for, the first one where its token is none of ours."""
    if wanted is None:
        return EMPTY, False
    try:
        return list_audit(session, wanted, after=request.args.get("after"), limit=A_PAGE), False
    except BadCursor:
        return list_audit(session, wanted, limit=A_PAGE), True
