"""Sends the digest of a day, in the morning of the day before and in the afternoon so far.

Without it a supervisor knows how the hotline does only by asking.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from figures.day import read_day
from figures.digest import body, subject
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Level
from models.notices import Notice, is_raised, raise_notice
from models.session import Database, lock_name

log = logging.getLogger(__name__)

MORNING, AFTERNOON = time(7, 30), time(16, 30)
TOO_LATE = timedelta(hours=3)  # by then it is news no more; the next one tells it


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that is to be told. `key` is that of its notice: each is told once."""

    key: str
    yesterday: bool


def due(local: datetime) -> Due | None:
    """Return the digest that is due at a local moment, or None.

    A worker that was away tells it when it is back, if that is not too late.
    """
    for at in (MORNING, AFTERNOON):
        planned = datetime.combine(local.date(), at, local.tzinfo)
        if planned <= local < planned + TOO_LATE:
            return Due(f"digest:{local:%Y-%m-%d}:{at:%H%M}", yesterday=at is MORNING)
    return None


def run(database: Database, switchboard: Switchboard, *, now: datetime) -> int:
    """Raise the notice of the digest that is due and was not told yet; return how many."""
    asked = due(switchboard.calendar.local(now))
    if asked is None:
        return 0
    with database.reading() as session:
        if is_raised(session, asked.key):
            return 0
        digest = read_day(session, switchboard, now=now, yesterday=asked.yesterday)
    notice = Notice(
        key=asked.key,
        audience=switchboard.desk.id,
        level=Level.SUPERVISOR,
        subject=subject(digest),
        body=body(digest),
    )
    with database.transaction() as session:
        lock_name(session, "notices")
        told = raise_notice(session, notice, now)
    if told:
        log.info("digest raised", extra={"key": asked.key})
    return int(told)
