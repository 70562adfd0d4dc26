"""The messages of calls that are owed no callback, to be heard: their callers showed no number.

All others are heard by the callback's route (`web/pages/missed/playing.py`).
"""

from functools import partial

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from models.lists.one_call import MessageDetail
from web.pages.calls.blueprint import LONGEST_KEY, calls, find
from web.pages.calls.one import page_of
from web.pages.missed import hearing
from web.session import needs, not_there


@calls.get("/<sid>/messages/<recording>")
@needs(Right.HEAR_MESSAGES)
def play(sid: str, recording: str) -> ResponseReturnValue:
    """Give the audio of a message to who may hear it."""
    return hearing.give(recording, partial(_message, sid, recording), call=sid)


@calls.post("/<sid>/messages/<recording>")
@needs(Right.HEAR_MESSAGES)
def state_why(sid: str, recording: str) -> ResponseReturnValue:
    """Keep why somebody must hear a message, and let them."""
    form = hearing.ask_why(recording, partial(_message, sid, recording), call=sid)
    if form is not None:
        return page_of(sid, sent=form, why_for=recording)
    return redirect(url_for("calls.show_call", sid=sid, _anchor="messages"))


def _message(sid: str, recording: str, session: Session) -> MessageDetail:
    call = find(session, sid, Right.HEAR_MESSAGES)
    kept = (each for each in call.messages if each.is_kept)
    mine = next((each for each in kept if each.recording_sid == recording), None)
    return mine or not_there("message", recording[:LONGEST_KEY])
