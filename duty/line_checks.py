"""Checking numbers: calling them, and what follows from what was found.

A number that fails twice in a row leaves the hunt, its branches are told, and it returns with the
next pass. It leaves even where that opens a gap: a number that nobody answers covers nothing.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from duty.changes import Change
from ivr.flow.duty import check, through
from ivr.flow.duty.check import CheckStory
from ivr.flow.events import Event
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import CheckKind, Grade, Level, Text
from models import line_checks
from models.duty.entries import ShiftRow, entered
from models.duty.officers import OfficerRow, by_code
from models.line_checks import LineCheck
from models.notices import Notice, raise_notice
from models.session import lock_name

log = logging.getLogger(__name__)

FAILURES = 2  # in a row, until a number leaves the hunt
ACTOR = "line check"
IS_PLACED = timedelta(minutes=10)  # from writing a check down to the first word of its call


@dataclass(frozen=True)
class Books:
    """What a check is written into."""

    session: Session
    switchboard: Switchboard
    now: datetime


class UnderWay(Exception):
    """The same check was begun a moment ago, and its call is not known yet."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a check is of: an officer's number, or, without an officer, the way to a branch."""

    kind: CheckKind
    number: str
    officer: str = ""
    branch: str | None = None

    @staticmethod
    def of(officer: OfficerRow, kind: CheckKind) -> "Target":
        """Return an officer's number as what is checked."""
        return Target(kind, officer.number, officer=officer.code)

    @staticmethod
    def way(switchboard: Switchboard, branch: str) -> "Target":
        """Return the whole way to a branch as what is checked."""
        return Target(CheckKind.THROUGH, switchboard.hotline, branch=branch)


def begin(books: Books, target: Target) -> LineCheck:
    """Write down that a check is about to be made, before the call is placed; raises UnderWay.

    So no two workers make the same, and the first word of the call finds its row.
    """
    lock_name(books.session, "line checks")
    if _begun(books, target):
        raise UnderWay
    return _new(books, target)


def _new(books: Books, target: Target) -> LineCheck:
    row = LineCheck(
        kind=target.kind,
        officer=target.officer,
        branch=target.branch,
        number=target.number,
        placed_at=books.now,
    )
    books.session.add(row)
    books.session.flush()
    return row


def _begun(books: Books, target: Target) -> LineCheck | None:
    return line_checks.not_yet_placed(
        books.session,
        kind=target.kind,
        officer=target.officer,
        branch=target.branch,
        since=books.now - IS_PLACED,
    )


def placed(books: Books, check_id: int, sid: str | None) -> LineCheck:
    """Write down the call of a check that was begun; a number that is none is graded at once."""
    row = books.session.get_one(LineCheck, check_id)
    row.call_sid = sid
    if sid is None:
        row.ended_at, row.grade = books.now, Grade.BAD_NUMBER
        books.session.flush()
        follow(books, row)
    return row


def not_placed(session: Session, check_id: int) -> None:
    """Forget a check that was begun: the carrier did not take the call."""
    session.delete(session.get_one(LineCheck, check_id))


def told(books: Books, events: list[Event]) -> None:
    """Bring the row of a check to what its events say, and draw the consequences, once.

    A check of the whole way only gets its call: it is graded by the call that came in.
    """
    if through.is_through(events):
        branch = next(e.position.branch for e in events if e.position.branch)
        _row(books, events[0].call_sid, Target.way(books.switchboard, branch))
        return
    story = check.tell(events, placed_at=None)
    officer = by_code(books.session, story.officer)
    if officer is None:
        log.warning("check of an officer who is not in the roster", extra={"code": story.officer})
        return
    row = _row(books, story.call_sid, Target.of(officer, story.kind))
    was = row.grade
    _write(row, check.tell(events, placed_at=row.placed_at))
    books.session.flush()
    if row.grade is not None and row.grade is not was:
        follow(books, row)


def _row(books: Books, sid: str, target: Target) -> LineCheck:
    """Return the row of a call of ours: its own, the one that was begun for it, or a new one."""
    row = line_checks.by_call(books.session, sid) or _begun(books, target) or _new(books, target)
    row.call_sid = sid
    return row


def _write(row: LineCheck, story: CheckStory) -> None:
    row.answered_at, row.keyed_at, row.ended_at = story.answered_at, story.keyed_at, story.ended_at
    row.grade, row.seconds = story.grade, story.seconds


def follow(books: Books, row: LineCheck) -> None:
    """Do what follows from a graded check of a number."""
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
        for branch in _branches(books, officer):
            _raise(books, officer, row, branch)


def _fails(session: Session, row: LineCheck) -> bool:
    latest = line_checks.of_officer(session, row.officer, kind=CheckKind.LINE, limit=FAILURES)
    failed = [c for c in latest if c.grade is not Grade.PASSED and c.number == row.number]
    return len(failed) == FAILURES


def _branches(books: Books, officer: OfficerRow) -> list[str]:
    """Return the branches that an officer has shifts for; the duty desk where there are none."""
    shifts = entered(books.session, ShiftRow, since=books.now)
    theirs = {s.branch for s in shifts if s.officer == officer.code and s.withdrawn_at is None}
    return sorted(theirs) or [books.switchboard.desk.id]


def _raise(books: Books, officer: OfficerRow, row: LineCheck, branch: str) -> None:
    day = books.switchboard.calendar.local(books.now).date()
    notice = Notice(
        key=f"out:{officer.code}:{branch}:{day.isoformat()}",
        audience=branch,
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
