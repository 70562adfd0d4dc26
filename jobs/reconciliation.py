"""Compares with the carrier's list when that is due, and tells where somebody was served by nobody.

Every quarter of an hour the last day is compared, once a night the last week: what the carrier
writes late is found as well, and what a failed run left is caught up with.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime

from ivr.flow.reconciling import spans
from ivr.flow.reconciling.compare import Ours
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Text
from ivr.hotline import Hotline
from ivr.listing.days import Lists
from ivr.listing.pages import Pages
from jobs.reconcile import Found, Reconciler
from models import notices
from models.notices import Notice
from models.reconciliations import runs
from models.session import Database, lock_name

log = logging.getLogger(__name__)


def run(hotline: Hotline, sleep: Callable[[float], object]) -> int:
    """Compare what is due; return how many calls were entered that we had never seen."""
    now, switchboard = hotline.clock(), hotline.board.board.switchboard
    with hotline.database.reading() as session:
        past = runs.past(session, now)
    span = spans.due(past, switchboard.calendar.local(now))
    if span is None:
        return 0
    found = reconciler(hotline, sleep).run(span, now=now)
    tell(hotline.database, switchboard, found, now=now)
    return found.unseen


def reconciler(hotline: Hotline, sleep: Callable[[float], object]) -> Reconciler:
    """Return what compares; `sleep` waits so many seconds where the carrier wants to be left."""
    board = hotline.board.board
    switchboard = board.switchboard
    return Reconciler(
        hotline.database,
        Lists(Pages(hotline.carrier, random.SystemRandom(), sleep)),
        Ours(
            lines=switchboard.own_numbers | {switchboard.hotline},
            keypad=board.roster.with_pin.keys(),
        ),
    )


def tell(database: Database, switchboard: Switchboard, found: Found, *, now: datetime) -> None:
    """Cry out what was found, and raise a notice where citizens were served by nobody."""
    fields = {
        "listed": found.listed,
        "unseen": found.unseen,
        "closed": found.closed,
        "legs": found.legs,
        "recordings": found.recordings,
    }
    if not found.is_clean:
        log.warning("the carrier knew more than we did", extra=fields)
    raise_found(database, switchboard, found, now=now)


def raise_found(
    database: Database, switchboard: Switchboard, found: Found, *, now: datetime
) -> bool:
    """Raise the notice of a run that found such calls; return whether there was one."""
    if not found.unseen:
        return False
    with database.transaction() as session:
        lock_name(session, "notices")
        return notices.raise_notice(session, _notice(switchboard, found, now), now)


def _notice(switchboard: Switchboard, found: Found, now: datetime) -> Notice:
    local = switchboard.calendar.local
    since, until = local(found.span.since), local(found.reached)
    count, calls = found.unseen, "call" if found.unseen == 1 else "calls"
    vi = (
        f"Nhà mạng ghi nhận {count} cuộc gọi đến từ {since:%H:%M %d/%m} đến {until:%H:%M %d/%m} mà"
        " tổng đài không hề hay biết: người gọi đã không được phục vụ. Các cuộc ấy đã được ghi sổ,"
        f" việc gọi lại giao cho {switchboard.desk.name.vi}. Hãy xem vì sao tổng đài không trả lời"
        " nhà mạng vào lúc đó."
    )
    en = (
        f"The carrier lists {count} {calls} from {since:%H:%M %d/%m} to {until:%H:%M %d/%m} that"
        " the hotline knew nothing of: nobody served the callers. They are in the books now, and"
        f" {switchboard.desk.name.en} is to call them back. See why the hotline did not answer the"
        " carrier then."
    )
    return Notice(
        key=f"reconciliation:{now.isoformat()}",
        audience=switchboard.desk.id,
        subject=Text(
            f"Đối soát với nhà mạng: thêm {count} cuộc gọi chưa từng được phục vụ",
            f"Reconciliation with the carrier: {count} {calls} that nobody served",
        ),
        body=Text(vi, en),
    )
