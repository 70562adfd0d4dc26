"""Writes down how the worker and the books are, for those who watch the hotline.

If it does not run, `/readyz` says that the worker is gone, and an alert does.
"""

import logging

import sqlalchemy as sa

from ivr.hotline import Hotline
from monitoring import books, snapshot
from monitoring.jobs_seen import JobsSeen

log = logging.getLogger(__name__)


def run(hotline: Hotline, seen: JobsSeen) -> int:
    """Write what there is to know; without the database, what is known without it."""
    samples = [*seen.samples()]
    switchboard = hotline.board.board.switchboard
    try:
        with hotline.database.reading() as session:
            samples += books.samples(session, switchboard, now=hotline.clock())
    except sa.exc.SQLAlchemyError as error:
        log.info("the books were not observed", extra={"error": type(error).__name__})
    snapshot.write(hotline.settings.var_dir / snapshot.NAME, samples)
    return 0
