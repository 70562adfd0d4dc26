"""What followed a miss: when somebody spoke to the caller, and how insistent they were.

A miss is told by itself, so that a report of any period only has to count: how many of its callers
had not been spoken to by its end, and how many were missed again and again.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.flow.words import SPOKEN, CallbackOutcome

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Miss:
    """A call of one caller that was missed by a branch."""

    id: int
    branch: str
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed a miss: when the caller was first spoken to after it, None where never.

    `insistence` counts the misses of a week that led up to it, itself included, with no contact
    between them and it: who is missed for the second time has 2.
    """

    at: datetime | None
    insistence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A debt to one caller, as its row tells it; `to_branch` is where one that was moved went."""

    branch: str
    outcome: CallbackOutcome | None
    closed_at: datetime | None = None
    reached_at: datetime | None = None
    to_branch: str | None = None


def followed(
    misses: Iterable[Miss], contacts: Mapping[str, Collection[datetime]]
) -> dict[int, Followed]:
    """Return what followed each miss of one caller; `contacts` are when each branch spoke to them.

    A contact counts for what ended before it, not at the same moment.
    """
    by_branch: defaultdict[str, list[Miss]] = defaultdict(list)
    for miss in misses:
        by_branch[miss.branch].append(miss)
    found: dict[int, Followed] = {}
    for branch, own in by_branch.items():
        spoken = sorted(contacts.get(branch, ()))
        moments = sorted(miss.ended_at for miss in own)
        for miss in own:
            at = miss.ended_at
            later = bisect_right(spoken, at)
            found[miss.id] = Followed(
                at=spoken[later] if later < len(spoken) else None,
                insistence=_insistence(moments, at, _last_contact(spoken, at)),
            )
    return found


def _last_contact(spoken: Sequence[datetime], at: datetime) -> datetime | None:
    earlier = bisect_right(spoken, at)
    return spoken[earlier - 1] if earlier else None


def _insistence(moments: Sequence[datetime], at: datetime, spoken_at: datetime | None) -> int:
    """Return how many misses up to `at` are of the last week and not followed by a contact."""
    return sum(
        at - WEEK <= moment <= at and (spoken_at is None or moment >= spoken_at)
        for moment in moments
    )


def reached_at(debt: Paid, debts: Sequence[Paid]) -> datetime | None:
    """Return when somebody spoke to the citizen: of a debt that was moved, for whom it went to.

    There it stands by itself, or as part of what that branch owed the caller already. `debts` are
    all debts to this caller, in the order in which they arose; withdrawn ones are none.
    """
    if debt.outcome in SPOKEN:
        return debt.reached_at or debt.closed_at
    if debt.outcome is not CallbackOutcome.MOVED or debt.closed_at is None:
        return None
    later = [
        other
        for other in debts
        if other.branch == debt.to_branch
        and (other.closed_at is None or other.closed_at > debt.closed_at)
    ]
    return reached_at(later[0], debts) if later else None
