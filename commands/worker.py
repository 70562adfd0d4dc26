"""`flask worker`: tell stories, fetch messages, replay the spool, until told to stop."""

import signal
import threading
from types import FrameType

import click

from commands.period import hotline
from ivr.spool import Spool
from jobs.schedule import Work, run


@click.command()
def worker() -> None:
    """Chạy các việc nền · run the jobs beside the calls, until Ctrl-C or SIGTERM."""
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    running = hotline()
    settings = running.settings
    run(Work(running, Spool(settings.var_dir / "spool", max_mb=settings.spool_max_mb)), stop)
