"""The stretches of the work list: what each holds, and the index that has it in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ivr.flow.words import CallbackOutcome, CallbackState, Cause, Verdict
from models.callbacks import Callback
from models.lists.beside import beside
from models.lists.last_call import ANY_CALL, LastCall, was
from models.lists.paging import Place
from models.lists.wanted import SAMPLE_NUMBERS, Origin, WantedNumber
from models.numbers import ends_with

REPEATED = 3  # misses from which on a caller comes before others
Condition = sa.ColumnElement[bool]
Parts = tuple[tuple[Condition, ...], ...]
Rows = sa.Select[*tuple[Any, ...]]
Spans = tuple[tuple[datetime, datetime], ...]
# In words, not as a value: so both engines know at once that the index of the open ones will do.
IS_OPEN: Condition = Callback.state == sa.literal_column("'open'")


class Standing(StrEnum):
    """How a callback stands: two may hold at once, such as claimed and overdue."""

    OPEN = "open"
    FRESH = "fresh"
    CLAIMED = "claimed"
    POSTPONED = "postponed"
    OVERDUE = "overdue"
    CLOSED = "closed"


class Order(StrEnum):
    """In which order the work list is shown."""

    PRIORITY = "priority"
    TIME = "time"


class Priority(IntEnum):
    """What comes first in the work list."""

    OVERDUE = 0
    REPEATED = 1
    MESSAGE = 2
    OTHER = 3
    CLOSED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedFilter:
    """Which missed callers are wanted: those last missed in `[since, until)`.

    `branches` None is all. `causes` are those of the last call, `last` what else is asked of it;
    `in_hours` whether it came while the branch was open. `misses` is how many there are at least.
    `ids` are those of the only ones who may be listed, None where anybody may.
    `within` are stretches of time, in one of which they were last missed; None is any time.
    """

    since: datetime | None = None
    until: datetime | None = None
    branches: frozenset[str] | None = None
    standing: Standing | None = None
    outcome: CallbackOutcome | None = None
    causes: frozenset[Cause] = frozenset()
    misses: int = 1
    has_message: bool | None = None
    claimed_by: str = ""
    in_hours: bool | None = None
    number: WantedNumber | None = None
    origin: Origin | None = None
    within: Spans | None = None
    ids: frozenset[int] | None = None
    last: LastCall = ANY_CALL
    order: Order = Order.PRIORITY


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the list in one order: `where` it is, and the parts that it is put together of.

    Each of these, `apart`, is served by an index in the order of the stretch.
    """

    priority: int
    by: Any
    newest_first: bool
    where: tuple[Condition, ...]
    apart: Parts = ((),)

    def query(self, columns: tuple[Any, ...], begin: Place | None, limit: int) -> Rows:
        """Return the query for its first rows, or for those behind a place."""
        base = sa.select(*columns).where(*self.where)
        if begin:
            here, there = sa.tuple_(self.by, Callback.id), (begin.at, begin.id)
            base = base.where(here < there if self.newest_first else here > there)
        own = [self._first(base.where(*part), self.by, Callback.id, limit) for part in self.apart]
        if len(own) == 1:
            return own[0]
        every = sa.union_all(*(sa.select(one.subquery()) for one in own)).subquery()
        return self._first(sa.select(every), every.c[self.by.key], every.c.id, limit)

    def _first(self, query: Rows, by: Any, id: Any, limit: int) -> Rows:
        keys = (by.desc(), id.desc()) if self.newest_first else (by, id)
        return query.order_by(*keys).limit(limit)


def stretches(wanted: MissedFilter, now: datetime) -> Iterator[Stretch]:
    """Yield the stretches of the list, one after the other; none for who may see no branch."""
    if wanted.branches is not None and not wanted.branches:
        return
    where = (*_conditions(wanted, now),)
    missed = Callback.last_missed_at
    if wanted.order is Order.TIME:
        apart = _apart(wanted)
        newest = () if apart == ((IS_OPEN,),) else (_newest(wanted),)
        yield Stretch(0, missed, newest_first=True, where=(*where, *newest), apart=apart)
        return
    if wanted.standing is not Standing.CLOSED:
        for priority, own in _priorities(now).items():
            yield Stretch(
                priority,
                Callback.due_at,
                newest_first=False,
                where=(*where, IS_OPEN, *own),
                apart=_by_number(wanted) or _by_branch(wanted),
            )
    if wanted.standing in (None, Standing.CLOSED):
        closed = (*where, Callback.state == CallbackState.CLOSED, _newest(wanted))
        yield Stretch(
            Priority.CLOSED, missed, newest_first=True, where=closed, apart=_apart(wanted)
        )


