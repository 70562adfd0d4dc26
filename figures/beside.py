"""What is written beside the rows for reports, held against what the rows say, a day at a time.

That is what followed each miss, how long callbacks took, for whom lines were checked, and the rings
of phones that we held. What waits to be written is no difference: it is asked of the rows.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks.following import time_worked, what_followed
from figures.checks import known, on_duty_for
from ivr.flow.duty.roster import Roster
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import MISSED
from models import callback_actions
from models.callbacks import Callback
from models.calls import Call
from models.line_checks import LineCheck
from models.recount import Difference
from models.sums.held import Held, held_of_day, rings_held
from models.sums.stretch import Moments, moments_of
from models.sums.tables import SummedDay

CALLERS_AT_ONCE = 500


def differences(
    session: Session, switchboard: Switchboard, roster: Roster, on: date
) -> list[Difference]:
    """Return what is not as the rows of a day say: of each branch how many there are.

    The calendar of the switchboard must have the roster's days over it. The branches file is that
    of today: times of callbacks differ too where hours have changed since.
    """
    day = moments_of(switchboard.calendar, on)
    wrong: Counter[tuple[str, str]] = Counter()
    wrong.update((branch, "misses") for branch in _followed_otherwise(session, day))
    wrong.update((branch, "callbacks") for branch in _worked_otherwise(session, switchboard, day))
    checked = _checked_otherwise(session, switchboard, roster, day)
    wrong.update((branch, "line checks") for branch in checked)
    return [
        *(
            Difference(on, None, branch, f"{what} told otherwise", number, 0)
            for (branch, what), number in sorted(wrong.items())
        ),
        *_held_otherwise(session, on, day),
    ]


def _followed_otherwise(session: Session, day: Moments) -> Iterator[str]:
    """Yield the branch of each miss that was followed by something else than is written."""
    missed = sa.select(Call.callback_number).where(
        *_within(Call.started_at, day),
        Call.verdict.in_(sorted(MISSED)),
        Call.insistence.is_not(None),
        Call.callback_number.is_not(None),
    )
    numbers = [number for number in session.scalars(missed.distinct()) if number]
    for begin in range(0, len(numbers), CALLERS_AT_ONCE):
        some = numbers[begin : begin + CALLERS_AT_ONCE]
        yield from _told_otherwise(session, _of_callers(session, some), day)


def _told_otherwise(session: Session, calls: dict[str, list[Call]], day: Moments) -> Iterator[str]:
    query = sa.select(Callback).where(Callback.caller_number.in_(calls))
    query = query.order_by(Callback.caller_number, Callback.first_missed_at, Callback.id)
    rows = groupby(session.scalars(query).all(), key=attrgetter("caller_number"))
    debts = {number: list(own) for number, own in rows}
    ids = [row.id for own in debts.values() for row in own]
    done = callback_actions.of_callbacks(session, ids) if ids else []
    for number, own in calls.items():
        told = what_followed(own, debts.get(number, ()), done)
        for call in own:
            if not day[0] <= call.started_at < day[1] or call.insistence is None:
                continue
            found = told.get(call.id)
            if found is None or (found.at, found.insistence) != (call.followed_at, call.insistence):
                yield call.branch


def _of_callers(session: Session, numbers: list[str]) -> dict[str, list[Call]]:
    """Return the calls of each caller to any branch, oldest first."""
    query = (
        sa.select(Call)
        .where(Call.callback_number.in_(numbers), Call.branch != "")
        .order_by(Call.callback_number, Call.started_at, Call.id)
    )
    rows = groupby(session.scalars(query).all(), key=attrgetter("callback_number"))
    return {number: list(own) for number, own in rows}


def _worked_otherwise(session: Session, switchboard: Switchboard, day: Moments) -> Iterator[str]:
    query = sa.select(Callback).where(
        *_within(Callback.due_at, day), Callback.worked_s.is_not(None)
    )
    for row in session.scalars(query):
        if row.worked_s != time_worked(row, switchboard):
            yield row.branch


def _checked_otherwise(
    session: Session, switchboard: Switchboard, roster: Roster, day: Moments
) -> Iterator[str]:
    """Yield the first branch of each check that was made for others.

    Who was checked off duty is left out: a shift that was entered since would speak against what
    was right when it was written.
    """
    query = sa.select(LineCheck).where(
        *_within(LineCheck.placed_at, day), LineCheck.branches.is_not(None)
    )
    for row in session.scalars(query):
        there = on_duty_for(roster, switchboard, row.officer, row.placed_at)
        if there and there != known(row.branches):
            yield there[0]


def _held_otherwise(session: Session, on: date, day: Moments) -> list[Difference]:
    """Return where the held rings of a day differ; one that is not settled has none yet."""
    summed = session.get(SummedDay, on)
    if summed is None or not summed.is_settled:
        return []
    said: Held = held_of_day(session, on)
    found = rings_held(session, *day)
    return [
        Difference(on, None, branch, _held_name(officer, end), said[place], found[place])
        for place in sorted(said.keys() | found.keys())
        if said[place] != found[place]
        for branch, officer, end in (place,)
    ]


def _held_name(officer: str, outcome: str) -> str:
    return f"rings of {officer} on a call of ours: {outcome or 'not told'}"


def _within(
    at: sa.orm.InstrumentedAttribute[datetime], day: Moments
) -> Iterator[sa.ColumnElement[bool]]:
    yield at >= day[0]
    yield at < day[1]
