"""How often numbers called in the last hour: counted in the books now and then, and here since."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ivr.flow.board import Board
from ivr.flow.events import Event
from ivr.flow.guarding.counts import SPAN, WITHHELD, Recent
from ivr.flow.numbers import e164
from models.guarding.recent import recent_calls

COUNTS = timedelta(seconds=10)  # an hour of calls is not counted at every look
MOST_BEGUN = 1000  # calls that one process remembers while the database is away

Counted = Mapping[str, Recent]


class Callers:
    """Who called, as the books had it when they were last asked, and who called here since."""

    def __init__(self) -> None:
        """Know of nobody."""
        self._counted: Counted = {}
        self._asked_at: datetime | None = None
        self._begun: dict[str, tuple[str, datetime]] = {}
        self._times: Mapping[str, int] = {}  # on boards already: made anew, never changed

    def asked(self, session: Session, now: datetime) -> Counted | None:
        """Return what the books have; None while what they had before is new enough."""
        if self._asked_at is not None and self._asked_at <= now < self._asked_at + COUNTS:
            return None
        return recent_calls(session, now - SPAN, now)

    def told(self, counted: Counted, *, until: datetime, now: datetime) -> None:
        """Take what the books had at `now`, which know all that happened before `until`."""
        self._counted, self._asked_at = counted, now
        self._begun = {k: v for k, v in self._begun.items() if until < v[1] <= now + COUNTS}
        self._times = Counter(number for number, _ in self._begun.values())

    def note(self, event: Event) -> bool:
        """Take a call that begins into account; say whether it was not known yet."""
        if event.call_sid in self._begun:
            return False
        number = e164(event.caller_number) or WITHHELD
        self._begun[event.call_sid] = (number, event.at)
        times = {**self._times, number: self._times.get(number, 0) + 1}
        if len(self._begun) > MOST_BEGUN:
            oldest, _ = self._begun.pop(next(iter(self._begun)))
            times[oldest] -= 1
        self._times = times
        return True

    def onto(self, board: Board) -> Board:
        """Return the board with what the books had, and the calls begun here since, by number."""
        return replace(board, recent=self._counted, begun=self._times)
