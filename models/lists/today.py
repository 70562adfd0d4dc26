"""The first screen: what today has come to, branch by branch, and what is owed at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.measures.figures import Ratio
from ivr.flow.words import MISSED, CheckKind, Grade
from models.calls import LONGEST_CALL, Call
from models.leaps import different
from models.line_checks import LineCheck
from models.lists import figures
from models.lists.figures import Days
from models.lists.sums import Sums
from models.owed import Owed, owed_by_branch

LATELY = timedelta(hours=1)
_NONE = Owed(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchToday:
    """One branch today. `missed_lately` is in the last hour; `open` and `overdue` are callbacks."""

    branch: str
    sums: Sums
    missed_lately: int
    open: int
    overdue: int
    going_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """All branches that may be seen, by id, and together; calls without a branch are under "".

    `missed_callers` are the people behind the missed calls that showed a number. `lines` are the
    numbers checked today whose last check passed, of all checked.
    """

    on: date
    branches: tuple[BranchToday, ...]
    sums: Sums
    missed_callers: int
    open: int
    overdue: int
    going_on: int
    lines: Ratio


def today(
    session: Session,
    *,
    on: date,
    begin: datetime,
    now: datetime,
    branches: frozenset[str] | None = None,
) -> Today:
    """Return today's figures; `on` is the local day, `begin` its first moment.

    `branches` are those that may be seen, None is all.
    """
    seen = _Seen(
        session, sorted(different(session, Call.branch) if branches is None else branches), now
    )
    days = figures.by_branch(session, Days(on, on + timedelta(days=1), branches))
    owed, lately, going_on = owed_by_branch(session, now), seen.missed_lately(), seen.going_on()
    known = sorted({*days, *owed, *going_on} if branches is None else branches)
    each = tuple(
        BranchToday(
            branch=branch,
            sums=days.get(branch, Sums()),
            missed_lately=lately.get(branch, 0),
            open=owed.get(branch, _NONE).open,
            overdue=owed.get(branch, _NONE).overdue,
            going_on=going_on.get(branch, 0),
        )
        for branch in known
    )
    return Today(
        on=on,
        branches=each,
        sums=sum((one.sums for one in each), Sums()),
        missed_callers=seen.missed_callers(begin),
        open=sum(one.open for one in each),
        overdue=sum(one.overdue for one in each),
        going_on=sum(one.going_on for one in each),
        lines=lines(session, begin, begin + timedelta(days=1)),
    )


def lines(session: Session, since: datetime, until: datetime) -> Ratio:
    """Return the numbers whose last line check in `[since, until)` passed, of all checked."""
    query = (
        sa.select(LineCheck.number, LineCheck.grade)
        .where(
            LineCheck.placed_at >= since,
            LineCheck.placed_at < until,
            LineCheck.kind == CheckKind.LINE,
            LineCheck.grade.is_not(None),
        )
        .order_by(LineCheck.placed_at, LineCheck.id)
    )
    last = {row.number: row.grade for row in session.execute(query)}
    return Ratio(sum(grade is Grade.PASSED for grade in last.values()), len(last))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is asked about some branches at one moment."""

    session: Session
    branches: list[str]
    now: datetime

    def missed_lately(self) -> dict[str, int]:
        """Return the calls that each branch has missed in the last hour."""
        query = sa.select(Call.branch, sa.func.count()).where(*self._missed(self.now - LATELY))
        rows = self.session.execute(query.group_by(Call.branch))
        return {branch: count for branch, count in rows}  # noqa: C416 - a result is no mapping

    def missed_callers(self, since: datetime) -> int:
        """Return how many numbers were missed, each counted once."""
        numbers = sa.func.count(Call.callback_number.distinct())
        return self.session.scalar(sa.select(numbers).where(*self._missed(since))) or 0

    def going_on(self) -> dict[str, int]:
        """Return the calls of each branch that go on."""
        query = sa.select(Call.branch, sa.func.count()).where(
            Call.ended_at.is_(None),
            Call.started_at > self.now - LONGEST_CALL,
            Call.started_at <= self.now,
        )
        rows = self.session.execute(query.group_by(Call.branch))
        return {branch: count for branch, count in rows if branch in self.branches}

    def _missed(self, since: datetime) -> Iterable[sa.ColumnElement[bool]]:
        """Return conditions that the index by branch and verdict serves, piece by piece."""
        return (
            Call.branch.in_(self.branches),
            Call.verdict.in_(sorted(MISSED)),
            Call.started_at >= since,
            Call.started_at <= self.now,
        )
