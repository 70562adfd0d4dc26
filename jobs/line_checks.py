"""Calls officers' numbers at random moments of their duty, so that a dead one is found by us.

Without it a number that nobody answers is found by a citizen. Each officer has so many moments a
day, always the same for that day, so that no two workers, and no restart, make more of them.
"""

import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from duty import line_checks
from duty.changes import every_branch
from duty.line_checks import Books
from ivr import twiml
from ivr.carrier import BadNumber, Carrier, CarrierAway, OutgoingCall
from ivr.flow.board import Board
from ivr.flow.duty import check
from ivr.flow.duty.on_duty import By, on_duty
from ivr.flow.hours import closed
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import CheckKind
from models.duty.officers import OfficerRow, by_code
from models.line_checks import LineCheck, between
from models.session import Database, lock_name

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
MISSED_BY = timedelta(minutes=30)  # a moment that the worker slept through is not made up for
DRAWS = 400


@dataclass(frozen=True, slots=True)
class Planned:
    """A check that is to be made; `at` is in UTC."""

    at: datetime
    officer: str


@dataclass(frozen=True)
class Checker:
    """What checking needs. `seed` is secret, so that nobody can tell when the phone will ring."""

    database: Database
    carrier: Carrier
    public_url: str
    seed: str
    a_day: int

    def run(self, board: Board, *, now: datetime) -> int:
        """Make the checks that are due; return how many."""
        due = self._due(board, now)
        return sum(self._make(board, planned.officer, now) for planned in due)

    def call(
        self, switchboard: Switchboard, officer: OfficerRow, kind: CheckKind, *, now: datetime
    ) -> LineCheck:
        """Call an officer's number now, and write it down; raises CarrierAway."""
        query = check.first(kind, officer.code).query()
        base = f"{self.public_url}{twiml.CHECK}"
        order = OutgoingCall(
            to_number=officer.number,
            from_number=switchboard.hotline,
            url=f"{base}?{query}",
            status_url=f"{self.public_url}{twiml.CHECK_STATUS}?{query}{twiml.RETRIED}",
        )
        try:
            sid = self.carrier.place_call(order)
        except BadNumber:
            sid = None
        with self.database.transaction() as session:
            lock_name(session, f"call:{sid}")
            return line_checks.placed(Books(session, switchboard, now), officer, kind, sid)

    def _due(self, board: Board, now: datetime) -> list[Planned]:
        local = board.switchboard.calendar.local(now)
        plan = [p for p in planned(board, local.date(), self.seed, self.a_day) if p.at <= now]
        if not plan:
            return []
        since = datetime.combine(local.date(), time(0), local.tzinfo).astimezone(UTC)
        with self.database.reading() as session:
            made = [row.officer for row in between(session, since, since + DAY)]
        due = []
        for each in sorted(plan, key=lambda p: p.at):
            if each.officer in made:
                made.remove(each.officer)
            elif now - each.at <= MISSED_BY and is_free(board, each.officer, now):
                due.append(each)
        return due

    def _make(self, board: Board, code: str, now: datetime) -> int:
        with self.database.reading() as session:
            officer = by_code(session, code)
        if officer is None:
            return 0
        try:
            self.call(board.switchboard, officer, CheckKind.LINE, now=now)
        except CarrierAway as error:
            log.warning("line check not made", extra={"officer": code, "error": str(error)})
            return 0
        return 1


def planned(board: Board, day: date, seed: str, a_day: int) -> Iterator[Planned]:
    """Yield the checks of a day: for each officer of the roster, moments of their own duty.

    A moment is drawn until one is found at which the officer is on duty, in a branch's hours.
    """
    for code in sorted(board.roster.officers):
        rng = random.Random(f"{seed}:{day}:{code}")
        for _ in range(a_day):
            at = _drawn(board, day, code, rng)
            if at is not None:
                yield Planned(at, code)


def _drawn(board: Board, day: date, code: str, rng: random.Random) -> datetime | None:
    calendar = board.switchboard.calendar
    start = datetime.combine(day, time(0), calendar.zone).astimezone(UTC)
    for _ in range(DRAWS):
        at = start + timedelta(minutes=rng.randrange(24 * 60))
        if is_on_duty(board, code, at):
            return at
    return None


def is_on_duty(board: Board, code: str, at: datetime) -> bool:
    """Say whether it is an officer's turn at a moment, by the roster, in a branch's hours."""
    calendar = board.switchboard.calendar
    return any(
        each.officer.id == code and each.by is not By.FILE
        for branch in every_branch(board.switchboard)
        if closed(branch.hours, calendar, at) is None
        for each in on_duty(board.roster, branch, calendar, at)
    )


def is_free(board: Board, code: str, now: datetime) -> bool:
    """Say whether an officer may be called now: on duty still, and on no call of the hotline."""
    officer = board.roster.officers[code].officer
    return officer.number not in board.busy and is_on_duty(board, code, now)
