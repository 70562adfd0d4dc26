"""What a missed caller is owed: a fold over all their calls, and all that was done about them.

One debt stands open per caller and branch, however often they were missed. It is paid when they are
reached, by us or because they called again and got through; a reason closes it too, or that they
were tried often enough. A new miss after that opens it again.

All branches are folded together, as a debt may move from one to another and back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.flow.callbacks.deeds import Deed
from ivr.flow.callbacks.tries import NONE, Tries
from ivr.flow.hours import Calendar
from ivr.flow.words import CallbackOutcome, Channel, Did

_RANKS = {Did.TRIED: 1, Did.POSTPONED: 2, Did.NOT_REACHED: 2}


@dataclass(frozen=True, slots=True)
class Contact:
    """One call of a caller to a branch, or one talk that another branch passed on to it.

    `due_at` is when a callback is due; it is None where nobody was missed. `passed_on` says that
    the caller was not missed, but is to be called by this branch as an officer of another said so.
    """

    call_sid: str
    at: datetime
    due_at: datetime | None = None
    outcome: CallbackOutcome | None = None
    branch: str = ""
    passed_on: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """One deed about what this branch owes; what the system did itself is left out."""

    branch: str
    deed: Deed


@dataclass(frozen=True, slots=True)
class Debt:
    """One callback owed, from the first miss to whatever closed it.

    The deadline is that of the first miss: calling again must not make anybody wait longer.
    `reopened` says that this branch had owed this caller before. `call_sids` are its misses,
    `passed_on` the talks that it was passed on from, `deeds` the keys of what was done about it,
    and `moved_by` that of the deed that brought it here with the misses of another branch.
    `last_call_sid` is the call that it is about, wherever that was.
    """

    first_missed_at: datetime
    last_missed_at: datetime
    due_at: datetime
    misses: int
    call_sids: tuple[str, ...]
    reopened: bool
    closed_at: datetime | None = None
    outcome: CallbackOutcome | None = None
    branch: str = ""
    last_call_sid: str = ""
    passed_on: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    moved_by: str | None = None
    tries: Tries = NONE
    reached_by: str | None = None

    def closed(self, at: datetime, outcome: CallbackOutcome | None) -> "Debt":
        """Return the debt closed."""
        return replace(self, closed_at=at, outcome=outcome)


def debts(contacts: Iterable[Contact | Done], calendar: Calendar) -> tuple[Debt, ...]:
    """Return the debts of one caller, oldest first; only the last of each branch can be open.

    The order in which the contacts are given does not matter, nor does giving one twice: they are
    taken by their time.
    """
    fold = _Fold(calendar)
    for contact in sorted(set(contacts), key=_rank):
        fold.take(contact)
    return tuple(fold.found)


def _rank(contact: Contact | Done) -> tuple[datetime, int, str, str]:
    """Return the order: by time; at one moment calls first, then the try before what it brought."""
    if isinstance(contact, Contact):
        return (contact.at, 0, contact.call_sid, repr(contact))
    deed = contact.deed
    return (deed.at, _RANKS.get(deed.did, 3), deed.key, repr(contact))


class _Fold:
    """The debts found so far; `_open` has the place of each branch's open one."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.found: list[Debt] = []
        self._open: dict[str, int] = {}

    def take(self, contact: Contact | Done) -> None:
        """Take in what happened next."""
        if isinstance(contact, Done):
            self._done(contact)
        elif contact.due_at is not None:
            self._add(contact.branch, _opened(contact, contact.due_at))
        elif contact.branch in self._open:
            standing = self.found[self._open[contact.branch]]
            self._put(standing.closed(contact.at, contact.outcome))

    def _add(self, branch: str, debt: Debt) -> None:
        """Let a branch owe this too: as a debt of its own, or as part of the one that stands."""
        if branch in self._open:
            self._put(_joined(self.found[self._open[branch]], debt))
            return
        before = any(each.branch == branch for each in self.found)
        self._open[branch] = len(self.found)
        self.found.append(replace(debt, branch=branch, reopened=before))

    def _put(self, debt: Debt) -> None:
        """Put an open debt's new state in its place."""
        place = self._open[debt.branch]
        self.found[place] = debt
        if debt.closed_at is not None:
            del self._open[debt.branch]

    def _done(self, done: Done) -> None:
        deed = done.deed
        if done.branch not in self._open or deed.channel is Channel.AUTO:
            return
        standing = self.found[self._open[done.branch]]
        debt = replace(
            standing, deeds=(*standing.deeds, deed.key), tries=standing.tries.after(deed)
        )
        self._put(self._closed_by(debt, deed))
        if deed.did is Did.MOVED and deed.to_branch not in (None, done.branch):
            moved = replace(debt, deeds=(), call_sids=(), passed_on=(), tries=NONE)
            self._add(str(deed.to_branch), replace(moved, moved_by=deed.key))

    def _closed_by(self, debt: Debt, deed: Deed) -> Debt:
        """Return the debt after a deed: closed, where that closes it."""
        match deed.did:
            case Did.REACHED:
                met = replace(debt, tries=debt.tries.met(deed), reached_by=deed.actor)
                return met.closed(deed.at, CallbackOutcome.REACHED)
            case Did.CLOSED if deed.outcome is not None:
                return debt.closed(deed.at, deed.outcome)
            case Did.MOVED if deed.to_branch not in (None, debt.branch):
                return debt.closed(deed.at, CallbackOutcome.MOVED)
            case Did.TRIED | Did.NOT_REACHED if debt.tries.is_exhausted(self.calendar):
                return debt.closed(deed.at, CallbackOutcome.UNREACHABLE)
            case _:
                return debt


def _opened(contact: Contact, due_at: datetime) -> Debt:
    sids = (contact.call_sid,)
    return Debt(
        contact.at,
        contact.at,
        due_at,
        0 if contact.passed_on else 1,
        () if contact.passed_on else sids,
        reopened=False,
        last_call_sid=contact.call_sid,
        passed_on=sids if contact.passed_on else (),
    )


def _joined(standing: Debt, more: Debt) -> Debt:
    """Return an open debt with what is owed beside it.

    A new miss leaves the deadline alone; what was moved here keeps its own where that is earlier.
    """
    was_moved = more.moved_by is not None
    return replace(
        standing,
        first_missed_at=min(standing.first_missed_at, more.first_missed_at),
        last_missed_at=max(standing.last_missed_at, more.last_missed_at),
        due_at=min(standing.due_at, more.due_at) if was_moved else standing.due_at,
        misses=standing.misses + more.misses,
        call_sids=standing.call_sids + more.call_sids,
        passed_on=standing.passed_on + more.passed_on,
        last_call_sid=standing.last_call_sid if was_moved else more.last_call_sid,
        tries=standing.tries if was_moved else standing.tries.missed(),
    )
