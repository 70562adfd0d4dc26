"""The work list taken along: all that the filter finds, or who was ticked; numbers masked."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import Any

import sqlalchemy as sa
from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wsgi import FileWrapper

from accounts.rights import NOWHERE, Right
from accounts.trail import Look, looked
from documents.csv import as_csv
from documents.table import Imprint, Table
from documents.xlsx import MOST_ROWS, write_xlsx
from figures.made_up import has_sample
from ivr.flow.board import Board
from ivr.flow.duty.roster import Roster
from ivr.flow.words import Text
from models.callbacks import Callback
from models.lists.missed import count_missed
from models.lists.stretches import MissedFilter
from models.reconciliations import runs
from web.downloads import download
from web.pages.missed.asking import Wanted, wanted
from web.pages.missed.blueprint import board_now, missed
from web.pages.missed.bulk import ticked
from web.pages.missed.filters import fields_of, scope_of
from web.pages.missed.forms import CloseForm
from web.pages.missed.listing import Sent, list_page
from web.pages.reports.asking import DAY, Stretch
from web.pages.reports.imprint import imprint_of, with_numbers
from web.pages.reports.lists import EVERY_ROW, Rows
from web.pages.reports.scope import Scope, numbered, own_branches
from web.session import hotline, needs, person, reach_of, wall
from web.showing import filled, language
from web.slots import EXPORTS, Busy
from web.texts.missed import FIELDS
from web.texts.missed_deeds import BULK

NAMES = {"missed.xlsx": "xlsx", "missed.csv": "csv"}
MOST_TICKED = 5000  # what a form can hold is a little more


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Rows):
    """Reads who is wanted in the order of the list."""

    wanted: MissedFilter

    def _missed(self) -> MissedFilter:
        return self.wanted


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is taken along: its rows, how many, and what the file says of itself."""

    table: Table
    count: int
    imprint: Imprint


@missed.post("/export")
@needs(Right.EXPORT)
def export() -> ResponseReturnValue:
    """Hand out the list as a file; audited before its first byte leaves."""
    name, ids = request.form.get("file", ""), ticked()
    if name not in NAMES:
        raise BadRequest
    board = board_now()
    scope = replace(scope_of(board), branches=reach_of(Right.EXPORT).branches)
    asked = wanted(request.args, board.switchboard, scope, hotline().clock())
    only = frozenset(ids) if request.args.get("what") == "ticked" else None
    why = _wrong(asked, only)
    if why is not None or asked.filter is None:
        return _refused(why, ids)
    parcel = _parcel(board, asked, replace(asked.filter, ids=only))
    if parcel.count > MOST_ROWS:
        return _refused(filled(BULK["too_long"], most=MOST_ROWS), ids)
    try:
        return _file(name, asked, parcel)
    except Busy:
        return _refused(BULK["busy"], ids)


def _wrong(asked: Wanted, only: frozenset[int] | None) -> Text | None:
    if only is not None and not only:
        return BULK["none"]
    if only is not None and len(only) > MOST_TICKED:
        return filled(BULK["too_many"], most=MOST_TICKED, count=len(only))
    return next(iter(asked.faults.values()), None)


def _refused(why: Text | None, ids: Iterable[int]) -> ResponseReturnValue:
    return list_page(Sent(why or BULK["none"], frozenset(ids), CloseForm(formdata=None)))


def _parcel(board: Board, asked: Wanted, found: MissedFilter) -> Parcel:
    """Return what is wanted; nothing is read before it is written."""
    with hotline().database.reading() as session:
        scope = _days(session, board, found)
        count = count_missed(session, found, now=scope.now, most=EVERY_ROW).count
    rows = Chosen(
        database=hotline().database,
        scope=scope,
        shown=NOWHERE,
        posts={},
        language=language(),
        wanted=found,
    )
    imprint = with_numbers(imprint_of(scope, person(), language()), language(), are_full=False)
    told = (*imprint.filters, *_told(board, asked, found.ids))
    return Parcel(rows.missed(), count, replace(imprint, filters=told))


def _days(session: Session, board: Board, found: MissedFilter) -> Scope:
    """Return from which day to which it goes; of all time from the first miss until today."""
    now, local = hotline().clock(), board.switchboard.calendar.local
    since = found.since or session.scalar(sa.select(sa.func.min(Callback.last_missed_at))) or now
    last = local(found.until).date() - DAY if found.until else local(now).date()
    names = {branch.id: numbered(branch) for branch in own_branches(Right.EXPORT)}
    return Scope(
        switchboard=board.switchboard,
        roster=Roster(),
        stretch=Stretch(local(since).date(), last),
        now=now,
        branches=found.branches,
        chosen=None,
        names=names,
        has_sample=has_sample(session),
        reconciled_until=runs.reached(session, now),
    )


def _told(board: Board, asked: Wanted, ids: frozenset[int] | None) -> Iterator[tuple[Text, str]]:
    """Yield what was asked for, in words; digits of a number are not told."""
    for choice in fields_of(board, scope_of(board), asked):
        said = {value: label.in_(language()) for value, label in choice.options}
        if choice.chosen:
            yield FIELDS[choice.name], said[choice.chosen]
    if ids is not None:
        yield BULK["ticked"], str(len(ids))


def _file(name: str, asked: Wanted, parcel: Parcel) -> Response:
    """Return the file; while it is made or streamed it holds a slot."""
    with ExitStack() as stack:
        stack.enter_context(EXPORTS.held())
        _audit(name, asked, parcel)
        local = parcel.imprint.made_at.astimezone(parcel.imprint.zone)
        kept_as = f"goi-nho-{local:%Y-%m-%d-%H%M}.{NAMES[name]}"
        if NAMES[name] == "csv":
            response = download(as_csv(parcel.table, parcel.imprint, language()), kept_as)
            response.call_on_close(stack.pop_all().close)
            return response
        return download(_workbook(parcel), kept_as)


def _workbook(parcel: Parcel) -> Iterable[bytes]:
    """Write a workbook into a file that has no name, so that nobody finds it later."""
    with ExitStack() as stack:
        out = stack.enter_context(TemporaryFile())
        write_xlsx(parcel.table, parcel.imprint, out, language())
        out.seek(0)
        stack.pop_all()
    return FileWrapper(out)


def _audit(name: str, asked: Wanted, parcel: Parcel) -> None:
    facts: dict[str, Any] = {name: asked.query[name] for name in asked.query if name != "ending"}
    facts |= {
        "since": parcel.imprint.since.isoformat(),
        "until": parcel.imprint.until.isoformat(),
        "rows": parcel.count,
        "full_numbers": False,
    }
    with hotline().database.transaction() as session:
        looked(session, Look.EXPORTED, login=person().login, key=name, now=wall(), **facts)
