"""Looks at this host when somebody asks: at memory and at its own disk, never at the database.

The board's thread knows within a second whether the database is there, and the worker writes down
what the books show; so asking costs no connection and waits for nobody. What was found is good for
a second, however often it is asked.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ivr.hotline import Hotline
from ivr.spool import Spool
from monitoring import names, snapshot
from monitoring.exposition import Sample
from monitoring.readiness import (
    NO_ROOM,
    WORKER_SILENT,
    Facts,
    Part,
    Worker,
    can_serve,
    degraded,
)
from monitoring.snapshot import Snapshot

KEEPS_S = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and since when each part that is not well is known not to be."""

    facts: Facts
    worker: Snapshot | None
    disks: dict[str, tuple[int, int]]
    parts: dict[Part, datetime]
    at: datetime

    @property
    def is_ready(self) -> bool:
        """Whether calls may be sent to this host."""
        return can_serve(self.facts)


class Watch:
    """Watches one host's part of a hotline. `wall` tells real time, `monotonic` is never set."""

    def __init__(
        self,
        hotline: Hotline,
        *,
        wall: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Watch from now on."""
        self._hotline, self._wall, self._monotonic = hotline, wall, monotonic
        self._spool = Spool(hotline.settings.var_dir / "spool")
        self._since: dict[Part, datetime] = {}
        self._looks_since: float | None = None
        self._away_since: datetime | None = None
        self._found: tuple[float, Found] | None = None
        self._lock = threading.Lock()

    def look(self) -> Found:
        """Return what is found now, or was within the last second."""
        self._hotline.board.start()
        with self._lock:
            if self._found is None or self._monotonic() - self._found[0] >= KEEPS_S:
                self._found = (self._monotonic(), self._look())
            return self._found[1]

    def samples(self) -> Iterator[Sample]:
        """Yield what is found as metrics, the worker's own included while it is alive."""
        found = self.look()
        facts, worker = found.facts, found.worker
        yield Sample(names.READY, found.is_ready)
        for part in Part:
            yield Sample(names.DEGRADED, part in found.parts, (part,))
        yield Sample(names.DATABASE_AWAY, facts.database_away_since is not None)
        yield Sample(names.BRANCHES_FAULT, facts.has_branches_fault)
        yield Sample(names.BOARD_AGE, facts.board_age_s)
        yield Sample(names.SPOOL_FILES, facts.spool_files)
        yield Sample(names.SPOOL_OLDEST, _seconds(facts.spool_since, found.at))
        yield Sample(names.SPOOL_UNREADABLE, facts.spool_unreadable)
        for place, (free, size) in found.disks.items():
            yield Sample(names.DISK_FREE, free, (place,))
            yield Sample(names.DISK_SIZE, size, (place,))
        if worker is not None:
            yield Sample(names.WORKER_AGE, _seconds(worker.at, found.at))
            if found.at - worker.at <= WORKER_SILENT:
                yield from worker.samples

    def _look(self) -> Found:
        now, board = self._wall(), self._hotline.board
        settings = self._hotline.settings
        files, since, unreadable = self._spool.tally()
        disks = {"var": _disk(settings.var_dir)}
        if not settings.recordings_url:
            disks["recordings"] = _disk(settings.recordings_dir)
        worker = snapshot.read(settings.var_dir / snapshot.NAME)
        self._looks_since = self._looks_since or self._monotonic()
        away_since = board.database_away_since
        if board.told_at is None:  # not even at the start of this process
            away_since = self._away_since = away_since or self._away_since or now
        # The board's thread begins with the first request: before it, nothing was to be read.
        told_at = max(board.told_at or 0.0, self._looks_since)
        facts = Facts(
            database_away_since=away_since,
            board_age_s=self._monotonic() - told_at,
            has_branches_fault=board.fault is not None,
            spool_files=files,
            spool_since=since,
            spool_unreadable=unreadable,
            takes_spool=disks["var"][0] > NO_ROOM and os.access(_there(settings.var_dir), os.W_OK),
            free_bytes=min(free for free, _ in disks.values()),
            worker=_worker(worker),
        )
        return Found(facts, worker, disks, self._noted(degraded(facts, now), now), now)

    def _noted(self, parts: dict[Part, datetime | None], now: datetime) -> dict[Part, datetime]:
        """Return since when each part is not well: when it was first found, if nothing tells."""
        self._since = {part: since or self._since.get(part, now) for part, since in parts.items()}
        return dict(self._since)


def _worker(found: Snapshot | None) -> Worker | None:
    if found is None:
        return None
    return Worker(
        at=found.at,
        teller_lag_s=found.value(names.TELLER_LAG),
        migrations_behind=found.value(names.MIGRATIONS_BEHIND),
        reconciled_age_s=found.value(names.RECONCILED_AGE),
        reconciliation_runs=found.value(names.RECONCILIATION_RUNS),
    )


def _disk(folder: Path) -> tuple[int, int]:
    """Return the room that is left on a folder's disk, and its size."""
    usage = shutil.disk_usage(_there(folder))
    return usage.free, usage.total


def _there(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that exists: ours are made when needed."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _seconds(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
