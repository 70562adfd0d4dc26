"""Keeps the board fresh: the menu from its file, the legs of this moment from the database.

A thread of each web process looks every second. What this process itself has just seen (a phone
that rings, a caller who hung up) is known at once, without waiting for the database to tell it
back. When the database is away the last board stays; a bad edit of `branches.yaml` leaves the last
good one in force, and is told of in the log and on `/healthz`.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.board.callers import Callers, Counted
from ivr.board.seen import OVER_FOR, SETTLES, Seen, is_news
from ivr.branches import BadBranches, load_branches
from ivr.flow.board import Board, on_the_board
from ivr.flow.duty.roster import Roster
from ivr.flow.events import Event
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import EventKind
from ivr.prompts import Prompts, find_recordings
from ivr.roster_snapshot import RosterSnapshot
from models import calls, reports
from models.duty import reading
from models.guarding import blocks
from models.session import Database

log = logging.getLogger(__name__)

REFRESH_S = 1.0
# No host's clock is that far ahead of ours: what is later was told by a clock since put back.
AHEAD = timedelta(minutes=10)
KEEPS = timedelta(days=31)  # what was withdrawn or over before that is not on the board


@dataclass(frozen=True)
class BoardFiles:
    """Where the menu, the recorded prompts, and the snapshot of the roster are."""

    branches: Path
    prompts: Path
    roster: Path


class BoardKeeper:
    """The one place where the board of this process changes.

    `from_file` is the menu as the file has it, without the roster's days in its calendar: what a
    change to the roster is held against. Where `watches` is false nothing is looked at but by
    `refresh`: for clocks that others move.
    """

    watches = True

    def __init__(
        self,
        files: BoardFiles,
        *,
        database: Database,
        clock: Callable[[], datetime],
        refuse: Callable[[Switchboard], str | None] = lambda _: None,
    ) -> None:
        """Load the menu, and the last roster known. Raises BadBranches where the file is bad.

        `refuse` says why a menu, good in itself, must not be served here.
        """
        self._file, self._prompts_dir = files.branches, files.prompts
        self._snapshot, self._roster_version = RosterSnapshot(files.roster), -1
        self._database, self._clock = database, clock
        self._refuse = refuse
        self._seen, self._callers, self._lock = Seen(), Callers(), threading.Lock()
        self._thread: threading.Thread | None = None
        self._stamp = self._look()
        switchboard = self.from_file = load_branches(files.branches, today=clock().date())
        roster = self._snapshot.read() or Roster()
        self._told = on_the_board(Board(switchboard), switchboard, roster)
        self.board = self._told
        self.prompts = self._find_prompts(switchboard)
        self.fault: str | None = self._refuse(switchboard)
        self.database_away_since: datetime | None = None
        self.told_at: float | None = None  # by the clock that nobody sets: theirs may pretend

    def start(self) -> None:
        """Start looking, once in each process: after a fork, never before it."""
        if self._thread is None and self.watches:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="board", daemon=True)
                    self._thread.start()

    def note(self, event: Event) -> None:
        """Know at once what has just been recorded here."""
        begins, tells = event.kind is EventKind.CALL_STARTED, is_news(event)
        if not (begins or tells):
            return
        with self._lock:
            if begins and self._callers.note(event):
                self.board = self._callers.onto(self.board)
            if tells:
                self._seen.note(event)
                self.board = self._seen.onto(self._callers.onto(self._told))

    def refresh(self) -> None:
        """Look once: at the menu's file if it changed, and at the legs of this moment."""
        self._reload_if_changed()
        told = self._ask_database()
        with self._lock:
            if told:
                self._told, known_until, counted = told
                self._seen.forget(known_until - SETTLES, now=self._clock())
                if counted is not None:
                    self._callers.told(counted, until=known_until, now=self._clock())
            self.board = self._seen.onto(self._callers.onto(self._told))

    def _run(self) -> None:
        wake = threading.Event()
        while not wake.wait(REFRESH_S):
            try:
                self.refresh()
            except Exception:
                log.exception("board not refreshed")

    def _reload_if_changed(self) -> None:
        stamp = self._look()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            switchboard = load_branches(self._file, today=self._clock().date())
            self.fault = self._refuse(switchboard)
        except BadBranches as fault:
            self.fault = str(fault)
        if self.fault:
            log.error("branches file is bad, the last good one stays", extra={"fault": self.fault})
            return
        with self._lock:
            self.from_file = switchboard
            self._told = on_the_board(self._told, switchboard, self._told.roster)
            self.prompts = self._find_prompts(switchboard)
        log.info("branches file and prompts read again")

    def _look(self) -> tuple[object, ...]:
        """Return what changes when the menu or the recorded prompts do, or the day.

        The day counts because the calendar of holidays is loaded around it.
        """
        folders = (self._prompts_dir, *(self._prompts_dir.glob("*/")))
        stats = [_stat(path) for path in (self._file, *folders)]
        return (*stats, self._clock().date())

    def _find_prompts(self, switchboard: Switchboard) -> Prompts:
        return Prompts(switchboard.province, find_recordings(self._prompts_dir))

    def _ask_database(self) -> tuple[Board, datetime, Counted | None] | None:
        """Return the board that the database tells, until when it knows what happened, and callers.

        While no worker tells stories, that is long ago, and what was seen here must be kept.
        """
        now = self._clock()
        oldest = now - timedelta(seconds=self._told.switchboard.limits.talk_s + 600)
        try:
            with self._database.reading() as session:
                going_on = reports.going_on(session, oldest, now + AHEAD)
                at_work = reports.at_work(session, now, now + AHEAD)
                counted = self._callers.asked(session, now)
                blocked = blocks.blocked(session, now)
                over = calls.ended_between(session, now - OVER_FOR, now + AHEAD)
                board = self._with_roster(session, now)
        except sa.exc.SQLAlchemyError:
            if self.database_away_since is None:
                self.database_away_since = now
                log.warning("database away, the last board stays")
            return None
        self.database_away_since, self.told_at = None, monotonic()
        told = replace(
            board,
            busy=at_work | going_on.busy,
            accepted=going_on.accepted,
            over=frozenset(over),
            reached=going_on.reached & board.switchboard.own_numbers,
            blocked=blocked,
        )
        return told, min(now, going_on.told_until or now), counted

    def _with_roster(self, session: Session, now: datetime) -> Board:
        """Return the board with the roster of this moment, read anew where it has changed."""
        version = reading.version(session)
        if version == self._roster_version:
            return self._told
        roster = reading.read_roster(session, since=now - KEEPS)
        if version or self._told.roster.officers:
            self._snapshot.write(roster)
        if self._roster_version >= 0:
            log.info("roster read again", extra={"officers": len(roster.officers)})
        self._roster_version = version
        return on_the_board(self._told, self.from_file, roster)


def _stat(path: Path) -> Iterable[int]:
    try:
        stat = path.stat()
    except OSError:
        return ()
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)
