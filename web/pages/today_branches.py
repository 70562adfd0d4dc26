"""One branch on Hôm nay: open or not, who is on duty, when nobody will be, and what it missed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duty.strip import midnight
from ivr import labels
from ivr.flow.board import Board
from ivr.flow.duty.gaps import Gap, cover
from ivr.flow.duty.on_duty import on_duty
from ivr.flow.hours import Calendar, closed
from ivr.flow.switchboard import Branch
from ivr.flow.words import Text
from models.lists.today import BranchToday
from web.pages.roster.books import numbered
from web.showing import filled
from web.texts.today import TODAY

DAY = timedelta(days=1)
ALARM = 3  # calls missed within an hour from which on somebody has to look


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchNow:
    """A branch at this moment; `closed` says why it is, None where it is open.

    `alarm` says how many calls it missed within the hour, None where they are few.
    """

    id: str
    name: Text
    lead: Text
    closed: Text | None
    on_duty: tuple[Text, ...]
    gaps: tuple[Text, ...]
    offered: int
    missed: int
    alarm: Text | None
    alarm_short: Text | None
    open: int
    overdue: int


def branch_now(
    board: Board, branch: Branch, now: datetime, figures: BranchToday | None
) -> BranchNow:
    """Return what is to be said of a branch at a moment; without figures it had no call yet."""
    calendar, name = board.switchboard.calendar, numbered(branch)
    shut = closed(branch.hours, calendar, now)
    there = () if shut else on_duty(board.roster, branch, calendar, now)
    lately = figures.missed_lately if figures else 0
    is_alarm = lately >= ALARM
    return BranchNow(
        id=branch.id,
        name=name,
        lead=branch.lead,
        closed=labels.closed(shut) if shut else None,
        on_duty=tuple(each.officer.post for each in there if each.may_ring),
        gaps=(*_gaps(board, branch, now),),
        offered=figures.sums.offered if figures else 0,
        missed=figures.sums.missed if figures else 0,
        alarm=filled(TODAY["alarm"], branch=name, count=lately) if is_alarm else None,
        alarm_short=filled(TODAY["alarm_short"], count=lately) if is_alarm else None,
        open=figures.open if figures else 0,
        overdue=figures.overdue if figures else 0,
    )


def _gaps(board: Board, branch: Branch, now: datetime) -> Iterator[Text]:
    """Yield when nobody will be there, today and tomorrow."""
    calendar = board.switchboard.calendar
    today = calendar.local(now).date()
    end = midnight(calendar, today + 2 * DAY)
    gaps = cover(board.roster, branch, calendar, now, end).gaps
    for day in (today, today + DAY):
        found = [gap for gap in gaps if calendar.local(gap.begin).date() == day]
        if found:
            yield _said(found, calendar, now, today)


def _said(gaps: list[Gap], calendar: Calendar, now: datetime, today: date) -> Text:
    """Return the first of a day's gaps in words, and how many more there are."""
    first, *others = gaps
    since, until = calendar.local(first.begin), calendar.local(first.end)
    key = "gap" if since.date() == today else "gap_tomorrow"
    key = "gap_now" if first.begin <= now else key
    said = filled(TODAY[key], since=f"{since:%H:%M}", until=f"{until:%H:%M}")
    if not others:
        return said
    more = filled(TODAY["more_gaps"], count=len(others))
    return Text(f"{said.vi} {more.vi}", f"{said.en} {more.en}")
