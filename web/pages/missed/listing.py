"""The work list: who is to be called back, what comes first on top, page by page."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from ivr.flow.words import Text
from models.lists.missed import MissedCaller, count_missed, list_missed
from models.lists.paging import BadCursor, Page
from models.lists.stretches import MissedFilter, Standing
from web.pages.missed.asking import same, wanted
from web.pages.missed.blueprint import Names, board_now, missed
from web.pages.missed.filters import fields_of, scope_of, views_of
from web.pages.missed.forms import CloseForm, new_key, reasons
from web.pages.missed.rows import Teller, own_branches
from web.pages.missed.serving import offered
from web.pages.missed.views import kept, own_views
from web.session import hotline, needs, reach_of
from web.showing import language, show
from web.texts import missed as texts
from web.texts.missed import MISSED

A_PAGE = 50
MOST_AT_ONCE = 25  # callers that are claimed or closed by one button
EMPTY: Page[MissedCaller] = Page((), None)


@dataclass(frozen=True, slots=True)
class Sent:
    """A change of many that was refused: why, what was ticked, and the form."""

    why: Text
    ticked: frozenset[int]
    form: CloseForm


@missed.get("")
@needs(Right.SEE_MISSED)
def show_missed() -> ResponseReturnValue:
    """Show the missed callers of the branches that are somebody's own."""
    return list_page()


def list_page(sent: Sent | None = None) -> ResponseReturnValue:
    """Return the list that the address asks for."""
    board, now = board_now(), hotline().clock()
    switchboard = board.switchboard
    scope = scope_of(board)
    asked = wanted(request.args, switchboard, scope, now)
    if asked.is_too_telling:
        flash(asked.faults["ending"].in_(language()), "fault")
        return redirect(url_for("missed.show_missed", **same(asked.query)))
    with hotline().database.reading() as session:
        page, is_lost = _page(session, asked.filter)
        names = Names.of(session, board)
        teller = Teller(switchboard, switchboard.calendar, names, scope.actor, now)
        rows = teller.rows(session, page.rows)
        total = count_missed(session, asked.filter, now=now) if asked.filter else None
        late = MissedFilter(branches=scope.branches, standing=Standing.OVERDUE)
        overdue = count_missed(session, late, now=now)
        own = own_views(session)
    form = sent.form if sent else CloseForm(formdata=None)
    form.reason.choices = reasons()
    return show(
        "missed/list.html",
        MISSED,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if asked.faults or sent else HTTPStatus.OK,
        rows=rows,
        total=str(total) if total else "",
        overdue=str(overdue) if overdue.count else "",
        asked=asked,
        query=dict(asked.query),
        place=same(request.args),
        choices={each.name: each for each in fields_of(board, scope, asked)},
        labels=texts.FIELDS,
        views=views_of(switchboard, asked, own),
        saving=kept(asked.query),
        next=page.next,
        is_later="after" in request.args and not is_lost,
        is_lost=is_lost,
        may_work=bool(reach_of(Right.WORK_CALLBACKS)),
        may_close=bool(reach_of(Right.CLOSE_CALLBACKS)),
        may_export=bool(reach_of(Right.EXPORT)),
        officers=offered(board, [b.id for b in own_branches(Right.CLOSE_CALLBACKS, switchboard)]),
        digits=scope.digits,
        form=form,
        form_key=new_key(),
        sent=sent,
        most=MOST_AT_ONCE,
    )


def _page(session: Session, asked: MissedFilter | None) -> tuple[Page[MissedCaller], bool]:
    """Return the page that is asked for, the first one where its token is none of ours."""
    if asked is None:
        return EMPTY, False
    now, after = hotline().clock(), request.args.get("after")
    try:
        return list_missed(session, asked, now=now, after=after, limit=A_PAGE), False
    except BadCursor:
        return list_missed(session, asked, now=now, limit=A_PAGE), True
