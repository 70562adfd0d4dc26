"""Keeps the board fresh: the menu from its file, the legs of this moment from the database.

A thread of each web process looks every second. What this process itself has just seen (a phone
that rings, a caller who hung up) is known at once, without waiting for the database to tell it
back. When the database is away the last board stays; a bad edit of `branches.yaml` leaves the last
good one in force, and is told of in the log and on `/healthz`.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.branches import BadBranches, load_branches
from ivr.flow.board import Board, on_the_board
from ivr.flow.duty.roster import Roster
from ivr.flow.events import Event
from ivr.flow.guarding.counts import SPAN, WITHHELD, Recent
from ivr.flow.keypad.stages import KEYPAD
from ivr.flow.numbers import e164
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import EventKind, Reason
from ivr.prompts import Prompts, find_recordings
from ivr.roster_snapshot import RosterSnapshot
from models import calls, reports
from models.duty import reading
from models.guarding import blocks
from models.guarding.recent import recent_calls
from models.session import Database

log = logging.getLogger(__name__)

REFRESH_S = 1.0
SETTLES = timedelta(seconds=20)  # by then the database knows what this process has seen
_ENDING = (EventKind.CALL_ENDED, EventKind.OFFICER_ENDED)
MOST_BEGUN = 1000  # calls that one process remembers while the database is away
_TELLING = (EventKind.LEG_ENDED, EventKind.LEG_KEY, *_ENDING)
OVER_FOR = timedelta(minutes=3)  # no officer's phone of a call that ended rings for longer
# No host's clock is that far ahead of ours: what is later was told by a clock since put back.
AHEAD = timedelta(minutes=10)
KEEPS = timedelta(days=31)  # what was withdrawn or over before that is not on the board


@dataclass
class _Seen:
    """What this process has seen and the database may not know yet, each with when."""

    busy: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    free: dict[tuple[str, str], datetime] = field(default_factory=dict)
    over: dict[str, datetime] = field(default_factory=dict)
    accepted: dict[tuple[str, int], datetime] = field(default_factory=dict)
    begun: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def note(self, event: Event) -> None:
        """Take one event of this process into account."""
        for number in (event.rung_number, _held_by_keypad(event)):
            if number:
                self.busy[number] = (event.call_sid, event.at)
                self.free.pop((number, event.call_sid), None)
        if event.kind is EventKind.LEG_ENDED or event.gone:
            self._release(event)
        if event.kind in _ENDING or event.gone:
            self.over[event.call_sid] = event.at
        if event.kind is EventKind.LEG_KEY and event.then and event.then.reason is Reason.ACCEPTED:
            self.accepted[event.call_sid, event.position.n] = event.at

    def begins(self, event: Event) -> str | None:
        """Note a call that begins; return whose it is, None where it was noted before."""
        if event.call_sid in self.begun:
            return None
        if len(self.begun) >= MOST_BEGUN:
            del self.begun[next(iter(self.begun))]
        number = e164(event.caller_number) or WITHHELD
        self.begun[event.call_sid] = (number, event.at)
        return number

    def _release(self, event: Event) -> None:
        """Free the phones that this call held, but for the one it is ringing now."""
        for number, (sid, _) in list(self.busy.items()):
            if sid == event.call_sid and number != event.rung_number:
                del self.busy[number]
                self.free[number, sid] = event.at

    def forget(self, before: datetime, *, now: datetime) -> None:
        """Drop what the database must know by now, and what a clock since put back has told."""
        until = now + SETTLES
        self.busy = {k: v for k, v in self.busy.items() if before <= v[1] <= until}
        self.free = {k: at for k, at in self.free.items() if before <= at <= until}
        self.over = {k: at for k, at in self.over.items() if before - OVER_FOR <= at <= until}
        self.accepted = {k: at for k, at in self.accepted.items() if before <= at <= until}
        self.begun = {k: v for k, v in self.begun.items() if before + SETTLES < v[1] <= until}

    def onto(self, told: Board) -> Board:
        """Return the board that the database told, with what we have seen laid over it."""
        freed = {number for number, sid in self.free if told.busy.get(number) == sid}
        held = {n: sid for n, sid in told.busy.items() if n not in freed and sid not in self.over}
        seen = {n: sid for n, (sid, _) in self.busy.items() if sid not in self.over}
        recent = dict(told.recent)
        for number, calls_begun in Counter(number for number, _ in self.begun.values()).items():
            recent[number] = recent.get(number, Recent()) + Recent(calls_begun)
        return replace(
            told,
            recent=recent,
            busy={**held, **seen},
            over=told.over | self.over.keys(),
            accepted=told.accepted | self.accepted.keys(),
        )


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
        self._seen, self._lock = _Seen(), threading.Lock()
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
        if event.kind is EventKind.CALL_STARTED:
            self._count(event)
        is_news = event.rung_number or event.gone or _held_by_keypad(event)
        if not (event.kind in _TELLING or is_news):
            return
        with self._lock:
            self._seen.note(event)
            self.board = self._seen.onto(self._told)

    def _count(self, event: Event) -> None:
        """Lay one call more over the board: cheaper than laying all that was seen over it."""
        with self._lock:
            number, recent = self._seen.begins(event), self.board.recent
            if number is not None:
                one_more = recent.get(number, Recent()) + Recent(calls=1)
                self.board = replace(self.board, recent={**recent, number: one_more})

    def refresh(self) -> None:
        """Look once: at the menu's file if it changed, and at the legs of this moment."""
        self._reload_if_changed()
        told = self._ask_database()
        with self._lock:
            if told:
                self._told, known_until = told
                self._seen.forget(known_until, now=self._clock())
            self.board = self._seen.onto(self._told)

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

    def _ask_database(self) -> tuple[Board, datetime] | None:
        """Return the board that the database tells, and until when it knows what happened.

        While no worker tells stories, that is long ago, and what was seen here must be kept.
        """
        now = self._clock()
        oldest = now - timedelta(seconds=self._told.switchboard.limits.talk_s + 600)
        try:
            with self._database.reading() as session:
                going_on = reports.going_on(session, oldest, now + AHEAD)
                at_work = reports.at_work(session, now, now + AHEAD)
                recent = recent_calls(session, now - SPAN, now)
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
            recent=recent,
            blocked=blocked,
        )
        return told, min(now, going_on.told_until or now) - SETTLES

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


def _held_by_keypad(event: Event) -> str:
    """Return the telephone at which an officer works by keypad, in their call or in ours; or ''."""
    if event.then is None or event.then.stage not in KEYPAD:
        return ""
    return e164(event.called_number if event.then.called else event.caller_number) or ""


def _stat(path: Path) -> Iterable[int]:
    try:
        stat = path.stat()
    except OSError:
        return ()
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)
