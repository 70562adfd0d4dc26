"""The webhooks of officers who work by telephone: parse, decide, record, respond.

What a decision needs of the database it asks for, and `ivr/keypad/desk.py` answers; what came of a
call is told by its events, like everything else.
"""

from ivr import params, twiml
from ivr.asked import Asked
from ivr.flow.keypad import dialogue
from ivr.flow.steps import Step
from ivr.flow.words import EventKind, Stage
from ivr.keypad.desk import settled
from ivr.webhooks import Webhooks

officers = Webhooks()


@officers.post(twiml.OFFICER)
def picked_up(asked: Asked) -> Step:
    """Tell whoever picked up our call what it is about."""
    step = settled(asked, dialogue.resume(asked.scene(), asked.position))
    asked.record(EventKind.OFFICER_CALLED, "officer:called", step)
    return step


@officers.post(twiml.OFFICER_KEY)
def key(asked: Asked) -> Step:
    """Go where an officer's keys lead; a PIN is not written down."""
    at, pressed = asked.position, asked.pressed
    shown = "" if at.stage is Stage.PIN else pressed
    event_key = f"officer:{at.n}:{at.stage}:{shown}"
    step = settled(asked, dialogue.on_key(asked.scene(), at, pressed), event_key)
    asked.record(EventKind.OFFICER_KEY, event_key, step, digits=shown)
    return step


@officers.post(twiml.OFFICER_DIALED)
def dialed(asked: Asked) -> Step:
    """Carry on after a citizen's phone was rung, or after the talk."""
    ended = params.leg_ended(asked.form)
    step = settled(asked, dialogue.after_dial(asked.scene(), asked.position, ended))
    asked.record(
        EventKind.OFFICER_DIALED,
        f"officer:dialed:{asked.position.n}",
        step,
        outcome=ended.outcome,
        joined=ended.joined,
        leg_sid=asked.form.get("DialCallSid", ""),
        seconds=params.seconds(asked.form, "DialCallDuration"),
    )
    return step


@officers.post(twiml.OFFICER_STATUS)
def ended(asked: Asked) -> None:
    """Note how a call of ours to an officer ended."""
    told = params.LegProgress.parse(asked.form)
    asked.record(
        EventKind.OFFICER_ENDED if told.outcome else EventKind.CALL_PROGRESS,
        f"officer:status:{told.status}",
        None,
        outcome=told.outcome,
        seconds=told.seconds,
        carrier_at=told.carrier_at,
    )


def go_on(asked: Asked) -> Step:
    """Return what follows a pause, on whichever side of the hotline the call is."""
    return settled(asked, dialogue.go_on(asked.scene(), asked.position))
