"""Line checks, read from their rows, with the branches that they were made for."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.duty.on_duty import on_duty
from ivr.flow.duty.roster import Roster
from ivr.flow.measures.officers import LineCheck
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import CheckKind, Grade
from models.line_checks import LineCheck as CheckRow

_ROWS: Any = CheckRow.__table__.c
_GRADE = sa.type_coerce(_ROWS.grade, sa.Text())
_PASSED = Grade.PASSED.value


def checks(
    session: Session, roster: Roster, switchboard: Switchboard, since: datetime, until: datetime
) -> Iterator[LineCheck]:
    """Yield the line checks placed in `[since, until)` that were graded; no verifications.

    A check of the whole way in is none either: it tries the hotline, and no officer's number.
    """
    query = (
        sa.select(_ROWS.officer, _ROWS.placed_at, _ROWS.seconds, _GRADE, _ROWS.branches)
        .where(_ROWS.placed_at >= since, _ROWS.placed_at < until)
        .where(_ROWS.kind == CheckKind.LINE, _ROWS.grade.is_not(None))
        .order_by(_ROWS.placed_at, _ROWS.id)
    )
    for officer, at, seconds, grade, branches in session.execute(query):
        served_by = known(branches)
        if served_by is None:
            served_by = served(roster, switchboard, officer, at)
        yield LineCheck(served_by, seconds if grade == _PASSED else None, at)


@lru_cache(maxsize=1024)
def known(branches: str | None) -> tuple[str, ...] | None:
    """Return the branches that a check's row names; None where nobody has looked yet."""
    return None if branches is None else tuple(filter(None, branches.split(",")))


def served(roster: Roster, switchboard: Switchboard, officer: str, at: datetime) -> tuple[str, ...]:
    """Return the branches that an officer was on duty for at a moment, as it was known then.

    One who was checked off duty is told by the branches that have a shift of theirs.
    """
    own = {shift.branch for shift in roster.shifts if shift.officer == officer}
    return on_duty_for(roster, switchboard, officer, at) or tuple(sorted(own))


def on_duty_for(
    roster: Roster, switchboard: Switchboard, officer: str, at: datetime
) -> tuple[str, ...]:
    """Return the branches that an officer was on duty for at a moment; none for one off duty."""
    branches = (*switchboard.branches(), switchboard.desk)
    return tuple(
        branch.id
        for branch in branches
        if any(
            each.officer.id == officer for each in on_duty(roster, branch, switchboard.calendar, at)
        )
    )
