"""Calls, as their stories tell them; written by the teller only."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from ivr.flow.numbers import is_pseudonym
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import MISSED, Cause, Language, Verdict
from models.base import Base
from models.legs import Leg
from models.messages import Message

LONGEST_CALL = timedelta(hours=6)
# In words, as the indexes have them: so both engines know at once that these will do.
_IS_MISSED = "verdict IN ('abandoned', 'not_answered')"
_IS_UNTOLD = "insistence IS NULL AND callback_number IS NOT NULL AND branch <> ''"
MISSED_CALL = sa.text(_IS_MISSED)
NOT_FOLLOWED = sa.text(f"{_IS_MISSED} AND {_IS_UNTOLD}")


def _of_missed(name: str, *columns: str, also: str = "") -> sa.Index:
    """Return an index over the missed calls only."""
    where = sa.text(_IS_MISSED + also)
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


class Call(Base):
    """One citizen's call. `branch` and `lead` are those of the call's own time.

    `caller_number` is what the carrier sent, E.164 or not; `callback_number` the E.164 number that
    may be called back. `due_at` is set where a callback is owed for this call. `local_on` and
    `local_hour` are the start in the hotline's own zone, for reports by day and hour. `callback_id`
    is the debt that this call is one of the misses of. `number_reversed` are the digits of the
    number that may be called back, else of what was sent, last one first. `is_counted` says that
    the roll-up holds this call as it stands here, `origin` by what way we know of it.
    `scrubbed_at` is when retention had done with its numbers: from then on pseudonyms stand for
    those of citizens. Of a missed call, `followed_at` is when its caller was first spoken to after
    it, `insistence` which miss of theirs it was in a week without any contact; None until what the
    caller is owed was written by this release.
    """

    __tablename__ = "calls"
    __table_args__ = (
        sa.Index("ix_calls_branch_verdict_started_at_id", "branch", "verdict", "started_at", "id"),
        sa.Index("ix_calls_callback_number_started_at", "callback_number", "started_at", "id"),
        sa.Index("ix_calls_number_reversed_started_at", "number_reversed", "started_at", "id"),
        sa.Index(
            "ix_calls_other_number",
            "caller_number",
            "started_at",
            sqlite_where=sa.text("callback_number <> caller_number"),
            postgresql_where=sa.text("callback_number <> caller_number"),
        ),
        sa.Index(
            "ix_calls_not_counted",
            "id",
            sqlite_where=sa.text("NOT is_counted"),
            postgresql_where=sa.text("NOT is_counted"),
        ),
        sa.Index("ix_calls_started_at_id", "started_at", "id"),
        _of_missed(
            "ix_calls_missed_callers",
            *("started_at", "branch", "callback_number", "followed_at", "insistence"),
        ),
        _of_missed("ix_calls_not_followed", "started_at", also=f" AND {_IS_UNTOLD}"),
        sa.Index(
            "ix_calls_not_scrubbed",
            "started_at",
            "id",
            sqlite_where=sa.text("scrubbed_at IS NULL"),
            postgresql_where=sa.text("scrubbed_at IS NULL"),
        ),
        sa.Index(
            "ix_calls_officers_menu",
            *("caller_number", "started_at"),
            sqlite_where=sa.text("cause = 'officers_menu'"),
            postgresql_where=sa.text("cause = 'officers_menu'"),
        ),
        sa.Index(
            "ix_calls_going_on",
            "started_at",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index(
            "ix_calls_callback_id",
            "callback_id",
            sqlite_where=sa.text("callback_id IS NOT NULL"),
            postgresql_where=sa.text("callback_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(unique=True)
    caller_number: Mapped[str]
    callback_number: Mapped[str | None]
    called_number: Mapped[str]
    language: Mapped[Language]
    branch: Mapped[str]
    lead: Mapped[str]
    started_at: Mapped[datetime]
    chosen_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None]
    cause: Mapped[Cause | None]
    wait_s: Mapped[int]
    talk_s: Mapped[int]
    message_s: Mapped[int]
    callback_requested: Mapped[bool]
    due_at: Mapped[datetime | None]
    callback_id: Mapped[int | None]
    local_on: Mapped[date]
    local_hour: Mapped[int]
    number_reversed: Mapped[str | None]
    origin: Mapped[CallOrigin] = mapped_column(
        default=CallOrigin.WEBHOOK, server_default=CallOrigin.WEBHOOK.value
    )
    is_counted: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    scrubbed_at: Mapped[datetime | None]
    followed_at: Mapped[datetime | None]
    insistence: Mapped[int | None] = mapped_column(sa.Integer())

    legs: Mapped[list[Leg]] = relationship(order_by=Leg.attempt, cascade="all, delete-orphan")
    messages: Mapped[list[Message]] = relationship(
        order_by=Message.recorded_at, cascade="all, delete-orphan"
    )


def lock_calls(session: Session, sids: Iterable[str]) -> dict[str, Call]:
    """Return the rows of these calls that exist, locked in one order until the transaction ends."""
    query = (
        sa.select(Call)
        .where(Call.sid.in_(list(sids)))
        .options(selectinload(Call.legs), selectinload(Call.messages))
        .order_by(Call.sid)
        .with_for_update()
    )
    return {call.sid: call for call in session.scalars(query)}


def is_pseudonymous(call: Call) -> bool:
    """Say whether a number of this call was deleted, and a pseudonym stands for it."""
    told = (call.caller_number, call.callback_number)
    return any(is_pseudonym(number) for number in told if number)


def find(session: Session, sid: str) -> Call | None:
    """Return one call with its legs and messages, or None where it was not told yet."""
    query = (
        sa.select(Call)
        .where(Call.sid == sid)
        .options(selectinload(Call.legs), selectinload(Call.messages))
    )
    return session.scalars(query).first()


def list_calls(
    session: Session, *, since: datetime, until: datetime, branch: str | None, limit: int
) -> list[Call]:
    """Return the calls that started in `[since, until)`, newest first, with their legs."""
    query = (
        sa.select(Call)
        .where(Call.started_at >= since, Call.started_at < until)
        .options(selectinload(Call.legs), selectinload(Call.messages))
        .order_by(Call.started_at.desc(), Call.id.desc())
        .limit(limit)
    )
    if branch is not None:
        query = query.where(Call.branch == branch)
    return list(session.scalars(query))


def of_callers(session: Session, callback_numbers: Collection[str]) -> list[Call]:
    """Return all calls of these callers to any branch, oldest first."""
    query = (
        sa.select(Call)
        .where(Call.callback_number.in_(callback_numbers), Call.branch != "")
        .order_by(Call.started_at, Call.id)
    )
    return list(session.scalars(query))


def of_debts(session: Session, callback_ids: Collection[int]) -> list[Call]:
    """Return the missed calls that these debts are for, oldest first."""
    query = (
        sa.select(Call).where(Call.callback_id.in_(callback_ids)).order_by(Call.started_at, Call.id)
    )
    return list(session.scalars(query))


def last_ended_at(session: Session, *, since: datetime, until: datetime) -> datetime | None:
    """Return when the last of the calls that started in `[since, until)` ended, or None."""
    query = sa.select(sa.func.max(Call.ended_at)).where(
        Call.started_at >= since, Call.started_at < until
    )
    return session.scalar(query)


def unreachable(session: Session, *, since: datetime, until: datetime, branch: str | None) -> int:
    """Return how many calls of a period were missed, or left a message, without any number."""
    missed = Call.verdict.in_(MISSED) | (Call.message_s > 0)
    query = sa.select(sa.func.count()).where(
        Call.started_at >= since, Call.started_at < until, missed, Call.callback_number.is_(None)
    )
    if branch is not None:
        query = query.where(Call.branch == branch)
    return session.scalar(query) or 0


def silent_since(session: Session, moment: datetime, *, limit: int) -> list[str]:
    """Return calls that nobody has reported the end of, and that started before `moment`."""
    query = (
        sa.select(Call.sid)
        .where(Call.ended_at.is_(None), Call.started_at < moment)
        .order_by(Call.started_at)
        .limit(limit)
    )
    return list(session.scalars(query))


def ended_between(session: Session, since: datetime, until: datetime) -> list[str]:
    """Return the calls that ended in `(since, until]`; none can have begun long before that.

    The bounds on the start are what an index can serve: this is asked every second.
    """
    query = sa.select(Call.sid).where(
        Call.started_at > since - LONGEST_CALL,
        Call.started_at <= until,
        Call.ended_at > since,
        Call.ended_at <= until,
    )
    return list(session.scalars(query))
