"""Compares the carrier's own list of calls with ours, and enters what we never heard of.

Without it a citizen whose call reached the carrier while we could not be reached is on no list, and
nobody calls them back. Reading the list costs requests, so the worker does it and no web process.
Two workers at once do no harm: what is found has a key of its own, and is entered once.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from ivr.carrier import CarrierAway
from ivr.flow.reconciling import spans
from ivr.flow.reconciling.compare import (
    Findings,
    Ours,
    compare_calls,
    compare_recordings,
    wants_events,
)
from ivr.flow.reconciling.listed import ListedCall, ListedRecording
from ivr.flow.reconciling.spans import Span
from models.events import insert_events, written
from models.reconciliations import books
from models.reconciliations.runs import Reconciliation
from models.session import Database, lock_name

log = logging.getLogger(__name__)

AT_ONCE = 200  # calls in one transaction: the webhooks' writer waits for the file meanwhile
SOURCE = {"source": "reconciliation"}
T = TypeVar("T")
Compare = Callable[[Session], Findings]
Finding = Callable[[Compare], Findings]


class DayLists(Protocol):
    """The carrier's lists, by days of UTC, page by page; each may raise CarrierAway."""

    def calls(self, day: date) -> Iterator[list[ListedCall]]:
        """Yield the calls that began on a day, legs and our own included."""

    def recordings(self, day: date) -> Iterator[list[ListedRecording]]:
        """Yield the finished recordings that were made on a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a run found. `reached` is up to when all was compared; `fault` why no further."""

    span: Span
    reached: datetime
    listed: int = 0
    unseen: int = 0
    closed: int = 0
    legs: int = 0
    recordings: int = 0
    fault: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether all that was wanted was compared."""
        return not self.fault

    @property
    def is_clean(self) -> bool:
        """Whether the books had everything."""
        return not (self.unseen or self.closed or self.legs or self.recordings)

    def plus(self, findings: Findings, listed: int = 0) -> "Found":
        """Return this with what one part of a list told."""
        return replace(
            self,
            listed=self.listed + listed,
            unseen=self.unseen + len(findings.unseen),
            closed=self.closed + len(findings.closed),
            legs=self.legs + len(findings.legs),
            recordings=self.recordings + len(findings.recordings),
        )


@dataclass(frozen=True, slots=True)
class Reconciler:
    """What comparing needs: our books, the carrier's lists, and which numbers are ours."""

    database: Database
    lists: DayLists
    ours: Ours

    def run(self, span: Span, *, now: datetime) -> Found:
        """Compare a span day by day, enter what is missing, and keep what was found.

        A day that cannot be read ends the run; what was found before stands.
        """
        found = self._compare(span, now, self._entered)
        with self.database.transaction() as session:
            session.add(_row(found, now))
        return found

    def look(self, span: Span, *, now: datetime) -> Found:
        """Compare, and change nothing."""
        return self._compare(span, now, self._looked)

    def _compare(self, span: Span, now: datetime, finding: Finding) -> Found:
        found = Found(span=span, reached=span.since)
        try:
            for day in spans.days(span):
                found = self._day(found, day, now, finding)
        except _Stopped as stopped:
            log.warning("carrier away, calls not compared", extra={"error": stopped.fault})
            return replace(stopped.found, fault=stopped.fault[:200])
        return found

    def _day(self, found: Found, day: date, now: datetime, finding: Finding) -> Found:
        """Return what is found with one more day; raises _Stopped with what was found so far."""
        try:
            for calls in self.lists.calls(day):
                wanted = [each for each in calls if found.span.holds(each.began_at)]
                for some in _parts(wanted):
                    findings = finding(partial(self._calls, some, now))
                    found = found.plus(findings, sum(map(self._is_to_us, some)))
            for recordings in self.lists.recordings(day):
                for kept in _parts(recordings):
                    found = found.plus(finding(partial(_recordings, kept, now)))
        except CarrierAway as error:
            raise _Stopped(found, str(error) or type(error).__name__) from error
        return replace(found, reached=spans.reached(found.span, day))

    def _is_to_us(self, listed: ListedCall) -> bool:
        return listed.is_incoming and listed.called_number in self.ours.lines

    def _calls(self, some: Sequence[ListedCall], now: datetime, session: Session) -> Findings:
        sids = {sid for each in some for sid in (each.sid, each.parent_sid) if sid}
        known = books.known_calls(session, sids)
        if wanted := wants_events(some, known):
            known = books.with_events(session, known, wanted)
        return compare_calls(some, known, self.ours, now=now)

    def _looked(self, compare: Compare) -> Findings:
        with self.database.reading() as session:
            return compare(session)

    def _entered(self, compare: Compare) -> Findings:
        """Enter what is missing. Mostly nothing is, so no lock is taken before something was."""
        if not self._looked(compare).events:
            return Findings()
        with self.database.transaction() as session:
            lock_name(session, "reconciliation")
            findings = compare(session)
            insert_events(session, [written(event, SOURCE) for event in findings.events])
        return findings


class _Stopped(Exception):
    """The carrier's list ended before its end."""

    def __init__(self, found: Found, fault: str) -> None:
        super().__init__(fault)
        self.found, self.fault = found, fault


def _recordings(some: Sequence[ListedRecording], now: datetime, session: Session) -> Findings:
    known = books.known_recordings(
        session, [each.call_sid for each in some], [each.sid for each in some]
    )
    return compare_recordings(some, known, now=now)


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    yield from (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))


def _row(found: Found, now: datetime) -> Reconciliation:
    return Reconciliation(
        ran_at=now,
        since=found.span.since,
        until=found.reached,
        listed=found.listed,
        unseen=found.unseen,
        closed=found.closed,
        legs=found.legs,
        recordings=found.recordings,
        is_complete=found.is_complete,
        fault=found.fault,
    )
