"""One missed caller: looked at, called back, and worked off."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.rights import Right, needs_reason
from accounts.trail import Look, looked
from ivr.flow.words import CallbackOutcome, Did
from models.lists.missed import MissedCaller
from models.lists.one_missed import moved_to
from web.pages.missed.blueprint import find, missed
from web.pages.missed.doing import Doing, Refused, doing
from web.pages.missed.forms import (
    CloseForm,
    MoveForm,
    NoteForm,
    PostponeForm,
    WhyForm,
    offer_branches,
    reasons,
    sent_key,
)
from web.pages.missed.page_of import other_branches, page_of
from web.session import hotline, needs, person, reach_of, wall
from web.showing import language
from web.texts.missed_deeds import DONE

NUMBER = "number"


@missed.get("/<int:id>")
@needs(Right.SEE_MISSED)
def show_caller(id: int) -> ResponseReturnValue:
    """Show one caller, the number masked."""
    return page_of(id)


@missed.post("/<int:id>/number")
@needs(Right.SEE_NUMBERS)
def show_number(id: int) -> ResponseReturnValue:
    """Show one caller with the number, and keep that somebody looked, and why."""
    _found(id, Right.SEE_NUMBERS)
    facts = {}
    if needs_reason(person(), Right.SEE_NUMBERS):
        form = WhyForm()
        if not form.validate_on_submit():
            return page_of(id, sent=form, why_for=NUMBER)
        facts = {"why": form.said("why")}
    with hotline().database.transaction() as session:
        key, login = f"callback {id}", person().login
        looked(session, Look.NUMBER_SHOWN, login=login, key=key, now=wall(), **facts)
    return page_of(id, with_number=True)


@missed.post("/<int:id>/claim")
@needs(Right.WORK_CALLBACKS)
def claim(id: int) -> ResponseReturnValue:
    """Take this caller for half an hour."""
    _found(id, Right.WORK_CALLBACKS)
    return _done(id, "claimed", lambda work: work.claim(id))


@missed.post("/<int:id>/release")
@needs(Right.WORK_CALLBACKS)
def release(id: int) -> ResponseReturnValue:
    """Let somebody else call this caller."""
    _found(id, Right.WORK_CALLBACKS)
    return _done(id, "released", lambda work: work.release(id))


@missed.post("/<int:id>/reached")
@needs(Right.WORK_CALLBACKS)
def reached(id: int) -> ResponseReturnValue:
    """The citizen was spoken to."""
    _found(id, Right.WORK_CALLBACKS)
    return _written(id, Did.REACHED, "reached")


@missed.post("/<int:id>/not-reached")
@needs(Right.WORK_CALLBACKS)
def not_reached(id: int) -> ResponseReturnValue:
    """The citizen was called in vain."""
    _found(id, Right.WORK_CALLBACKS)
    return _written(id, Did.NOT_REACHED, "not_reached")


@missed.post("/<int:id>/later")
@needs(Right.WORK_CALLBACKS)
def postpone(id: int) -> ResponseReturnValue:
    """The citizen asked to be called at another time."""
    _found(id, Right.WORK_CALLBACKS)
    form = PostponeForm()
    if form.validate_on_submit():
        calendar = hotline().board.board.switchboard.calendar
        until = form.moment(calendar, hotline().clock())
        if until is not None:
            note = form.said("postpone_note")
            return _written(id, Did.POSTPONED, "postponed", until=until, note=note)
    return page_of(id, sent=form)


@missed.post("/<int:id>/move")
@needs(Right.WORK_CALLBACKS)
def move(id: int) -> ResponseReturnValue:
    """Let another branch call."""
    caller = _found(id, Right.WORK_CALLBACKS)
    form = MoveForm()
    offer_branches(form, other_branches(caller.branch))
    if not form.validate_on_submit():
        return page_of(id, sent=form)
    to_branch, note = str(form.to_branch.data), form.said("move_note")
    answer = _written(id, Did.MOVED, "moved", to_branch=to_branch, note=note)
    with hotline().database.reading() as session:
        found = moved_to(session, id)
    if found and reach_of(Right.SEE_MISSED).covers(found[1]):
        return redirect(url_for("missed.show_caller", id=found[0]))
    return answer


@missed.post("/<int:id>/close")
@needs(Right.CLOSE_CALLBACKS)
def close(id: int) -> ResponseReturnValue:
    """Nobody needs to call, for a reason."""
    _found(id, Right.CLOSE_CALLBACKS)
    form = CloseForm()
    form.reason.choices = reasons()
    if not form.validate_on_submit():
        return page_of(id, sent=form)
    outcome, note = CallbackOutcome(form.reason.data), form.said("close_note")
    return _written(id, Did.CLOSED, "closed", outcome=outcome, note=note)


@missed.post("/<int:id>/note")
@needs(Right.WORK_CALLBACKS)
def add_note(id: int) -> ResponseReturnValue:
    """Write down what whoever calls next should know; also of a caller who is settled."""
    _found(id, Right.WORK_CALLBACKS)
    form = NoteForm()
    if not form.validate_on_submit():
        return page_of(id, sent=form)
    return _written(id, Did.NOTED, "noted", note=form.said("note"))


def _found(id: int, right: Right) -> MissedCaller:
    with hotline().database.reading() as session:
        return find(session, id, right)


def _written(id: int, did: Did, said: str, **facts: Any) -> ResponseReturnValue:
    return _done(id, said, lambda work: work.write(id, did, **facts))


def _done(id: int, said: str, do: Callable[[Doing], None]) -> ResponseReturnValue:
    try:
        do(doing(sent_key()))
    except Refused as error:
        flash(error.why.in_(language()), "fault")
    else:
        flash(DONE[said].in_(language()))
    return redirect(url_for("missed.show_caller", id=id))
