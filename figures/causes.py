"""Why the missed calls of a period were missed: each has one cause, so they add up to them."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.words import MISSED, Cause
from models.calls import Call


def missed_by_cause(
    session: Session, since: datetime, until: datetime, branches: frozenset[str] | None
) -> Mapping[Cause, int]:
    """Return how many calls that started in `[since, until)` were missed for which cause.

    `branches` None is all. Where a call does not say why it was missed nothing is returned: causes
    of some calls only would be read as those of all.
    """
    query = (
        sa.select(Call.cause, sa.func.count().label("number"))
        .where(Call.started_at >= since, Call.started_at < until)
        .where(Call.ended_at.is_not(None), Call.verdict.in_(MISSED))
        .group_by(Call.cause)
    )
    if branches is not None:
        query = query.where(Call.branch.in_(sorted(branches)))
    found = {row.cause: row.number for row in session.execute(query)}
    return {} if None in found else found
