"""The webhooks: parse, decide, record, respond.

The carrier is given two addresses by hand, `/voice` and `/voice/status`; all others it has from the
documents that we answer with. Answers to event requests are ignored by it, so they are empty.
"""

import logging
import traceback
from http import HTTPStatus
from typing import cast

from flask import Blueprint, Response, current_app, g, request

from ivr import params, twiml
from ivr.asked import Asked, NotGenuine
from ivr.flow import dialogue, hunting, voicemail, whisper
from ivr.flow.position import START, BadPosition, Position
from ivr.flow.steps import Goodbye, Step
from ivr.flow.words import EventKind, Stage
from ivr.hotline import Hotline

log = logging.getLogger(__name__)

voice = Blueprint("voice", __name__)
EVENTS = frozenset({twiml.STATUS, twiml.LEG, twiml.RECORDING})
ON_LEGS = frozenset({twiml.WHISPER, twiml.ACCEPT})


@voice.before_request
def check() -> None:
    """Refuse whatever the carrier did not sign, before any view sees it."""
    g.asked = Asked.parse(hotline(), request.environ)


@voice.post(twiml.VOICE)
def incoming() -> Response:
    """Greet a new caller, or the same one again where the carrier repeats itself."""
    asked = _asked()
    step = dialogue.begin(asked.scene())
    asked.record(EventKind.CALL_STARTED, "started", step)
    return _answer(step)


@voice.post(twiml.KEY)
def key() -> Response:
    """Go where the caller's key leads; no key is silence."""
    asked = _asked()
    digits, at = params.digits(asked.form), asked.position
    step = dialogue.on_key(asked.scene(), at, digits)
    asked.record(EventKind.KEY, f"key:{at.n}:{at.stage}:{digits}", step, digits=digits)
    return _answer(step)


@voice.post(twiml.NEXT)
def resume() -> Response:
    """Carry on after a pause."""
    asked = _asked()
    step = dialogue.resume(asked.scene(), asked.position)
    asked.record(EventKind.RESUMED, f"resumed:{asked.position.n}", step)
    return _answer(step)


@voice.post(twiml.DIAL)
def dial_result() -> Response:
    """Carry on after an officer's phone stopped ringing, or after the talk."""
    asked = _asked()
    ended = params.leg_ended(asked.form)
    step = hunting.after_ring(asked.scene(), asked.position, ended)
    asked.record(
        EventKind.LEG_ENDED,
        f"dial:{asked.position.n}",
        step,
        outcome=ended.outcome,
        joined=ended.joined,
        leg_sid=asked.form.get("DialCallSid", ""),
    )
    return _answer(step)


@voice.post(twiml.WHISPER)
def whispered() -> Response:
    """Tell an officer who picked up what the call is about."""
    asked = _asked()
    step = whisper.whisper(asked.scene(), asked.position)
    asked.record(EventKind.WHISPERED, f"whisper:{asked.position.n}:{asked.call.leg_sid}", step)
    return _answer(step)


@voice.post(twiml.ACCEPT)
def officer_key() -> Response:
    """Join the lines on the accept key, and on no other."""
    asked = _asked()
    digits, at = params.digits(asked.form), asked.position
    step = whisper.after_key(asked.scene(), at, digits)
    event_key = f"accept:{at.n}:{asked.call.leg_sid}:{at.errors}:{digits}"
    asked.record(EventKind.LEG_KEY, event_key, step, digits=digits)
    return _answer(step)


@voice.post(twiml.MESSAGE)
def message() -> Response:
    """Ask what to do with a message that has just been spoken."""
    asked = _asked()
    recorded = params.recorded(asked.form)
    step = voicemail.after_message(asked.scene(), asked.position, recorded)
    asked.record(
        EventKind.MESSAGE_RECORDED,
        f"message:{asked.position.n}",
        step,
        recording_sid=recorded.recording_sid,
        recording_url=asked.form.get("RecordingUrl", ""),
        seconds=recorded.seconds,
        gone=recorded.gone,
    )
    return _answer(step)


@voice.post(twiml.LEG)
def leg_progress() -> Response:
    """Note how an officer's leg goes."""
    asked = _asked()
    told = params.LegProgress.parse(asked.form)
    asked.record(
        EventKind.LEG_PROGRESS,
        f"leg:{asked.call.leg_sid}:{told.status}",
        None,
        outcome=told.outcome,
        picked_up=told.picked_up,
        seconds=told.seconds,
        carrier_at=told.carrier_at,
    )
    return _noted()


@voice.post(twiml.RECORDING)
def recording_done() -> Response:
    """Note that a recording is finished, or that there is none."""
    asked = _asked()
    status, sid = asked.form.get("RecordingStatus", ""), params.recording_sid(asked.form)
    asked.record(
        EventKind.RECORDING_DONE,
        f"recording:{sid}:{status[:20]}",
        None,
        recording_sid=sid,
        recording_url=asked.form.get("RecordingUrl", ""),
        seconds=params.seconds(asked.form, "RecordingDuration"),
        absent=status != "completed",
    )
    return _noted()


@voice.post(twiml.STATUS)
def call_status() -> Response:
    """Note that a call has ended: the one request that always tells of a caller who hung up."""
    asked = _asked()
    status = asked.form.get("CallStatus", "")
    kind = EventKind.CALL_ENDED if params.is_over(status) else EventKind.CALL_PROGRESS
    asked.record(
        kind,
        f"status:{status[:20]}",
        None,
        seconds=params.seconds(asked.form, "CallDuration"),
        carrier_at=params.moment(asked.form),
    )
    return _noted()


@voice.errorhandler(NotGenuine)
def refuse(error: NotGenuine) -> Response:
    """Answer an unsigned request with nothing to learn from."""
    log.warning("refused", extra={"path": request.path, "why": str(error)})
    return Response("", HTTPStatus.FORBIDDEN, content_type="text/plain")


@voice.errorhandler(params.BadWebhook)
@voice.errorhandler(BadPosition)
def apologise(error: ValueError) -> Response:
    """Answer a signed request that we cannot read: the fault is ours, the caller hears so."""
    log.error("unreadable webhook", extra={"path": request.path, "field": str(error)})
    return _sorry(dialogue.apologise(START))


@voice.errorhandler(Exception)
def recover(error: Exception) -> Response:
    """Answer a fault of ours with a moment's patience and another try, never with a 500."""
    asked: Asked | None = g.get("asked")
    position = asked.position if asked else START
    log.error("webhook failed", extra={"path": request.path, "fault": _where(error)})
    step = dialogue.recover(position)
    if asked:
        fault_key = f"fault:{request.path}:{position.n}:{position.errors}"
        asked.record(EventKind.FAULT, fault_key, step)
    return _sorry(step)


def hotline() -> Hotline:
    """Return the running switchboard."""
    return cast(Hotline, current_app.extensions["hotline"])


def _asked() -> Asked:
    return cast(Asked, g.asked)


def _answer(step: Step) -> Response:
    return Response(hotline().renderer().render(step), content_type=twiml.CONTENT_TYPE)


def _noted() -> Response:
    return Response(b"", HTTPStatus.NO_CONTENT)


def _sorry(step: Step) -> Response:
    """Say sorry to a caller; on an officer's leg hang up; an event request hears nothing anyway."""
    if request.path in EVENTS:
        return _noted()
    if request.path in ON_LEGS:
        return _answer(Goodbye((), Position(stage=Stage.END)))
    return _answer(step)


def _where(error: Exception) -> str:
    """Return what failed and where, without the message: it may hold what a caller pressed."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames))
    return f"{type(error).__name__}: {places}"
