"""Hearing a message: given only to who may hear it, and each listening is audited.

What somebody hears within some minutes is one listening. Who must state a reason does so in a form
first; that is audited as the listening, and opens the message to them for a while.
"""

import io
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from flask import abort, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right, needs_reason
from accounts.trail import Look, looked
from ivr.flow.words import MessageState
from models.lists.one_missed import is_audited
from web.pages.missed.forms import WhyForm
from web.session import hotline, not_there, person, wall

log = logging.getLogger(__name__)

ONE_LISTENING = timedelta(minutes=10)
REASON_HOLDS = timedelta(minutes=30)
LARGEST = 20 * 1024 * 1024


class Recorded(Protocol):
    """A message as a page has it."""

    @property
    def state(self) -> MessageState:
        """Where its audio is."""

    @property
    def path(self) -> str | None:
        """What the store knows it by."""


Finding = Callable[[Session], Recorded]  # answers 404 by itself where there is none to hear


def give(sid: str, find: Finding, **facts: str | int) -> ResponseReturnValue:
    """Give the audio of a message, or the piece of it that is asked for, to who may hear it.

    `facts` say in the audit where it was heard.
    """
    with hotline().database.reading() as session:
        message = find(session)
        is_known = is_listening(session, sid)
    if must_state_why() and not is_known:
        not_there("message without a reason", sid)
    audio = _audio(message)
    if not is_known:
        _audit(sid, **facts)
    return send_file(io.BytesIO(audio), mimetype="audio/mpeg", conditional=True, max_age=0)


def ask_why(sid: str, find: Finding, **facts: str | int) -> WhyForm | None:
    """Keep why somebody must hear a message, and let them; return the form while it is not said."""
    with hotline().database.reading() as session:
        find(session)
    form = WhyForm()
    if not form.validate_on_submit():
        return form
    _audit(sid, why=form.said("why"), **facts)
    return None


def must_state_why() -> bool:
    """Say whether whoever is signed in has to say why they must hear a message."""
    return needs_reason(person(), Right.HEAR_MESSAGES)


def is_listening(session: Session, sid: str) -> bool:
    """Say whether whoever is signed in listens to a message now, or has said why they must."""
    since = wall() - (REASON_HOLDS if must_state_why() else ONE_LISTENING)
    return is_audited(session, Look.MESSAGE_PLAYED.value, sid, person().login, since=since)


def _audit(sid: str, **facts: str | int) -> None:
    with hotline().database.transaction() as session:
        login, now = person().login, wall()
        looked(session, Look.MESSAGE_PLAYED, login=login, key=sid, now=now, **facts)


def _audio(message: Recorded) -> bytes:
    if message.state is not MessageState.STORED or not message.path:
        abort(404)
    try:
        with hotline().storage.open(message.path) as file:
            return file.read(LARGEST)
    except OSError as error:
        log.warning("stored message not playable", extra={"error": type(error).__name__})
        abort(404)
