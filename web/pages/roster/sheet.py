"""The week's duty sheet, to be printed: without names and numbers, or whole for who may export."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Response, make_response, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField

from accounts.rights import Right
from accounts.trail import Look, looked
from duty.files import values
from duty.files.values import BadValue
from duty.week.render import as_html, style
from duty.week.sheet import Books, Week, week_of, with_masked_numbers
from ivr.flow.switchboard import Branch
from models.duty.officers import all_officers
from models.duty.reading import read_roster
from web.forms import DeskForm
from web.pages.roster.blueprint import roster, tabs
from web.pages.roster.books import branches_of, numbered
from web.pages.roster.fields import Chosen, offer
from web.session import check_branch, hotline, needs, person, reach_of, wall
from web.showing import show
from web.texts.roster import SHEET

LOOKS = timedelta(days=3660)


class SheetForm(DeskForm):
    """Which week, which branch, and whether with numbers."""

    class Meta(DeskForm.Meta):
        """Nothing is changed by it."""

        csrf = False

    week = StringField()
    branch = Chosen(is_needed=False)
    numbers = BooleanField()


@roster.get("/sheet")
@needs(Right.SEE_ROSTER)
def ask_sheet() -> ResponseReturnValue:
    """Ask for what is to be printed."""
    form = SheetForm(request.args)
    form.week.data = form.week.data or _next_workday().isoformat()
    offer(form.branch, ((b.id, numbered(b)) for b in _own()), none=SHEET["every"])
    may_export = bool(reach_of(Right.EXPORT))
    return show("roster/sheet.html", SHEET, tabs=tabs(), form=form, may_export=may_export)


@roster.get("/sheet/week")
@needs(Right.SEE_ROSTER)
def show_sheet() -> ResponseReturnValue:
    """Show the sheet of a week, on a page of its own."""
    wanted = request.args.get("branch", "")
    if wanted:
        check_branch(Right.SEE_ROSTER, wanted, what="branch", key=wanted)
    branches = [branch for branch in _own() if wanted in ("", branch.id)]
    day, is_whole = _asked_week(), "numbers" in request.args
    if is_whole:
        _note(branches, day)
    week = _week(branches, day, is_whole=is_whole)
    css = url_for("roster.sheet_style", paper="one" if len(branches) == 1 else "all")
    return as_html(week, style_url=css, back=url_for("roster.ask_sheet"))


@roster.get("/sheet/<any(one, all):paper>.css")
@needs(Right.SEE_ROSTER)
def sheet_style(paper: str) -> Response:
    """Serve the sheet's own style."""
    response = make_response(style(is_one=paper == "one"))
    response.mimetype = "text/css"
    return response


def _week(branches: Sequence[Branch], day: date, *, is_whole: bool) -> Week:
    running = hotline()
    with running.database.reading() as session:
        officers = all_officers(session) if is_whole else ()
        persons = {row.code: row.person for row in officers if row.person}
        books = Books(read_roster(session), running.board.from_file, persons)
    week = week_of(books, branches, day, running.clock())
    return week if is_whole else with_masked_numbers(week)


def _note(branches: Sequence[Branch], day: date) -> None:
    """Let only those have numbers who may export them, and keep that they had them."""
    ids = [branch.id for branch in branches]
    for id in ids:
        check_branch(Right.EXPORT, id, what="sheet with numbers", key=id)
    with hotline().database.transaction() as session:
        looked(
            session,
            Look.EXPORTED,
            login=person().login,
            key="duty sheet",
            now=wall(),
            week_of=day.isoformat(),
            branches=ids,
        )


def _own() -> tuple[Branch, ...]:
    return branches_of(reach_of(Right.SEE_ROSTER), hotline().board.from_file)


def _asked_week() -> date:
    """Return some day of the week that is asked for, today where that makes no sense."""
    try:
        day = values.day(request.args.get("week", ""))
    except BadValue:
        return _next_workday()
    return day if abs(day - _today()) < LOOKS else _today()


def _next_workday() -> date:
    """Return today, or Monday where it is the weekend: nobody prints a week that is over."""
    today = _today()
    return today + timedelta(days=(7 - today.weekday()) % 7) if today.weekday() > 4 else today


def _today() -> date:
    return hotline().board.from_file.calendar.local(hotline().clock()).date()
