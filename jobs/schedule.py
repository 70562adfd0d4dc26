"""The worker: fires each job in its turn, and survives what any of them throws.

The rows are the queue. Two workers that fire the same job share its rows.
"""

import logging
import threading
from dataclasses import dataclass, field

from apscheduler.schedulers.background import BackgroundScheduler

from callbacks.dialing import Dialer
from ivr.board.keeper import BoardKeeper
from ivr.flow.routing import read_routes
from ivr.hotline import Hotline
from ivr.notifier import Apprise
from ivr.spool import Spool
from jobs import (
    carrier_setup,
    catch_up,
    digest,
    escalation,
    fallback,
    floods,
    line_checks,
    notices,
    observe,
    reconciliation,
    recordings,
    replay,
    retention,
    spool_alarm,
    sum_up,
    sweep,
    teller,
    through_checks,
    wrap_up,
)
from jobs.firing import AtOnceThenEvery, guarded
from jobs.placing import Placer
from monitoring.jobs_seen import JobsSeen
from privacy.deleting import deleter_of

log = logging.getLogger(__name__)

LOOK_UP_S = 0.5
SUMS_AT_ONCE = 3000  # turns of summing up in one firing, a minute or two of them
LET_IN_S = 0.01  # between two turns on SQLite, for the webhooks' writer to have its own


@dataclass(frozen=True)
class Work:
    """Every job of one hotline, each ready to be fired."""

    hotline: Hotline
    spool: Spool
    seen: JobsSeen = field(default_factory=JobsSeen)

    def tell(self) -> int:
        """Tell the stories of calls with news, until few are left: those are told with the next."""
        is_sqlite = self.hotline.database.is_sqlite
        at_once = teller.AT_ONCE_SQLITE if is_sqlite else teller.AT_ONCE
        told, turn = 0, threading.Event()
        while True:
            taken = self._tell_some(at_once)
            told += taken
            if taken < at_once:
                return told
            if is_sqlite:
                turn.wait(LET_IN_S)

    def replay(self) -> int:
        """Put spooled events into the database, until there are none."""
        done = 0
        while taken := replay.run(self.hotline.database, self.spool):
            done += taken
        return done

    @property
    def fetcher(self) -> recordings.Fetcher:
        """What fetches messages."""
        return recordings.Fetcher(self.hotline.database, self.hotline.carrier, self.hotline.storage)

    def fetch(self) -> int:
        """Fetch the messages that are due."""
        done = 0
        while self.fetcher.run(now=self.hotline.clock()):
            done += 1
        return done

    def clean_up(self) -> int:
        """Delete messages at the carrier that are kept here, if so configured."""
        if not self.hotline.settings.delete_at_carrier:
            return 0
        return self.fetcher.clean_up(now=self.hotline.clock())

    def delete_old(self) -> int:
        """Delete personal data at the end of its term, at night."""
        now = self.hotline.clock()
        local = self.hotline.board.board.switchboard.calendar.local(now)
        return retention.run(deleter_of(self.hotline, self.spool), local, now=now)

    @property
    def checker(self) -> line_checks.Checker:
        """What calls officers' numbers to check them."""
        hotline = self.hotline
        settings = hotline.settings
        return line_checks.Checker(
            placer=Placer(hotline.database, hotline.carrier),
            public_url=settings.public_url,
            seed=settings.secret_key,
            a_day=settings.line_checks_a_day,
        )

    @property
    def way_checker(self) -> through_checks.WayChecker:
        """What calls the public number to check the whole way in."""
        hotline = self.hotline
        return through_checks.WayChecker(
            placer=Placer(hotline.database, hotline.carrier),
            public_url=hotline.settings.public_url,
            seed=hotline.settings.secret_key,
        )

    @property
    def dialer(self) -> Dialer:
        """What rings officers."""
        hotline = self.hotline
        return Dialer(
            database=hotline.database,
            carrier=hotline.carrier,
            public_url=hotline.settings.public_url,
            switchboard=hotline.board.board.switchboard,
        )

    def ask_results(self) -> int:
        """Ask officers what came of their talks, if so configured."""
        hotline = self.hotline
        if not hotline.settings.wrap_up_calls:
            return 0
        asker = wrap_up.Asker(hotline.database, self.dialer)
        return asker.run(hotline.board.board, now=hotline.clock())

    def escalate(self) -> int:
        """Raise notices for citizens who wait too long to be called back."""
        switchboard = self.hotline.board.board.switchboard
        return escalation.run(self.hotline.database, switchboard, now=self.hotline.clock())

    def check_carrier(self) -> int:
        """Look whether the carrier is set up to call us; a simulated one always is."""
        hotline = self.hotline
        if hotline.settings.is_simulated:
            return 0
        return carrier_setup.run(
            hotline.database,
            hotline.carrier,
            hotline.board.board.switchboard,
            hotline.settings.public_url,
            now=hotline.clock(),
        )

    def check_lines(self) -> int:
        """Make the checks that are due: of officers' numbers, and of the whole way in."""
        board, now = self.hotline.board.board, self.hotline.clock()
        self.way_checker.settle(board.switchboard, now=now)
        made = self.checker.run(board, now=now)
        if self.hotline.settings.line_checks_a_day:
            made += self.way_checker.run(board, now=now)
        return made

    def hold_back(self) -> int:
        """Block numbers that call far too often."""
        hotline = self.hotline
        return floods.run(hotline.database, hotline.board.board, now=hotline.clock())

    def observe(self) -> int:
        """Write down how the worker and the books are."""
        return observe.run(self.hotline, self.seen)

    def raise_gaps(self) -> int:
        """Raise notices for gaps in the roster."""
        switchboard = self.hotline.board.board.switchboard
        return notices.raise_gaps(self.hotline.database, switchboard, now=self.hotline.clock())

    def tell_day(self) -> int:
        """Raise the digest that is due."""
        switchboard = self.hotline.board.board.switchboard
        return digest.run(self.hotline.database, switchboard, now=self.hotline.clock())

    def notify(self) -> int:
        """Send the notices that are due."""
        routes, _ = read_routes(self.hotline.settings.notices_to)
        sender, done = notices.Sender(self.hotline.database, Apprise(), routes), 0
        while sender.run(now=self.hotline.clock()):
            done += 1
        return done

    def watch_spool(self) -> int:
        """Tell when events pile up on disk."""
        hotline = self.hotline
        routes, _ = read_routes(hotline.settings.notices_to)
        told = hotline.settings.var_dir / "spool.told"
        alarm = spool_alarm.SpoolAlarm(hotline.database, Apprise(), routes, told)
        return alarm.run(self.spool, hotline.board.board.switchboard, now=hotline.clock())

    def keep_fallback(self) -> int:
        """Keep the fallback document true to the roster, if so configured."""
        return fallback.run(self.hotline)

    def sweep(self) -> int:
        """Close the calls that no callback closed."""
        return sweep.run(self.hotline.database, self.hotline.carrier, now=self.hotline.clock())

    def reconcile(self) -> int:
        """Enter what the carrier's list has and we do not; what waits on disk first."""
        self.replay()
        return reconciliation.run(self.hotline, threading.Event().wait)

    def catch_up(self) -> int:
        """Bring what an older release wrote up to date, until all of it is."""
        done, turn = 0, threading.Event()
        while taken := catch_up.run(self.hotline.database):
            done += taken
            turn.wait(LET_IN_S)
        sums = sum_up.Round()
        for _ in range(SUMS_AT_ONCE):
            taken = self._sum_up(sums)
            if not taken:
                break
            done += taken
            turn.wait(LET_IN_S)
        return done

    def _sum_up(self, sums: sum_up.Round) -> int:
        hotline = self.hotline
        switchboard = hotline.board.board.switchboard
        return sum_up.run(hotline.database, switchboard, sums, now=hotline.clock())

    def _tell_some(self, at_once: int) -> int:
        board: BoardKeeper = self.hotline.board
        with self.hotline.database.transaction() as session:
            menu, now = board.board.switchboard, self.hotline.clock()
            return teller.run(session, menu, now=now, at_once=at_once)


