"""What Hôm nay shows at a moment: values, each figure with the address of the rows behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from accounts.rights import Right, reach
from duty.belonging import belongings
from duty.strip import midnight
from ivr.flow.board import Board
from ivr.flow.measures.figures import DASH, Ratio
from ivr.flow.words import Grade, Text
from models.line_checks import between
from models.lists.going_on import InProgress, list_going_on
from models.lists.today import Today, today
from models.session import hold_still
from web.pages.roster.books import branches_of, numbered
from web.pages.today_branches import BranchNow, branch_now
from web.pages.today_reconciled import read_reconciled
from web.session import hotline, person, reach_of
from web.showing import filled
from web.texts.today import AT_THE_KEYPAD, JUST_BEGUN, STAGES, TODAY

DAY = timedelta(days=1)
PERIOD = "today"


@dataclass(frozen=True, slots=True)
class Beside:
    """What else a tile says, and where its rows are; `is_must`: somebody has to do something."""

    said: Text
    address: str | None = None
    is_must: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the day, a link to its rows."""

    label: Text
    value: Text
    address: str
    beside: Beside


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNow:
    """One call that goes on. `address` is None where its page is not the reader's."""

    address: str | None
    branch: Text
    where: Text
    begun: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that is shown, but for what time alone changes."""

    tiles: tuple[Tile, ...]
    branches: tuple[BranchNow, ...]
    calls: tuple[CallNow, ...]
    reconciled: Beside


@dataclass(frozen=True, slots=True)
class Now:
    """What is shown at a local moment; `lasts` are the seconds of each call."""

    local: datetime
    shown: Shown
    lasts: tuple[int, ...]


def read_now() -> Now:
    """Return what there is to show of the branches that are somebody's own."""
    running, at = hotline(), hotline().clock()
    running.board.start()
    board = running.board.board
    local = board.switchboard.calendar.local(at)
    begin, scope = midnight(board.switchboard.calendar, local.date()), reach_of(Right.SEE_TODAY)
    with running.database.reading() as session:
        hold_still(session)
        figures = today(session, on=local.date(), begin=begin, now=at, branches=scope.branches)
        calls = list_going_on(session, now=at, branches=scope.branches)
        lines = _lines(session, board, begin, at)
        reconciled = read_reconciled(session, begin, at, board.switchboard.calendar.local)
    known = {each.branch: each for each in figures.branches}
    own = branches_of(scope, board.switchboard)
    shown = Shown(
        tiles=(*_tiles(figures, lines),),
        branches=tuple(branch_now(board, each, at, known.get(each.id)) for each in own),
        calls=tuple(_call(board, call) for call in calls),
        reconciled=Beside(reconciled[0], is_must=reconciled[1]),
    )
    return Now(local, shown, tuple(call.seconds for call in calls))


def _tiles(figures: Today, lines: Ratio | None) -> Iterator[Tile]:
    sums = figures.sums
    answered = Ratio(sums.answered, sums.offered)
    yield Tile(TODAY["offered"], _plain(sums.offered), _calls("offered"),
               Beside(TODAY["offered_note"]))  # fmt: skip
    yield Tile(
        TODAY["answered"],
        _plain(sums.answered),
        _calls("answered"),
        Beside(_both(f"{answered.percent(1)} ({answered.part}/{answered.whole})")),
    )
    people = filled(TODAY["people"], count=figures.missed_callers)
    callers = url_for("missed.show_missed", state="all", hours="yes", period=PERIOD)
    yield Tile(TODAY["missed"], _plain(sums.missed), _calls("missed"), Beside(people, callers))
    yield _waiting(figures)
    mean = sums.answer_time
    yield Tile(
        TODAY["wait"],
        filled(TODAY["seconds"], count=mean.text(0)) if mean.count else _plain(DASH),
        _calls("answered"),
        Beside(filled(TODAY["of_calls"], count=sums.answered)),
    )
    if lines is not None:
        yield _checked(lines)


def _checked(lines: Ratio) -> Tile:
    """Return the phones that passed; those that failed are to be seen to."""
    label, address = TODAY["lines"], url_for("checks.show_checks")
    if not lines.whole:
        return Tile(label, _plain(DASH), address, Beside(TODAY["no_lines"]))
    beside, failed = Beside(TODAY["lines_note"]), lines.whole - lines.part
    if failed:
        beside = Beside(filled(TODAY["lines_failed"], count=failed), address, is_must=True)
    return Tile(label, _plain(f"{lines.part}/{lines.whole}"), address, beside)


def _waiting(figures: Today) -> Tile:
    beside = Beside(TODAY["none_overdue"])
    if figures.overdue:
        late = filled(TODAY["overdue"], count=figures.overdue)
        beside = Beside(late, url_for("missed.show_missed", state="overdue"), is_must=True)
    return Tile(TODAY["waiting"], _plain(figures.open), url_for("missed.show_missed"), beside)


def _lines(session: Session, board: Board, begin: datetime, at: datetime) -> Ratio | None:
    """Return the phones whose last check of today passed, of those that the reader's page lists."""
    scope = reach(person(), Right.SEE_CHECKS)
    if not scope:
        return None
    own = belongings(board.roster, board.switchboard, at)
    last = {
        check.officer: check.grade
        for check in between(session, begin, begin + DAY)
        if check.grade and check.officer in own and own[check.officer].touches(scope.branches)
    }
    return Ratio(sum(grade is Grade.PASSED for grade in last.values()), len(last))


def _call(board: Board, call: InProgress) -> CallNow:
    branch = board.switchboard.branch(call.branch)
    is_own = reach_of(Right.SEE_CALLS).covers(call.branch)
    return CallNow(
        address=url_for("calls.show_call", sid=call.sid) if is_own else None,
        branch=numbered(branch) if branch else TODAY["no_branch"],
        where=_where(board, call),
        begun=board.switchboard.calendar.local(call.started_at),
    )


def _where(board: Board, call: InProgress) -> Text:
    """Return in words where a call is."""
    if call.officer:
        there = board.posts().get(call.officer)
        post = there.post if there else _both(call.officer)
        return filled(TODAY["talks" if call.accepted_at else "rings"], who=post)
    if call.stage is None:
        return JUST_BEGUN
    return STAGES.get(call.stage, AT_THE_KEYPAD)


def _calls(verdict: str) -> str:
    return url_for("calls.show_calls", verdict=verdict, period=PERIOD)


def _plain(value: object) -> Text:
    return _both(str(value))


def _both(text: str) -> Text:
    return Text(text, text)
