"""Calls and missed callers row by row, read as they are written: any period takes the same memory.

Numbers are masked but where whoever asks may see them, and wants to.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from accounts.rights import Reach
from documents.table import Column, Kind, Row, Table
from ivr import labels
from ivr.flow.numbers import e164, masked
from ivr.flow.words import CallbackState, Language, Text
from models.lists.calls import CallFilter, CallLine, count_calls, list_calls
from models.lists.missed import MissedCaller, count_missed, list_missed
from models.lists.paging import Page
from models.lists.stretches import MissedFilter, Order
from models.session import Database
from web.pages.reports.scope import Scope
from web.texts.exports import COLUMNS, TITLES

AT_ONCE = 1000
EVERY_ROW = 10**9
T = TypeVar("T")
CALLS = (
    Column(COLUMNS["started"], Kind.MOMENT),
    Column(COLUMNS["number"], Kind.PHONE),
    Column(COLUMNS["branch"]),
    Column(COLUMNS["verdict"]),
    Column(COLUMNS["cause"]),
    Column(COLUMNS["wait"], Kind.SECONDS),
    Column(COLUMNS["talk"], Kind.SECONDS),
    Column(COLUMNS["message"], Kind.SECONDS),
    Column(COLUMNS["asked"]),
    Column(COLUMNS["rung"]),
    Column(COLUMNS["origin"]),
    Column(COLUMNS["sid"]),
)
MISSED = (
    Column(COLUMNS["case"], Kind.INTEGER),
    Column(COLUMNS["number"], Kind.PHONE),
    Column(COLUMNS["branch"]),
    Column(COLUMNS["misses"], Kind.INTEGER),
    Column(COLUMNS["first"], Kind.MOMENT),
    Column(COLUMNS["last"], Kind.MOMENT),
    Column(COLUMNS["cause"]),
    Column(COLUMNS["message"], Kind.SECONDS),
    Column(COLUMNS["due"], Kind.MOMENT),
    Column(COLUMNS["state"]),
    Column(COLUMNS["tries"], Kind.INTEGER),
    Column(COLUMNS["reached"], Kind.MOMENT),
    Column(COLUMNS["closed"], Kind.MOMENT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Reads the rows of a period; `shown` are the branches of which full numbers are shown.

    `posts` are the officers' posts by code; `at_once` is how many rows a query reads.
    """

    database: Database
    scope: Scope
    shown: Reach
    posts: Mapping[str, Text]
    language: Language
    at_once: int = AT_ONCE

    def count_calls(self, session: Session) -> int:
        """Return how many calls there are."""
        return count_calls(session, self._calls(), most=EVERY_ROW).count

    def count_missed(self, session: Session) -> int:
        """Return how many missed callers there are."""
        return count_missed(session, self._missed(), now=self.scope.now, most=EVERY_ROW).count

    def calls(self) -> Table:
        """Return the calls that began in the period, newest first."""
        wanted = self._calls()
        lines = self._each(
            lambda session, after: list_calls(session, wanted, after=after, limit=self.at_once)
        )
        return Table(TITLES["calls"], CALLS, map(self._call, lines))

    def missed(self) -> Table:
        """Return the callers last missed in the period, newest first."""
        wanted, now = self._missed(), self.scope.now
        callers = self._each(
            lambda session, after: list_missed(
                session, wanted, now=now, after=after, limit=self.at_once
            )
        )
        return Table(TITLES["missed"], MISSED, map(self._caller, callers))

    def _calls(self) -> CallFilter:
        scope = self.scope
        return CallFilter(since=scope.since, until=scope.until, branches=scope.branches)

    def _missed(self) -> MissedFilter:
        scope = self.scope
        return MissedFilter(
            since=scope.since, until=scope.until, branches=scope.branches, order=Order.TIME
        )

    def _each(self, fetch: Callable[[Session, str | None], Page[T]]) -> Iterator[T]:
        """Yield rows a page at a time: nothing is held open while a slow reader is waited for."""
        after = None
        while True:
            with self.database.reading() as session:
                page = fetch(session, after)
            yield from page.rows
            after = page.next
            if after is None:
                return

    def _call(self, line: CallLine) -> Row:
        return (
            line.started_at,
            self._number(line.callback_number or line.caller_number, line.branch),
            self._said(self.scope.name(line.branch)),
            self._said(labels.verdict(line.verdict)),
            self._said(labels.CAUSES[line.cause]) if line.cause else None,
            line.wait_s,
            line.talk_s,
            line.message_s or None,
            self._said(COLUMNS["yes"]) if line.callback_requested else None,
            self._rung(line),
            self._said(labels.ORIGINS[line.came_by]),
            line.sid,
        )

    def _rung(self, line: CallLine) -> str | None:
        told = (
            f"{self._post(rung.officer)}: {self._said(labels.leg_outcome(rung.outcome))}"
            for rung in line.rung
        )
        return " → ".join(told) or None

    def _caller(self, caller: MissedCaller) -> Row:
        return (
            caller.id,
            self._number(caller.caller_number, caller.branch),
            self._said(self.scope.name(caller.branch)),
            caller.misses,
            caller.first_missed_at,
            caller.last_missed_at,
            self._said(labels.CAUSES[caller.cause]) if caller.cause else None,
            caller.message_s or None,
            caller.due_at,
            self._state(caller),
            caller.tries,
            caller.reached_at,
            caller.closed_at,
        )

    def _state(self, caller: MissedCaller) -> str:
        is_open = caller.state is CallbackState.OPEN
        word = caller.state if is_open else caller.outcome or caller.state
        said = self._said(labels.CALLBACKS[word])
        return f"{said}, {self._said(COLUMNS['overdue'])}" if caller.is_overdue else said

    def _number(self, number: str, branch: str) -> str:
        if e164(number) is None:
            return self._said(COLUMNS["withheld"])
        return number if self.shown.covers(branch) else masked(number)

    def _post(self, officer: str) -> str:
        return self._said(self.posts.get(officer, Text(officer, officer)))

    def _said(self, text: Text) -> str:
        return text.in_(self.language)
