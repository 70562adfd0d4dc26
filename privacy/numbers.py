"""Deletes the numbers of citizens from what was long ago: pseudonyms stand for them from then on.

A caller's past is changed as a whole, up to a moment: the calls, what was owed for them, and the
events that both are told from. So a story that is told again, and the debts that are folded anew
from all calls of one name, come to what they were. Where something of it goes on beyond that
moment (a debt that was open then), nothing is touched yet.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks.debts import lock_caller
from ivr.flow.words import CallbackState
from models import calls
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.events import EventRow
from models.lists.wanted import SAMPLE_SID
from models.numbers import backwards
from models.privacy.holds import Held, held
from models.session import lock_name
from privacy.pseudonyms import Swap
from privacy.scrubbing import reduced, without_numbers
from privacy.turns import Taken, Turn

MARGIN = timedelta(days=2)  # a debt may begin as much later than its call: a talk passed on


def step(turn: Turn) -> Taken:
    """Delete the numbers of the next calls, and of all the past of their callers."""
    found, kept = _next(turn), held(turn.session)
    count = sum(_scrub_past(turn, call, kept) for call in found)
    last = found[-1] if len(found) == turn.at_once else None
    return Taken(count, (last.started_at, last.id) if last else None)


def _next(turn: Turn) -> list[Call]:
    """Return the next calls that nobody has looked at; made-up ones have numbers of nobody."""
    query = (
        sa.select(Call)
        .where(
            Call.scrubbed_at.is_(None),
            Call.started_at < turn.before,
            Call.ended_at.is_not(None),
            ~Call.sid.startswith(SAMPLE_SID),
        )
        .order_by(Call.started_at, Call.id)
        .limit(turn.at_once)
    )
    if turn.after is not None:
        at, id = turn.after
        query = query.where(
            (Call.started_at > at) | ((Call.started_at == at) & (Call.id > id)),
            Call.started_at >= at,
        )
    return list(turn.session.scalars(query))


def _scrub_past(turn: Turn, call: Call, kept: Held) -> int:
    """Delete the numbers of a call and of its caller's past; return of how many calls."""
    session, number = turn.session, call.callback_number
    if call.scrubbed_at is not None or kept.covers(call):  # done with an earlier one, or held
        return 0
    if number is None:
        scrub(session, [call], turn.swap, turn.now)
        return 1
    rows = locked(session, [each.sid for each in calls_of(session, number, before=turn.before)])
    lock_caller(session, number)
    if goes_on(session, number, turn.before) or any(kept.covers(row) for row in rows):
        return 0
    scrub(session, rows, turn.swap, turn.now)
    scrub_debts(session, debts_of(session, number, before=turn.before + MARGIN), turn.swap)
    return len(rows)


def locked(session: Session, sids: Collection[str]) -> list[Call]:
    """Return calls with their stories locked, as the teller locks them."""
    for sid in sorted(sids):
        lock_name(session, f"call:{sid}")
    return [*calls.lock_calls(session, sids).values()]


def goes_on(session: Session, number: str, before: datetime) -> bool:
    """Say whether something that began before then was not settled by then."""
    query = sa.select(Callback.id).where(
        Callback.caller_number == number,
        Callback.first_missed_at < before + MARGIN,
        (Callback.state == CallbackState.OPEN) | (Callback.closed_at >= before),
    )
    return session.scalar(query.limit(1)) is not None


def calls_of(session: Session, number: str, *, before: datetime) -> list[Call]:
    """Return the calls that began before then and whose caller may be called back at a number."""
    query = sa.select(Call).where(Call.callback_number == number, Call.started_at < before)
    return list(session.scalars(query.order_by(Call.id)))


def debts_of(session: Session, number: str, *, before: datetime) -> list[Callback]:
    """Return what a caller was owed from before then on, locked."""
    query = (
        sa.select(Callback)
        .where(Callback.caller_number == number, Callback.first_missed_at < before)
        .order_by(Callback.id)
        .with_for_update()
    )
    return list(session.scalars(query))


def scrub(session: Session, rows: Collection[Call], swap: Swap, now: datetime) -> None:
    """Put pseudonyms into calls and their events."""
    for call in rows:
        call.caller_number = swap(call.caller_number)
        if call.callback_number is not None:
            call.callback_number = swap(call.callback_number)
        call.number_reversed = backwards(call.callback_number or call.caller_number)
        call.scrubbed_at = now
    scrub_events(session, [call.sid for call in rows], swap)


def scrub_debts(session: Session, rows: Iterable[Callback], swap: Swap) -> None:
    """Put pseudonyms into what was owed, and into the events of the calls made about it."""
    ids = []
    for row in rows:
        row.caller_number = swap(row.caller_number)
        row.number_reversed = backwards(row.caller_number)
        ids.append(row.id)
    query = sa.select(CallbackAction.call_sid).where(
        CallbackAction.callback_id.in_(ids), CallbackAction.call_sid.is_not(None)
    )
    scrub_events(session, [sid for sid in session.scalars(query.distinct()) if sid], swap)


def scrub_events(session: Session, sids: Collection[str], swap: Swap) -> None:
    """Put pseudonyms into the events of calls, and drop all but the bones of their forms."""
    query = sa.select(EventRow).where(EventRow.call_sid.in_(sids)).order_by(EventRow.id)
    for row in session.scalars(query):
        row.key, row.facts = without_numbers(row.key, row.facts, swap)
        row.raw = reduced(row.raw)
    session.flush()
