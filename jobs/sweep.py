"""Closes calls that no callback closed, by asking the carrier how they ended.

Without it a call whose last callback was lost would look as if it were still going on, and its
caller would never be owed a callback.
"""

import logging
from datetime import datetime, timedelta

from ivr.carrier import Carrier, CarrierAway, NotThere
from ivr.flow.events import Event
from ivr.flow.words import EventKind
from ivr.params import is_over
from models import calls
from models.events import insert_events, written
from models.session import Database

log = logging.getLogger(__name__)

QUIET = timedelta(minutes=10)
FORGOTTEN = timedelta(hours=6)  # longer than any call can last: then it is over, whoever says what
AT_ONCE = 20


def run(database: Database, carrier: Carrier, *, now: datetime) -> int:
    """Ask about the oldest calls that seem to go on; return how many were found to be over."""
    with database.reading() as session:
        waiting = calls.silent_since(session, now - QUIET, limit=AT_ONCE)
        forgotten = set(calls.silent_since(session, now - FORGOTTEN, limit=AT_ONCE))
    found = [e for sid in waiting if (e := _asked(carrier, sid, sid in forgotten, now))]
    if found:
        with database.transaction() as session:
            insert_events(session, [written(event, {"source": "sweep"}) for event in found])
        log.warning("calls closed by asking the carrier", extra={"calls": len(found)})
    return len(found)


def _asked(carrier: Carrier, sid: str, forgotten: bool, now: datetime) -> Event | None:  # noqa: FBT001
    seconds, ended_at = None, None
    try:
        end = carrier.call_end(sid)
    except NotThere:
        pass
    except CarrierAway as error:
        log.warning("carrier away, calls not closed", extra={"error": str(error)})
        if not forgotten:
            return None
    else:
        if not is_over(end.status) and not forgotten:
            return None
        seconds, ended_at = end.seconds, end.ended_at
    return Event(
        key="status:swept",
        call_sid=sid,
        kind=EventKind.CALL_ENDED,
        at=now,
        seconds=seconds,
        carrier_at=ended_at,
    )
