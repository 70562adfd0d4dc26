"""Raises what must be told, and sends it. Without it gaps are seen only by who looks for them.

A notice is leased before it is sent, outside any transaction: killed in between it is sent again,
rather than never.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from duty.alarms import gap_notices
from duty.changes import every_branch
from ivr.flow.routing import BadRoute, Route, addressed, read_routes, unknown_branches
from ivr.flow.switchboard import Switchboard
from ivr.notifier import Notifier, NotSent
from models import notices
from models.duty.reading import read_roster
from models.notices import NoticeRow
from models.session import Database, lock_name

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
FIRST_BACK_OFF = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(hours=1)
MOST_TRIES = 30  # about a day


def raise_gaps(database: Database, switchboard: Switchboard, *, now: datetime) -> int:
    """Raise a notice for each gap that is to be told now and was not; return how many."""
    with database.reading() as session:
        found = [*gap_notices(read_roster(session, since=now), switchboard, now)]
        fresh = [notice for notice in found if not notices.is_raised(session, notice.key)]
    if not fresh:
        return 0
    with database.transaction() as session:
        lock_name(session, "notices")
        for notice in fresh:
            notices.raise_notice(session, notice, now)
    log.warning("gaps in the roster", extra={"notices": len(fresh)})
    return len(fresh)


def bad_routes(entries: Sequence[str], switchboard: Switchboard) -> tuple[BadRoute, ...]:
    """Return what is wrong with the addresses of the setting, in its order."""
    routes, bad = read_routes(entries)
    known = {branch.id for branch in every_branch(switchboard)}
    return tuple(sorted((*bad, *unknown_branches(routes, known)), key=lambda each: each.entry))


@dataclass(frozen=True)
class Sender:
    """What sending needs. Without any route notices are kept, and can be read."""

    database: Database
    notifier: Notifier
    routes: Sequence[Route]

    def run(self, *, now: datetime) -> bool:
        """Send the notice that is due first; return whether there was one."""
        if not self.routes:
            return False
        with self.database.transaction() as session:
            notice = notices.claim_due(session, now, now + LEASE)
        if notice is None:
            return False
        try:
            self._send(notice)
        except NotSent as error:
            self._note_failed(notice, str(error), now)
        else:
            self._note_sent(notice, now)
        return True

    def _send(self, notice: NoticeRow) -> None:
        addresses = addressed(self.routes, level=notice.level, branch=notice.audience)
        if not addresses:
            raise NotSent("NOTICES_TO has no address for it")
        body = f"{notice.body_vi}\n\n{notice.subject_en}\n{notice.body_en}"
        self.notifier.send(addresses, notice.subject_vi, body)

    def _note_sent(self, notice: NoticeRow, now: datetime) -> None:
        with self.database.transaction() as session:
            row = session.get_one(NoticeRow, notice.id)
            row.sent_at, row.next_try_at, row.error = now, None, ""
        log.info("notice sent", extra={"notice_id": notice.id})

    def _note_failed(self, notice: NoticeRow, error: str, now: datetime) -> None:
        with self.database.transaction() as session:
            row = session.get_one(NoticeRow, notice.id)
            row.error = error[:200]
            row.next_try_at = None if row.tries >= MOST_TRIES else now + back_off(row.tries)
        fields = {"notice_id": notice.id, "tries": row.tries, "error": error}
        log.warning("notice not sent", extra=fields)


def back_off(tries: int) -> timedelta:
    """Return how long to wait after so many tries: doubling, up to an hour."""
    return min(FIRST_BACK_OFF * (1 << min(tries - 1, 10)), LONGEST_BACK_OFF)
