"""How many calls that we placed ourselves go on: each is paid for, so there is a limit."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import officer_calls
from models.line_checks import LineCheck

LIMIT = "calls_at_once is reached"


def count(session: Session, now: datetime) -> int:
    """Return how many calls of ours have no end yet, begun so lately that they can go on."""
    checks = sa.select(sa.func.count()).select_from(LineCheck)
    checks = checks.where(
        LineCheck.ended_at.is_(None),
        LineCheck.placed_at > now - officer_calls.IS_PLACED,
        LineCheck.placed_at <= now,
    )
    return len(officer_calls.rung(session, now)) + (session.scalar(checks) or 0)
