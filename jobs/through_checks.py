"""Calls the public number as a citizen would, once a day for each branch, and grades what came in.

Without it a number that is published wrongly, a key that leads nowhere, or a whole way in that is
broken is found by citizens only. It needs a second number of ours to call from, as no carrier lets
a number call itself.
"""

import logging
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from duty import through_checks
from duty.changes import every_branch
from duty.line_checks import Books, Target, UnderWay
from ivr import twiml
from ivr.carrier import CarrierAway, OutgoingCall
from ivr.flow.board import Board
from ivr.flow.duty import through
from ivr.flow.duty.on_duty import on_duty
from ivr.flow.hours import open_spans
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import CheckKind
from jobs.placing import NotDue, Placer, Unless
from models.line_checks import LineCheck, between
from models.notices import Notice, raise_notice
from models.session import lock_name

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
MISSED_BY = timedelta(minutes=30)  # a moment that the worker slept through is not made up for
BEFORE_CLOSING = timedelta(minutes=10)


class NoSecondNumber(Exception):
    """There is no number of ours to call the hotline from."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A check of the way to a branch that is to be made; `at` is in UTC."""

    at: datetime
    branch: str


@dataclass(frozen=True)
class WayChecker:
    """What checking the whole way needs. `seed` is secret: nobody can tell when it will be."""

    placer: Placer
    public_url: str
    seed: str

    def settle(self, switchboard: Switchboard, *, now: datetime) -> None:
        """Grade the checks whose calls are over, and tell of those that failed."""
        with self.placer.database.transaction() as session:
            found = [*through_checks.settle(Books(session, switchboard, now))]
            if found:
                self._tell(session, found, now)

    def run(self, board: Board, *, now: datetime) -> int:
        """Make the checks that are due, one at a time; return how many."""
        if not board.switchboard.second_number:
            return 0
        with self.placer.database.reading() as session:
            due = self._due(session, board, now)
        for each in due[:1]:
            return self._make(board, each, now)
        return 0

    def call(self, switchboard: Switchboard, branch: Branch, *, now: datetime) -> LineCheck:
        """Check the way to a branch now; raises CarrierAway, UnderWay, NoSecondNumber."""
        if not switchboard.second_number:
            raise NoSecondNumber
        try:
            return self._place(switchboard, branch.id, now, unless=_is_too_soon)
        except NotDue as error:
            raise UnderWay from error

    def _make(self, board: Board, planned: Planned, now: datetime) -> int:
        def is_made(books: Books) -> bool:
            return planned not in self._due(books.session, board, now)

        try:
            self._place(board.switchboard, planned.branch, now, unless=is_made)
        except (NotDue, UnderWay):
            return 0
        except CarrierAway as error:
            fields = {"branch": planned.branch, "error": str(error)}
            log.warning("check of the whole way not made", extra=fields)
            return 0
        return 1

    def _place(
        self, switchboard: Switchboard, branch: str, now: datetime, *, unless: Unless
    ) -> LineCheck:
        query = through.first(branch).query()
        order = OutgoingCall(
            to_number=switchboard.hotline,
            from_number=switchboard.second_number,
            url=f"{self.public_url}{twiml.CHECK_THROUGH}?{query}",
            status_url=f"{self.public_url}{twiml.CHECK_STATUS}?{query}{twiml.RETRIED}",
            talk_s=through.LONGEST_S,
            to_ourselves=True,
        )
        target = Target.way(switchboard, branch)
        row = self.placer.make(switchboard, target, order, now=now, unless=unless)
        if row.grade is not None:  # the carrier would not call our number at all
            with self.placer.database.transaction() as session:
                books = Books(session, switchboard, now)
                self._tell(session, through_checks.notices_of(books, row), now)
        return row

    def _tell(self, session: Session, found: Iterable[Notice], now: datetime) -> None:
        lock_name(session, "notices")
        for notice in found:
            raise_notice(session, notice, now)

    def _due(self, session: Session, board: Board, now: datetime) -> list[Planned]:
        local = board.switchboard.calendar.local(now)
        plan = [p for p in planned(board.switchboard, local.date(), self.seed) if p.at <= now]
        if not plan or through_checks.is_too_soon(session, now):
            return []
        since = datetime.combine(local.date(), time(0), local.tzinfo).astimezone(UTC)
        rows = between(session, since, since + DAY, kind=CheckKind.THROUGH)
        made = {row.branch for row in rows}
        return [
            each
            for each in sorted(plan, key=lambda p: (p.at, p.branch))
            if each.branch not in made
            and now - each.at <= MISSED_BY
            and is_calm(board, each.branch, now)
        ]


def _is_too_soon(books: Books) -> bool:
    return through_checks.is_too_soon(books.session, books.now)


def planned(switchboard: Switchboard, day: date, seed: str) -> Iterator[Planned]:
    """Yield the checks of a day: one moment of its hours for each branch that a key leads to.

    None lies so late that a citizen who calls then would find the branch closed before an officer.
    """
    start = datetime.combine(day, time(0), switchboard.calendar.zone).astimezone(UTC)
    for branch in every_branch(switchboard):
        minutes = [*_open_minutes(switchboard, branch, start)]
        if minutes and through.keys_to(switchboard, branch.id):
            rng = random.Random(f"{seed}:way:{day}:{branch.id}")
            yield Planned(rng.choice(minutes), branch.id)


def _open_minutes(switchboard: Switchboard, branch: Branch, start: datetime) -> Iterator[datetime]:
    for begin, end in open_spans(branch.hours, switchboard.calendar, start):
        if begin >= start + DAY:
            return
        last = min(end - BEFORE_CLOSING, start + DAY)
        for minute in range(max(0, (last - begin) // timedelta(minutes=1))):
            yield begin + timedelta(minutes=minute)


def is_calm(board: Board, branch: str, now: datetime) -> bool:
    """Say whether none of a branch's officers is on a call: a check takes nobody from a citizen."""
    found = board.switchboard.branch(branch)
    there = on_duty(board.roster, found, board.switchboard.calendar, now) if found else ()
    return not any(each.officer.number in board.busy for each in there)
