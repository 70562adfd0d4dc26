"""The messages of missed callers, to be heard."""

from functools import partial

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from models.lists.one_missed import OwnMessage, messages_of, origins
from web.pages.missed import hearing
from web.pages.missed.blueprint import find, missed
from web.pages.missed.page_of import page_of
from web.session import needs, not_there


@missed.get("/<int:id>/messages/<sid>")
@needs(Right.HEAR_MESSAGES)
def play(id: int, sid: str) -> ResponseReturnValue:
    """Give the audio of a message to who may hear it."""
    return hearing.give(sid, partial(_message, id, sid), callback=id)


@missed.post("/<int:id>/messages/<sid>")
@needs(Right.HEAR_MESSAGES)
def state_why(id: int, sid: str) -> ResponseReturnValue:
    """Keep why somebody must hear a message, and let them."""
    form = hearing.ask_why(sid, partial(_message, id, sid), callback=id)
    if form is not None:
        return page_of(id, sent=form, why_for=sid)
    return redirect(url_for("missed.show_caller", id=id, _anchor="messages"))


def _message(id: int, sid: str, session: Session) -> OwnMessage:
    caller = find(session, id, Right.HEAR_MESSAGES)
    found = messages_of(session, origins(session, caller))
    mine = next((one for one in found if one.recording_sid == sid), None)
    return mine or not_there("message", sid[:40])
