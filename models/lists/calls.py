"""The list of calls: filtered, newest first, page by page.

Each filter is served by an index that finds its rows in the order of the list, so that a page costs
the same among a thousand calls and among millions. Where several branches or verdicts are wanted,
the newest of each are taken and put in order together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import Cause, Language, LegOutcome, Verdict
from models.calls import LONGEST_CALL, Call
from models.leaps import different
from models.legs import Leg
from models.lists.beside import beside
from models.lists.paging import MOST_COUNTED, Page, Place, Total, cut, place
from models.lists.wanted import SAMPLE_SID, Origin, WantedNumber, origin_of
from models.numbers import ends_with

ORDER = "calls"
MOST_STREAMS = 24  # of more, most calls are wanted anyhow, and are found soon by their time alone
_EVERY_VERDICT: tuple[Verdict | None, ...] = (None, *Verdict)
Condition = sa.ColumnElement[bool]
Keys = sa.Select[int, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFilter:
    """Which calls are wanted: those that began in `[since, until)`.

    `branches` None is all; `verdicts` empty is all, calls that go on included; `officer` is the id
    of one who was rung. Without `tests` our own checks are left out.
    """

    since: datetime | None = None
    until: datetime | None = None
    branches: frozenset[str] | None = None
    verdicts: frozenset[Verdict] = frozenset()
    officer: str = ""
    number: WantedNumber | None = None
    sid: str = ""
    origin: Origin | None = None
    tests: bool = True


@dataclass(frozen=True, slots=True)
class Rung:
    """One officer's phone that a call rang, and what came of it; None while it rings."""

    officer: str
    outcome: LegOutcome | None
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """One call as lists show it; `rung` in the order of ringing, durations in seconds.

    `came_by` says by what way we know of it.
    """

    id: int
    sid: str
    caller_number: str
    callback_number: str | None
    language: Language
    branch: str
    lead: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    verdict: Verdict | None
    cause: Cause | None
    wait_s: int
    talk_s: int
    message_s: int
    callback_requested: bool
    callback_id: int | None
    rung: tuple[Rung, ...]
    came_by: CallOrigin = CallOrigin.WEBHOOK

    @property
    def origin(self) -> Origin:
        """Where the call came from."""
        return origin_of(self.sid)


COLUMNS: tuple[sa.orm.InstrumentedAttribute[Any] | sa.Label[Any], ...] = (
    *(Call.id, Call.sid, Call.caller_number, Call.callback_number, Call.language, Call.branch),
    *(Call.lead, Call.started_at, Call.answered_at, Call.ended_at, Call.verdict, Call.cause),
    *(Call.wait_s, Call.talk_s, Call.message_s, Call.callback_requested, Call.callback_id),
    Call.origin.label("came_by"),
)
_NAMES = tuple(column.key for column in COLUMNS)


def list_calls(
    session: Session, wanted: CallFilter, *, after: str | None = None, limit: int = 50
) -> Page[CallLine]:
    """Return a page of the calls that are wanted, newest first; `after` is the last page's `next`.

    Those of an officer are in the order in which that officer was rung. Raises BadCursor where
    `after` is no token of this list.
    """
    begin = place(after, _order(wanted)) if after else None
    keys = _newest(session, wanted, begin, limit + 1).subquery()
    query = (
        sa.select(*COLUMNS, keys.c.at)
        .join(keys, keys.c.id == Call.id)
        .order_by(keys.c.at.desc(), keys.c.id.desc())
    )
    found = session.execute(query).all()
    places = [Place(_order(wanted), row.at, row.id) for row in found]
    return cut(lines_of(session, [row[:-1] for row in found[:limit]]), places, limit)


def count_calls(session: Session, wanted: CallFilter, *, most: int = MOST_COUNTED) -> Total:
    """Return how many calls are wanted, counted up to `most`."""
    keys = _newest(session, wanted, None, most + 1).subquery()
    return Total.of(session.scalar(sa.select(sa.func.count()).select_from(keys)) or 0, most)


def lines_of(session: Session, rows: Sequence[Sequence[Any]]) -> list[CallLine]:
    """Return the lines of rows of `COLUMNS`; whom the calls rang takes one more query for all."""
    values = [dict(zip(_NAMES, row, strict=True)) for row in rows]
    rung = rung_by_call(session, [value["id"] for value in values])
    return [CallLine(**value, rung=rung.get(value["id"], ())) for value in values]


def rung_by_call(session: Session, ids: Sequence[int]) -> dict[int, tuple[Rung, ...]]:
    """Return whom these calls rang, in order, by call."""
    query = (
        sa.select(Leg.call_id, Leg.officer_id, Leg.outcome, Leg.started_at)
        .where(Leg.call_id.in_(ids))
        .order_by(Leg.call_id, Leg.attempt)
    )
    found: dict[int, tuple[Rung, ...]] = {}
    for row in session.execute(query) if ids else ():
        rung = Rung(row.officer_id, row.outcome, row.started_at)
        found[row.call_id] = (*found.get(row.call_id, ()), rung)
    return found


