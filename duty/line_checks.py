"""Checking numbers: calling them, and what follows from what was found.

A number that fails twice in a row leaves the hunt, its branch is told, and it returns with the next
pass. It leaves even where that opens a gap: a number that nobody answers covers nothing.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from duty.changes import Change
from ivr.flow.duty import check
from ivr.flow.duty.check import CheckStory
from ivr.flow.events import Event
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import CheckKind, Grade, Level, Text
from models import line_checks
from models.duty.officers import OfficerRow, by_code
from models.line_checks import LineCheck
from models.notices import Notice, raise_notice

log = logging.getLogger(__name__)

FAILURES = 2  # in a row, until a number leaves the hunt
ACTOR = "line check"


@dataclass(frozen=True)
class Books:
    """What a check is written into."""

    session: Session
    switchboard: Switchboard
    now: datetime


def placed(books: Books, officer: OfficerRow, kind: CheckKind, sid: str | None) -> LineCheck:
    """Write down that a check was begun; one that could not be is graded at once."""
    row = (line_checks.by_call(books.session, sid) if sid else None) or LineCheck(
        kind=kind, officer=officer.code, number=officer.number, call_sid=sid, placed_at=books.now
    )
    books.session.add(row)
    if sid is None:
        row.ended_at, row.grade = books.now, Grade.BAD_NUMBER
    books.session.flush()
    if row.grade is not None:
        follow(books, row)
    return row


def told(books: Books, events: list[Event]) -> None:
    """Bring the row of a check to what its events say, and draw the consequences, once."""
    row = line_checks.by_call(books.session, events[0].call_sid)
    story = check.tell(events, placed_at=row.placed_at if row else None)
    officer = by_code(books.session, story.officer)
    if officer is None:
        log.warning("check of an officer who is not in the roster", extra={"code": story.officer})
        return
    row = row or placed(books, officer, story.kind, story.call_sid)
    was = row.grade
    _write(row, story)
    books.session.flush()
    if row.grade is not None and row.grade is not was:
        follow(books, row)


def _write(row: LineCheck, story: CheckStory) -> None:
    row.answered_at, row.keyed_at, row.ended_at = story.answered_at, story.keyed_at, story.ended_at
    row.grade, row.seconds = story.grade, story.seconds


def follow(books: Books, row: LineCheck) -> None:
    """Do what follows from a graded check."""
    officer = by_code(books.session, row.officer)
    if officer is None or officer.number != row.number:
        return  # it has got another number since: this one says nothing about it
    change = Change(books.session, books.switchboard, books.now, ACTOR)
    if row.grade is Grade.PASSED:
        changes: dict[str, datetime | None] = {"out_since": None}
        if row.kind is CheckKind.VERIFY:
            changes["verified_at"] = books.now
        change.update(officer, **changes)
    elif row.kind is CheckKind.LINE and officer.out_since is None and _fails(books.session, row):
        change.update(officer, out_since=books.now)
        _raise(books, officer, row)


def _fails(session: Session, row: LineCheck) -> bool:
    latest = line_checks.of_officer(session, row.officer, kind=CheckKind.LINE, limit=FAILURES)
    failed = [c for c in latest if c.grade is not Grade.PASSED and c.number == row.number]
    return len(failed) == FAILURES


def _raise(books: Books, officer: OfficerRow, row: LineCheck) -> None:
    day = books.switchboard.calendar.local(books.now).date()
    notice = Notice(
        key=f"out:{officer.code}:{day.isoformat()}",
        audience=officer.agency,
        level=Level.HEAD,
        subject=Text(
            f"Số trực không đạt kiểm tra: {officer.post_vi}",
            f"A duty number fails its checks: {officer.post_en}",
        ),
        body=Text(
            f"Hai lần kiểm tra liền không đạt ({row.grade}). Số này tạm không được đổ chuông, cho"
            " đến khi một lần kiểm tra đạt. Hãy kiểm tra máy, hoặc đổi số trong lịch trực.",
            f"Two checks in a row have failed ({row.grade}). The number is not rung until a check"
            " passes. Look at the telephone, or change the number in the roster.",
        ),
    )
    raise_notice(books.session, notice, books.now)
