"""Writes down what followed each miss of a caller, so that reports need to follow nobody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ivr.flow.callbacks.following import Followed, Miss, Paid, followed, reached_at
from ivr.flow.measures.coverage import working_s
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import MISSED, CallbackOutcome, Did, Verdict
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call


def write_followed(
    calls: Iterable[Call], debts: Sequence[Callback], actions: Iterable[CallbackAction]
) -> None:
    """Bring the misses of one caller to what followed; all their calls, debts and deeds are given.

    `debts` are in the order in which they arose.
    """
    own = [call for call in calls if _counts(call)]
    told = what_followed(own, debts, actions)
    for call in own:
        found = told.get(call.id)
        call.followed_at = found.at if found else None
        call.insistence = found.insistence if found else None


def what_followed(
    calls: Iterable[Call], debts: Sequence[Callback], actions: Iterable[CallbackAction]
) -> Mapping[int, Followed]:
    """Return what followed the misses of one caller, by the call; see `write_followed`."""
    own = [call for call in calls if _counts(call)]
    missed = (call for call in own if call.verdict in MISSED)
    return followed(
        (Miss(call.id, call.branch, call.ended_at) for call in missed if call.ended_at),
        _contacts(own, _paid(debts, actions)),
    )


def time_worked(row: Callback, switchboard: Switchboard) -> int | None:
    """Return how long the branch worked from the last miss until an officer got through."""
    at = row.reached_at or row.closed_at
    if row.outcome is not CallbackOutcome.REACHED or at is None:
        return None
    branch = switchboard.branch(row.branch) or switchboard.desk
    return working_s(branch.hours, switchboard.calendar, since=row.last_missed_at, until=at)


def _counts(call: Call) -> bool:
    return bool(call.callback_number) and call.ended_at is not None


def _contacts(calls: Iterable[Call], debts: Sequence[Paid]) -> Mapping[str, list[datetime]]:
    """Return when each branch spoke to the caller: they were answered, or called back."""
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for call in calls:
        if call.verdict is Verdict.ANSWERED and call.ended_at:
            found[call.branch].append(call.ended_at)
    for debt in debts:
        at = reached_at(debt, debts)
        if at:
            found[debt.branch].append(at)
    return found


def _paid(debts: Sequence[Callback], actions: Iterable[CallbackAction]) -> list[Paid]:
    moved = {
        (action.callback_id, action.at): action.to_branch
        for action in actions
        if action.did is Did.MOVED
    }
    return [
        Paid(
            branch=row.branch,
            outcome=row.outcome,
            closed_at=row.closed_at,
            reached_at=row.reached_at,
            to_branch=moved.get((row.id, row.closed_at)) if row.closed_at else None,
        )
        for row in debts
        if row.outcome is not CallbackOutcome.WITHDRAWN
    ]
