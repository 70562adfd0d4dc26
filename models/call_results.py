"""What officers say came of the talks that they had."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import CallResult, Channel, LegOutcome, Verdict
from models.base import Base
from models.calls import LONGEST_CALL, Call
from models.legs import Leg
from models.officer_calls import OfficerCall


class CallResultRow(Base):
    """The result of one answered call, as its officer told it last.

    Where it was passed on, `to_branch` is to call the citizen by `due_at`: the debt `callback_id`.
    """

    __tablename__ = "call_results"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_sid: Mapped[str] = mapped_column(unique=True)
    result: Mapped[CallResult]
    at: Mapped[datetime]
    officer: Mapped[str]
    channel: Mapped[Channel]
    to_branch: Mapped[str | None]
    due_at: Mapped[datetime | None]
    callback_id: Mapped[int | None]


def by_call(session: Session, call_sid: str) -> CallResultRow | None:
    """Return the result of a call, locked, or None where none was told."""
    query = sa.select(CallResultRow).where(CallResultRow.call_sid == call_sid).with_for_update()
    return session.scalar(query)


def passed_on(session: Session, caller_numbers: Collection[str]) -> list[tuple[str, CallResultRow]]:
    """Return the results by which callers were passed on to another branch, oldest first.

    Each with the number of its caller.
    """
    query = (
        sa.select(Call.callback_number, CallResultRow)
        .join(Call, Call.sid == CallResultRow.call_sid)
        .where(Call.callback_number.in_(caller_numbers), CallResultRow.due_at.is_not(None))
        .order_by(CallResultRow.at, CallResultRow.id)
    )
    return [(row.callback_number, row.CallResultRow) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk that an officer had: of which call, by which post, on which telephone."""

    call_sid: str
    officer_id: str
    number: str


def without_result(session: Session, *, since: datetime, until: datetime) -> list[Talk]:
    """Return the talks that ended in `(since, until]` and that no result is known of, oldest first.

    Those that an officer was asked about already are left out. The bound on the start is what an
    index can serve.
    """
    asked = sa.select(OfficerCall.id).where(OfficerCall.about_sid == Call.sid)
    told = sa.select(CallResultRow.id).where(CallResultRow.call_sid == Call.sid)
    query = (
        sa.select(Call.sid, Leg.officer_id, Leg.officer_number)
        .join(Leg, Leg.call_id == Call.id)
        .where(
            Call.verdict == Verdict.ANSWERED,
            Leg.outcome == LegOutcome.ANSWERED,
            Call.started_at > since - LONGEST_CALL,
            Call.started_at <= until,
            Call.ended_at > since,
            Call.ended_at <= until,
            ~asked.exists(),
            ~told.exists(),
        )
        .order_by(Call.ended_at, Call.id)
    )
    return [Talk(*row) for row in session.execute(query)]
