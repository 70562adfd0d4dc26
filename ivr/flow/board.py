"""The board (bảng trực): everything that a decision may know beside the request itself.

A value, never changed: who keeps it fresh is `ivr/board`. A decision never queries.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ivr.flow.duty.roster import Roster
from ivr.flow.guarding.counts import Recent
from ivr.flow.switchboard import Officer, Switchboard


@dataclass(frozen=True, slots=True)
class Board:
    """The switchboard of this moment.

    `busy` maps an officer's number to the call that holds it; `over` are calls that ended a short
    while ago; `accepted` are the legs (`call_sid` and attempt) in which an officer pressed accept.
    `roster` says who is on duty; its calendar's days are in the switchboard already. `reached` are
    those of our own numbers whose call has come through to an officer. `recent` are the numbers
    that called several times in the hour before the books were asked, `begun` how often numbers
    called since, `blocked` those whose calls are not taken, each until a moment.
    """

    switchboard: Switchboard
    busy: Mapping[str, str] = field(default_factory=dict)
    over: frozenset[str] = frozenset()
    accepted: frozenset[tuple[str, int]] = frozenset()
    roster: Roster = field(default_factory=Roster)
    reached: frozenset[str] = frozenset()
    recent: Mapping[str, Recent] = field(default_factory=dict)
    begun: Mapping[str, int] = field(default_factory=dict)
    blocked: Mapping[str, datetime] = field(default_factory=dict)

    def calls_of(self, number: str) -> int:
        """Return how often a number called in the last hour; few calls may count as none."""
        return self.recent.get(number, Recent()).calls + self.begun.get(number, 0)

    def officers(self) -> Iterator[tuple[str, Officer]]:
        """Yield every officer with the id of a branch they serve: by the file, then by shifts."""
        for branch, officer in self.switchboard.officers():
            yield branch.id, officer
        for shift in self.roster.shifts:
            if each := self.roster.officers.get(shift.officer):
                yield shift.branch, each.officer

    def posts(self) -> Mapping[str, Officer]:
        """Return every officer by id, those of the roster and those of the branches file."""
        from_file = {officer.id: officer for _, officer in self.switchboard.officers()}
        return from_file | {id: each.officer for id, each in self.roster.officers.items()}


def on_the_board(board: Board, switchboard: Switchboard, roster: Roster) -> Board:
    """Return a board with a menu and a roster, whose days are in the menu's calendar."""
    calendar = roster.over(switchboard.calendar)
    if calendar is not switchboard.calendar:
        switchboard = replace(switchboard, calendar=calendar)
    return replace(board, switchboard=switchboard, roster=roster)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is on the line. `number` is E.164, or None where it was withheld or cannot be called."""

    call_sid: str
    number: str | None
    called_number: str | None = None
