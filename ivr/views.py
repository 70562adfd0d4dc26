"""The webhooks: parse, decide, record, respond.

The carrier is given two addresses by hand, `/voice` and `/voice/status`; all others it has from the
documents that we answer with. A view gets a request that is known to be genuine, and returns the
step that is rendered as the answer; None where the carrier ignores the answer.
"""

from ivr import params, twiml
from ivr.asked import Asked
from ivr.flow import dialogue, hunting, voicemail, whisper
from ivr.flow.duty import check, through
from ivr.flow.steps import Step
from ivr.flow.words import EventKind
from ivr.keypad.views import go_on, officers
from ivr.webhooks import Webhooks

voice = Webhooks(dict(officers.views))


@voice.post(twiml.VOICE)
def incoming(asked: Asked) -> Step:
    """Greet a new caller, or the same one again where the carrier repeats itself."""
    step = dialogue.begin(asked.scene())
    asked.record(EventKind.CALL_STARTED, "started", step)
    return step


@voice.post(twiml.KEY)
def key(asked: Asked) -> Step:
    """Go where the caller's key leads; no key is silence."""
    digits, at = asked.pressed, asked.position
    step = dialogue.on_key(asked.scene(), at, digits)
    asked.record(EventKind.KEY, f"key:{at.n}:{at.stage}:{digits}", step, digits=digits)
    return step


@voice.post(twiml.NEXT)
def resume(asked: Asked) -> Step:
    """Carry on after a pause."""
    step = go_on(asked)
    asked.record(EventKind.RESUMED, f"resumed:{asked.position.n}", step)
    return step


@voice.post(twiml.DIAL)
def dial_result(asked: Asked) -> Step:
    """Carry on after an officer's phone stopped ringing, or after the talk."""
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
    return step


@voice.post(twiml.WHISPER)
def whispered(asked: Asked) -> Step:
    """Tell an officer who picked up what the call is about."""
    step = whisper.whisper(asked.scene(), asked.position)
    asked.record(EventKind.WHISPERED, f"whisper:{asked.position.n}:{asked.call.leg_sid}", step)
    return step


@voice.post(twiml.ACCEPT)
def officer_key(asked: Asked) -> Step:
    """Join the lines on the accept key, and on no other."""
    digits, at = asked.pressed, asked.position
    step = whisper.after_key(asked.scene(), at, digits)
    event_key = f"accept:{at.n}:{asked.call.leg_sid}:{at.errors}:{digits}"
    asked.record(EventKind.LEG_KEY, event_key, step, digits=digits)
    return step


@voice.post(twiml.MESSAGE)
def message(asked: Asked) -> Step:
    """Ask what to do with a message that has just been spoken."""
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
    return step


@voice.post(twiml.LEG)
def leg_progress(asked: Asked) -> None:
    """Note how an officer's leg goes."""
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


@voice.post(twiml.RECORDING)
def recording_done(asked: Asked) -> None:
    """Note that a recording is finished, or that there is none."""
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


@voice.post(twiml.CHECK)
def check_answered(asked: Asked) -> Step:
    """Ask an officer whose number we check for the key that proves a person."""
    step = check.ask(asked.position, asked.code)
    asked.record(EventKind.CHECK_ANSWERED, "check:answered", step)
    return step


@voice.post(twiml.CHECK_KEY)
def check_key(asked: Asked) -> Step:
    """Decide whether the number passes."""
    digits, at = asked.pressed, asked.position
    step = check.keyed(at, digits, asked.code)
    asked.record(EventKind.CHECK_KEY, f"check:{at.n}:{digits}", step, digits=digits)
    return step


@voice.post(twiml.CHECK_THROUGH)
def check_through(asked: Asked) -> Step:
    """Go on with a check of the whole way in, which called our own public number."""
    step = through.go_on(asked.scene(), asked.position)
    asked.record(EventKind.CHECK_ANSWERED, f"check:through:{asked.position.n}", step)
    return step


@voice.post(twiml.CHECK_STATUS)
def check_ended(asked: Asked) -> None:
    """Note how a check of ours ended."""
    told = params.LegProgress.parse(asked.form)
    asked.record(
        EventKind.CHECK_ENDED,
        f"check:status:{told.status}",
        None,
        outcome=told.outcome,
        seconds=told.seconds,
        carrier_at=told.carrier_at,
    )


@voice.post(twiml.STATUS)
def call_status(asked: Asked) -> None:
    """Note that a call has ended: the one request that always tells of a caller who hung up."""
    status = asked.form.get("CallStatus", "")
    kind = EventKind.CALL_ENDED if params.is_over(status) else EventKind.CALL_PROGRESS
    asked.record(
        kind,
        f"status:{status[:20]}",
        None,
        seconds=params.seconds(asked.form, "CallDuration"),
        carrier_at=params.moment(asked.form),
    )
