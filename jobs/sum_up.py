"""Sums up what reports are made of: days that are not in the finer sums, misses, callbacks, checks.

What an older release wrote has none of it, and gets it here, some at a time; a line check gets its
branches once it is graded, and a day its held rings once it is long over. Until then a report asks
the rows themselves, and takes longer. Who cannot be told is left behind until the next round, so
that nobody waits for them.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks.debts import write_debts
from figures.checks import served
from ivr.flow.duty.roster import EVER
from ivr.flow.hours import Calendar
from ivr.flow.switchboard import Switchboard
from ivr.logs import where
from models import recount
from models.callbacks import NOT_WORKED, Callback
from models.calls import NOT_FOLLOWED, Call
from models.duty.reading import read_roster
from models.line_checks import WITHOUT_BRANCHES, LineCheck
from models.session import Database
from models.sums.held import days_to_settle, settle
from models.sums.stretch import DAY, moments_of, unsummed_days

log = logging.getLogger(__name__)

CALLERS_AT_ONCE = 50
CHECKS_AT_ONCE = 100
OVER = 2 * DAY  # after which what is still told of a day unsettles it

Place = tuple[datetime, int]
Rows = sa.Select[*tuple[Any, ...]]
BEGIN: Place = (EVER, 0)


@dataclass(slots=True)
class Round:
    """How far a round has come with the misses, and with the callbacks, in order of time."""

    missed: Place = BEGIN
    reached: Place = BEGIN


def run(database: Database, switchboard: Switchboard, turn: Round, *, now: datetime) -> int:
    """Sum some of it up, and take the round further; return how many rows or days there were."""
    with database.transaction() as session:
        return (
            _sum_day(session)
            or _settle_day(session, switchboard.calendar, now)
            or _place_checks(session, switchboard)
            or _follow(session, switchboard, turn, now)
        )


def _sum_day(session: Session) -> int:
    """Make the sums of a day that has none."""
    days = list(unsummed_days(session, limit=1))
    for on in days:
        recount.rebuild(session, on)
    return len(days)


def _settle_day(session: Session, calendar: Calendar, now: datetime) -> int:
    """Count the held rings of a day that is over."""
    days = days_to_settle(session, before=calendar.local(now - OVER).date(), limit=1)
    for on in days:
        settle(session, on, moments_of(calendar, on))
    return len(days)


def _place_checks(session: Session, switchboard: Switchboard) -> int:
    """Write down for which branches officers were on duty when their numbers were checked."""
    query = (
        sa.select(LineCheck)
        .where(WITHOUT_BRANCHES)
        .order_by(LineCheck.placed_at)
        .limit(CHECKS_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    rows = list(session.scalars(query))
    if rows:
        roster = read_roster(session, since=rows[0].placed_at)
        then = replace(switchboard, calendar=roster.over(switchboard.calendar))
        for row in rows:
            row.branches = ",".join(served(roster, then, row.officer, row.placed_at))
    return len(rows)


def _follow(session: Session, switchboard: Switchboard, turn: Round, now: datetime) -> int:
    """Write down what followed the misses of some callers, and how long callbacks took."""
    missed = sa.select(Call.callback_number, Call.started_at, Call.id).where(NOT_FOLLOWED)
    reached = sa.select(Callback.caller_number, Callback.due_at, Callback.id).where(NOT_WORKED)
    missing, turn.missed = _next(session, missed, turn.missed)
    reaching, turn.reached = _next(session, reached, turn.reached)
    numbers = missing | reaching
    _write(session, switchboard, sorted(numbers), now)
    return len(numbers)


def _next(session: Session, query: Rows, behind: Place) -> tuple[set[str], Place]:
    """Return the next callers behind a place, with the place of the last."""
    _, at, id = query.selected_columns
    query = query.where(sa.tuple_(at, id) > sa.tuple_(*behind))
    rows = session.execute(query.order_by(at, id).limit(CALLERS_AT_ONCE)).all()
    return {row[0] for row in rows if row[0]}, (rows[-1][1], rows[-1][2]) if rows else behind


def _write(
    session: Session, switchboard: Switchboard, numbers: Iterable[str], now: datetime
) -> None:
    """Write what each of these is owed; one that fails keeps the others from nothing."""
    for number in numbers:
        try:
            with session.begin_nested():
                write_debts(session, switchboard, number, now)
        except sa.exc.OperationalError:
            raise
        except Exception as error:
            log.critical("what followed a miss is not told", extra={"fault": where(error)})
