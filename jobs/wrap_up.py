"""Asks officers what came of their talks: rings each once, shortly after, where nobody said so.

Only with `WRAP_UP_CALLS`. Without it results are those that officers tell of their own accord.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from callbacks.dialing import Dialer, NotFree
from ivr.carrier import CarrierAway
from ivr.flow.board import Board
from ivr.flow.switchboard import Officer
from models import call_results, officer_calls
from models.call_results import Talk
from models.session import Database

log = logging.getLogger(__name__)

AFTER = timedelta(seconds=20)  # to put the phone down and take a breath
WITHIN = timedelta(minutes=15)  # after that it is asked no more


@dataclass(frozen=True)
class Asker:
    """What asking needs."""

    database: Database
    dialer: Dialer

    def run(self, board: Board, *, now: datetime) -> int:
        """Ring the officers who are to be asked now, one call each; return how many."""
        with self.database.reading() as session:
            talks = call_results.without_result(session, since=now - WITHIN, until=now - AFTER)
            rung = officer_calls.rung(session, now)
        asked = 0
        for talk in talks:
            officer = _officer(board, talk)
            if officer is None or officer.number in rung or officer.number in board.busy:
                continue
            rung.add(officer.number)
            asked += self._ask(officer, talk, now)
        return asked

    def _ask(self, officer: Officer, talk: Talk, now: datetime) -> int:
        try:
            self.dialer.ask_result(officer, talk.call_sid, now=now)
        except NotFree:
            return 0
        except CarrierAway as error:
            log.warning("result not asked for", extra={"officer": officer.id, "error": str(error)})
            return 0
        return 1


def _officer(board: Board, talk: Talk) -> Officer | None:
    """Return who of the roster had a talk: whose post was rung, or whose telephone."""
    known = board.roster.officers.get(talk.officer_id)
    if known is not None:
        return known.officer
    found = (m.officer for m in board.roster.officers.values() if m.officer.number == talk.number)
    return next(found, None)