def _order(wanted: CallFilter) -> str:
    return "rung" if _is_by_leg(wanted) else ORDER


def _is_by_leg(wanted: CallFilter) -> bool:
    return bool(wanted.officer and not (wanted.sid or wanted.number))


def _newest(session: Session, wanted: CallFilter, begin: Place | None, limit: int) -> Keys:
    """Return the query for the keys of the newest calls that are wanted, and their moments."""
    if _is_by_leg(wanted):
        return _first(_rang(wanted, begin), Leg.started_at, Leg.call_id, limit)
    keys = sa.select(Call.id, Call.started_at.label("at")).where(*_conditions(wanted))
    if begin:
        keys = keys.where(sa.tuple_(Call.started_at, Call.id) < (begin.at, begin.id))
    streams = [
        _first(keys.where(*apart), Call.started_at, Call.id, limit)
        for apart in _apart(session, wanted)
    ]
    if not streams:
        return keys.where(sa.false())
    if len(streams) == 1:
        return streams[0]
    every = sa.union_all(*(sa.select(stream.subquery()) for stream in streams)).subquery()
    return _first(sa.select(every.c.id, every.c.at), every.c.at, every.c.id, limit)


def _first(keys: Keys, at: Any, id: Any, limit: int) -> Keys:
    return keys.order_by(at.desc(), id.desc()).limit(limit)


def _apart(session: Session, wanted: CallFilter) -> Iterator[tuple[Condition, ...]]:
    """Yield what the wanted calls are put together of, each part as an index has it in order."""
    number, beside_it = wanted.number, (*_beside(wanted),)
    if wanted.sid:
        yield (Call.sid == wanted.sid, *beside_it)
    elif number and number.exact:
        other = (Call.callback_number != Call.caller_number, Call.caller_number == number.exact)
        yield (Call.callback_number == number.exact, *beside_it)
        yield (*other, *beside_it)
    elif number:
        yield (ends_with(Call.number_reversed, number.ending), *beside_it)
    elif (parts := _parts(session, wanted)) is None:
        yield beside_it
    else:
        yield from ((Call.branch == branch, Call.verdict == verdict) for branch, verdict in parts)


def _parts(session: Session, wanted: CallFilter) -> list[tuple[str, Verdict | None]] | None:
    """Return the branches and verdicts of which calls are wanted; None where time alone does."""
    if wanted.branches is None and not wanted.verdicts:
        return None
    every = sorted(wanted.verdicts) or _EVERY_VERDICT
    verdicts = [verdict for verdict in every if wanted.tests or verdict is not Verdict.TEST]
    branches = different(session, Call.branch) if wanted.branches is None else wanted.branches
    parts = list(product(sorted(branches), verdicts))
    return parts if len(parts) <= MOST_STREAMS else None


def _conditions(wanted: CallFilter) -> Iterator[Condition]:
    """Yield what every wanted call must fulfil, but for its branch and verdict."""
    if wanted.since:
        yield Call.started_at >= wanted.since
    if wanted.until:
        yield Call.started_at < wanted.until
    if wanted.origin:
        is_sample = Call.sid.startswith(SAMPLE_SID)
        yield is_sample if wanted.origin is Origin.SAMPLE else ~is_sample
    if wanted.officer and not _is_by_leg(wanted):
        rung = sa.select(Leg.id).where(Leg.call_id == Call.id, Leg.officer_id == wanted.officer)
        yield rung.exists()


def _beside(wanted: CallFilter) -> Iterator[Condition]:
    """Yield of which branches and verdicts calls must be that are found by something else."""
    if wanted.branches is not None:
        yield beside(Call.branch).in_(sorted(wanted.branches))
    if wanted.verdicts:
        yield beside(Call.verdict).in_(sorted(wanted.verdicts))
    if not wanted.tests:
        yield beside(Call.verdict).is_distinct_from(Verdict.TEST)


def _rang(wanted: CallFilter, begin: Place | None) -> Keys:
    """Return the keys of the calls that rang an officer, once each, by their last ring there."""
    later = aliased(Leg)
    again = sa.select(later.id).where(
        later.call_id == Leg.call_id,
        later.officer_id == Leg.officer_id,
        later.attempt > Leg.attempt,
    )
    keys = (
        sa.select(Leg.call_id.label("id"), Leg.started_at.label("at"))
        .join(Call, Call.id == Leg.call_id)
        .where(Leg.officer_id == wanted.officer, ~again.exists())
        .where(*_conditions(wanted), *_beside(wanted))
    )
    if wanted.since:  # no leg is rung before its call began, nor long after
        keys = keys.where(Leg.started_at >= wanted.since)
    if wanted.until:
        keys = keys.where(Leg.started_at < wanted.until + LONGEST_CALL)
    if begin:
        keys = keys.where(sa.tuple_(Leg.started_at, Leg.call_id) < (begin.at, begin.id))
    return keys
