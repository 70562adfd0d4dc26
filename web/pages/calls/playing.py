"""The messages of calls that are owed no callback: of callers who showed no number.

All others are heard by the callback's route (`web/pages/missed/playing.py`); both share what one
listening is, and what is kept of it.
"""

import io
import logging

from flask import abort, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from accounts.trail import Look, looked
from ivr.flow.words import MessageState
from models.lists.one_call import MessageDetail
from web.pages.calls.blueprint import LONGEST_KEY, calls, find
from web.pages.calls.one import page_of
from web.pages.missed.forms import WhyForm
from web.pages.missed.hearing import is_listening, must_state_why
from web.pages.missed.playing import LARGEST
from web.session import hotline, needs, not_there, person, wall

log = logging.getLogger(__name__)


@calls.get("/<sid>/messages/<recording>")
@needs(Right.HEAR_MESSAGES)
def play(sid: str, recording: str) -> ResponseReturnValue:
    """Give the audio of a message, or the piece of it that is asked for, to who may hear it."""
    with hotline().database.reading() as session:
        message = _message(session, sid, recording)
        is_known = is_listening(session, recording)
    if must_state_why() and not is_known:
        not_there("message without a reason", recording)
    audio = _audio(message)
    if not is_known:
        _audit(sid, recording)
    return send_file(io.BytesIO(audio), mimetype="audio/mpeg", conditional=True, max_age=0)


@calls.post("/<sid>/messages/<recording>")
@needs(Right.HEAR_MESSAGES)
def state_why(sid: str, recording: str) -> ResponseReturnValue:
    """Keep why somebody must hear a message, and let them."""
    with hotline().database.reading() as session:
        _message(session, sid, recording)
    form = WhyForm()
    if not form.validate_on_submit():
        return page_of(sid, sent=form, why_for=recording)
    _audit(sid, recording, why=form.said("why"))
    return redirect(url_for("calls.show_call", sid=sid, _anchor="messages"))


def _message(session: Session, sid: str, recording: str) -> MessageDetail:
    call = find(session, sid, Right.HEAR_MESSAGES)
    kept = (each for each in call.messages if each.is_kept)
    mine = next((each for each in kept if each.recording_sid == recording), None)
    return mine or not_there("message", recording[:LONGEST_KEY])


def _audit(sid: str, recording: str, **facts: str) -> None:
    with hotline().database.transaction() as session:
        login, now = person().login, wall()
        looked(session, Look.MESSAGE_PLAYED, login=login, key=recording, now=now, call=sid, **facts)


def _audio(message: MessageDetail) -> bytes:
    if message.state is not MessageState.STORED or not message.path:
        abort(404)
    try:
        with hotline().storage.open(message.path) as file:
            return file.read(LARGEST)
    except OSError as error:
        log.warning("stored message not playable", extra={"error": type(error).__name__})
        abort(404)
