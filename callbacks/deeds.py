"""Writes down what officers did about callbacks, and what they say came of their talks.

The deed is kept first, then what is owed is folded anew from all calls and deeds. So a deed that
comes late, or twice, leads to the same books.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks.debts import lock_caller, write_debts
from ivr.flow.callbacks.deeds import Deed, LastCall, Told
from ivr.flow.hours import callback_due
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import CallResult, LegOutcome, Verdict
from models import call_results, callback_actions, calls
from models.call_results import CallResultRow
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.legs import Leg
from models.session import lock_name

log = logging.getLogger(__name__)

REMEMBERED = timedelta(hours=24)  # for a talk without a result; who asks later has forgotten it


@dataclass(frozen=True)
class Books:
    """What deeds are written into."""

    session: Session
    switchboard: Switchboard
    now: datetime


def write(books: Books, deed: Deed) -> bool:
    """Write down one deed and what follows from it; False where it was told before."""
    row = books.session.get(Callback, deed.debt)
    if row is not None:
        lock_caller(books.session, row.caller_number)
    number = record(books, deed)
    if number is None:
        return False
    write_debts(books.session, books.switchboard, number, books.now)
    return True


def record(books: Books, deed: Deed) -> str | None:
    """Write down one deed alone; return whose debts may change by it, None where it was known.

    One about a debt that does not exist is cried out and left alone.
    """
    session = books.session
    row = session.get(Callback, deed.debt)
    if row is None:
        log.warning("deed about no debt", extra={"debt": deed.debt, "did": deed.did})
        return None
    if callback_actions.is_known(session, deed.key):
        return None
    session.add(_action(deed))
    session.flush()
    return row.caller_number


def settle(books: Books, told: Told) -> None:
    """Write down what came of a talk, and what follows from it."""
    number = note_result(books, told)
    if number is not None:
        write_debts(books.session, books.switchboard, number, books.now)


def note_result(books: Books, told: Told) -> str | None:
    """Write down what came of a talk alone; return whose debts may change by it, or None.

    The latest word wins, in whatever order words come. A talk that was passed on is owed a call by
    that other branch from the moment it was told.
    """
    session = books.session
    lock_name(session, f"result:{told.call_sid}")
    row = call_results.by_call(session, told.call_sid)
    if row is None:
        row = CallResultRow(call_sid=told.call_sid)
    elif (row.at, row.result, row.to_branch or "") >= (told.at, told.result, told.to_branch or ""):
        return None
    row.result, row.at, row.to_branch = told.result, told.at, told.to_branch
    row.officer, row.channel = told.officer, told.channel
    row.due_at, row.callback_id = _due_at(books, told), None
    session.add(row)
    session.flush()
    call = calls.find(session, told.call_sid)
    return call.callback_number if call else None


def last_call(session: Session, *, officer: str, number: str, now: datetime) -> LastCall | None:
    """Return the last talk of an officer, of the last day, that nobody told a result of; or None.

    It is theirs where their post was rung, or their telephone.
    """
    query = (
        sa.select(Call.sid, Call.branch, Call.ended_at)
        .join(Leg, Leg.call_id == Call.id)
        .outerjoin(CallResultRow, CallResultRow.call_sid == Call.sid)
        .where(
            Leg.outcome == LegOutcome.ANSWERED,
            (Leg.officer_id == officer) | (Leg.officer_number == number),
            Call.verdict == Verdict.ANSWERED,
            Call.started_at > now - REMEMBERED,
            Call.ended_at <= now,
            CallResultRow.id.is_(None),
        )
        .order_by(Call.ended_at.desc(), Call.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (
        LastCall(call_sid=found.sid, branch=found.branch, ended_at=found.ended_at)
        if found
        else None
    )


def _action(deed: Deed) -> CallbackAction:
    return CallbackAction(
        callback_id=deed.debt,
        key=deed.key,
        did=deed.did,
        at=deed.at,
        actor=deed.actor,
        channel=deed.channel,
        call_sid=deed.call_sid,
        leg=deed.leg,
        talk_s=deed.talk_s,
        until=deed.until,
        outcome=deed.outcome,
        to_branch=deed.to_branch,
        note=deed.note,
    )


def _due_at(books: Books, told: Told) -> datetime | None:
    """Return by when the other branch must call; None where nothing was passed on."""
    if told.result is not CallResult.PASSED_ON or told.to_branch is None:
        return None
    switchboard = books.switchboard
    branch = switchboard.branch(told.to_branch) or switchboard.desk
    return callback_due(branch.hours, switchboard.calendar, switchboard.promise, told.at)
