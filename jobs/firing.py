"""How a job is fired: at once, then every so often, watched, and outlived by the worker."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from apscheduler.triggers.interval import IntervalTrigger

from monitoring.jobs_seen import JobsSeen

log = logging.getLogger(__name__)


class AtOnceThenEvery(IntervalTrigger):  # type: ignore[misc]  # the library has no types
    """An interval that begins with a firing, by the scheduler's own clock.

    The hotline's may be a simulated one, months ahead or behind: no job may wait for that.
    """

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return when to fire next; None as `previous_fire_time` means that it never did."""
        if previous_fire_time is None:
            return now
        return cast(datetime, super().get_next_fire_time(previous_fire_time, now))


def guarded(job: Callable[[], int], seen: JobsSeen) -> Callable[[], None]:
    """Return the job so that a failure is told of, and the next firing tries again."""

    def fire() -> None:
        begun, is_well = seen.monotonic(), False
        try:
            job()
            is_well = True
        except sa.exc.OperationalError as error:
            fields = {"job": job.__name__, "error": type(error.orig).__name__}
            log.warning("database away, job comes again", extra=fields)
        except Exception:
            log.exception("job failed", extra={"job": job.__name__})
        finally:
            seen.ended(job.__name__, begun, is_well=is_well)

    return fire
