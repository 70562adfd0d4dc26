"""How officers worked off what missed callers were owed: mostly in time, some late or in vain."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from callbacks import deeds
from callbacks.debts import lock_caller, write_debts
from callbacks.deeds import Books
from ivr.flow.callbacks.deeds import Deed
from ivr.flow.hours import next_opening
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import CallbackOutcome, Channel, Did, LegOutcome
from models.callbacks import Callback

HOUR = timedelta(hours=1)
WAYS = {
    "in_time": 58,
    "late": 12,
    "second_try": 9,
    "in_vain": 7,
    "no_need": 5,
    "moved": 3,
    "postponed": 3,
    "left_alone": 3,
}
NO_NEED = (
    CallbackOutcome.NUISANCE,
    CallbackOutcome.WRONG_NUMBER,
    CallbackOutcome.DUPLICATE,
    CallbackOutcome.OTHER_CHANNEL,
)


@dataclass
class WorkingOff:
    """What is going to be done about each debt, and when."""

    switchboard: Switchboard
    rng: random.Random
    officer_of: Callable[[Branch, datetime], str]
    _planned: list[Deed] = field(default_factory=list)
    _known: set[int] = field(default_factory=set)
    _count: int = 0

    def plan(self, row: Callback) -> None:
        """Draw what is going to be done about a debt, once."""
        if row.id in self._known:
            return
        self._known.add(row.id)
        way = self.rng.choices([*WAYS], [*WAYS.values()])[0]
        self._planned += getattr(self, f"_{way}")(row)

    def do(self, books: Books, until: datetime) -> None:
        """Let what was planned until then be done, and write what follows from it."""
        due = sorted((d for d in self._planned if d.at < until), key=lambda deed: deed.at)
        self._planned = [deed for deed in self._planned if deed.at >= until]
        numbers = set()
        for deed in due:
            row = books.session.get(Callback, deed.debt)
            if row is not None and row.closed_at is None:
                lock_caller(books.session, row.caller_number)
                numbers.add(deeds.record(books, deed))
        for number in sorted(number for number in numbers if number):
            write_debts(books.session, self.switchboard, number, books.now)

    # The ways.

    def _in_time(self, row: Callback) -> Iterator[Deed]:
        share = self.rng.uniform(0.1, 0.85)
        yield from self._reach(row, row.last_missed_at + share * (row.due_at - row.last_missed_at))

    def _late(self, row: Callback) -> Iterator[Deed]:
        yield from self._reach(row, row.due_at + HOUR * self.rng.uniform(0.3, 20))

    def _second_try(self, row: Callback) -> Iterator[Deed]:
        begin = row.last_missed_at + timedelta(minutes=self.rng.uniform(10, 70))
        yield from self._try(row, begin)
        yield from self._reach(row, begin + HOUR * self.rng.uniform(1, 5))

    def _in_vain(self, row: Callback) -> Iterator[Deed]:
        at = row.last_missed_at + timedelta(minutes=self.rng.uniform(15, 90))
        for _ in range(4):
            yield from self._try(row, at)
            at += HOUR * self.rng.uniform(3, 20)

    def _no_need(self, row: Callback) -> Iterator[Deed]:
        at = self._at_work(row, row.last_missed_at + HOUR * self.rng.uniform(0.2, 1.6))
        yield self._deed(row, Did.CLOSED, at, outcome=self.rng.choice(NO_NEED))

    def _moved(self, row: Callback) -> Iterator[Deed]:
        others = [b.id for b in self.switchboard.branches() if b.id != row.branch]
        at = self._at_work(row, row.last_missed_at + HOUR * self.rng.uniform(0.2, 1))
        if others:
            yield self._deed(row, Did.MOVED, at, to_branch=self.rng.choice(others))

    def _postponed(self, row: Callback) -> Iterator[Deed]:
        at = self._at_work(row, row.last_missed_at + HOUR * self.rng.uniform(0.3, 1.3))
        later = at + HOUR * self.rng.uniform(4, 26)
        yield self._deed(row, Did.TRIED, at, leg=LegOutcome.ANSWERED, talk_s=25)
        yield self._deed(row, Did.POSTPONED, at + timedelta(seconds=40), until=later)
        yield from self._reach(row, later + timedelta(minutes=self.rng.uniform(0, 30)))

    def _left_alone(self, _row: Callback) -> Iterator[Deed]:
        return iter(())

    # What they are made of.

    def _try(self, row: Callback, at: datetime) -> Iterator[Deed]:
        leg = self.rng.choice((LegOutcome.NO_ANSWER, LegOutcome.NO_ANSWER, LegOutcome.BUSY))
        yield self._deed(row, Did.TRIED, self._at_work(row, at), leg=leg, talk_s=0)

    def _reach(self, row: Callback, at: datetime) -> Iterator[Deed]:
        talk_s, at = int(20 + self.rng.lognormvariate(4.6, 0.6)), self._at_work(row, at)
        yield self._deed(row, Did.CLAIMED, at - timedelta(seconds=30))
        yield self._deed(row, Did.TRIED, at, leg=LegOutcome.ANSWERED, talk_s=talk_s)
        yield self._deed(row, Did.REACHED, at + timedelta(seconds=talk_s + 8))

    def _at_work(self, row: Callback, at: datetime) -> datetime:
        """Return a moment at which the branch works, soon after: nobody calls back at night."""
        branch = self.switchboard.branch(row.branch) or self.switchboard.desk
        opens = next_opening(branch.hours, self.switchboard.calendar, at) or at
        return opens if opens == at else opens + timedelta(minutes=self.rng.uniform(5, 50))

    def _deed(self, row: Callback, did: Did, at: datetime, **facts: object) -> Deed:
        self._count += 1
        branch = self.switchboard.branch(row.branch) or self.switchboard.desk
        return Deed(
            key=f"SAMPLE:{row.id}:{self._count}",
            debt=row.id,
            did=did,
            at=at,
            actor=self.officer_of(branch, at),
            channel=Channel.KEYPAD,
            **facts,  # type: ignore[arg-type]
        )
