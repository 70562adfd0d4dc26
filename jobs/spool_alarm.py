"""Tells when events pile up on disk: the database is away, or the disk is filling.

Without it the books stand still and nobody knows why. While the database is away nothing can be
raised in it, so the addresses for supervisors are told directly, each thing once a day.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from ivr.flow.routing import Route, addressed
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Level, Text
from ivr.notifier import Notifier, NotSent
from ivr.spool import Spool
from models import notices
from models.notices import Notice
from models.session import Database, lock_name

log = logging.getLogger(__name__)

WAITS = timedelta(minutes=10)  # longer than a restart of the database takes
FILLING = 0.5  # of the room that waiting events may take


@dataclass(frozen=True)
class SpoolAlarm:
    """What telling needs. `told` is a file that remembers what was told without the database."""

    database: Database
    notifier: Notifier
    routes: tuple[Route, ...]
    told: Path

    def run(self, spool: Spool, switchboard: Switchboard, *, now: datetime) -> int:
        """Look at the spool, and tell what is new; return how many things were told."""
        day = switchboard.calendar.local(now).date().isoformat()
        found = [*_found(spool, switchboard, day, now)]
        return sum(self._tell(notice, now) for notice in found)

    def _tell(self, notice: Notice, now: datetime) -> bool:
        try:
            with self.database.transaction() as session:
                lock_name(session, "notices")
                is_new = notices.raise_notice(session, notice, now)
        except sa.exc.OperationalError:
            is_new = self._tell_directly(notice)
        if is_new:
            log.error("events pile up on disk", extra={"what": notice.key})
        return is_new

    def _tell_directly(self, notice: Notice) -> bool:
        """Tell supervisors without the outbox; it will hold the same once the database is back."""
        known = self.told.read_text("utf-8").split() if self.told.is_file() else []
        if notice.key in known:
            return False
        addresses = addressed(self.routes, level=notice.level, branch=notice.audience)
        try:
            if addresses:
                body = f"{notice.body.vi}\n\n{notice.subject.en}\n{notice.body.en}"
                self.notifier.send(addresses, notice.subject.vi, body)
            self.told.write_text("\n".join([*known[-20:], notice.key]), "utf-8")
        except (NotSent, OSError) as error:
            log.warning("alarm not sent, comes again", extra={"error": type(error).__name__})
            return False
        return True


def _found(spool: Spool, switchboard: Switchboard, day: str, now: datetime) -> Iterator[Notice]:
    count, since, unreadable = spool.tally()
    desk = switchboard.desk.id

    def notice(what: str, subject: Text, body: Text) -> Notice:
        key = f"spool:{what}:{day}"
        return Notice(key=key, audience=desk, subject=subject, body=body, level=Level.SUPERVISOR)

    if since and now - since > WAITS:
        local = switchboard.calendar.local(since)
        yield notice("waiting", WAITING, _filled(WAITING_BODY, f"{local:%H:%M %d/%m}", count))
    if spool.most and count >= spool.most * FILLING:
        yield notice("filling", FILLING_UP, _filled(FILLING_BODY, count, spool.most))
    if unreadable:
        yield notice("unreadable", UNREADABLE, _filled(UNREADABLE_BODY, unreadable))


def _filled(text: Text, *values: object) -> Text:
    return Text(text.vi.format(*values), text.en.format(*values))


WAITING = Text(
    "Cơ sở dữ liệu của tổng đài không ghi được", "The hotline's database takes no entries"
)
WAITING_BODY = Text(
    "Từ {0}, {1} dữ kiện cuộc gọi phải chờ trên đĩa. Người gọi vẫn được phục vụ; sổ, báo cáo và"
    " việc gọi lại đứng yên cho đến khi cơ sở dữ liệu trở lại.",
    "Since {0}, {1} events have been waiting on disk. Callers are served; books, reports and"
    " callbacks stand still until the database is back.",
)
FILLING_UP = Text("Chỗ chờ trên đĩa sắp đầy", "Room for waiting events is running out")
FILLING_BODY = Text(
    "{0} trên {1} chỗ đã dùng. Khi đầy, người gọi vẫn được phục vụ nhưng cuộc gọi không được ghi;"
    " chỉ còn đối soát với nhà mạng tìm lại được.",
    "{0} of {1} places are taken. Once it is full callers are served, but calls are not written"
    " down; only reconciliation with the carrier finds them again.",
)
UNREADABLE = Text("Có tệp chờ không đọc được", "There are waiting files that cannot be read")
UNREADABLE_BODY = Text(
    "{0} tệp đã được để riêng trong var/spool (.unreadable), cần người xem.",
    "{0} files were put aside in var/spool (.unreadable), for a person to look at.",
)
