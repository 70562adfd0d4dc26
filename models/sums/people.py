"""The people behind the missed calls of a period: one look at a narrow index."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.base import UtcMoment
from models.calls import MISSED_CALL, NOT_FOLLOWED, Call

TWICE, THRICE = 2, 3
_AT = UtcMoment()
_CALLS = Call.__table__.c  # thousands of rows, in each of which the mapper would look for objects
_IS_LEFT = sa.func.coalesce(_CALLS.followed_at > sa.bindparam("by", type_=_AT), True)
_QUERY = sa.select(
    _CALLS.branch, _CALLS.callback_number, sa.cast(_IS_LEFT, sa.Integer()), _CALLS.insistence
).where(
    MISSED_CALL,
    _CALLS.started_at >= sa.bindparam("since", type_=_AT),
    _CALLS.started_at < sa.bindparam("until", type_=_AT),
)


@dataclass(slots=True)
class People:
    """Callers who were missed, by number: all, those not spoken to since, those missed again.

    `nameless` is how many calls were missed without a number.
    """

    missed: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    again: set[str] = field(default_factory=set)
    flagged: set[str] = field(default_factory=set)
    nameless: int = 0

    def add_insistent(self, caller: str, insistence: int) -> None:
        """Take in somebody who was missed again."""
        self.again.add(caller)
        if insistence >= THRICE:
            self.flagged.add(caller)


def missed_people(
    session: Session,
    since: datetime,
    until: datetime,
    *,
    by: datetime,
    branches: frozenset[str] | None,
) -> dict[str, People]:
    """Return the people missed in `[since, until)` by branch; left: not spoken to until `by`.

    `branches` None is all of them.
    """
    found: dict[str, People] = {}
    for branch, caller, is_left, insistence in _rows(session, since, until, by, branches):
        people = found.get(branch)
        if people is None:
            people = found[branch] = People()
        if not caller:
            people.nameless += 1
            continue
        people.missed.add(caller)
        if is_left:
            people.left.add(caller)
        if insistence is not None and insistence >= TWICE:
            people.add_insistent(caller, insistence)
    return found


def all_of(parts: Iterable[People]) -> People:
    """Return the people of all branches: each counted once, however many branches they called."""
    whole = People()
    for part in parts:
        whole.missed |= part.missed
        whole.left |= part.left
        whole.again |= part.again
        whole.flagged |= part.flagged
        whole.nameless += part.nameless
    return whole


def is_followed(session: Session, since: datetime, until: datetime) -> bool:
    """Say whether what followed is known of every miss of a period; an index has the others."""
    query = sa.select(Call.id).where(
        NOT_FOLLOWED, Call.started_at >= since, Call.started_at < until
    )
    return session.scalar(query.limit(1)) is None


def _rows(
    session: Session,
    since: datetime,
    until: datetime,
    by: datetime,
    branches: frozenset[str] | None,
) -> Any:
    query = _QUERY
    if branches is not None:
        query = query.where(_CALLS.branch.in_(sorted(branches)))
    return session.execute(query, {"since": since, "until": until, "by": by}).all()
