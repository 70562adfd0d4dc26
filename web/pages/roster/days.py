"""Days off and days worked instead: of the law, of the branches file, and entered here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from duty.changes import Change
from duty.files.kinds import DAYS as LAYOUT
from duty.files.rows import Entry
from duty.refusals import BadEntry
from ivr.branch_file.calendar_days import TET, TET_LEAVE_D
from ivr.flow.words import Text
from models.audit import endings
from models.duty.calendar_days import CalendarDayRow, entered_days
from web.pages.roster.blueprint import roster, tabs
from web.pages.roster.books import Books, read_books
from web.pages.roster.branch import asked_since
from web.pages.roster.entering import is_ended, is_entered, page, trail
from web.pages.roster.fields import Chosen, EntryForm, Read, offer
from web.session import hotline, needs, not_there, reach_of
from web.showing import filled, language, show
from web.texts.calendar_days import DAYS
from web.texts.roster import ROSTER
from web.texts.today import WEEKDAYS

TET_LEAVE = timedelta(days=TET_LEAVE_D)


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day that differs. `id` None: not entered here; `state` None: in force."""

    day: date
    weekday: Text
    name: Text
    what: Text
    source: Text
    document: str = ""
    id: int | None = None
    state: Text | None = None


class DayForm(EntryForm):
    """A day off, or one that is worked with the hours of some weekday."""

    layout = LAYOUT
    day = Read(LAYOUT, "day")
    worked_as = Chosen(is_needed=False)
    name_vi = Read(LAYOUT, "name_vi")
    name_en = Read(LAYOUT, "name_en")
    document = Read(LAYOUT, "document")

    def offered(self) -> "DayForm":
        """Let a weekday be chosen whose hours hold, or none."""
        worked = [
            (str(n), filled(DAYS["is_worked"], weekday=name)) for n, name in enumerate(WEEKDAYS)
        ]
        offer(self.worked_as, worked, none=DAYS["is_off"])
        return self

    def values(self) -> dict[str, object]:
        """Return what was typed, as a file's line has it."""
        weekday = self.worked_as.data
        return super().values() | {"worked_as": int(weekday) if weekday else None}

    def show(self, row: CalendarDayRow) -> None:
        """Fill in what is entered now."""
        self.day.data, self.document.data = row.day.isoformat(), row.document
        self.name_vi.data, self.name_en.data = row.name_vi, row.name_en
        self.worked_as.data = "" if row.worked_as is None else str(row.worked_as)


@roster.get("/days")
@needs(Right.SEE_ROSTER)
def show_days() -> ResponseReturnValue:
    """List the days that differ, from today on; on demand those that were, too."""
    with hotline().database.reading() as session:
        books = read_books(session)
        since = asked_since(books)
        first = books.calendar.local(since).date() if since else books.today
        lines = _entered(session, books, first, with_ended=since is not None)
    lines += _others(books, first)
    lines.sort(key=lambda line: (line.day, line.state is not None, line.id or 0))
    return show(
        "roster/days.html",
        DAYS,
        tabs=tabs(),
        lines=lines,
        since=since and first.isoformat(),
        may_edit=bool(reach_of(Right.EDIT_WHOLE_ROSTER)),
    )


@roster.route("/days/new", methods=["GET", "POST"])
@needs(Right.EDIT_WHOLE_ROSTER)
def new_day() -> ResponseReturnValue:
    """Enter a day."""
    with hotline().database.reading() as session:
        books = read_books(session)
    form = DayForm().offered()
    if form.validate_on_submit() and is_entered(form, books, check=_is_alone):
        return _done("saved")
    return page("roster/day.html", form, DAYS, row=None)


