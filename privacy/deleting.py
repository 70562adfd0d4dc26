"""Deletes each kind of data at the end of its term: in small steps, each with its line in the log.

A step and what the log says of it are one transaction, so whoever is killed in between has told
the truth, and the next one goes on with what is left.
"""

import logging
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ivr.carrier import Carrier
from ivr.flow.retention import Kind, Terms
from ivr.hotline import Hotline
from ivr.spool import Spool
from ivr.storage import Storage
from models.duty.officers import all_officers
from models.privacy import deletions
from models.privacy.deletions import DeletionRow
from models.session import Database, lock_name
from privacy import audio, forms, numbers, others
from privacy.pseudonyms import Keyed, Swap
from privacy.turns import Place, Step, Turn

log = logging.getLogger(__name__)

LET_IN_S = 0.02  # between two steps, for the webhooks' writer to have its turn on SQLite
STEPS: Mapping[Kind, tuple[Step, int]] = {
    Kind.MESSAGES: (audio.step, 50),
    Kind.FORMS: (forms.step, 200),
    Kind.NUMBERS: (numbers.step, 10),
    Kind.NOTES: (others.notes, 100),
    Kind.NOTICES: (others.notices, 200),
    Kind.CHECKS: (others.checks, 200),
    Kind.AUDIT: (others.audit, 200),
    Kind.SESSIONS: (others.sessions, 200),
}


@dataclass(frozen=True)
class Deleter:
    """What deletes: where the rows, the audio and the spooled events are, and what terms count."""

    database: Database
    storage: Storage
    carrier: Carrier
    spool: Spool
    terms: Terms
    swap: Swap

    def due(self, since: datetime) -> list[Kind]:
        """Return the kinds that have a term and were not gone over since a moment.

        The spool is always among them: each host has its own, and its own worker looks after it.
        """
        with self.database.reading() as session:
            last = {kind: deletions.last(session, kind) for kind in Kind}
        return [
            kind
            for kind, row in last.items()
            if self.terms[kind] is not None and (kind is Kind.SPOOL or _is_due(row, since))
        ]

    def run(self, kind: Kind, *, now: datetime) -> int:
        """Delete what of a kind is older than its term; return how many."""
        term = self.terms[kind]
        if term is None:
            return 0
        if kind is Kind.SPOOL:
            return self._forget_unreadable(now, now - term)
        count = sum(self._steps(kind, now, term))
        if kind is Kind.MESSAGES:
            audio.Remover(self.database, self.storage, self.carrier).run(now=now)
        if count:
            log.info("old data deleted", extra={"kind": kind.value, "count": count})
        return count

    def _forget_unreadable(self, now: datetime, before: datetime) -> int:
        count = self.spool.forget_unreadable(before)
        if count:
            with self.database.transaction() as session:
                row = _turn(session, Kind.SPOOL, now, before)
                row.count, row.done_at = row.count + count, now
        return count

    def _steps(self, kind: Kind, now: datetime, term: timedelta) -> Iterator[int]:
        turn, after, is_first = threading.Event(), None, True
        while is_first or after is not None:
            count, after = self._step(kind, (now, now - term), after)
            is_first = False
            yield count
            turn.wait(LET_IN_S if after else 0)

    def _step(
        self, kind: Kind, at: tuple[datetime, datetime], after: Place | None
    ) -> tuple[int, Place | None]:
        """Take one step in one transaction; return how many it deleted, and where it came to."""
        now, before = at
        with self.database.transaction() as session:
            lock_name(session, f"retention:{kind}")
            row = _turn(session, kind, now, before)
            step, at_once = STEPS[kind]
            if kind is Kind.FORMS:
                after = (None, row.mark)
            taken = step(
                Turn(
                    session=session,
                    before=before,
                    now=now,
                    swap=self.swap,
                    after=after,
                    at_once=at_once,
                )
            )
            row.count, row.mark = row.count + taken.count, taken.mark or row.mark
            row.done_at = now if taken.after is None else None
            return taken.count, taken.after


def deleter_of(hotline: Hotline, spool: Spool) -> Deleter:
    """Return what deletes for one hotline."""
    settings = hotline.settings
    return Deleter(
        database=hotline.database,
        storage=hotline.storage,
        carrier=hotline.carrier,
        spool=spool,
        terms=settings.terms,
        swap=Keyed(settings.secret_key, spared(hotline)),
    )


def spared(hotline: Hotline) -> frozenset[str]:
    """Return the numbers that are no citizens': the hotline's own, and those of posts."""
    board = hotline.board.board
    with hotline.database.reading() as session:
        posts = {row.number for row in all_officers(session)}
    from_file = {officer.number for _, officer in board.switchboard.officers()}
    own = {board.switchboard.hotline, *board.switchboard.own_numbers}
    return frozenset(posts | from_file | own)


def _is_due(row: DeletionRow | None, since: datetime) -> bool:
    return row is None or row.done_at is None or row.begun_at < since


def _turn(session: Session, kind: Kind, now: datetime, before: datetime) -> DeletionRow:
    """Return the line of the log for this turn: the one that was broken off, or a new one."""
    last = deletions.last(session, kind)
    if last is not None and last.done_at is None:
        last.until = max(last.until, before)
        return last
    row = DeletionRow(
        kind=kind,
        until=before,
        count=0,
        begun_at=now,
        done_at=None,
        mark=last.mark if last else 0,
    )
    session.add(row)
    session.flush()
    return row
