"""The messages of missed callers: given only to who may hear them, and each listening is audited.

Who must state a reason does so in a form first; that is audited as the listening, and opens the
message to them for a while.
"""

import io
import logging

from flask import abort, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from ivr.flow.words import MessageState
from models.lists.one_missed import OwnMessage, messages_of, origins
from web.pages.missed.blueprint import find, missed
from web.pages.missed.forms import WhyForm
from web.pages.missed.hearing import audit_listening, is_listening, must_state_why
from web.pages.missed.page_of import page_of
from web.session import hotline, needs, not_there

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024


@missed.get("/<int:id>/messages/<sid>")
@needs(Right.HEAR_MESSAGES)
def play(id: int, sid: str) -> ResponseReturnValue:
    """Give the audio of a message, or the piece of it that is asked for, to who may hear it."""
    with hotline().database.reading() as session:
        message = _message(session, id, sid)
        is_known = is_listening(session, sid)
    if must_state_why() and not is_known:
        not_there("message without a reason", sid)
    audio = _audio(message)
    if not is_known:
        audit_listening(id, sid)
    return send_file(io.BytesIO(audio), mimetype="audio/mpeg", conditional=True, max_age=0)


@missed.post("/<int:id>/messages/<sid>")
@needs(Right.HEAR_MESSAGES)
def state_why(id: int, sid: str) -> ResponseReturnValue:
    """Keep why somebody must hear a message, and let them."""
    with hotline().database.reading() as session:
        _message(session, id, sid)
    form = WhyForm()
    if not form.validate_on_submit():
        return page_of(id, sent=form, why_for=sid)
    audit_listening(id, sid, why=form.said("why"))
    return redirect(url_for("missed.show_caller", id=id, _anchor="messages"))


def _message(session: Session, id: int, sid: str) -> OwnMessage:
    caller = find(session, id, Right.HEAR_MESSAGES)
    found = messages_of(session, origins(session, caller))
    mine = next((one for one in found if one.recording_sid == sid), None)
    return mine or not_there("message", sid[:40])


def _audio(message: OwnMessage) -> bytes:
    if message.state is not MessageState.STORED or not message.path:
        abort(404)
    try:
        with hotline().storage.open(message.path) as file:
            return file.read(LARGEST)
    except OSError as error:
        log.warning("stored message not playable", extra={"error": type(error).__name__})
        abort(404)