@roster.route("/days/<int:id>", methods=["GET", "POST"])
@needs(Right.EDIT_WHOLE_ROSTER)
def edit_day(id: int) -> ResponseReturnValue:
    """Change a day: another entry takes the place of this one."""
    with hotline().database.reading() as session:
        books = read_books(session)
        row = _row(session, id)
        wrote = trail(session, row, books.calendar.local)
    form = DayForm().offered()
    if not form.is_filled():
        form.show(row)
    elif form.validate_on_submit() and is_entered(form, books, row, check=_is_alone):
        return _done("saved")
    return page("roster/day.html", form, DAYS, row=row, wrote=wrote)


@roster.post("/days/<int:id>/end")
@needs(Right.EDIT_WHOLE_ROSTER)
def end_day(id: int) -> ResponseReturnValue:
    """End an entry: the day is as the law and the branches file have it."""
    with hotline().database.reading() as session:
        books = read_books(session)
        row = _row(session, id)
        wrote = trail(session, row, books.calendar.local)
    form = DayForm(formdata=None).offered()
    form.show(row)
    if is_ended(form, row):
        return _done("was_ended")
    return page("roster/day.html", form, DAYS, row=row, wrote=wrote)


def _is_alone(change: Change, row: Entry) -> None:
    """Refuse a second entry for a day: the later would silently hold."""
    assert isinstance(row, CalendarDayRow)
    for other in entered_days(change.session, since=row.day):
        if other.day == row.day and other.withdrawn_at is None:
            raise BadEntry("day", filled(DAYS["is_there"], name=Text(other.name_vi, other.name_en)))


def _row(session: Session, id: int) -> CalendarDayRow:
    row = session.get(CalendarDayRow, id) or not_there("calendar day", id)
    session.expunge(row)
    return row


def _entered(session: Session, books: Books, first: date, *, with_ended: bool) -> list[DayLine]:
    rows = entered_days(session, since=first)
    rows = [row for row in rows if with_ended or row.withdrawn_at is None]
    gone = [str(row.id) for row in rows if row.withdrawn_at]
    ended = endings(session, CalendarDayRow.__tablename__, gone) if gone else {}
    return [
        DayLine(
            day=row.day,
            weekday=WEEKDAYS[row.day.weekday()],
            name=Text(row.name_vi, row.name_en),
            what=_what(row.worked_as),
            source=DAYS["here"],
            document=row.document,
            id=row.id,
            state=_ended(books, row.withdrawn_at, ended.get(str(row.id), "?")),
        )
        for row in rows
    ]


def _ended(books: Books, at: datetime | None, who: str) -> Text | None:
    if at is None:
        return None
    return filled(ROSTER["ended"], at=f"{books.calendar.local(at):%H:%M %d/%m/%Y}", who=who)


def _others(books: Books, first: date) -> Iterator[DayLine]:
    """Yield the days of the branches file, and of the law, that no entry here goes before."""
    calendar, roster = books.switchboard.calendar, books.roster
    entered = roster.days_off.keys() | roster.worked.keys()
    named: dict[date, tuple[Text, int | None, Text]] = {}
    tets = [day for day, name in calendar.holidays.items() if name.vi == TET]
    for day, name in calendar.holidays.items():
        is_guess = any(abs(day - tet) <= TET_LEAVE for tet in tets)
        named[day] = (name, None, DAYS["guess" if is_guess else "law"])
    for day, name in calendar.days_off.items():
        named[day] = (name, None, DAYS["file"])
    for day, weekday in calendar.worked.items():
        named[day] = (_what(weekday), weekday, DAYS["file"])
    for day, (name, worked_as, source) in named.items():
        if day >= first and day not in entered:
            yield DayLine(day, WEEKDAYS[day.weekday()], name, _what(worked_as), source)


def _what(worked_as: int | None) -> Text:
    return DAYS["off"] if worked_as is None else filled(DAYS["worked"], weekday=WEEKDAYS[worked_as])


def _done(said: str) -> ResponseReturnValue:
    flash(DAYS[said].in_(language()))
    return redirect(url_for("roster.show_days"))
