"""Rings officers: to connect them with a citizen who is owed a call, or to ask what came of a talk.

The row stands before the call is placed, so that the call's first word finds it and no two workers
place the same. What then happens is told by the call's events.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from callbacks import barring, claims
from ivr import twiml
from ivr.carrier import BadNumber, Carrier, CarrierAway, OutgoingCall, TooMany
from ivr.flow.keypad.start import called_back, wrapped_up
from ivr.flow.position import Position
from ivr.flow.switchboard import Officer, Switchboard
from ivr.flow.words import Channel, LegOutcome, OfficerCallKind
from models import officer_calls
from models.guarding import open_calls
from models.officer_calls import OfficerCall
from models.session import Database, lock_name

BESIDE_TALK_S = 300  # what an officer hears and keys, before and after the talk with the citizen
WRAP_UP_S = 120


class NotFree(Exception):
    """Another officer is at it, or it is settled: nobody is to be rung."""


class Barred(NotFree):
    """The citizen's number is not dialled now: it never is, or it was dialled often enough."""


class OnThePhone(Exception):
    """The officer's telephone is on a call of ours: it cannot ring for another."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Why an officer is rung, where the call begins, and how long it may last."""

    kind: OfficerCallKind
    start: Position
    talk_s: int
    callback_id: int | None = None
    about_sid: str | None = None


@dataclass(frozen=True)
class Dialer:
    """What ringing an officer needs."""

    database: Database
    carrier: Carrier
    public_url: str
    switchboard: Switchboard

    def call_back(
        self, officer: Officer, debt: int, *, now: datetime, channel: Channel
    ) -> OfficerCall:
        """Claim a debt for an officer and ring the officer's phone.

        Raises NotFree where another has it (Barred where nobody may call now), OnThePhone where the
        telephone is ours already, so that a form sent twice rings once, or CarrierAway; then nobody
        has claimed it. A number that the carrier will not call ends the call at once, and gives the
        debt back.
        """
        talk_s = self.switchboard.limits.talk_s + BESIDE_TALK_S
        errand = Errand(
            OfficerCallKind.CALLBACK, called_back(officer.id, debt), talk_s, callback_id=debt
        )
        with self.database.transaction() as session:
            lock_name(session, f"officer:{officer.id}")
            if officer.number in officer_calls.rung(session, now):
                raise OnThePhone
            self._refuse_too_many(session, now)
            if not claims.claim(session, debt, officer.id, now=now, channel=channel):
                raise NotFree
            if barring.bar(session, debt, self.switchboard.calendar, now):
                raise Barred
            id = _begun(session, officer, errand, now).id
        try:
            call = self._place(officer, errand, id, now)
        except CarrierAway:
            self._let_go(officer, debt, now)
            raise
        if call.call_sid is None:
            self._let_go(officer, debt, now)
        return call

    def ask_result(self, officer: Officer, about: str, *, now: datetime) -> OfficerCall:
        """Ring an officer to ask what came of a talk: once, whatever becomes of it.

        Raises NotFree where that was done before, or CarrierAway; then it may be done later.
        """
        errand = Errand(
            OfficerCallKind.WRAP_UP, wrapped_up(officer.id, about), WRAP_UP_S, about_sid=about
        )
        with self.database.transaction() as session:
            lock_name(session, f"result:{about}")
            if officer_calls.is_asked(session, about):
                raise NotFree
            self._refuse_too_many(session, now)
            id = _begun(session, officer, errand, now).id
        return self._place(officer, errand, id, now)

    def _refuse_too_many(self, session: Session, now: datetime) -> None:
        """Raise TooMany where we hold as many telephones as we may: none but this one is locked."""
        if open_calls.count(session, now) >= self.switchboard.limits.calls_at_once:
            raise TooMany(open_calls.LIMIT)

    def _place(self, officer: Officer, errand: Errand, id: int, now: datetime) -> OfficerCall:
        query = errand.start.query()
        order = OutgoingCall(
            to_number=officer.number,
            from_number=self.switchboard.hotline,
            url=f"{self.public_url}{twiml.OFFICER}?{query}",
            status_url=f"{self.public_url}{twiml.OFFICER_STATUS}?{query}{twiml.RETRIED}",
            talk_s=errand.talk_s,
        )
        try:
            sid: str | None = self.carrier.place_call(order)
        except BadNumber:
            sid = None
        except CarrierAway:
            with self.database.transaction() as session:
                session.delete(session.get_one(OfficerCall, id))
            raise
        with self.database.transaction() as session:
            lock_name(session, f"call:{sid}")
            row = session.get_one(OfficerCall, id)
            row.call_sid = sid
            if sid is None:
                row.ended_at, row.outcome = now, LegOutcome.FAILED
            return row

    def _let_go(self, officer: Officer, debt: int, now: datetime) -> None:
        with self.database.transaction() as session:
            claims.release(session, debt, officer.id, now=now, channel=Channel.AUTO)


def _begun(session: Session, officer: Officer, errand: Errand, now: datetime) -> OfficerCall:
    row = OfficerCall(
        kind=errand.kind,
        officer=officer.id,
        number=officer.number,
        callback_id=errand.callback_id,
        about_sid=errand.about_sid,
        placed_at=now,
    )
    session.add(row)
    session.flush()
    return row
