"""Sums up what reports are made of: days that are not in the finer sums, misses, callbacks, checks.

What an older release wrote has none of it, and gets it here, some at a time; a line check gets its
branches once it is graded, and a day its held rings once it is long over. Until then a report asks
the rows themselves, and takes longer.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks.debts import write_debts
from figures.checks import served
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


def run(database: Database, switchboard: Switchboard, *, now: datetime) -> int:
    """Sum some of it up; return how many rows or days there were."""
    with database.transaction() as session:
        return (
            _sum_day(session)
            or _settle_day(session, switchboard.calendar, now)
            or _place_checks(session, switchboard)
            or _follow(session, switchboard, now)
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


def _follow(session: Session, switchboard: Switchboard, now: datetime) -> int:
    """Write down what followed the misses of some callers, and how long callbacks took."""
    missed = sa.select(Call.callback_number).where(NOT_FOLLOWED).limit(CALLERS_AT_ONCE)
    reached = sa.select(Callback.caller_number).where(NOT_WORKED).limit(CALLERS_AT_ONCE)
    numbers = {*session.scalars(missed), *session.scalars(reached)}
    return _written(session, switchboard, sorted(filter(None, numbers)), now)


def _written(
    session: Session, switchboard: Switchboard, numbers: Iterable[str], now: datetime
) -> int:
    """Write what each of these is owed; one that fails keeps the others from nothing."""
    done = 0
    for number in numbers:
        try:
            with session.begin_nested():
                write_debts(session, switchboard, number, now)
        except sa.exc.OperationalError:
            raise
        except Exception as error:
            log.critical("what followed a miss is not told", extra={"fault": where(error)})
        else:
            done += 1
    return done
