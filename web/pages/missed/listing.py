"""The work list: who is to be called back, what comes first on top, page by page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right, needs_reason
from ivr import labels
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Cause, Text
from models.lists.missed import MissedCaller, count_missed, list_missed
from models.lists.paging import BadCursor, Page
from models.lists.stretches import MissedFilter, Standing
from models.lists.wanted import LEAST_DIGITS
from web.pages.missed.asking import MOST_DIGITS, Scope, Wanted, choices, same, wanted
from web.pages.missed.blueprint import Names, actor, board_now, missed
from web.pages.missed.forms import CloseForm, new_key, reasons
from web.pages.missed.rows import Teller, own_branches
from web.pages.roster.books import numbered
from web.session import hotline, needs, person, reach_of
from web.showing import filled, language, show
from web.texts import missed as texts
from web.texts.missed import MISSED

A_PAGE = 50
MOST_AT_ONCE = 25  # callers that are claimed or closed by one button
EMPTY: Page[MissedCaller] = Page((), None)
DEFAULTS = {"state": Standing.OPEN.value, "order": "priority"}
NOT_CHOSEN = ("state", "order")  # there is always one of these


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the filter: what may be chosen, and what is."""

    name: str
    options: tuple[tuple[str, Text], ...]
    chosen: str
    fault: Text | None


@dataclass(frozen=True, slots=True)
class View:
    """A question that is asked often, as a link."""

    label: Text
    address: str
    is_here: bool


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
    switchboard, who = board.switchboard, actor(board)
    reach = reach_of(Right.SEE_MISSED)
    may_probe = reach_of(Right.SEE_NUMBERS) and not needs_reason(person(), Right.SEE_NUMBERS)
    scope = Scope(
        branches=reach.branches, actor=who, digits=MOST_DIGITS if may_probe else LEAST_DIGITS
    )
    asked = wanted(request.args, switchboard, scope, now)
    if asked.is_too_telling:
        flash(asked.faults["ending"].in_(language()), "fault")
        return redirect(url_for("missed.show_missed", **same(asked.query)))
    with hotline().database.reading() as session:
        page, is_lost = _page(session, asked.filter)
        names = Names.of(session, board)
        teller = Teller(switchboard, switchboard.calendar, names, who, now)
        rows = teller.rows(session, page.rows)
        total = count_missed(session, asked.filter, now=now) if asked.filter else None
        late = MissedFilter(branches=reach.branches, standing=Standing.OVERDUE)
        overdue = count_missed(session, late, now=now)
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
        choices={each.name: each for each in _choices(switchboard, asked)},
        labels=texts.FIELDS,
        views=_views(switchboard, asked),
        next=page.next,
        is_later="after" in request.args and not is_lost,
        is_lost=is_lost,
        may_work=bool(reach_of(Right.WORK_CALLBACKS)),
        may_close=bool(reach_of(Right.CLOSE_CALLBACKS)),
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


def _choices(switchboard: Switchboard, asked: Wanted) -> list[Choice]:
    allowed = choices(switchboard, reach_of(Right.SEE_MISSED).branches)
    names = _names(switchboard, allowed)
    return [
        Choice(
            name,
            tuple((value, names[name][value]) for value in allowed[name]),
            asked.query.get(name, DEFAULTS.get(name, "")),
            asked.faults.get(name),
        )
        for name in names
    ]


def _names(
    switchboard: Switchboard, allowed: Mapping[str, Collection[str]]
) -> Mapping[str, Mapping[str, Text]]:
    """Return what each value of each field is called."""
    own = own_branches(Right.SEE_MISSED, switchboard)
    return {
        "state": texts.STATES,
        "branch": {branch.id: numbered(branch) for branch in own},
        "unit": {branch.agency: branch.lead for branch in own},
        "cause": {value: labels.CAUSES[Cause(value)] for value in allowed["cause"]},
        "misses": {n: filled(MISSED["at_least"], count=n) for n in allowed["misses"]},
        "message": texts.MESSAGES,
        "hours": texts.HOURS,
        "origin": texts.ORIGINS,
        "order": texts.ORDERS,
        "period": texts.PERIODS,
    }


def _views(switchboard: Switchboard, asked: Wanted) -> list[View]:
    """Return the questions that are asked most."""
    own = own_branches(Right.SEE_MISSED, switchboard)
    asks: list[tuple[Text, dict[str, Any]]] = [(MISSED["view_open"], {})]
    if reach_of(Right.WORK_CALLBACKS):
        asks.append((MISSED["view_mine"], {"mine": "1"}))
    asks.append((MISSED["view_overdue"], {"state": Standing.OVERDUE.value}))
    if own:
        label = filled(MISSED["view_branch"], key=own[min(1, len(own) - 1)].key or "–")
        branch = own[min(1, len(own) - 1)].id
        asks.append((label, {"branch": branch, "period": "today", "state": "all"}))
    asks.append((MISSED["view_bad_number"], {"cause": Cause.BAD_NUMBER.value}))
    here = {k: v for k, v in asked.query.items() if DEFAULTS.get(k) != v}
    return [View(label, url_for("missed.show_missed", **q), q == here) for label, q in asks]
