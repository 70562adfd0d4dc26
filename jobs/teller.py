"""Tells stories: keeps calls, legs, messages and callbacks true to the events.

Without it callers are served all the same; only nobody sees their calls until it runs again, with
the same result.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks import deeds, keypad
from callbacks.debts import write_debts
from duty import line_checks
from duty.line_checks import Books
from ivr.flow.duty.check import is_check
from ivr.flow.events import Event
from ivr.flow.hours import callback_due
from ivr.flow.keypad.stages import KEYPAD
from ivr.flow.keypad.story import is_ours
from ivr.flow.legs import LegStory
from ivr.flow.messages import MessageStory
from ivr.flow.reconciling.found import as_found
from ivr.flow.story import Story, as_test, tell
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import MessageState
from ivr.logs import where
from models import calls, events
from models.call_hours import Moves, Summary, summary
from models.calls import Call
from models.legs import Leg
from models.messages import Message
from models.numbers import backwards
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
    books = Books(session, switchboard, now)
    told = [_tell_one(books, rows.get(sid), sid) for sid in sids]
    for number in sorted(set().union(*(each.debtors for each in told))):
        _write_debts(books, number)
    for each in told:
        if each.ended is not None:
            keypad.let_go(session, each.ended)
    events.mark_told(session, [id for id, _ in claimed], now)
    moves = Moves()
    for each in told:
        moves.move(each.before, each.after)
    moves.write(session)
    return len(claimed)


@dataclass(frozen=True, slots=True)
class _Told:
    """What follows from a call that was told: whose debts may have changed, and an officer's end.

    The debts of all calls come after, in one order, so that no two tellers wait for each other;
    and last the roll-up, to which the call added `before` and adds `after`.
    """

    debtors: frozenset[str]
    ended: keypad.Ended | None = None
    before: Summary | None = None
    after: Summary | None = None


def _tell_one(books: Books, call: Call | None, sid: str) -> _Told:
    """Tell one call.

    A story that cannot be told must not keep the others from being told: it is cried out, and told
    with the call's next event, or after the fault is mended.
    """
    before, counted = (_debtor(call) if call else frozenset()), summary(call)
    try:
        with books.session.begin_nested():
            known = events.of_calls(books.session, [sid])[sid]
            if is_check(known):
                line_checks.told(books, known)
                return _Told(before)
            written = _write_officers(books, known)
            if is_ours(known):
                return _Told(written.numbers, written.ended)
            call = write_call(books.session, call, tell(known), books.switchboard)
            books.session.flush()
            debtors = before | _debtor(call) | written.numbers
            return _Told(debtors, written.ended, counted, summary(call))
    except Exception as error:
        log.critical("story not told", extra={"call_sid": sid, "fault": where(error)})
        return _Told(before)


def _write_officers(books: Books, known: list[Event]) -> keypad.Written:
    """Write down what an officer did by keypad in a call, also where it went on as a citizen's."""
    if not is_ours(known) and all(event.position.stage not in KEYPAD for event in known):
        return keypad.NOTHING
    return keypad.write(deeds.Books(books.session, books.switchboard, books.now), known)


def _write_debts(books: Books, number: str) -> None:
    """Write what one caller is owed; where that fails, the others' is written all the same."""
    try:
        with books.session.begin_nested():
            write_debts(books.session, books.switchboard, number, books.now)
    except sa.exc.OperationalError:
        raise  # the database is away, or somebody else was first: all of it is told again
    except Exception as error:
        log.critical("debts not told", extra={"fault": where(error)})


def _debtor(call: Call) -> frozenset[str]:
    number = call.callback_number
    return frozenset({number}) if number and call.branch else frozenset()


def write_call(session: Session, call: Call | None, story: Story, switchboard: Switchboard) -> Call:
    """Bring the row of one call, with its legs and messages, to what its story says."""
    story = as_test(story, switchboard.own_numbers - {switchboard.hotline})
    story = as_found(story, switchboard.desk, switchboard.calendar)
    if call is None:
        call = Call(sid=story.call_sid, due_at=None)
        session.add(call)
    branch = switchboard.branch(story.branch)
    local = switchboard.calendar.local(story.started_at)
    if call.branch != story.branch:  # what is known of it was told of another one
        call.lead, call.due_at = "", None
    call.lead = call.lead or (branch.lead.vi if branch else "")
    if not calls.is_pseudonymous(call):  # a late event must not bring a deleted number back
        call.caller_number, call.callback_number = story.caller_number, story.callback_number
    call.scrubbed_at = None  # retention looks at it once more
    call.called_number, call.callback_requested = story.called_number, story.callback_requested
    call.language, call.branch = story.language, story.branch
    call.started_at, call.chosen_at = story.started_at, story.chosen_at
    call.answered_at, call.ended_at = story.answered_at, story.ended_at
    call.verdict, call.cause, call.origin = story.verdict, story.cause, story.origin
    call.wait_s, call.talk_s, call.message_s = story.wait_s, story.talk_s, story.message_s
    call.local_on, call.local_hour = local.date(), local.hour
    call.number_reversed = backwards(call.callback_number or call.caller_number)
    call.is_counted = True
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
