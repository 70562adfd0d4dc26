"""Places the calls of checks. Each is written down before, so that none is made twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from duty import line_checks
from duty.line_checks import Books, Target
from ivr.carrier import BadNumber, Carrier, CarrierAway, OutgoingCall, TooMany
from ivr.flow.switchboard import Switchboard
from models.guarding import open_calls
from models.line_checks import LineCheck
from models.session import Database, lock_name

Unless = Callable[[Books], bool]


class NotDue(Exception):
    """A check that should not be made after all; nothing was written down."""


@dataclass(frozen=True)
class Placer:
    """What placing a call needs."""

    database: Database
    carrier: Carrier

    def make(
        self,
        switchboard: Switchboard,
        target: Target,
        order: OutgoingCall,
        *,
        now: datetime,
        unless: Unless = lambda _: False,
    ) -> LineCheck:
        """Call, and write it down, unless something that is asked under lock speaks against it.

        Raises NotDue, UnderWay, or CarrierAway (TooMany where our own limit is reached): then
        nothing is left of it.
        """
        with self.database.transaction() as session:
            books = Books(session, switchboard, now)
            lock_name(session, "line checks")
            if unless(books):
                raise NotDue
            if open_calls.count(session, now) >= switchboard.limits.calls_at_once:
                raise TooMany(open_calls.LIMIT)
            check_id = line_checks.begin(books, target).id
        try:
            sid = self.carrier.place_call(order)
        except BadNumber:
            sid = None
        except CarrierAway:
            with self.database.transaction() as session:
                line_checks.not_placed(session, check_id)
            raise
        with self.database.transaction() as session:
            lock_name(session, f"call:{sid}")
            return line_checks.placed(Books(session, switchboard, now), check_id, sid)
