"""What the books show at this moment; asked by the worker, never while a caller waits."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.hours import closed
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import CallbackState, CheckKind, Grade, Verdict
from models.callbacks import Callback
from models.calls import Call
from models.events import untold_since
from models.line_checks import LineCheck
from models.migrate import behind
from models.notices import NoticeRow
from models.owed import Owed, owed_by_branch
from models.reconciliations import runs
from monitoring import names
from monitoring.exposition import Sample
from monitoring.names import Metric

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
NO_BRANCH = "none"  # calls that ended before any was chosen, or of one that the menu has no more


def samples(session: Session, switchboard: Switchboard, *, now: datetime) -> list[Sample]:
    """Return every metric of the books."""
    branches = (*switchboard.branches(), switchboard.desk)
    found = [*_calls(session, switchboard, branches, now)]
    found += _owed(session, branches, now)
    found += _working(session, now)
    found += _reconciled(session, now)
    return found


def _calls(
    session: Session, switchboard: Switchboard, branches: tuple[Branch, ...], now: datetime
) -> Iterator[Sample]:
    calendar = switchboard.calendar
    midnight = datetime.combine(calendar.local(now).date(), time(), calendar.zone)
    ids = [branch.id for branch in branches]
    yield from _counted(session, names.CALLS_LAST_HOUR, ids, (now - AN_HOUR, now))
    yield from _counted(session, names.CALLS_TODAY, ids, (midnight, now))
    for branch in branches:
        is_open = closed(branch.hours, calendar, now) is None
        yield Sample(names.BRANCH_OPEN, is_open, (branch.id,))


def _counted(
    session: Session, metric: Metric, branches: list[str], span: tuple[datetime, datetime]
) -> Iterator[Sample]:
    """Yield the calls of a span by branch and verdict, zeros too: a rate needs both."""
    since, until = span
    query = (
        sa.select(Call.branch, Call.verdict, sa.func.count())
        .where(Call.started_at >= since, Call.started_at <= until, Call.verdict.is_not(None))
        .group_by(Call.branch, Call.verdict)
    )
    counts: dict[tuple[str, Verdict | None], int]
    counts = {(b, v): 0 for b in (*branches, NO_BRANCH) for v in Verdict}
    for branch, verdict, count in session.execute(query):
        counts[branch if branch in branches else NO_BRANCH, verdict] += count
    for (branch, verdict), count in counts.items():
        yield Sample(metric, count, (branch, verdict or ""))


def _owed(session: Session, branches: tuple[Branch, ...], now: datetime) -> Iterator[Sample]:
    owed = owed_by_branch(session, now)
    for branch in branches:
        mine = owed.get(branch.id, Owed(0, 0))
        yield Sample(names.CALLBACKS_OPEN, mine.open, (branch.id,))
        yield Sample(names.CALLBACKS_OVERDUE, mine.overdue, (branch.id,))
    is_open = Callback.state == CallbackState.OPEN
    oldest = session.scalar(sa.select(sa.func.min(Callback.due_at)).where(is_open))
    yield Sample(names.CALLBACK_OLDEST, _age(oldest, now))


def _working(session: Session, now: datetime) -> Iterator[Sample]:
    yield Sample(names.TELLER_LAG, _age(untold_since(session), now))
    yield Sample(names.MIGRATIONS_BEHIND, behind(session))
    checks = (
        sa.select(LineCheck.kind, LineCheck.grade, sa.func.count())
        .where(LineCheck.placed_at > now - A_DAY, LineCheck.grade.is_not(None))
        .group_by(LineCheck.kind, LineCheck.grade)
    )
    counts: dict[tuple[CheckKind, Grade | None], int]
    counts = {(kind, grade): 0 for kind in CheckKind for grade in Grade}
    for kind, grade, count in session.execute(checks):
        counts[kind, grade] = count
    for (kind, grade), count in counts.items():
        yield Sample(names.LINE_CHECKS, count, (kind, grade or ""))
    waiting = sa.select(sa.func.count(), sa.func.min(NoticeRow.raised_at)).where(
        NoticeRow.next_try_at.is_not(None)
    )
    count, oldest = session.execute(waiting).one()
    yield Sample(names.NOTICES_WAITING, count)
    yield Sample(names.NOTICE_OLDEST, _age(oldest, now))


def _reconciled(session: Session, now: datetime) -> Iterator[Sample]:
    """Yield how far the books are compared with the carrier's list; no age before the first run."""
    if (until := runs.reached(session, now)) is not None:
        yield Sample(names.RECONCILED_AGE, _age(until, now))
    totals = runs.totals(session)
    yield Sample(names.RECONCILIATION_RUNS, totals.runs)
    yield Sample(names.RECONCILIATION_FAULTS, totals.faults)
    yield Sample(names.RECONCILIATION_GAP, runs.gap(session, now - A_DAY, now).part)


def _age(since: datetime | None, now: datetime) -> float:
    """Return the seconds since a moment; 0 where there is none, or it lies ahead."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0
