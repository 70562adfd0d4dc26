"""Many missed callers at once: taken, or closed for one reason; each by itself, none by halves."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.rights import Right
from ivr.flow.numbers import masked
from ivr.flow.words import CallbackOutcome, Did, Text
from models.lists.missed import MissedCaller
from web.pages.missed.asking import same
from web.pages.missed.blueprint import find, missed
from web.pages.missed.doing import Doing, Refused, doing
from web.pages.missed.forms import CloseForm, fault_of, reasons, sent_key
from web.pages.missed.listing import MOST_AT_ONCE, Sent, list_page
from web.session import hotline, needs, not_there
from web.showing import filled, language
from web.texts.missed_deeds import BULK

LONGEST_ID = 18  # digits that fit every engine's numbers


@missed.post("/claim")
@needs(Right.WORK_CALLBACKS)
def claim_many() -> ResponseReturnValue:
    """Take all that were ticked."""
    ids, form = ticked(), CloseForm(formdata=None)
    why = wrong(ids)
    if why is not None:
        return list_page(Sent(why, frozenset(ids), form))
    return each_of(ids, Right.WORK_CALLBACKS, "claimed", _claim)


@missed.post("/close")
@needs(Right.CLOSE_CALLBACKS)
def close_many() -> ResponseReturnValue:
    """Close all that were ticked, for one reason."""
    ids, form = ticked(), CloseForm()
    form.reason.choices = reasons()
    is_valid = form.validate_on_submit()
    why = wrong(ids) or (None if is_valid else fault_of(form))
    if why is not None:
        return list_page(Sent(why, frozenset(ids), form))
    outcome, note = CallbackOutcome(form.reason.data), form.said("close_note")

    def close(work: Doing, caller: MissedCaller) -> None:
        work.write(caller.id, Did.CLOSED, outcome=outcome, note=note)

    return each_of(ids, Right.CLOSE_CALLBACKS, "closed", close)


def _claim(work: Doing, caller: MissedCaller) -> None:
    work.claim(caller.id)


def ticked() -> list[int]:
    """Return which were ticked, each once, in the order of the list."""
    typed = dict.fromkeys(request.form.getlist("id"))
    return [_id(text) for text in typed]


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_ID):
        not_there("callback", text[:LONGEST_ID])
    return int(text)


def wrong(ids: list[int]) -> Text | None:
    """Return why nothing can be done about so many, None where it can."""
    if not ids:
        return BULK["none"]
    if len(ids) > MOST_AT_ONCE:
        return filled(BULK["too_many"], most=MOST_AT_ONCE, count=len(ids))
    return None


def each_of(
    ids: list[int], right: Right, said: str, do: Callable[[Doing, MissedCaller], None]
) -> ResponseReturnValue:
    """Do something about each; nothing at all where one is somebody else's branch's."""
    with hotline().database.reading() as session:
        callers = [find(session, id, right) for id in ids]
    work, refused = doing(sent_key()), []
    for caller in callers:
        try:
            do(work, caller)
        except Refused as error:
            refused.append(_why(caller, error))
    done = len(ids) - len(refused)
    if done:
        flash(filled(BULK[said], count=done).in_(language()))
    if refused:
        flash(" ".join(refused), "fault")
    return redirect(url_for("missed.show_missed", **same(request.args)))


def _why(caller: MissedCaller, error: Refused) -> str:
    number = masked(caller.caller_number)
    return filled(BULK["refused"], number=number, why=error.why).in_(language())