def run(work: Work, stop: threading.Event) -> None:
    """Fire the jobs until `stop` is set, then wait for those that run."""
    work.hotline.board.start()
    _tell_bad_routes(work.hotline)
    scheduler = BackgroundScheduler(timezone="UTC")
    every = {
        work.tell: 0.5,
        work.replay: 2,
        work.observe: 10,
        work.fetch: 2,
        work.notify: 10,
        work.hold_back: 5,
        work.raise_gaps: 60,
        work.tell_day: 60,
        work.escalate: 60,
        work.ask_results: 10,
        work.check_lines: 30,
        work.check_carrier: 24 * 60 * 60,
        work.clean_up: 60,
        work.keep_fallback: 60,
        work.watch_spool: 60,
        work.sweep: 60,
        work.reconcile: 15 * 60,
        work.catch_up: 60,
        work.delete_old: 600,
    }
    for job, seconds in every.items():
        scheduler.add_job(
            guarded(job, work.seen),
            AtOnceThenEvery(seconds=seconds, timezone="UTC"),
            name=job.__name__,
            coalesce=True,
            misfire_grace_time=None,  # late is better than in a day
            max_instances=1,
        )
    scheduler.start()
    log.info("worker started")
    # A signal that comes just before an endless wait is not seen until that wait ends.
    while not stop.wait(LOOK_UP_S):
        pass
    scheduler.shutdown(wait=True)
    log.info("worker stopped")


def _tell_bad_routes(hotline: Hotline) -> None:
    """Cry out which notices' addresses are for nobody; the entries themselves are secrets."""
    switchboard = hotline.board.board.switchboard
    for bad in notices.bad_routes(hotline.settings.notices_to, switchboard):
        fields = {"entry": bad.entry, "why": bad.reason.en}
        log.error("an entry of NOTICES_TO is not understood", extra=fields)
