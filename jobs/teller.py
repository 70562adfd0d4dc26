"""Tells stories: keeps calls, legs, messages and callbacks true to the events.

Without it callers are served all the same; only nobody sees their calls until it runs again, with
the same result.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks import deeds, keypad
from callbacks.debts import write_all_debts, write_debts
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
from models.events import EventRow
from models.legs import Leg
from models.messages import Message
from models.numbers import backwards
from models.session import lock_names

log = logging.getLogger(__name__)

AT_ONCE = 100
AT_ONCE_SQLITE = 4  # the webhooks' writer waits for the file meanwhile
RECORDING_GRACE = timedelta(seconds=30)  # for the carrier's word that the audio is ready


def run(
    session: Session, switchboard: Switchboard, *, now: datetime, at_once: int = AT_ONCE
) -> int:
    """Tell the stories of the calls that have new events; return how many events were taken in.

    A call that is told is told whole, so all of its events are taken in, `at_once` or not.
    """
    claimed = events.untold(session, limit=at_once)
    if not claimed:
        return 0
    sids = sorted({sid for _, sid in claimed})
    lock_names(session, (f"call:{sid}" for sid in sids))
    batch = _Batch(
        Books(session, switchboard, now),
        rows=calls.lock_calls(session, sids),
        ids=frozenset(id for id, _ in claimed).union(events.untold_of(session, sids)),
        known=events.rows_of_calls(session, sids),
    )
    try:
        with session.begin_nested():
            told = batch.tell_at_once()
    except sa.exc.OperationalError:
        raise  # the database is away, or somebody else was first: all of it is told again
    except Exception:
        told = batch.tell_each_apart()  # which finds out whose fault it is
    for each in told:
        if each.ended is not None:
            keypad.let_go(session, each.ended)
    events.mark_told(session, batch.ids, now)
    moves = Moves()
    for each in told:
        moves.move(each.before, each.after)
    moves.write(session)
    return len(batch.ids)


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


@dataclass(frozen=True, slots=True)
class _Batch:
    """Calls with news: the rows of those that have one, new events, and the rows of all events."""

    books: Books
    rows: Mapping[str, Call]
    ids: frozenset[int]
    known: Mapping[str, list[EventRow]]

    def tell_at_once(self) -> list[_Told]:
        """Tell all, in few words to the database; raises whatever any of them does."""
        told = [_tell(self.books, self.rows.get(sid), known) for sid, known in self._in_order()]
        session, switchboard = self.books.session, self.books.switchboard
        write_all_debts(session, switchboard, _debtors(told), self.books.now)
        return told

    def tell_each_apart(self) -> list[_Told]:
        """Tell each by itself: a story that cannot be told keeps no other from being told.

        It is cried out, and told with the call's next event, or after the fault is mended.
        """
        told = []
        for sid, known in self._in_order():
            call = self.rows.get(sid)
            before = _debtor(call)
            try:
                with self.books.session.begin_nested():
                    told.append(_tell(self.books, call, known))
            except sa.exc.OperationalError:
                raise
            except Exception as error:
                log.critical("story not told", extra={"call_sid": sid, "fault": where(error)})
                told.append(_Told(before))
        for number in sorted(_debtors(told)):
            _write_debts(self.books, number)
        return told

    def _in_order(self) -> Iterator[tuple[str, list[EventRow]]]:
        return iter(sorted(self.known.items()))


def _debtors(told: Iterable[_Told]) -> frozenset[str]:
    return frozenset[str]().union(*(each.debtors for each in told))


def _tell(books: Books, call: Call | None, rows: list[EventRow]) -> _Told:
    """Tell one call, of which all events are given."""
    known = [events.read(row) for row in rows]
    was_owed, counted = _bears(call), summary(call)
    before = _debtor(call)
    if is_check(known):
        line_checks.told(books, known)
        return _Told(before)
    written = _write_officers(books, known)
    if is_ours(known):
        return _Told(written.numbers, written.ended)
    call = write_call(books.session, call, tell(known), books.switchboard)
    debtors = written.numbers
    if was_owed or _bears(call):
        debtors |= before | _debtor(call)
    return _Told(debtors, written.ended, counted, summary(call))


def _bears(call: Call | None) -> bool:
    """Say whether a call may bear on what its caller is owed: while it goes on it does not."""
    return call is not None and not (
        call.ended_at is None and call.verdict is None and call.callback_id is None
    )


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


def _debtor(call: Call | None) -> frozenset[str]:
    number = call.callback_number if call and call.branch else None
    return frozenset({number}) if number else frozenset()


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
