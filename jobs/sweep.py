"""Closes calls that no callback closed, by asking the carrier how they ended.

Without it a call whose last callback was lost would look as if it were still going on, and its
caller would never be owed a callback. It asks about single calls within minutes; `reconcile` reads
the whole list, and enters the same end under the same key.
"""

import logging
from datetime import datetime, timedelta

from ivr.carrier import Carrier, CarrierAway, NotThere
from ivr.flow.events import Event
from ivr.flow.reconciling.compare import ended
from ivr.params import is_over
from models import calls, reports
from models.events import insert_events, written
from models.session import Database

log = logging.getLogger(__name__)

QUIET = timedelta(minutes=10)  # longer than clocks of two hosts differ, too
FORGOTTEN = timedelta(hours=6)  # longer than any call can last: then it is over, whoever says what
AT_ONCE = 20


def run(database: Database, carrier: Carrier, *, now: datetime) -> int:
    """Ask about the oldest calls that seem to go on; return how many were found to be over.

    Calls that lie ahead are asked about as well: they began by a simulated carrier's clock, which
    has been put back since. Their end is written down no earlier than that.
    """
    with database.reading() as session:
        waiting = dict.fromkeys(calls.silent_since(session, now - QUIET, limit=AT_ONCE), now)
        forgotten = set(calls.silent_since(session, now - FORGOTTEN, limit=AT_ONCE))
        ahead = dict(
            reports.begun_ahead(session, now + QUIET, quiet_since=now - QUIET, limit=AT_ONCE)
        )
    asked = (_asked(carrier, sid, sid in forgotten, at) for sid, at in (waiting | ahead).items())
    found = [event for event in asked if event]
    if found:
        with database.transaction() as session:
            insert_events(session, [written(event, {"source": "sweep"}) for event in found])
        log.warning("calls closed by asking the carrier", extra={"calls": len(found)})
    return len(found)


def _asked(carrier: Carrier, sid: str, forgotten: bool, at: datetime) -> Event | None:  # noqa: FBT001
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
    return ended(sid, at=at, seconds=seconds, ended_at=ended_at)
