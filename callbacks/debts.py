"""Keeps the callbacks true to what happened: to a caller's calls, and to what was done about them.

A row is what officers have in their hands: its id is in a call that goes on, and a claim is on it.
So however often the stories are told again, a debt finds the row that it had before, by the calls
and deeds that belong to it, never by its place in a list.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from callbacks.following import time_worked, write_followed
from ivr.flow.callbacks.deeds import Deed
from ivr.flow.callbacks.owed import Contact, Debt, Done, debts
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import MISSED, CallbackOutcome, CallbackState, Channel, Did, Verdict
from models import call_results, callback_actions, callbacks, calls
from models.call_results import CallResultRow
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.session import lock_name, lock_names

SYSTEM = "system"
_BY_ITSELF = frozenset(
    {CallbackOutcome.SELF_REACHED, CallbackOutcome.UNREACHABLE, CallbackOutcome.WITHDRAWN}
)


def lock_caller(session: Session, number: str) -> None:
    """Let nobody else change what this caller is owed until the transaction ends."""
    lock_name(session, _lock_of(number))


def write_debts(session: Session, switchboard: Switchboard, number: str, now: datetime) -> None:
    """Bring the callbacks of one caller to what all their calls, and all deeds, say."""
    write_all_debts(session, switchboard, [number], now)


def write_all_debts(
    session: Session, switchboard: Switchboard, numbers: Collection[str], now: datetime
) -> None:
    """Bring the callbacks of some callers to what all their calls, and all deeds, say."""
    lock_names(session, map(_lock_of, numbers))
    for caller in _callers(session, switchboard, numbers, now):
        if not caller.is_owed_nothing:
            _write(session, caller)
        caller.follow()
    session.flush()


def _lock_of(number: str) -> str:
    return f"owed:{number}"


def _callers(
    session: Session, switchboard: Switchboard, numbers: Collection[str], now: datetime
) -> list["_Caller"]:
    """Return all that is known of some callers, in the order of their numbers."""
    found = {number: _Caller(session, switchboard, number, now) for number in sorted(set(numbers))}
    if not found:
        return []
    for call in calls.of_callers(session, found.keys()):
        found[call.callback_number or ""].calls[call.sid] = call
    for row in callbacks.of_callers(session, found.keys()):
        found[row.caller_number].rows.append(row)
    for number, result in call_results.passed_on(session, found.keys()):
        found[number].results[result.call_sid] = result
    return list(found.values())


def _write(session: Session, caller: "_Caller") -> None:
    told = debts(caller.contacts(), caller.switchboard.calendar)
    pairs = caller.pairs(told)
    caller.look_whom_they_rang(told)
    kept = {id(row) for row, _ in pairs}
    for row in caller.rows:
        if id(row) not in kept:
            caller.withdraw(row)
    for row, debt in pairs:
        if debt.closed_at:
            caller.pay(row, debt)
    session.flush()  # what closes goes first: no two may be open, not even for a moment
    for row, debt in pairs:
        if not debt.closed_at:
            caller.pay(row, debt)
    session.flush()  # new rows have their ids from here on
    caller.link(pairs)


class _Caller:
    """All that is known of one caller: calls, debts, deeds, and talks that were passed on."""

    def __init__(
        self, session: Session, switchboard: Switchboard, number: str, now: datetime
    ) -> None:
        self.session, self.switchboard = session, switchboard
        self.number, self.now = number, now
        self.calls: dict[str, Call] = {}
        self.rows: list[Callback] = []
        self.results: dict[str, CallResultRow] = {}
        self._moved: dict[str, int] = {}  # which row each deed moved, once that row is written
        self._rung: Mapping[int, Collection[str]] = {}

    @cached_property
    def actions(self) -> dict[str, CallbackAction]:
        ids = [row.id for row in self.rows]
        found = callback_actions.of_callbacks(self.session, ids) if ids else []
        return {action.key: action for action in found}

    @property
    def is_owed_nothing(self) -> bool:
        """Whether they are owed nothing and never were, as most callers."""
        missed = any(call.due_at is not None for call in self.calls.values())
        return not (missed or self.rows or self.results)

    def contacts(self) -> Iterator[Contact | Done]:
        """Yield what bears on what they are owed."""
        for call in self.calls.values():
            contact = _contact(call)
            if contact:
                yield contact
        for result in self.results.values():
            yield Contact(
                result.call_sid,
                result.at,
                result.due_at,
                branch=result.to_branch or "",
                passed_on=True,
            )
        branches = {row.id: row.branch for row in self.rows}
        for action in self.actions.values():
            if action.channel is not Channel.AUTO:
                yield Done(branches[action.callback_id], _deed(action))

    def pairs(self, told: Sequence[Debt]) -> list[tuple[Callback, Debt]]:
        """Return each debt with its row: the one that it had, else a new one.

        What is open chooses first, so that the row in an officer's hands stays what it was.
        """
        free = {row.id: row for row in self.rows}
        chosen = []
        moved = {debt.deeds[-1]: debt for debt in told if debt.outcome is CallbackOutcome.MOVED}
        for debt in sorted(told, key=lambda debt: debt.closed_at is not None):
            had = self._had(debt, moved)
            known = [id for id in had if id in free and free[id].branch == debt.branch]
            is_open = [id for id in known if free[id].state is CallbackState.OPEN]
            best = (is_open if debt.closed_at is None else []) + known
            row = free.pop(best[0]) if best else None
            chosen.append((row or Callback(caller_number=self.number, branch=debt.branch), debt))
        return chosen

    def _had(self, debt: Debt, moved: Mapping[str, Debt]) -> Iterator[int]:
        """Yield the rows that something of this debt belonged to, the surest first.

        `moved` are the debts that were moved, each by the deed that did.
        """
        mine = {self.calls[sid].id for sid in debt.call_sids}
        linked = [self.calls[sid].callback_id for sid in debt.call_sids]
        linked += [self.results[sid].callback_id for sid in debt.passed_on]
        yield from (id for id in linked if id is not None)
        yield from (row.id for row in self.rows if row.last_call_id in mine)
        if debt.moved_by is not None:
            origins = {*self._had(moved[debt.moved_by], moved)}
            yield from (row.id for row in self.rows if row.moved_from_id in origins)
        yield from (self.actions[key].callback_id for key in debt.deeds)

    def look_whom_they_rang(self, told: Sequence[Debt]) -> None:
        """Look at the rings of the last call of each debt, of all at once."""
        last = {self.calls[debt.last_call_sid].id for debt in told}
        self._rung = callbacks.rung_by_call(self.session, last)

    def pay(self, row: Callback, debt: Debt) -> None:
        """Bring one row to its debt."""
        was = row.state if row in self.rows else None
        branch = self.switchboard.branch(debt.branch) or self.switchboard.desk
        tries = debt.tries
        row.state = CallbackState.CLOSED if debt.closed_at else CallbackState.OPEN
        row.misses, row.reopened = debt.misses, debt.reopened
        row.first_missed_at, row.last_missed_at = debt.first_missed_at, debt.last_missed_at
        row.due_at, row.closed_at, row.outcome = debt.due_at, debt.closed_at, debt.outcome
        row.last_call_id = self.calls[debt.last_call_sid].id
        row.tries, row.last_try_at = len(tries.in_vain), tries.last_at
        row.reached_by = debt.reached_by
        row.reached_at = debt.closed_at if debt.reached_by is not None else None
        row.worked_s = time_worked(row, self.switchboard)
        row.moved_from_id = self._moved.get(debt.moved_by or "")
        last = self.calls[debt.last_call_sid]
        rung = self._rung.get(last.id, ())
        callbacks.describe(row, last, self._message_s(debt, row), rung)
        if debt.closed_at is None:
            row.next_try_at = tries.next_at(branch.hours, self.switchboard.calendar)
        else:
            row.claimed_by = row.claimed_until = row.next_try_at = None
        self.session.add(row)
        self.session.flush()
        if debt.outcome is CallbackOutcome.MOVED:
            self._moved[debt.deeds[-1]] = row.id
        self._note(row, was)

    def _message_s(self, debt: Debt, row: Callback) -> int:
        """Return how long the last message is, of this debt or of the one that was moved here."""
        own = [self.calls[sid].message_s for sid in reversed(debt.call_sids)]
        moved = [each.message_s for each in self.rows if each.id == row.moved_from_id]
        return next((seconds for seconds in (*own, *moved) if seconds), 0)

    def withdraw(self, row: Callback) -> None:
        """Close a debt that a later telling no longer knows: it is kept, with that reason."""
        was = row.state
        if row.outcome is not CallbackOutcome.WITHDRAWN:
            row.state, row.outcome = CallbackState.CLOSED, CallbackOutcome.WITHDRAWN
            row.closed_at = row.closed_at or row.last_missed_at
            row.claimed_by = row.claimed_until = row.next_try_at = None
            self._note(row, was)

    def link(self, pairs: Iterable[tuple[Callback, Debt]]) -> None:
        """Let each missed call, and each talk that was passed on, name its debt."""
        of_call = {sid: row for row, debt in pairs for sid in debt.call_sids}
        for sid, call in self.calls.items():
            row = of_call.get(sid)
            call.callback_id = row.id if row else None
        for row, debt in pairs:
            for sid in debt.passed_on:
                self.results[sid].callback_id = row.id
                self._note_passed_on(row, self.results[sid])
        self.rows = sorted({*self.rows, *(row for row, _ in pairs)}, key=lambda row: row.id)

    def follow(self) -> None:
        """Write down what followed each miss; most callers have none."""
        calls = self.calls.values()
        if any(call.verdict in MISSED or call.insistence is not None for call in calls):
            write_followed(calls, self.rows, self.actions.values())

    def _note(self, row: Callback, was: CallbackState | None) -> None:
        """Write down what the system did by itself; what people did is written already."""
        if row.state is CallbackState.CLOSED and row.outcome in _BY_ITSELF:
            at = row.closed_at or self.now
            what = f"{row.outcome}:{at.isoformat()}"
            self._add(row, what, Did.CLOSED, at, outcome=row.outcome)
        elif was is CallbackState.CLOSED and row.state is CallbackState.OPEN:
            what = f"open:{self.now.isoformat()}"
            self._add(row, what, Did.NOTED, self.now, note="mở lại · opened again")

    def _note_passed_on(self, row: Callback, result: CallResultRow) -> None:
        self._add(
            row,
            f"passed_on:{result.call_sid}:{result.at.isoformat()}",
            Did.NOTED,
            result.at,
            call_sid=result.call_sid,
            to_branch=result.to_branch,
            note=f"chuyển đến từ · passed on by {result.officer}",
        )

    def _add(self, row: Callback, what: str, did: Did, at: datetime, **facts: object) -> None:
        key = f"auto:{row.id}:{what}"
        if key not in self.actions:
            self.actions[key] = CallbackAction(
                key=key,
                callback_id=row.id,
                did=did,
                at=at,
                actor=SYSTEM,
                channel=Channel.AUTO,
                **facts,
            )
            self.session.add(self.actions[key])


def _contact(call: Call) -> Contact | None:
    """Return what a call means for what its caller is owed, or None where it means nothing."""
    if call.ended_at is None:
        return None
    if call.due_at is not None:
        return Contact(call.sid, call.ended_at, call.due_at, branch=call.branch)
    if call.verdict is Verdict.ANSWERED:
        reached = CallbackOutcome.SELF_REACHED
        return Contact(call.sid, call.ended_at, outcome=reached, branch=call.branch)
    return None


def _deed(action: CallbackAction) -> Deed:
    return Deed(
        key=action.key,
        debt=action.callback_id,
        did=action.did,
        at=action.at,
        actor=action.actor,
        channel=action.channel,
        call_sid=action.call_sid,
        leg=action.leg,
        talk_s=action.talk_s,
        until=action.until,
        outcome=action.outcome,
        to_branch=action.to_branch,
        note=action.note,
    )
