"""What a missed caller is owed: a fold over all their calls to one branch.

One debt stands open per caller and branch, however often they were missed; it is paid when they are
reached, by us or because they called again and got through; a new miss after that opens it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.flow.words import CallbackOutcome


@dataclass(frozen=True, slots=True)
class Contact:
    """One call of a caller to a branch, or one time that an officer reached them.

    `due_at` is when a callback for this miss is due; it is None where nobody was missed.
    """

    call_sid: str
    at: datetime
    due_at: datetime | None = None
    outcome: CallbackOutcome | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """One callback owed, from the first miss to whatever closed it.

    The deadline is that of the first miss: calling again must not make anybody wait longer.
    `reopened` says that this caller had been owed one before.
    """

    first_missed_at: datetime
    last_missed_at: datetime
    due_at: datetime
    misses: int
    call_sids: tuple[str, ...]
    reopened: bool
    closed_at: datetime | None = None
    outcome: CallbackOutcome | None = None


def debts(contacts: Iterable[Contact]) -> tuple[Debt, ...]:
    """Return the debts of one caller to one branch, oldest first; only the last can be open.

    The order in which the contacts are given does not matter: they are taken by their time.
    """
    found: list[Debt] = []
    for contact in sorted(contacts, key=lambda c: (c.at, c.call_sid)):
        standing = found[-1] if found and not found[-1].closed_at else None
        if contact.due_at is None:
            if standing:
                found[-1] = replace(standing, closed_at=contact.at, outcome=contact.outcome)
        elif standing:
            found[-1] = _missed_again(standing, contact)
        else:
            found.append(_opened(contact, contact.due_at, reopened=bool(found)))
    return tuple(found)


def _opened(contact: Contact, due_at: datetime, *, reopened: bool) -> Debt:
    return Debt(contact.at, contact.at, due_at, 1, (contact.call_sid,), reopened)


def _missed_again(standing: Debt, contact: Contact) -> Debt:
    return replace(
        standing,
        last_missed_at=contact.at,
        misses=standing.misses + 1,
        call_sids=(*standing.call_sids, contact.call_sid),
    )
