"""The turns of a period with stand-ins and swaps resolved: what a calendar or a sheet lists.

They are planned: what stands in the roster now counts from the beginning of today on, also where it
was entered this morning; before today it counts as it was known then.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cache
from typing import TypeVar

from ivr.flow.duty.on_duty import By, OnDuty, on_duty
from ivr.flow.duty.roster import DAY, Absence, Roster, Shift, Swap
from ivr.flow.hours import Calendar, next_opening
from ivr.flow.switchboard import Branch

AnyEntry = TypeVar("AnyEntry", Shift, Absence, Swap)


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of one turn for which the same officer is on duty; half-open, in UTC."""

    begin: datetime
    end: datetime
    there: OnDuty


def as_planned(roster: Roster, calendar: Calendar, now: datetime) -> Roster:
    """Return a roster whose entries of today count from midnight on, and withdrawn ones do not."""
    today = calendar.local(now).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)

    def planned(entry: AnyEntry) -> AnyEntry:
        entered, withdrawn = entry.entered_at, entry.withdrawn_at
        return replace(
            entry,
            entered_at=min(entered, today) if entered <= now else entered,
            withdrawn_at=min(withdrawn, today) if withdrawn and withdrawn <= now else withdrawn,
        )

    return replace(
        roster,
        shifts=tuple(map(planned, roster.shifts)),
        absences=tuple(map(planned, roster.absences)),
        swaps=tuple(map(planned, roster.swaps)),
    )


def turns_of(
    roster: Roster, branch: Branch, calendar: Calendar, since: datetime, until: datetime
) -> tuple[Turn, ...]:
    """Return the turns that begin in `[since, until)` while the branch is open, by time.

    What the branches file says is not in it: it knows officers, and no turns.
    """

    @cache
    def there(at: datetime) -> tuple[OnDuty, ...]:
        return on_duty(roster, branch, calendar, at)

    edges = sorted(_edges(roster, branch, calendar, since, until))
    found: list[Turn] = []
    for shift, begin, end in _whole_turns(roster, branch, calendar, since, until):
        inner = edges[bisect_right(edges, begin) : bisect_left(edges, end)]
        pieces: list[Turn] = []
        for left, right in zip([begin, *inner], [*inner, end], strict=True):
            for each in there(left):
                if each.role is shift.role and shift.officer == _whose(each):
                    _add(pieces, Turn(left, right, each))
        found += (t for t in pieces if _is_wanted(branch, calendar, t))
    found.sort(key=lambda turn: (turn.begin, turn.end, turn.there.officer.id))
    return tuple(dict.fromkeys(found))


def _whole_turns(
    roster: Roster, branch: Branch, calendar: Calendar, since: datetime, until: datetime
) -> Iterator[tuple[Shift, datetime, datetime]]:
    """Yield each shift's turns, stand-ins or not, that begin in a period."""
    day = calendar.local(since).date() - DAY
    while day <= calendar.local(until).date():
        weekday = calendar.worked.get(day, day.weekday())
        for shift in roster.shifts_of(branch.id):
            if shift.begins_on(day, weekday):
                begin, end = shift.turn(day, calendar.zone)
                if since <= begin < until:
                    yield shift, begin, end
        day += DAY


def _edges(
    roster: Roster, branch: Branch, calendar: Calendar, since: datetime, until: datetime
) -> set[datetime]:
    """Return the moments at which another officer may take over in the middle of a turn."""
    found: set[datetime] = set()
    for _, begin, end in _whole_turns(roster, branch, calendar, since - DAY, until + DAY):
        found |= {begin, end}
    for absence in roster.absences:
        found |= {absence.since, absence.until}
    for swap in roster.swaps:
        found |= {swap.since, swap.until}
    for known in (*roster.shifts_of(branch.id), *roster.absences, *roster.swaps):
        found |= {known.entered_at, known.withdrawn_at or known.entered_at}
    day = calendar.local(since).date()
    while day <= calendar.local(until).date() + DAY:
        found.add(datetime.combine(day, time(0), calendar.zone).astimezone(UTC))
        day += DAY
    return found


def _add(pieces: list[Turn], turn: Turn) -> None:
    """Add a piece, as one with the last where the same officer goes on."""
    if pieces and pieces[-1].end == turn.begin and pieces[-1].there == turn.there:
        turn = replace(turn, begin=pieces.pop().begin)
    pieces.append(turn)


def _whose(there: OnDuty) -> str | None:
    """Return the officer whose shift it is."""
    return None if there.by is By.FILE else there.instead_of or there.officer.id


def _is_wanted(branch: Branch, calendar: Calendar, turn: Turn) -> bool:
    """Say whether the branch is open at some time of a turn: nobody sits there on a holiday."""
    opening = next_opening(branch.hours, calendar, turn.begin)
    return opening is not None and opening < turn.end
