"""Line checks, read from their rows, with the branches that they were made for."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.duty.on_duty import on_duty
from ivr.flow.duty.roster import Roster
from ivr.flow.measures.officers import LineCheck
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import CheckKind, Grade
from models.line_checks import LineCheck as CheckRow

CHUNK = 500


def checks(
    session: Session, roster: Roster, switchboard: Switchboard, since: datetime, until: datetime
) -> Iterator[LineCheck]:
    """Yield the line checks placed in `[since, until)` that were graded; no verifications.

    A check of the whole way in is none either: it tries the hotline, and no officer's number.
    """
    query = (
        sa.select(CheckRow.officer, CheckRow.placed_at, CheckRow.seconds, CheckRow.grade)
        .add_columns(CheckRow.branches)
        .where(CheckRow.placed_at >= since, CheckRow.placed_at < until)
        .where(CheckRow.kind == CheckKind.LINE, CheckRow.grade.is_not(None))
        .order_by(CheckRow.placed_at, CheckRow.id)
    )
    for row in session.execute(query.execution_options(yield_per=CHUNK)):
        branches = known(row.branches)
        if branches is None:
            branches = served(roster, switchboard, row.officer, row.placed_at)
        seconds = row.seconds if row.grade is Grade.PASSED else None
        yield LineCheck(branches, seconds, row.placed_at)


def known(branches: str | None) -> tuple[str, ...] | None:
    """Return the branches that a check's row names; None where nobody has looked yet."""
    return None if branches is None else tuple(filter(None, branches.split(",")))


def served(roster: Roster, switchboard: Switchboard, officer: str, at: datetime) -> tuple[str, ...]:
    """Return the branches that an officer was on duty for at a moment, as it was known then.

    One who was checked off duty is told by the branches that have a shift of theirs.
    """
    branches = (*switchboard.branches(), switchboard.desk)
    there = tuple(
        branch.id
        for branch in branches
        if any(
            each.officer.id == officer for each in on_duty(roster, branch, switchboard.calendar, at)
        )
    )
    own = {shift.branch for shift in roster.shifts if shift.officer == officer}
    return there or tuple(sorted(own))
