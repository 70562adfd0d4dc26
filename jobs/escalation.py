"""Raises a notice where a citizen waits too long to be called back; without it nobody is reminded.

Each is raised once, however often the job runs, and goes to whoever answers for that much delay.
"""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from callbacks.alarms import Standing, due_keys, owed_notice
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Text
from models import callback_actions, callbacks, notices
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.duty.officers import all_officers
from models.notices import Notice
from models.session import Database, lock_name

log = logging.getLogger(__name__)


def run(database: Database, switchboard: Switchboard, *, now: datetime) -> int:
    """Raise what is to be told now and was not; return how many notices that were."""
    with database.reading() as session:
        fresh = _fresh(session, switchboard, now)
    if not fresh:
        return 0
    with database.transaction() as session:
        lock_name(session, "notices")
        raised = sum(notices.raise_notice(session, notice, now) for notice in fresh)
    log.warning("callbacks wait too long", extra={"notices": raised})
    return raised


def _fresh(session: Session, switchboard: Switchboard, now: datetime) -> list[Notice]:
    found = _standing(session, now)
    due = [
        (key, percent, each)
        for each in found
        for key, percent in due_keys(each, switchboard, now).items()
    ]
    known = notices.raised(session, [key for key, _, _ in due]) if due else set()
    return [
        owed_notice(each, percent, switchboard, key)
        for key, percent, each in due
        if key not in known
    ]


def _standing(session: Session, now: datetime) -> list[Standing]:
    rows = callbacks.open_since(session, now)
    waiting = [row.id for row in rows if row.next_try_at is not None]
    asked = callback_actions.postponements(session, waiting) if waiting else {}
    posts = {row.code: Text(row.post_vi, row.post_en) for row in all_officers(session)}
    return [Standing(row, _asked_for(row, asked), _claimed_by(row, posts, now)) for row in rows]


def _asked_for(row: Callback, asked: dict[int, CallbackAction]) -> datetime | None:
    """Return when the citizen wants to be called, where that is the last that is known of them."""
    action = asked.get(row.id)
    if action is None or row.next_try_at is None:
        return None
    later = [at for at in (row.last_missed_at, row.last_try_at) if at and at > action.at]
    return None if later else action.until


def _claimed_by(row: Callback, posts: dict[str, Text], now: datetime) -> Text | None:
    if row.claimed_by is None or row.claimed_until is None or row.claimed_until <= now:
        return None
    return posts.get(row.claimed_by) or Text(row.claimed_by, row.claimed_by)
