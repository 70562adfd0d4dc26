"""The finer roll-up: how long callers waited, second by second, and how officers' phones were rung.

Percentiles, and the share of rings that were answered, are exact from these few rows, however many
calls there were. They are moved in the same transaction as the coarser counts of `call_hours`.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import Verdict
from models.base import Base

TIMED = (Verdict.ANSWERED, Verdict.ABANDONED)  # whose waits are told second by second
NOT_TOLD = ""  # the outcome of a ring whose end nobody reported
DAY = timedelta(days=1)
_IN_ORDER = {"sqlite_with_rowid": False}

Waited = tuple[date, str, str, int]  # local day, branch, verdict, seconds
Rung = tuple[date, str, str, str]  # local day, branch, officer, outcome
Moved = Mapping[Waited, int] | Mapping[Rung, int]


class CallWaits(Base):
    """The calls of one branch on one local day that ended so after so many seconds of waiting."""

    __tablename__ = "call_waits"
    __table_args__ = _IN_ORDER

    local_on: Mapped[date] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(primary_key=True)
    wait_s: Mapped[int] = mapped_column(sa.Integer(), primary_key=True)
    number: Mapped[int] = mapped_column(sa.Integer())


class CallRings(Base):
    """The rings of one officer for one branch on one local day that ended so.

    The day is that of the call. Rings of test calls are not in it. `outcome` is that of the leg, or
    empty where nobody reported its end.
    """

    __tablename__ = "call_rings"
    __table_args__ = _IN_ORDER

    local_on: Mapped[date] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(sa.Integer())


class HeldRings(Base):
    """Those of the rings of a settled day during which the hotline itself held that phone."""

    __tablename__ = "held_rings"
    __table_args__ = _IN_ORDER

    local_on: Mapped[date] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(sa.Integer())


class SummedDay(Base):
    """A local day whose waits and rings are all in the finer roll-up.

    Calls of an older release are not, until the worker has caught up with their day. A settled day
    has its held rings counted too; whatever is told anew near it unsettles it.
    """

    __tablename__ = "summed_days"
    __table_args__ = _IN_ORDER

    local_on: Mapped[date] = mapped_column(primary_key=True)
    is_settled: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


def add_waits(session: Session, moved: Mapping[Waited, int]) -> None:
    """Add to the waits of days; in one order, so that no two workers wait for each other."""
    _add(session, _ADD_WAITS, ("local_on", "branch", "verdict", "wait_s"), moved)


def add_rings(session: Session, moved: Mapping[Rung, int]) -> None:
    """Add to the rings of days, in one order."""
    _add(session, _ADD_RINGS, ("local_on", "branch", "officer_id", "outcome"), moved)


def unsettle(session: Session, days: Collection[date]) -> None:
    """Say that something near these days was told anew, so that their held rings may be others."""
    query = sa.update(SummedDay).where(
        SummedDay.local_on.in_([day + near for day in days for near in (-DAY, 0 * DAY, DAY)]),
        SummedDay.is_settled,
    )
    session.execute(query.values(is_settled=False))


def _add(
    session: Session,
    statement: sa.TextClause,
    key: tuple[str, ...],
    moved: Moved,
) -> None:
    rows = [
        dict(zip(key, place, strict=True), number=number)
        for place, number in sorted(moved.items())
        if number
    ]
    if rows:
        session.execute(statement, rows)


def _adding(table: str, *key: str) -> sa.TextClause:
    """Return the upsert of one table. Both engines read the same words."""
    names = (*key, "number")
    return sa.text(
        f"INSERT INTO {table} ({', '.join(names)})"
        f" VALUES ({', '.join(f':{name}' for name in names)})"
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE"
        f" SET number = {table}.number + excluded.number"
    ).bindparams(sa.bindparam("local_on", type_=sa.Date()))


_ADD_WAITS = _adding("call_waits", "local_on", "branch", "verdict", "wait_s")
_ADD_RINGS = _adding("call_rings", "local_on", "branch", "officer_id", "outcome")
