"""What happened to one debt, line by line: the misses, and what people and the system did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ivr import labels
from ivr.flow.words import CallbackOutcome, Did, Text
from models import callback_actions, calls
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call

MISSED = Text("nhỡ", "missed")
BY_CITIZEN = Text("người dân gọi", "the citizen called")
MOST_MOVES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `detail` is for people, and holds no number."""

    at: datetime
    what: Text
    actor: str
    channel: Text
    detail: str


def trail(session: Session, row: Callback) -> list[Line]:
    """Return what happened to a debt, oldest first, also in the branches that it came from."""
    ids = _origins(session, row)
    missed = [_missed(call) for call in calls.of_debts(session, ids)]
    done = [_done(action) for action in callback_actions.of_callbacks(session, ids)]
    return sorted((*missed, *done), key=lambda line: line.at)


def _origins(session: Session, row: Callback) -> list[int]:
    """Return the debt and those that it was moved from, one after the other."""
    ids, before = [row.id], row.moved_from_id
    while before is not None and len(ids) < MOST_MOVES:
        ids.append(before)
        earlier = session.get(Callback, before)
        before = earlier.moved_from_id if earlier else None
    return ids


def _missed(call: Call) -> Line:
    cause = labels.CAUSES[call.cause] if call.cause else labels.verdict(call.verdict)
    detail = f"{call.branch}: {cause.vi} · {cause.en}"
    return Line(call.ended_at or call.started_at, MISSED, "–", BY_CITIZEN, detail)


def _done(action: CallbackAction) -> Line:
    details = []
    if action.leg is not None:
        leg = labels.LEG_OUTCOMES[action.leg]
        details.append(f"{leg.vi} · {leg.en}")
    if action.talk_s:
        details.append(f"{action.talk_s} s")
    if action.outcome is not None:
        details.append(_outcome(action.outcome))
    if action.to_branch is not None:
        details.append(f"→ {action.to_branch}")
    if action.note:
        details.append(action.note)
    return Line(
        action.at,
        labels.DEEDS[Did(action.did)],
        action.actor,
        labels.CHANNELS[action.channel],
        "; ".join(details),
    )


def _outcome(outcome: CallbackOutcome) -> str:
    label = labels.CALLBACKS[outcome]
    return f"{label.vi} · {label.en}"
