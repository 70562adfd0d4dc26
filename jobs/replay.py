"""Replays the spool: events that were kept on disk while the database was away.

Without it nothing is lost, and nobody sees those calls. A file is removed only after the
transaction that took its event in: killed in between, the event comes twice and is kept once.
"""

import logging
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ivr.spool import Spool
from models.events import insert_events
from models.session import Database

log = logging.getLogger(__name__)

AT_ONCE = 200

Row = dict[str, Any]


def run(database: Database, spool: Spool) -> int:
    """Put the oldest spooled events into the database; return how many."""
    good, rows = [], []
    for path, row in spool.read(spool.waiting(limit=AT_ONCE)):
        if row is None:
            log.error("spooled event unreadable, put aside", extra={"file": path.name})
            spool.put_aside(path)
        else:
            good.append(path)
            rows.append(_marked(row))
    if rows:
        _insert(database, spool, good, rows)
        log.info("spool replayed", extra={"events": len(rows)})
    return len(rows)


def _marked(row: Row) -> Row:
    """Return an event that says where it waited: a call's page tells the source of each fact."""
    raw = row["raw"]
    return row | {"raw": {**raw, "source": "spool"}} if isinstance(raw, dict) else row


def _insert(database: Database, spool: Spool, paths: list[Path], rows: list[Row]) -> None:
    """Insert all at once; where the database will not have one of them, one by one."""
    try:
        with database.transaction() as session:
            insert_events(session, rows)
    except (sa.exc.DataError, sa.exc.IntegrityError):
        if len(rows) > 1:
            for path, row in zip(paths, rows, strict=True):
                _insert(database, spool, [path], [row])
            return
        log.error("spooled event refused, put aside", extra={"file": paths[0].name})
        spool.put_aside(paths[0])
    else:
        spool.remove(paths)
