"""Figures of days, months and years, from the roll-up: no call is looked at for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.call_hours import COUNTS, EVERY, CallDay, CallHour
from models.lists.sums import Sums, sums

Column = sa.orm.InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Days:
    """Local days from `since` to before `until`, of some branches; None is all of them."""

    since: date
    until: date
    branches: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Heat:
    """One hour of the week: the calls that were offered to open branches, and the missed ones."""

    offered: int
    missed: int


def total(session: Session, days: Days) -> Sums:
    """Return the sums of all."""
    return _grouped(session, _ADDED_DAYS, _on_days(days), ()).get((), Sums())


def by_branch(session: Session, days: Days) -> dict[str, Sums]:
    """Return the sums of each branch that had calls; those of no branch are under the empty id."""
    return {branch: found for (branch,), found in _of(session, days, CallDay.branch)}


def by_day(session: Session, days: Days) -> dict[date, Sums]:
    """Return the sums of each day that had calls, in order."""
    return {on: found for (on,), found in _of(session, days, CallDay.local_on)}


def by_branch_and_day(session: Session, days: Days) -> dict[tuple[str, date], Sums]:
    """Return the sums of each branch on each day that had calls."""
    found = _of(session, days, CallDay.branch, CallDay.local_on)
    return {(branch, on): added for (branch, on), added in found}


def by_hour(session: Session, days: Days) -> dict[int, Sums]:
    """Return the sums of each local hour of the day that had calls."""
    found = _grouped(session, _ADDED_HOURS, _in_hours(days), (CallHour.local_hour,))
    return {hour: added for (hour,), added in sorted(found.items())}


def heat_map(session: Session, days: Days) -> dict[tuple[int, int], Heat]:
    """Return what each weekday (Monday is 0) and local hour had, where there were calls."""
    missed = CallHour.abandoned + CallHour.not_answered
    query = (
        sa.select(
            CallHour.weekday,
            CallHour.local_hour,
            sa.func.sum(CallHour.answered + missed).label("offered"),
            sa.func.sum(missed).label("missed"),
        )
        .where(*_in_hours(days))
        .group_by(CallHour.weekday, CallHour.local_hour)
        .order_by(CallHour.weekday, CallHour.local_hour)
    )
    found = session.execute(query)
    return {(row.weekday, row.local_hour): Heat(row.offered, row.missed) for row in found}


def _of(session: Session, days: Days, *by: Column) -> Iterable[tuple[tuple[Any, ...], Sums]]:
    return sorted(_grouped(session, _ADDED_DAYS, _on_days(days), by).items())


def _grouped(
    session: Session,
    added: Iterable[sa.ColumnElement[int]],
    within: Iterable[sa.ColumnElement[bool]],
    by: tuple[Column, ...],
) -> dict[tuple[Any, ...], Sums]:
    query = sa.select(*by, *added).where(*within).group_by(*by)
    found = {}
    for row in session.execute(query).mappings():
        if row["answered"] is not None:  # as it is in the sums of no row at all
            found[tuple(row[column.key] for column in by)] = sums(row)
    return {key: own for key, own in found.items() if own.calls}  # none left, where calls moved on


def _on_days(days: Days) -> Iterable[sa.ColumnElement[bool]]:
    yield CallDay.local_on >= days.since
    yield CallDay.local_on < days.until
    if days.branches is not None:
        yield CallDay.branch.in_(sorted(days.branches))


def _in_hours(days: Days) -> Iterable[sa.ColumnElement[bool]]:
    """Yield what narrows hours down; for all branches there are rows that have them together."""
    yield CallHour.branch.in_([EVERY] if days.branches is None else sorted(days.branches))
    yield CallHour.local_on >= days.since
    yield CallHour.local_on < days.until


def _sums(table: type[CallDay | CallHour]) -> tuple[sa.Label[int], ...]:
    return tuple(sa.func.sum(getattr(table, name)).label(name) for name in COUNTS)


_ADDED_DAYS, _ADDED_HOURS = _sums(CallDay), _sums(CallHour)
