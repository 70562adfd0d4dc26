"""A search for calls: what was typed becomes the address of a list, in which no number stands.

A whole number becomes the code of its newest call: the list is of the calls from the same number.
"""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right, needs_reason
from accounts.trail import Look, looked
from ivr.flow.numbers import e164
from ivr.flow.words import Text
from models.lists.calls import CallFilter
from models.lists.wanted import LEAST_DIGITS, WantedNumber
from web.forms import REQUIRED
from web.pages.calls.asking import SHOWS_TESTS, is_ending, period, too_many
from web.pages.calls.blueprint import calls, digits, find_line
from web.pages.calls.forms import FindForm, choices
from web.pages.calls.listing import list_page
from web.pages.missed.blueprint import board_now
from web.session import hotline, needs, person, reach_of, wall
from web.texts.calls import FAULTS

IN_THE_ADDRESS = ("branch", "verdict", "officer", "period", "since", "until")


class NotFound(Exception):
    """Nothing can be looked for, or is found; names the field and the reason."""

    def __init__(self, field: str, why: Text) -> None:
        """Keep both."""
        super().__init__(field)
        self.field, self.why = field, why


@calls.post("/tim")
@needs(Right.SEE_CALLS)
def find_calls() -> ResponseReturnValue:
    """Lead to the calls that are looked for, or to the one whose code was typed."""
    form, board = FindForm(), board_now()
    form.offer(choices(board))
    if not form.validate_on_submit():
        return list_page(form)
    query: dict[str, Any] = {n: form.said(n) for n in IN_THE_ADDRESS if form.said(n)}
    if "since" in query or "until" in query:
        query.pop("period", None)  # days that were typed say more than a period's name
    _, _, faults = period(query, board.switchboard.calendar, hotline().clock())
    for name, why in faults.items():
        form.blame(name, why)
    if form.tests.data:
        query["tests"] = SHOWS_TESTS
    try:
        sid = _by_code(form.said("code"))
        if sid:
            return redirect(url_for("calls.show_call", sid=sid))
        query |= _of_number(form)
    except NotFound as error:
        form.blame(error.field, error.why)
    if form.faulty():
        return list_page(form)
    return redirect(url_for("calls.show_calls", **query))


def _by_code(code: str) -> str | None:
    """Return the call that a code names, None where none was typed."""
    if not code:
        return None
    with hotline().database.reading() as session:
        line = find_line(session, CallFilter(sid=code))
    if line is None:
        raise NotFound("code", FAULTS["no_code"])
    return line.sid


def _of_number(form: FindForm) -> dict[str, str]:
    """Return what asks for the calls of a number, or of those that end like it."""
    text = form.said("number")
    if not text:
        return {}
    bare = "".join(letter for letter in text if letter not in " .-•")
    if is_ending(bare, digits()):
        return {"ending": bare}
    whole = e164(text)
    if whole is None or not reach_of(Right.SEE_NUMBERS):
        raise NotFound("number", _hint())
    return {"caller": _newest_of(whole, form)}


def _hint() -> Text:
    """Return what whoever is signed in may type."""
    is_strict = reach_of(Right.SEE_NUMBERS) and digits() == LEAST_DIGITS
    return FAULTS["three_or_whole"] if is_strict else too_many(digits())


def _newest_of(number: str, form: FindForm) -> str:
    """Return the newest call from a number; that somebody knows it called is audited."""
    why = form.said("why")
    if needs_reason(person(), Right.SEE_NUMBERS) and not why:
        raise NotFound("why", REQUIRED)
    branches = reach_of(Right.SEE_CALLS).branches
    wanted = CallFilter(branches=branches, number=WantedNumber(exact=number))
    with hotline().database.transaction() as session:
        line = find_line(session, wanted)
        if line is None:
            raise NotFound("number", FAULTS["no_number"])
        _audit(session, line.sid, why)
    return line.sid


def _audit(session: Session, sid: str, why: str) -> None:
    facts = {"by": "search"} | ({"why": why} if why else {})
    looked(
        session,
        Look.NUMBER_SHOWN,
        login=person().login,
        key=f"call {sid}",
        now=wall(),
        **facts,
    )
