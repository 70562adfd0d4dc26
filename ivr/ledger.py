"""The ledger's door: a webhook is answered only after its event is durable.

In the database, or, while that is away, in the spool on disk, from where a job replays it. When
even the disk refuses, the caller is served all the same and the loss is cried out: reconciliation
with the carrier's own list is then what finds the call again.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from ivr.flow.events import Event
from ivr.spool import Spool
from ivr.watched.meter import Kept, Meter
from models.appending.appender import Appender, NotAppended
from models.events import written

log = logging.getLogger(__name__)

REST_S = 2.0  # how long a database that failed is left alone, so that no caller waits for it


class Ledger:
    """Where events are written down."""

    def __init__(
        self,
        appender: Appender,
        spool: Spool,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        meter: Meter | None = None,
    ) -> None:
        """Write to `appender`, and to `spool` while that fails."""
        self._appender = appender
        self._spool = spool
        self._monotonic = monotonic
        self._meter = meter or Meter()
        self._away_until = 0.0

    def record(self, event: Event, raw: Mapping[str, str]) -> None:
        """Return once the event is durable; the same event twice is kept once."""
        row = written(event, raw)
        if self._monotonic() >= self._away_until:
            try:
                self._appender.append(row)
            except NotAppended as error:
                self.rest()
                log.warning("database away, spooling", extra={"error": str(error)})
            else:
                self._meter.kept(Kept.DATABASE)
                return
        self._put_aside(event, row)

    def _put_aside(self, event: Event, row: Mapping[str, Any]) -> None:
        try:
            self._spool.write(row)
        except OSError as error:
            fields = {
                "call_sid": event.call_sid,
                "kind": event.kind.value,
                "error": type(error).__name__,
            }
            log.critical("event lost: neither database nor spool took it", extra=fields)
            self._meter.kept(Kept.LOST)
        else:
            self._meter.kept(Kept.SPOOL)

    def rest(self) -> None:
        """Leave the database alone for a while: it has just failed somebody else."""
        self._away_until = self._monotonic() + REST_S

    def close(self) -> None:
        """Let go of the database."""
        self._appender.close()
