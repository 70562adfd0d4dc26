"""Every metric by its name: the only names that exist for alerts and dashboards.

No label holds a number, an officer or free text: routes, words of ours, and ids of branches.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What may be done with a metric's values, as Prometheus names it."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: its name, its kind, what it tells, and its labels."""

    name: str
    kind: Kind
    about: str
    labels: tuple[str, ...] = ()


def _counter(name: str, about: str, *labels: str) -> Metric:
    return Metric(f"hotline_{name}", Kind.COUNTER, about, labels)


def _gauge(name: str, about: str, *labels: str) -> Metric:
    return Metric(f"hotline_{name}", Kind.GAUGE, about, labels)


# Of this host's web processes, all together.
WEBHOOK_SECONDS = Metric(
    "hotline_webhook_seconds",
    Kind.HISTOGRAM,
    "Time in which webhooks were answered.",
    ("route", "outcome"),
)
FAULTS = _counter("webhook_faults_total", "Webhooks that were not answered as meant.", "fault")
DECISIONS = _counter("decisions_total", "Documents handed out, by what comes next.", "step")
EVENTS = _counter("events_total", "Events, by where they were written down.", "kept")

# Of this host at the moment of asking.
READY = _gauge("ready", "1 while this host can serve calls.")
DEGRADED = _gauge("degraded", "1 while this part is not as it should be.", "part")
WEB_PROCESSES = _gauge("web_processes", "Web processes that have answered webhooks.")
DATABASE_AWAY = _gauge("database_away", "1 while the database cannot be had.")
BRANCHES_FAULT = _gauge("branches_fault", "1 while branches.yaml has a fault.")
BOARD_AGE = _gauge("board_age_seconds", "Time since the board was read from the database.")
SPOOL_FILES = _gauge("spool_files", "Events on disk that wait for the database.")
SPOOL_OLDEST = _gauge("spool_oldest_seconds", "Age of the oldest of them.")
SPOOL_UNREADABLE = _gauge("spool_unreadable_files", "Files in the spool that are no events.")
DISK_FREE = _gauge("disk_free_bytes", "Room left on the disk.", "place")
DISK_SIZE = _gauge("disk_size_bytes", "Size of the disk.", "place")
WORKER_AGE = _gauge("worker_heartbeat_seconds", "Time since this host's worker gave a sign.")

# Of this host's worker.
JOB_RUNS = _counter("job_runs_total", "Firings of each job.", "job")
JOB_FAILURES = _counter("job_failures_total", "Firings that failed.", "job")
JOB_SECONDS = _counter("job_seconds_total", "Time spent in each job.", "job")
JOB_AGE = _gauge("job_success_age_seconds", "Time since a job last ended well.", "job")

# Of the books: the same from every host, so take max() of them.
CALLS_LAST_HOUR = _gauge("calls_last_hour", "Calls begun in the last hour.", "branch", "verdict")
CALLS_TODAY = _gauge("calls_today", "Calls begun since midnight.", "branch", "verdict")
BRANCH_OPEN = _gauge("branch_open", "1 while a branch is open.", "branch")
CALLBACKS_OPEN = _gauge("callbacks_open", "Missed callers who wait to be called back.", "branch")
CALLBACKS_OVERDUE = _gauge("callbacks_overdue", "Those whose time is over.", "branch")
CALLBACK_OLDEST = _gauge("callback_oldest_overdue_seconds", "How long the oldest is overdue.")
TELLER_LAG = _gauge("teller_lag_seconds", "Age of the oldest event that is in no row yet.")
MIGRATIONS_BEHIND = _gauge("migrations_behind", "Migrations that the database lacks.")
RECONCILED_AGE = _gauge("reconciled_age_seconds", "Age of what the carrier's list was compared to.")
RECONCILIATION_GAP = _gauge(
    "reconciliation_gap_calls", "Calls of the last 24 hours that only the carrier's list had."
)
RECONCILIATION_RUNS = _gauge("reconciliation_runs", "Runs of the comparison in the books.")
RECONCILIATION_FAULTS = _gauge("reconciliation_faults", "Those that did not get to their end.")
LINE_CHECKS = _gauge("line_checks_last_day", "Checks of the last 24 hours.", "kind", "grade")
NOTICES_WAITING = _gauge("notices_waiting", "Notices that wait to be sent.")
NOTICE_OLDEST = _gauge("notice_oldest_seconds", "Age of the oldest of them.")

METRICS = tuple(value for value in globals().values() if isinstance(value, Metric))
BY_NAME = {metric.name: metric for metric in METRICS}
