"""Whether the books hold a made-up history: a figure that counts it is no citizen's."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.calls import Call
from models.lists.wanted import SAMPLE_SID

BEHIND = SAMPLE_SID[:-1] + chr(ord(SAMPLE_SID[-1]) + 1)


def has_sample(session: Session) -> bool:
    """Say whether there are made-up calls; asked of the index of ids, as a span of it."""
    query = sa.select(Call.id).where(Call.sid >= SAMPLE_SID, Call.sid < BEHIND).limit(1)
    return session.scalar(query) is not None
