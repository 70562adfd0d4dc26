"""The roll-up held against the calls themselves, a day at a time: compared, or made anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.story import SHORT_S
from ivr.flow.words import Verdict
from models.base import UtcMoment
from models.call_hours import (
    ABANDONED_BANDS,
    ABANDONED_COLUMNS,
    ANSWERED_BANDS,
    ANSWERED_COLUMNS,
    COUNTS,
    EVERY,
    CallDay,
    CallHour,
)
from models.calls import Call
from models.leaps import different
from models.sums.recounting import as_rolled_up, make_anew, of_calls, tell_anew

DAY = timedelta(days=1)
_LOCK = sa.text(
    "LOCK TABLE call_hours, call_days, call_waits, call_rings IN SHARE ROW EXCLUSIVE MODE"
)
Counts = dict[tuple[int | None, str], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One count of one branch: what the roll-up says of it, and what the calls say.

    `hour` is None where it is that of the whole day; the branch `*` is all of them.
    """

    on: date
    hour: int | None
    branch: str
    count: str
    rolled_up: int
    counted: int


def days(session: Session) -> Iterator[date]:
    """Yield the local days in which there are calls, or something in the roll-up."""
    ends = (sa.func.min, sa.func.max)
    starts: list[datetime | None] = [
        session.scalar(sa.select(end(Call.started_at))) for end in ends
    ]
    hours: list[date | None] = [session.scalar(sa.select(end(CallDay.local_on))) for end in ends]
    found = [at.date() + near for at in starts if at is not None for near in (-DAY, DAY)]
    found += [day for day in hours if day is not None]
    for number in range((max(found) - min(found)).days + 1 if found else 0):
        yield min(found) + number * DAY


def differences(session: Session, on: date) -> list[Difference]:
    """Return where the roll-up of a day is not what its calls say."""
    ours, theirs = _rolled_up(session, on), _counted(session, on)
    nothing = dict.fromkeys(COUNTS, 0)
    sides = [
        (place, ours.get(place, nothing), theirs.get(place, nothing))
        for place in sorted(ours.keys() | theirs.keys(), key=str)
    ]
    hours = [
        Difference(on, hour, branch, name, said[name], found[name])
        for (hour, branch), said, found in sides
        for name in COUNTS
        if said[name] != found[name]
    ]
    return hours + _finer(session, on)


def _finer(session: Session, on: date) -> list[Difference]:
    """Return where waits and rings of a day differ; a day that waits to be summed has none."""
    said = as_rolled_up(session, on)
    if said is None:
        return []
    found = of_calls(session, on, _day(on))
    return [
        Difference(on, None, branch, name, said[branch, name], found[branch, name])
        for branch, name in sorted(said.keys() | found.keys())
        if said[branch, name] != found[branch, name]
    ]


def rebuild(session: Session, on: date) -> None:
    """Make the roll-up of a day anew from its calls.

    Nobody moves a call meanwhile. What a worker has under way, and has not committed, it moves
    afterwards, from where the call stood for us: so nothing is lost and nothing counted twice.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK)
    session.execute(sa.delete(CallHour).where(*_hours_of(session, on)))
    session.execute(sa.delete(CallDay).where(CallDay.local_on == on))
    hours: list[dict[str, object]] = []
    days: list[dict[str, object]] = []
    for (hour, branch), counts in _counted(session, on).items():
        place: dict[str, object] = {"branch": branch, "local_on": on}
        if hour is None:
            days.append(place | counts)
        else:
            hours.append(place | {"local_hour": hour, "weekday": on.weekday()} | counts)
    for table, rows in ((CallHour, hours), (CallDay, days)):
        if rows:
            session.execute(sa.insert(table), rows)
    make_anew(session, on, _day(on))


def rebuild_all(session: Session, on: date) -> None:
    """Make the roll-up of a day anew, and have the worker tell anew what stands beside its rows."""
    rebuild(session, on)
    tell_anew(session, _day(on))


def _rolled_up(session: Session, on: date) -> Counts:
    """Return what the roll-up says of a day: by hour and branch, and of the day by branch."""
    columns = [getattr(CallHour, name) for name in COUNTS]
    hours = sa.select(CallHour.local_hour, CallHour.branch, *columns)
    columns = [getattr(CallDay, name) for name in COUNTS]
    days = sa.select(sa.null(), CallDay.branch, *columns).where(CallDay.local_on == on)
    rows = [
        *session.execute(hours.where(*_hours_of(session, on))),
        *session.execute(days),
    ]
    return {(row[0], row[1]): dict(zip(COUNTS, row[2:], strict=True)) for row in rows}


def _counted(session: Session, on: date) -> Counts:
    """Return what the calls of a day say, in the same form."""
    found: Counts = {}
    for hour, branch, *row in session.execute(_OF_CALLS, _day(on)):
        for place in ((hour, branch), (hour, EVERY), (None, branch)):
            known = found.setdefault(place, dict.fromkeys(COUNTS, 0))
            for name, count in zip(COUNTS, row, strict=True):
                known[name] += count
    return found


def _hours_of(session: Session, on: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Return what an index serves: the hours are kept by branch first."""
    branches = different(session, CallHour.branch)
    return CallHour.branch.in_(branches), CallHour.local_on == on


def _day(on: date) -> dict[str, object]:
    """Return what narrows the calls down to a day: an index serves the bounds on the start.

    No zone is further away than a day.
    """
    midnight = datetime.combine(on, time(), UTC)
    return {"on": on, "since": midnight - DAY, "until": midnight + 2 * DAY}


def _sums() -> dict[str, sa.ColumnElement[int]]:
    """Return each count as SQL: a second telling of what `call_hours.counts` says of one call."""
    is_answered, is_abandoned = (
        Call.verdict == Verdict.ANSWERED,
        Call.verdict == Verdict.ABANDONED,
    )
    found = {verdict.value: _count(Call.verdict == verdict) for verdict in Verdict}
    found["short"] = _count(is_abandoned & (Call.wait_s < SHORT_S))
    found["messages"] = _count(Call.message_s > 0)
    found["wait_s"] = _sum(Call.wait_s, is_answered)
    found["left_s"] = _sum(Call.wait_s, is_abandoned)
    found["talk_s"] = _sum(Call.talk_s, is_answered)
    for columns, bands, verdict in (
        (ANSWERED_COLUMNS, ANSWERED_BANDS, is_answered),
        (ABANDONED_COLUMNS, ABANDONED_BANDS, is_abandoned),
    ):
        longer_than = (-1, *bands)
        for name, begin, end in zip(columns, longer_than, (*bands, None), strict=True):
            within = Call.wait_s > begin
            found[name] = _count(
                verdict & within & (Call.wait_s <= end) if end else verdict & within
            )
    return found


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return _sum(sa.literal_column("1"), condition)


def _sum(column: Any, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    added = sa.func.sum(sa.case((condition, column), else_=0))
    return sa.cast(added, sa.Integer())


# Built once: with thirty sums that takes longer than most days take to count.
_KEPT = {name: total.label(name) for name, total in _sums().items()}
_OF_CALLS = (
    sa.select(Call.local_hour, Call.branch, *(_KEPT[name] for name in COUNTS))
    .where(
        Call.started_at >= sa.bindparam("since", type_=UtcMoment()),
        Call.started_at < sa.bindparam("until", type_=UtcMoment()),
        Call.local_on == sa.bindparam("on", type_=sa.Date()),
        Call.is_counted,
        Call.verdict.is_not(None),
    )
    .group_by(Call.local_hour, Call.branch)
)
