"""Seals everything that is kept with the newest key: stored messages and users' second steps.

Each one by itself, whole or not at all, so it may be broken off and begun again; while it goes on,
what is sealed already and what is not yet are both read, as long as the old keys stay set.
"""

import logging
from dataclasses import dataclass

import sqlalchemy as sa

from accounts import second_step
from ivr.flow.words import MessageState
from ivr.sealing.seal import NotOpened, Seal
from ivr.sealing.storage import Sealed
from models.messages import Message
from models.session import Database
from models.users.users import UserRow

log = logging.getLogger(__name__)

AT_ONCE = 200
LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many were sealed anew, were so already, and could not be (their file or key is gone)."""

    renewed: int
    unchanged: int
    failed: int


def messages(database: Database, storage: Sealed) -> Rotated:
    """Seal every stored message with the newest key."""
    counts, after = {"renewed": 0, "unchanged": 0, "failed": 0}, 0
    while rows := _next(database, after):
        for id, path in rows:
            counts[_renew(storage, id, path)] += 1
        gone = _gone(database, [id for id, _ in rows])
        for _, path in (row for row in rows if row[0] in gone):
            storage.delete(path)  # it was deleted while we wrote it anew
        after = rows[-1][0]
    return Rotated(**counts)


def _next(database: Database, after: int) -> list[tuple[int, str]]:
    query = (
        sa.select(Message.id, Message.path)
        .where(Message.id > after, Message.path.is_not(None), Message.deleted_at.is_(None))
        .order_by(Message.id)
        .limit(AT_ONCE)
    )
    with database.reading() as session:
        return [(row.id, str(row.path)) for row in session.execute(query)]


def _renew(storage: Sealed, id: int, path: str) -> str:
    """Seal one message anew; return what came of it. Another name of the same file changes none."""
    try:
        return "renewed" if storage.renew(path, limit=LARGEST) else "unchanged"
    except (NotOpened, OSError) as error:
        fields = {"message_id": id, "error": type(error).__name__}
        log.error("message not sealed anew", extra=fields)
        return "failed"


def _gone(database: Database, ids: list[int]) -> set[int]:
    query = sa.select(Message.id).where(Message.id.in_(ids), Message.state == MessageState.DELETED)
    with database.reading() as session:
        return set(session.scalars(query))


def second_steps(database: Database, seal: Seal) -> Rotated:
    """Seal every user's second step with the newest key."""
    counts = {"renewed": 0, "unchanged": 0, "failed": 0}
    with database.transaction() as session:
        query = sa.select(UserRow).where(UserRow.totp_secret.is_not(None)).order_by(UserRow.id)
        for user in session.scalars(query.with_for_update()):
            try:
                what = "renewed" if second_step.renew(user, seal) else "unchanged"
            except NotOpened as error:
                log.error("second step not sealed anew", extra={"error": str(error)})
                what = "failed"
            counts[what] += 1
    return Rotated(**counts)
