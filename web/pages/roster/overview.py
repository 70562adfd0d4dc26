"""The days to come, by branch: where nobody is on duty comes first, and who could be."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from flask.typing import ResponseReturnValue

from accounts.rights import Right
from duty.strip import State, StripDay, strip
from ivr.flow.duty.gaps import Gap, who_could_fill
from ivr.flow.duty.on_duty import By
from ivr.flow.switchboard import Branch
from ivr.flow.words import Text
from web.pages.roster.blueprint import roster, tabs
from web.pages.roster.books import Books, numbered, read_books
from web.pages.roster.lines import Reader, said_hour
from web.session import hotline, needs
from web.showing import filled, show
from web.texts.roster import CHANGED, CHANGED_SIGN, ROSTER, SHORT, SIGNS, STATES
from web.texts.today import WEEKDAYS

MOST_NAMED, MOST_DAYS = 3, 3
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class GapTold:
    """What of a day is without anybody, and who could be there all that time."""

    when: Text
    could_fill: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of one branch at a glance; `more` stands beside the sign."""

    day: date
    sign: str
    state: Text
    is_gap: bool
    more: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One branch's days."""

    branch: Branch
    name: Text
    cells: tuple[Cell, ...]
    gaps: tuple[GapTold, ...]

    @property
    def days_with_gaps(self) -> int:
        """On how many of the days nobody is on duty for some time."""
        return sum(cell.is_gap for cell in self.cells)


@roster.get("")
@needs(Right.SEE_ROSTER)
def show_strip() -> ResponseReturnValue:
    """Show fourteen days of the branches that are somebody's own."""
    with hotline().database.reading() as session:
        books = read_books(session)
        branches = books.branches(Right.SEE_ROSTER)
        reader = Reader(session, books, None)
        absences = reader.absences(books.officers(Right.SEE_ROSTER))
        swaps = reader.swaps(branch.id for branch in branches)
    rows = [_row(books, branch) for branch in branches]
    return show(
        "roster/strip.html",
        ROSTER,
        tabs=tabs(),
        rows=rows,
        short=SHORT,
        days=[(cell.day, WEEKDAYS[cell.day.weekday()]) for row in rows[:1] for cell in row.cells],
        signs=[*((SIGNS[s], STATES[s]) for s in State), (CHANGED_SIGN, CHANGED)],
        absences=absences,
        swaps=swaps,
        may_edit=bool(books.branches(Right.EDIT_ROSTER)),
    )


def _row(books: Books, branch: Branch) -> Row:
    days = strip(books.roster, branch, books.calendar, books.now)
    gaps = islice((day for day in days if day.gaps), MOST_DAYS)
    told = (gap_told(books, branch, day) for day in gaps)
    return Row(branch, numbered(branch), tuple(map(cell, days)), tuple(told))


def cell(day: StripDay) -> Cell:
    """Return a day at a glance; that somebody stands in goes before that somebody is there."""
    state, sign = STATES[day.state], SIGNS[day.state]
    has_changed = any(turn.there.by in (By.STAND_IN, By.SWAP) for turn in day.turns)
    if has_changed and day.state is State.COVERED:
        state, sign = CHANGED, CHANGED_SIGN
    return Cell(day.day, sign, state, day.state is State.GAP, _more(day))


def _more(day: StripDay) -> Text:
    if day.state is State.GAP:
        return lasting(day.missing)
    if day.state is State.CLOSED or not day.officers:
        return Text("", "")
    return filled(ROSTER["people"], count=len(day.officers))


def lasting(length: timedelta) -> Text:
    """Return how long something lasts: `8 giờ`, `1 giờ 30`, `45 phút`."""
    hours, minutes = divmod(-(-length // MINUTE), 60)
    if not hours:
        return Text(f"{minutes} phút", f"{minutes} min")
    rest = f" {minutes:02}" if minutes else ""
    return Text(f"{hours} giờ{rest}", f"{hours} h{rest}")


def gap_told(books: Books, branch: Branch, day: StripDay) -> GapTold:
    """Return the gaps of a day as they are told."""
    local, fills = books.calendar.local, [_fills(books, branch, gap) for gap in day.gaps]
    codes = [code for code in fills[0] if all(code in others for others in fills)]
    hours = ", ".join(f"{local(g.begin):%H:%M}–{said_hour(local(g.end).time())}" for g in day.gaps)
    name, at = WEEKDAYS[day.day.weekday()], f"{day.day:%d/%m}: {hours}"
    return GapTold(Text(f"{name.vi} {at}", f"{name.en} {at}"), books.posts(codes[:MOST_NAMED]))


def _fills(books: Books, branch: Branch, gap: Gap) -> tuple[str, ...]:
    return who_could_fill(books.roster, branch, books.calendar, gap)
