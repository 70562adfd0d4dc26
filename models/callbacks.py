"""Callbacks: what missed callers are owed, one open row per caller and branch."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import CallbackOutcome, CallbackState, Cause, Language, Verdict
from models.base import Base
from models.calls import Call
from models.legs import Leg
from models.numbers import backwards

NOT_WORKED = sa.text("outcome = 'reached' AND worked_s IS NULL")
NOT_DESCRIBED = sa.text("last_origin IS NULL")
FOUND_LATER = sa.text("last_origin = 'reconciliation'")


def _in_order_of_time(name: str, where: sa.TextClause) -> sa.Index:
    """Return an index over a few of the debts, in the order of the last miss."""
    return sa.Index(name, "last_missed_at", "id", sqlite_where=where, postgresql_where=where)


def _while_open(name: str, *columns: str) -> sa.Index:
    """Return an index over the open debts only: there are few of them, whatever lies behind."""
    is_open = sa.text("state = 'open'")
    return sa.Index(name, *columns, sqlite_where=is_open, postgresql_where=is_open)


class Callback(Base):
    """One debt to one caller, from the first miss to what closed it; `last_call_id` is the last.

    `reopened` says that the caller had been owed one before and was missed again. While
    `claimed_until` is ahead nobody but `claimed_by` calls back. `tries` is how often the citizen
    was dialled in vain, and `next_try_at` when that is to be done again; None: at once.
    `moved_from_id` is the debt of another branch that this one goes on from. `worked_s` is how long
    the branch worked from the last miss until an officer got through, None where none did.

    So that lists need no other row: `last_verdict`, `last_cause`, `last_origin` and `last_language`
    are those of the last call, `last_officers` whom it rang, each in commas, `message_s` the length
    of the last message of all its calls (0: none), and `number_reversed` the caller's digits, last
    one first; None until the worker has caught up with an older release.
    """

    __tablename__ = "callbacks"
    __table_args__ = (
        sa.Index(
            "uq_callbacks_one_open",
            "caller_number",
            "branch",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.Index(
            "ix_callbacks_caller_number_branch_last_missed_at",
            *("caller_number", "branch", "last_missed_at", "id"),
        ),
        _while_open("ix_callbacks_open_due_at", "due_at", "id"),
        _while_open("ix_callbacks_open_branch_due_at", "branch", "due_at", "id"),
        _while_open("ix_callbacks_open_last_missed_at", "last_missed_at", "id"),
        sa.Index(
            "ix_callbacks_due_at",
            *("due_at", "branch", "state", "outcome", "reached_at", "closed_at", "worked_s"),
        ),
        sa.Index(
            "ix_callbacks_not_worked",
            "due_at",
            sqlite_where=NOT_WORKED,
            postgresql_where=NOT_WORKED,
        ),
        _in_order_of_time("ix_callbacks_not_described", NOT_DESCRIBED),
        _in_order_of_time("ix_callbacks_found_later", FOUND_LATER),
        sa.Index("ix_callbacks_last_missed_at_id", "last_missed_at", "id"),
        sa.Index("ix_callbacks_branch_last_missed_at", "branch", "last_missed_at", "id"),
        sa.Index(
            "ix_callbacks_number_reversed_last_missed_at", "number_reversed", "last_missed_at", "id"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    caller_number: Mapped[str]
    branch: Mapped[str]
    state: Mapped[CallbackState]
    misses: Mapped[int]
    first_missed_at: Mapped[datetime]
    last_missed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    reopened: Mapped[bool]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[CallbackOutcome | None]
    last_call_id: Mapped[int] = mapped_column(sa.ForeignKey("calls.id"))
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    last_try_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    reached_at: Mapped[datetime | None]
    reached_by: Mapped[str | None]
    moved_from_id: Mapped[int | None]
    number_reversed: Mapped[str | None]
    worked_s: Mapped[int | None] = mapped_column(sa.Integer())
    last_verdict: Mapped[Verdict | None]
    last_cause: Mapped[Cause | None]
    last_origin: Mapped[CallOrigin | None]
    last_language: Mapped[Language | None]
    last_officers: Mapped[str | None]
    message_s: Mapped[int] = mapped_column(default=0, server_default="0")


def describe(row: Callback, last: Call, message_s: int, rung: Collection[str]) -> None:
    """Write down what lists ask of a debt: its last call, whom that rang, the last message."""
    row.number_reversed = backwards(row.caller_number)
    row.last_verdict, row.last_cause, row.message_s = last.verdict, last.cause, message_s
    row.last_origin, row.last_language = last.origin, last.language
    row.last_officers = in_commas(*sorted(rung))


def in_commas(*officers: str) -> str:
    """Return officers as a debt has them, so that `,one,` is found as a whole; empty for none."""
    return f",{','.join(officers)}," if officers else ""


def rung_by_call(session: Session, call_ids: Collection[int]) -> dict[int, set[str]]:
    """Return whom each of these calls rang; who rang nobody is not in it."""
    query = sa.select(Leg.call_id, Leg.officer_id).where(Leg.call_id.in_(call_ids))
    found: dict[int, set[str]] = {}
    for row in session.execute(query) if call_ids else ():
        found.setdefault(row.call_id, set()).add(row.officer_id)
    return found


def of_callers(session: Session, caller_numbers: Collection[str]) -> list[Callback]:
    """Return the debts of every branch to these callers, oldest first by caller, locked."""
    query = (
        sa.select(Callback)
        .where(Callback.caller_number.in_(caller_numbers))
        .order_by(Callback.caller_number, Callback.first_missed_at, Callback.id)
        .with_for_update()
        .execution_options(populate_existing=True)  # what was read before the lock may be old
    )
    return list(session.scalars(query))


def open_debt(session: Session, caller_number: str, branch: str) -> Callback | None:
    """Return what a branch owes a caller now, or None."""
    query = sa.select(Callback).where(
        Callback.caller_number == caller_number,
        Callback.branch == branch,
        Callback.state == CallbackState.OPEN,
    )
    return session.scalar(query)


def list_missed(
    session: Session, *, since: datetime, until: datetime, branch: str | None, limit: int
) -> list[Callback]:
    """Return the debts last missed in `[since, until)`: the open ones first, by their deadline."""
    query = (
        sa.select(Callback)
        .where(Callback.last_missed_at >= since, Callback.last_missed_at < until)
        .order_by(Callback.state.desc(), Callback.due_at, Callback.id)
        .limit(limit)
    )
    if branch is not None:
        query = query.where(Callback.branch == branch)
    return list(session.scalars(query))


def open_since(session: Session, now: datetime) -> list[Callback]:
    """Return the open debts of misses before `now`, by their deadline."""
    query = (
        sa.select(Callback)
        .where(Callback.state == CallbackState.OPEN, Callback.first_missed_at < now)
        .order_by(Callback.due_at, Callback.id)
    )
    return list(session.scalars(query))
