"""How the worker's jobs fare: how often each was fired, failed, and when it last ended well."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitoring.exposition import Sample
from monitoring.names import JOB_AGE, JOB_FAILURES, JOB_RUNS, JOB_SECONDS


@dataclass(slots=True)
class _Job:
    runs: int = 0
    failures: int = 0
    seconds: float = 0.0
    ended_well: float | None = None


class JobsSeen:
    """What the worker of this process has seen of its jobs."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Go by a clock that nobody sets."""
        self.monotonic = monotonic
        self._jobs: dict[str, _Job] = {}
        self._lock = threading.Lock()

    def ended(self, name: str, begun: float, *, is_well: bool) -> None:
        """Note that a job which began at `begun` has ended."""
        now = self.monotonic()
        with self._lock:
            job = self._jobs.setdefault(name, _Job())
            job.runs += 1
            job.failures += not is_well
            job.seconds += now - begun
            if is_well:
                job.ended_well = now

    def samples(self) -> Iterator[Sample]:
        """Yield what is known of each job."""
        now = self.monotonic()
        with self._lock:
            jobs = sorted(self._jobs.items())
        for name, job in jobs:
            yield Sample(JOB_RUNS, job.runs, (name,))
            yield Sample(JOB_FAILURES, job.failures, (name,))
            yield Sample(JOB_SECONDS, job.seconds, (name,))
            if job.ended_well is not None:
                yield Sample(JOB_AGE, now - job.ended_well, (name,))