def _priorities(now: datetime) -> dict[Priority, tuple[Condition, ...]]:
    """Return who has which priority among the open ones: each of them exactly one."""
    ahead, seldom = Callback.due_at >= now, Callback.misses < REPEATED
    return {
        Priority.OVERDUE: (Callback.due_at < now,),
        Priority.REPEATED: (ahead, Callback.misses >= REPEATED),
        Priority.MESSAGE: (ahead, seldom, Callback.message_s > 0),
        Priority.OTHER: (ahead, seldom, Callback.message_s == 0),
    }


def _apart(wanted: MissedFilter) -> Parts:
    """Return what divides the wanted callers into parts that an index has in the order of time."""
    if wanted.number:
        return _by_number(wanted)
    if wanted.claimed_by or wanted.standing not in (None, Standing.CLOSED):
        return ((IS_OPEN, *_of_branches(wanted)),)
    return _by_branch(wanted)


def _by_number(wanted: MissedFilter) -> Parts:
    number = wanted.number
    if number is None:
        return ()
    if number.exact:
        return ((Callback.caller_number == number.exact, *_of_branches(wanted)),)
    return ((ends_with(Callback.number_reversed, number.ending), *_of_branches(wanted)),)


def _by_branch(wanted: MissedFilter) -> Parts:
    return tuple((Callback.branch == branch,) for branch in sorted(wanted.branches or ())) or ((),)


def _of_branches(wanted: MissedFilter) -> Iterator[Condition]:
    """Yield of which branches callers must be that are found by something else."""
    if wanted.branches is not None:
        yield beside(Callback.branch).in_(sorted(wanted.branches))


def _newest(wanted: MissedFilter) -> Condition:
    """Return the condition that no later debt to the same caller of the same branch is listed."""
    later = aliased(Callback)
    place, before = (later.last_missed_at, later.id), (Callback.last_missed_at, Callback.id)
    found = sa.select(later.id).where(
        later.caller_number == Callback.caller_number,
        later.branch == Callback.branch,
        sa.tuple_(*place) > sa.tuple_(*before),
        later.outcome.is_distinct_from(CallbackOutcome.WITHDRAWN),
    )
    if wanted.until:
        found = found.where(later.last_missed_at < wanted.until)
    return ~found.exists()


def _conditions(wanted: MissedFilter, now: datetime) -> Iterator[Condition]:
    """Yield what every wanted caller must fulfil, but for its branch. A withdrawn debt is none."""
    if wanted.outcome:
        yield Callback.outcome == wanted.outcome
    else:
        yield Callback.outcome.is_distinct_from(CallbackOutcome.WITHDRAWN)
    if wanted.since:
        yield Callback.last_missed_at >= wanted.since
    if wanted.until:
        yield Callback.last_missed_at < wanted.until
    if wanted.standing:
        yield _stands(wanted.standing, now)
    if wanted.claimed_by:
        yield sa.and_(Callback.claimed_by == wanted.claimed_by, Callback.claimed_until > now)
    yield from _about(wanted)


def _about(wanted: MissedFilter) -> Iterator[Condition]:
    """Yield what is wanted of the callers and their calls."""
    if wanted.causes:
        yield Callback.last_cause.in_(sorted(wanted.causes))
    if wanted.misses > 1:
        yield Callback.misses >= wanted.misses
    if wanted.has_message is not None:
        yield Callback.message_s > 0 if wanted.has_message else Callback.message_s == 0
    if wanted.in_hours is not None:
        closed = Callback.last_verdict == Verdict.OUT_OF_HOURS
        yield ~closed if wanted.in_hours else closed
    if wanted.origin:
        is_sample = Callback.caller_number.startswith(SAMPLE_NUMBERS)
        yield is_sample if wanted.origin is Origin.SAMPLE else ~is_sample
    if wanted.within is not None:
        missed = Callback.last_missed_at
        yield sa.or_(
            sa.false(), *((missed >= since) & (missed < til) for since, til in wanted.within)
        )
    if wanted.ids is not None:
        yield Callback.id.in_(sorted(wanted.ids))
    yield from was(wanted.last)


def _stands(standing: Standing, now: datetime) -> Condition:
    claimed = Callback.claimed_until > now
    later = Callback.next_try_at > now
    match standing:
        case Standing.OPEN:
            return IS_OPEN
        case Standing.CLOSED:
            return Callback.state == CallbackState.CLOSED
        case Standing.CLAIMED:
            return sa.and_(IS_OPEN, claimed)
        case Standing.POSTPONED:
            return sa.and_(IS_OPEN, later)
        case Standing.OVERDUE:
            return sa.and_(IS_OPEN, Callback.due_at < now)
        case Standing.FRESH:
            idle = claimed.is_not(True), later.is_not(True), Callback.tries == 0
            return sa.and_(IS_OPEN, *idle)
