"""Runs the errands of the officer's keypad: the one place where its calls meet the database.

Each errand is one transaction, and the same one run twice changes things once. Nothing is decided
here. Where the database cannot be had, the officer is told so, and offered what does without it.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks import barring, claims, deeds
from duty import pins
from duty.changes import changing
from duty.refusals import GapRefused, Refused
from ivr.asked import Asked
from ivr.flow.callbacks.deeds import LastCall, OwedCall
from ivr.flow.keypad.away import away
from ivr.flow.keypad.errands import (
    CheckPin,
    ComeBack,
    Errand,
    FindOwed,
    FindTalk,
    GoOff,
    LetGo,
    LookAtRoster,
    LookUpOwed,
    LookUpTalk,
    Order,
    Outcome,
    PinCheck,
    Question,
    Refusal,
    TakeUp,
    WantVerifying,
)
from ivr.flow.steps import Step
from ivr.hotline import Hotline
from models import calls, events
from models.callbacks import Callback
from models.duty.entries import AbsenceRow, standing_absences
from models.duty.officers import by_code
from models.duty.reading import read_roster

log = logging.getLogger(__name__)

Once = TakeUp | LetGo | GoOff | ComeBack | WantVerifying
NOTE = "báo qua điện thoại"  # what the roster says of an absence that was keyed in


class BooksAway(Exception):
    """The database is known to be away: nobody waits to find out again."""


def settled(asked: Asked, outcome: Outcome, key: str = "") -> Step:
    """Return the step that a decision comes to, its errands run.

    `key` is that of the event which this request will be written down as.
    """
    desk = Desk(asked.hotline, asked.call.call_sid, key, asked.at)
    try:
        while isinstance(outcome, Errand):
            outcome = desk.run(outcome)
    except (sa.exc.OperationalError, sa.exc.TimeoutError, BooksAway) as error:
        log.warning("keypad without the database", extra={"error": type(error).__name__})
        asked.hotline.ledger.rest()  # or the officer would wait for it a second time
        return away(asked.scene(), asked.position)
    return outcome


@dataclass(frozen=True, slots=True)
class Desk:
    """Who runs the errands of one request, known by its call and the key of its event."""

    hotline: Hotline
    call_sid: str
    key: str
    now: datetime

    def run(self, errand: Errand) -> Outcome:
        """Run one errand, and return what its decision then comes to."""
        if self.hotline.board.database_away_since:
            raise BooksAway
        if isinstance(errand, Question):
            with self.hotline.database.reading() as session:
                return self._answer(session, errand)
        return self._carry_out(errand)

    def _answer(self, session: Session, asked: Question) -> Outcome:
        match asked:
            case FindOwed():
                return asked.then(self._find_owed(session, asked))
            case LookUpOwed():
                return asked.then(claims.owed_call(session, asked.debt))
            case FindTalk():
                return asked.then(
                    deeds.last_call(
                        session, officer=asked.officer, number=asked.number, now=self.now
                    )
                )
            case LookUpTalk():
                return asked.then(_talk_of(session, asked.call_sid))
            case LookAtRoster():
                return asked.then(read_roster(session, since=self.now))
            case _:
                assert_never(asked)

    def _carry_out(self, order: Order) -> Outcome:
        with self.hotline.database.reading() as session:
            is_late = events.is_known(session, self.call_sid, self.key)
        if isinstance(order, CheckPin):
            return order.then(self._check_pin(order, is_late=is_late))
        return self._repeat(order) if is_late else self._do(order)

    def _do(self, order: Once) -> Outcome:
        match order:
            case TakeUp():
                return order.then(self._take_up(order))
            case LetGo():
                self._let_go(order)
                return order.then()
            case GoOff() | ComeBack():
                return order.then(self._change(order))
            case WantVerifying():
                self._want_verifying(order)
                return order.then()
            case _:
                assert_never(order)

    def _find_owed(self, session: Session, asked: FindOwed) -> OwedCall | None:
        return claims.next_owed(
            session,
            officer=asked.officer,
            branches=asked.branches,
            now=self.now,
            skip=asked.skip,
            mine=asked.mine,
        )

    def _repeat(self, order: Once) -> Outcome:
        """Answer a request that was answered before, and do nothing: it may be long ago.

        Somebody who went off duty and came back must not go off again because a request is late.
        """
        match order:
            case TakeUp():
                return order.then(self._taken_up(order))
            case GoOff() | ComeBack():
                return order.then(None)
            case LetGo() | WantVerifying():
                return order.then()
            case _:
                assert_never(order)

    def _check_pin(self, errand: CheckPin, *, is_late: bool) -> PinCheck:
        key = f"{self.call_sid}:{errand.n}"
        tried = pins.Try(errand.officer, errand.pin, key, self.now, is_late)
        with self.hotline.database.transaction() as session:
            return pins.check(session, tried, secret=self.hotline.settings.secret_key)

    def _take_up(self, errand: TakeUp) -> OwedCall | None:
        with self.hotline.database.transaction() as session:
            is_taken = claims.claim(
                session, errand.debt, errand.officer, now=self.now, channel=errand.channel
            )
            owed = claims.owed_call(session, errand.debt) if is_taken else None
            if owed is None:
                return None
            calendar = self.hotline.board.board.switchboard.calendar
            return replace(owed, bar=barring.bar(session, errand.debt, calendar, self.now))

    def _taken_up(self, order: TakeUp) -> OwedCall | None:
        """Return what was claimed before, unless it is another's by now."""
        with self.hotline.database.reading() as session:
            row = session.get(Callback, order.debt)
            is_anothers = row is not None and row.claimed_by not in (None, order.officer)
            return None if is_anothers else claims.owed_call(session, order.debt)

    def _let_go(self, errand: LetGo) -> None:
        with self.hotline.database.transaction() as session:
            claims.release(
                session, errand.debt, errand.officer, now=self.now, channel=errand.channel
            )

    def _change(self, errand: GoOff | ComeBack) -> Refusal | None:
        """Change the roster, or say why it is refused: a refusal leaves it as it was."""
        switchboard = self.hotline.board.from_file
        try:
            with (
                self.hotline.database.transaction() as session,
                changing(session, switchboard, now=self.now, actor=errand.officer) as change,
            ):
                standing = standing_absences(session, errand.officer, self.now)
                if isinstance(errand, ComeBack):
                    for row in standing:
                        change.withdraw(row)
                elif not any(_says(row, errand) for row in standing):
                    change.enter(_absence(errand, self.now))
        except GapRefused as refused:
            first = refused.left_open[0]
            return Refusal(first.branch.id, first.gap.begin)
        except Refused as refused:
            log.warning("roster refuses what was keyed in", extra={"why": refused.reason.en})
            return Refusal()
        return None

    def _want_verifying(self, errand: WantVerifying) -> None:
        with self.hotline.database.transaction() as session:
            officer = by_code(session, errand.officer)
            if officer is not None:
                officer.verify_wanted_at = self.now


def _talk_of(session: Session, call_sid: str) -> LastCall | None:
    call = calls.find(session, call_sid)
    if call is None or call.ended_at is None:
        return None
    return LastCall(call_sid=call.sid, branch=call.branch, ended_at=call.ended_at)


def _says(row: AbsenceRow, errand: GoOff) -> bool:
    """Say whether an absence is the one to be entered: the same request may come twice."""
    said = (row.reason, row.until, row.stand_in)
    return said == (errand.reason, errand.until, errand.stand_in)


def _absence(errand: GoOff, now: datetime) -> AbsenceRow:
    return AbsenceRow(
        officer=errand.officer,
        since=now,
        until=errand.until,
        reason=errand.reason,
        stand_in=errand.stand_in,
        note=NOTE,
    )
