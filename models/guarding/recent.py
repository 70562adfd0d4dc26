"""How often each number called in the last hour: asked every second for the board."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.guarding.counts import WITHHELD, Recent, is_idle
from ivr.flow.numbers import e164
from models.calls import Call

LEAST = 3  # fewer calls of one number matter to nobody


def recent_calls(
    session: Session, since: datetime, until: datetime, *, least: int = LEAST
) -> dict[str, Recent]:
    """Return the numbers that called `least` times or more in `(since, until]`, with how often.

    By E.164; all without a number under `WITHHELD`.
    """
    often = (
        sa.select(Call.caller_number)
        .where(Call.started_at > since, Call.started_at <= until)
        .group_by(Call.caller_number)
        .having(sa.func.count() >= least)
    )
    query = (
        sa.select(Call.caller_number, Call.verdict, Call.cause, sa.func.count().label("calls"))
        .where(Call.started_at > since, Call.started_at <= until, Call.caller_number.in_(often))
        .group_by(Call.caller_number, Call.verdict, Call.cause)
    )
    found: dict[str, Recent] = {}
    for row in session.execute(query):
        number = e164(row.caller_number) or WITHHELD
        idle = row.calls if is_idle(row.verdict, row.cause) else 0
        found[number] = found.get(number, Recent()) + Recent(row.calls, idle)
    return found
