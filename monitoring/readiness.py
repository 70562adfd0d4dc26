"""Is this host fit to serve calls, and what is not as it should be? Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

STALE_BOARD_S = 30
WORKER_SILENT = timedelta(seconds=60)
TELLER_BEHIND_S = 60
RECONCILED_WITHIN_S = 2 * 60 * 60
SPOOL_WAITS = timedelta(minutes=1)
LITTLE_ROOM = 1_000_000_000  # bytes: a thousand messages, or a day's spool of a great many calls
NO_ROOM = 1_000_000


class Part(StrEnum):
    """What may be wrong while calls are served."""

    DATABASE = "database"
    MIGRATIONS = "migrations"
    BOARD = "board"
    BRANCHES = "branches"
    SPOOL = "spool"
    DISK = "disk"
    WORKER = "worker"
    TELLER = "teller"
    RECONCILIATION = "reconciliation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """What this host's worker last said of itself and of the books; None: it could not look.

    `reconciled_age_s` is None also before the first comparison; `reconciliation_runs` counts those
    that failed as well.
    """

    at: datetime
    teller_lag_s: float | None
    migrations_behind: float | None
    reconciled_age_s: float | None
    reconciliation_runs: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was found on this host. `free_bytes` is the room that is left on its fullest disk."""

    database_away_since: datetime | None
    board_age_s: float
    has_branches_fault: bool
    spool_files: int
    spool_since: datetime | None
    spool_unreadable: int
    takes_spool: bool
    free_bytes: int
    worker: Worker | None


def can_serve(facts: Facts) -> bool:
    """Return whether calls may be sent here: what they come to can be written down somewhere.

    All else degrades what callers get, and would be no better at a host that has the same trouble.
    """
    return facts.database_away_since is None or facts.takes_spool


def degraded(facts: Facts, now: datetime) -> dict[Part, datetime | None]:
    """Return the parts that are not as they should be, each with since when, where that is told."""
    found: dict[Part, datetime | None] = {}
    if facts.database_away_since:
        found[Part.DATABASE] = facts.database_away_since
    elif facts.board_age_s > STALE_BOARD_S:
        found[Part.BOARD] = now - timedelta(seconds=facts.board_age_s)
    if facts.has_branches_fault:
        found[Part.BRANCHES] = None
    is_waiting = facts.spool_since and now - facts.spool_since > SPOOL_WAITS
    if is_waiting or facts.spool_unreadable:
        found[Part.SPOOL] = facts.spool_since
    if facts.free_bytes < LITTLE_ROOM or not facts.takes_spool:
        found[Part.DISK] = None
    return found | _of_worker(facts, now)


def _of_worker(facts: Facts, now: datetime) -> dict[Part, datetime | None]:
    worker = facts.worker
    if worker is None or now - worker.at > WORKER_SILENT:
        return {Part.WORKER: worker.at if worker else None}
    found: dict[Part, datetime | None] = {}
    if worker.migrations_behind:
        found[Part.MIGRATIONS] = None
    lag, age = worker.teller_lag_s, worker.reconciled_age_s
    if lag is not None and lag > TELLER_BEHIND_S:
        found[Part.TELLER] = worker.at - timedelta(seconds=lag)
    has_failed = age is None and worker.reconciliation_runs  # before the first nothing is late
    if has_failed or (age is not None and age > RECONCILED_WITHIN_S):
        found[Part.RECONCILIATION] = None if age is None else worker.at - timedelta(seconds=age)
    return found
