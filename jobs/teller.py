"""Tells stories: keeps calls, legs, messages and callbacks true to the events.

Without it callers are served all the same; only nobody sees their calls until it runs again, with
the same result.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from duty import line_checks
from duty.line_checks import Books
from ivr.flow.callbacks.owed import Contact, Debt, debts
from ivr.flow.duty.check import is_check
from ivr.flow.hours import callback_due
from ivr.flow.legs import LegStory
from ivr.flow.messages import MessageStory
from ivr.flow.story import Story, tell
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import (
    CallbackOutcome,
    CallbackState,
    MessageState,
    Verdict,
)
from ivr.logs import where
from models import callbacks, calls, events
from models.callbacks import Callback
from models.calls import Call
from models.legs import Leg
from models.messages import Message
from models.session import lock_name

log = logging.getLogger(__name__)

AT_ONCE = 100
AT_ONCE_SQLITE = 4  # the webhooks' writer waits for the file meanwhile
RECORDING_GRACE = timedelta(seconds=30)  # for the carrier's word that the audio is ready


def run(
    session: Session, switchboard: Switchboard, *, now: datetime, at_once: int = AT_ONCE
) -> int:
    """Tell the stories of the calls that have new events; return how many events were taken in."""
    claimed = events.untold(session, limit=at_once)
    if not claimed:
        return 0
    sids = sorted({sid for _, sid in claimed})
    for sid in sids:
        lock_name(session, f"call:{sid}")
    rows = calls.lock_calls(session, sids)
    debtors = set()
    for sid in sids:
        debtors |= _tell_one(session, rows.get(sid), sid, _Teller(switchboard, now))
    for number, branch in sorted(debtors):
        write_debts(session, number, branch)
    events.mark_told(session, [id for id, _ in claimed], now)
    return len(claimed)


@dataclass(frozen=True, slots=True)
class _Teller:
    """What telling one call needs beside its events."""

    switchboard: Switchboard
    now: datetime


def _tell_one(
    session: Session, call: Call | None, sid: str, teller: _Teller
) -> set[tuple[str, str]]:
    """Tell one call; return whose debts (caller and branch) that may have changed.

    A story that cannot be told must not keep the others from being told: it is cried out, and told
    with the call's next event, or after the fault is mended.
    """
    before = _debtor(call) if call else set()
    try:
        with session.begin_nested():
            known = events.of_calls(session, [sid])[sid]
            if is_check(known):
                line_checks.told(Books(session, teller.switchboard, teller.now), known)
                return before
            call = write_call(session, call, tell(known), teller.switchboard)
            session.flush()
            return before | _debtor(call)
    except Exception as error:
        log.critical("story not told", extra={"call_sid": sid, "fault": where(error)})
        return before


def _debtor(call: Call) -> set[tuple[str, str]]:
    number, branch = call.callback_number, call.branch
    return {(number, branch)} if number and branch else set()


def write_call(session: Session, call: Call | None, story: Story, switchboard: Switchboard) -> Call:
    """Bring the row of one call, with its legs and messages, to what its story says."""
    if call is None:
        call = Call(sid=story.call_sid, due_at=None)
        session.add(call)
    branch = switchboard.branch(story.branch)
    local = switchboard.calendar.local(story.started_at)
    if call.branch != story.branch:  # what is known of it was told of another one
        call.lead, call.due_at = "", None
    call.lead = call.lead or (branch.lead.vi if branch else "")
    call.caller_number, call.called_number = story.caller_number, story.called_number
    call.callback_number, call.callback_requested = story.callback_number, story.callback_requested
    call.language, call.branch = story.language, story.branch
    call.started_at, call.chosen_at = story.started_at, story.chosen_at
    call.answered_at, call.ended_at = story.answered_at, story.ended_at
    call.verdict, call.cause = story.verdict, story.cause
    call.wait_s, call.talk_s, call.message_s = story.wait_s, story.talk_s, story.message_s
    call.local_on, call.local_hour = local.date(), local.hour
    call.due_at = _due_at(story, call.due_at, branch or switchboard.desk, switchboard)
    _write_legs(call, story.legs)
    _write_messages(call, story.messages)
    return call


def _due_at(
    story: Story, known: datetime | None, branch: Branch, switchboard: Switchboard
) -> datetime | None:
    """Return when this call must have been called back; a deadline once given does not move."""
    if not story.is_owed_callback or story.ended_at is None:
        return None
    calendar, promise = switchboard.calendar, switchboard.promise
    return known or callback_due(branch.hours, calendar, promise, story.ended_at)


def _write_legs(call: Call, told: Iterable[LegStory]) -> None:
    rows = {leg.attempt: leg for leg in call.legs}
    call.legs = [_leg(rows.get(leg.attempt) or Leg(attempt=leg.attempt), leg) for leg in told]


def _leg(row: Leg, leg: LegStory) -> Leg:
    row.round, row.officer_id = leg.round, leg.officer_id
    row.officer_number, row.sid = leg.officer_number, leg.sid
    row.started_at, row.picked_up_at = leg.started_at, leg.picked_up_at
    row.accepted_at, row.ended_at = leg.accepted_at, leg.ended_at
    row.outcome, row.talk_s = leg.outcome, leg.talk_s
    return row


def _write_messages(call: Call, told: Iterable[MessageStory]) -> None:
    rows = {row.recording_sid: row for row in call.messages}
    call.messages = [
        _message(rows.get(message.recording_sid), message, call.ended_at) for message in told
    ]


def _message(row: Message | None, told: MessageStory, ended_at: datetime | None) -> Message:
    """Bring one message to its story. What was fetched already is never taken back."""
    if row is None:
        row = Message(recording_sid=told.recording_sid, state=MessageState.WAITING, url="")
        row.next_try_at = told.recorded_at + RECORDING_GRACE
    row.recorded_at = told.recorded_at
    row.url, row.seconds, row.is_kept = told.url or row.url, told.seconds, told.is_kept
    if row.state in (MessageState.WAITING, MessageState.ABSENT, MessageState.SUPERSEDED):
        row.state = _state(told, is_over=ended_at is not None)
        if told.is_ready and not row.tries:
            row.next_try_at = told.recorded_at
    return row


def _state(told: MessageStory, *, is_over: bool) -> MessageState:
    if told.is_empty:
        return MessageState.ABSENT
    return MessageState.WAITING if told.is_kept or not is_over else MessageState.SUPERSEDED


def write_debts(session: Session, number: str, branch: str) -> None:
    """Bring the callbacks of one caller and branch to what all their calls say."""
    lock_name(session, f"owed:{number}:{branch}")
    made = calls.of_caller(session, number, branch)
    by_sid = {call.sid: call for call in made}
    told = debts(contact for call in made if (contact := _contact(call)))
    rows = callbacks.of_caller(session, number, branch)
    pairs = [*zip(rows, told, strict=False)]
    for row in rows[len(told) :]:
        _withdraw(row)
    for row, debt in pairs:
        if debt.closed_at:
            _pay(row, debt, by_sid)
    session.flush()  # what closes goes first: no two may be open, not even for a moment
    for row, debt in pairs:
        _pay(row, debt, by_sid)
    session.flush()
    for debt in told[len(rows) :]:
        row = Callback(caller_number=number, branch=branch)
        _pay(row, debt, by_sid)
        session.add(row)


def _contact(call: Call) -> Contact | None:
    """Return what a call means for what its caller is owed, or None where it means nothing."""
    if call.ended_at is None:
        return None
    if call.due_at is not None:
        return Contact(call.sid, call.ended_at, due_at=call.due_at)
    if call.verdict is Verdict.ANSWERED:
        return Contact(call.sid, call.ended_at, outcome=CallbackOutcome.SELF_REACHED)
    return None


def _pay(row: Callback, debt: Debt, calls_by_sid: dict[str, Call]) -> None:
    row.state = CallbackState.CLOSED if debt.closed_at else CallbackState.OPEN
    row.misses, row.reopened = debt.misses, debt.reopened
    row.first_missed_at, row.last_missed_at = debt.first_missed_at, debt.last_missed_at
    row.due_at, row.closed_at, row.outcome = debt.due_at, debt.closed_at, debt.outcome
    row.last_call_id = calls_by_sid[debt.call_sids[-1]].id


def _withdraw(row: Callback) -> None:
    """Close a debt that a later telling no longer knows: it is kept, with that reason."""
    if row.state is CallbackState.OPEN:
        row.state, row.closed_at = CallbackState.CLOSED, row.last_missed_at
        row.outcome = CallbackOutcome.WITHDRAWN
