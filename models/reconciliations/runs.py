"""What each comparison with the carrier's list found: for pages, metrics and the next run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.measures.figures import Ratio
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.reconciling.spans import NIGHTLY, Past
from models.base import Base
from models.calls import Call


class Reconciliation(Base):
    """One run: the calls that began in `[since, until)` were compared, and so much was found.

    `listed` are the calls that came in as the carrier lists them; `unseen` those of them that we
    had not seen, `closed` those that seemed to go on, `legs` ends of legs, and `recordings` those
    that we lacked. A run that did not get to its end is not complete: `until` is how far it got,
    which may be nowhere, and `fault` why.
    """

    __tablename__ = "reconciliations"
    __table_args__ = (
        sa.Index("ix_reconciliations_ran_at", "ran_at"),
        sa.Index("ix_reconciliations_until", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]
    since: Mapped[datetime]
    until: Mapped[datetime]
    listed: Mapped[int]
    unseen: Mapped[int]
    closed: Mapped[int]
    legs: Mapped[int]
    recordings: Mapped[int]
    is_complete: Mapped[bool]
    fault: Mapped[str]


@dataclass(frozen=True, slots=True)
class Totals:
    """What all runs found together, for a metric that only grows; `faults` did not end well."""

    runs: int
    faults: int
    unseen: int
    closed: int
    recordings: int


def latest(session: Session, *, limit: int) -> Sequence[Reconciliation]:
    """Return the last runs, newest first."""
    query = sa.select(Reconciliation).order_by(
        Reconciliation.ran_at.desc(), Reconciliation.id.desc()
    )
    return session.scalars(query.limit(limit)).all()


def reached(session: Session, now: datetime) -> datetime | None:
    """Return up to when all calls are compared with the carrier's list; None before the first run.

    A run in time that was only pretended lies ahead, and says nothing about now.
    """
    query = sa.select(sa.func.max(Reconciliation.until)).where(
        Reconciliation.until <= now, Reconciliation.until > Reconciliation.since
    )
    return session.scalar(query)


def past(session: Session, now: datetime) -> Past:
    """Return what was compared before now, as the next run needs it."""
    before = Reconciliation.ran_at <= now
    ran_at = session.scalar(
        sa.select(sa.func.max(Reconciliation.ran_at)).where(before, Reconciliation.is_complete)
    )
    weeks = (
        sa.select(Reconciliation.ran_at, Reconciliation.since)
        .where(before, Reconciliation.ran_at > now - NIGHTLY, Reconciliation.is_complete)
        .order_by(Reconciliation.ran_at.desc())
    )
    long = (row.ran_at for row in session.execute(weeks) if row.ran_at - row.since >= NIGHTLY)
    return Past(reached(session, now), ran_at, next(long, None))


def totals(session: Session) -> Totals:
    """Return what all runs found together."""
    columns = (Reconciliation.unseen, Reconciliation.closed, Reconciliation.recordings)
    faults = sa.func.count().filter(~Reconciliation.is_complete)
    sums = (sa.func.coalesce(sa.func.sum(column), 0) for column in columns)
    row = session.execute(sa.select(sa.func.count(), faults, *sums)).one()
    return Totals(*(int(value) for value in row))


def gap(session: Session, since: datetime, until: datetime) -> Ratio:
    """Return the calls of `[since, until)` that only the carrier's list had, of all calls."""
    unseen = sa.func.count().filter(Call.origin != CallOrigin.WEBHOOK)
    query = sa.select(unseen, sa.func.count()).where(
        Call.started_at >= since, Call.started_at < until
    )
    part, whole = session.execute(query).one()
    return Ratio(part, whole)
