"""Calls officers' numbers at random moments of their duty, so that a dead one is found by us.

Without it a number that nobody answers is found by a citizen. Each officer has so many moments a
day, always the same for that day, so that no two workers, and no restart, make more of them. An
officer who asked by keypad for a verification is called as soon as the phone is free.
"""

import logging
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from itertools import takewhile

from sqlalchemy.orm import Session

from duty.changes import every_branch
from duty.line_checks import Books, Target, UnderWay
from duty.turns import turns_of
from ivr import twiml
from ivr.carrier import CarrierAway, OutgoingCall
from ivr.flow.board import Board
from ivr.flow.duty import check
from ivr.flow.duty.on_duty import By, on_duty
from ivr.flow.duty.roster import Roster
from ivr.flow.hours import closed, open_spans
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import CheckKind
from jobs.placing import NotDue, Placer
from models.duty.officers import OfficerRow, by_code, locked_by_code, wanting_verification
from models.line_checks import LineCheck, between

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
MISSED_BY = timedelta(minutes=30)  # a moment that the worker slept through is not made up for
WANTED_FOR = timedelta(minutes=10)  # who asked for a verification no longer waits for it


@dataclass(frozen=True, slots=True)
class Planned:
    """A check that is to be made; `at` is in UTC."""

    at: datetime
    officer: str


@dataclass(frozen=True)
class Checker:
    """What checking needs. `seed` is secret, so that nobody can tell when the phone will ring."""

    placer: Placer
    public_url: str
    seed: str
    a_day: int

    def run(self, board: Board, *, now: datetime) -> int:
        """Make the verifications that are wanted and the checks that are due; return how many."""
        with self.placer.database.reading() as session:
            wanted = [row.code for row in wanting_verification(session)]
            due = self._due(session, board, now)
        verified = sum(self._verify(board, code, now) for code in wanted)
        return verified + sum(self._make(board, planned, now) for planned in due)

    def call(
        self, switchboard: Switchboard, officer: OfficerRow, kind: CheckKind, *, now: datetime
    ) -> LineCheck:
        """Call an officer's number now, and write it down; raises CarrierAway, UnderWay."""
        order = self._order(switchboard, officer, kind)
        return self.placer.make(switchboard, Target.of(officer, kind), order, now=now)

    def _order(
        self, switchboard: Switchboard, officer: OfficerRow, kind: CheckKind
    ) -> OutgoingCall:
        query = check.first(kind, officer.code).query()
        return OutgoingCall(
            to_number=officer.number,
            from_number=switchboard.hotline,
            url=f"{self.public_url}{twiml.CHECK}?{query}",
            status_url=f"{self.public_url}{twiml.CHECK_STATUS}?{query}{twiml.RETRIED}",
        )

    def _due(self, session: Session, board: Board, now: datetime) -> list[Planned]:
        local = board.switchboard.calendar.local(now)
        plan = [p for p in planned(board, local.date(), self.seed, self.a_day) if p.at <= now]
        if not plan:
            return []
        since = datetime.combine(local.date(), time(0), local.tzinfo).astimezone(UTC)
        made = [row.officer for row in between(session, since, since + DAY)]
        due = []
        for each in sorted(plan, key=lambda p: p.at):
            if each.officer in made:
                made.remove(each.officer)
            elif now - each.at <= MISSED_BY and is_free(board, each.officer, now):
                due.append(each)
        return due

    def _make(self, board: Board, planned: Planned, now: datetime) -> int:
        def is_made(books: Books) -> bool:
            return planned not in self._due(books.session, board, now)

        with self.placer.database.reading() as session:
            officer = by_code(session, planned.officer)
        if officer is None:
            return 0
        order = self._order(board.switchboard, officer, CheckKind.LINE)
        target = Target.of(officer, CheckKind.LINE)
        try:
            self.placer.make(board.switchboard, target, order, now=now, unless=is_made)
        except (NotDue, UnderWay):
            return 0
        except CarrierAway as error:
            fields = {"officer": officer.code, "error": str(error)}
            log.warning("line check not made", extra=fields)
            return 0
        return 1

    def _verify(self, board: Board, code: str, now: datetime) -> int:
        """Call an officer who asked for it; drop the wish once nobody waits for the call."""
        with self.placer.database.transaction() as session:
            officer = locked_by_code(session, code)
            wanted_at = officer.verify_wanted_at if officer else None
            if officer is None or wanted_at is None:
                return 0
            if now - wanted_at > WANTED_FOR:
                officer.verify_wanted_at = None
                log.info("verification not made in time", extra={"officer": code})
                return 0
            if officer.number in board.busy:
                return 0
        order = self._order(board.switchboard, officer, CheckKind.VERIFY)
        target = Target.of(officer, CheckKind.VERIFY)
        is_taken = partial(_is_taken, code=code)
        try:
            self.placer.make(board.switchboard, target, order, now=now, unless=is_taken)
        except (NotDue, UnderWay):
            return 0
        except CarrierAway as error:
            self._want_again(code, wanted_at)
            log.warning("verification not made", extra={"officer": code, "error": str(error)})
            return 0
        return 1

    def _want_again(self, code: str, wanted_at: datetime) -> None:
        with self.placer.database.transaction() as session:
            if officer := locked_by_code(session, code):
                officer.verify_wanted_at = officer.verify_wanted_at or wanted_at


def _is_taken(books: Books, code: str) -> bool:
    """Take an officer's wish, under lock; say whether somebody else has taken it before."""
    officer = locked_by_code(books.session, code)
    if officer is None or officer.verify_wanted_at is None:
        return True
    officer.verify_wanted_at = None
    return False


def planned(board: Board, day: date, seed: str, a_day: int) -> Iterator[Planned]:
    """Yield the checks of a day: for each officer of the roster, moments of their own duty."""
    yield from _plan(board.roster, board.switchboard, day, seed, a_day)


@lru_cache(maxsize=4)
def _plan(
    roster: Roster, switchboard: Switchboard, day: date, seed: str, a_day: int
) -> tuple[Planned, ...]:
    """Plan a day, once for each reading of the roster and of the branches file."""
    found: list[Planned] = []
    for code, minutes in sorted(_duty_minutes(roster, switchboard, day).items()):
        rng = random.Random(f"{seed}:{day}:{code}")
        found += (Planned(rng.choice(minutes), code) for _ in range(a_day))
    return tuple(found)


def _duty_minutes(
    roster: Roster, switchboard: Switchboard, day: date
) -> Mapping[str, Sequence[datetime]]:
    """Return the minutes of a day at which it is an officer's turn, in a branch's hours, by code.

    What the branches file says is not in it.
    """
    calendar = switchboard.calendar
    start = datetime.combine(day, time(0), calendar.zone).astimezone(UTC)
    found: dict[str, set[datetime]] = {}
    for branch in every_branch(switchboard):
        turns = turns_of(roster, branch, calendar, start - DAY, start + DAY)
        opening = open_spans(branch.hours, calendar, start)
        for begin, end in takewhile(lambda span: span[0] < start + DAY, opening):
            for turn in turns:
                since, until = max(begin, turn.begin), min(end, turn.end, start + DAY)
                found.setdefault(turn.there.officer.id, set()).update(_minutes(since, until))
    return {code: sorted(minutes) for code, minutes in found.items() if minutes}


def _minutes(since: datetime, until: datetime) -> Iterator[datetime]:
    for minute in range(max(0, (until - since) // timedelta(minutes=1))):
        yield since + timedelta(minutes=minute)


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
