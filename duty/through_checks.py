"""Checks of the whole way in, graded by the calls that came in, and told where they fail.

Our own call does not know the call that it becomes: they are two calls to the carrier. They belong
together by the number that called, which is ours, and by the time, since no two such checks are
made within some minutes of each other. So both may be told in any order, late, or by two workers.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from duty.line_checks import Books
from ivr.flow.duty import through
from ivr.flow.events import Event
from ivr.flow.story import Story, tell
from ivr.flow.words import CheckKind, Grade, Level, Text
from ivr.labels import GRADES
from models import events, line_checks, reports
from models.line_checks import LineCheck
from models.notices import Notice

APART = timedelta(minutes=5)  # two checks; longer than one may last
AHEAD = timedelta(seconds=10)  # by so much may the web process's clock be behind the worker's
SURE_AFTER = timedelta(hours=2)  # what comes to light later changes no grade
LOOKS_BACK = timedelta(days=2)


def settle(books: Books) -> Iterator[Notice]:
    """Bring the checks of the whole way to what is known by now; yield what must be told of it."""
    since, sure_since = books.now - LOOKS_BACK, books.now - SURE_AFTER
    known_until = min(books.now, events.untold_since(books.session) or books.now)
    for row in line_checks.unsettled(books.session, since, sure_since):
        was = row.grade
        _settle(books, row, known_until)
        if row.grade is not was:
            yield from notices_of(books, row)


def _settle(books: Books, row: LineCheck, known_until: datetime) -> None:
    """Grade one check. While stories wait to be told, a call that came in may not be known yet."""
    ours = through.tell(_events(books.session, row.call_sid))
    story = _came_in(books, row.placed_at)
    row.answered_at, row.ended_at = ours.answered_at, ours.ended_at
    found = through.grade(ours, story, placed_at=row.placed_at, now=known_until)
    row.grade = found or row.grade
    if story:
        row.keyed_at = story.answered_at
        row.ended_at = ours.ended_at or story.ended_at
    row.seconds = _seconds(row, story)


def _came_in(books: Books, placed_at: datetime) -> Story | None:
    """Return the story of the call that our call became, or None where none came in (yet)."""
    since, until = placed_at - AHEAD, placed_at + through.COMES_IN
    sid = reports.came_in(books.session, books.switchboard.second_number, since, until)
    return tell(_events(books.session, sid)) if sid else None


def _events(session: Session, sid: str | None) -> list[Event]:
    return events.of_calls(session, [sid]).get(sid, []) if sid else []


def _seconds(row: LineCheck, story: Story | None) -> int | None:
    """Return how long a citizen would have waited for an officer, or None where none came."""
    if row.grade is not Grade.PASSED or story is None or story.answered_at is None:
        return None
    return round((story.answered_at - story.started_at).total_seconds())


def is_too_soon(session: Session, now: datetime) -> bool:
    """Say whether another check of the whole way was begun a short while ago."""
    return bool(line_checks.between(session, now - APART, now + APART, kind=CheckKind.THROUGH))


def notices_of(books: Books, row: LineCheck) -> Iterator[Notice]:
    """Yield what must be told of a check as it is graded now: nothing of one that passed."""
    if row.grade not in (None, Grade.PASSED):
        yield _notice(books, row, row.grade)


def _notice(books: Books, row: LineCheck, grade: Grade) -> Notice:
    branch = books.switchboard.branch(row.branch or "") or books.switchboard.desk
    local = books.switchboard.calendar.local(row.placed_at)
    return Notice(
        key=f"through:{branch.id}:{local.date().isoformat()}",
        audience=branch.id,
        level=Level.HEAD,
        subject=Text(
            f"Gọi thử tổng đài không gặp cán bộ: {branch.name.vi}",
            f"A test call to the hotline reached nobody: {branch.name.en}",
        ),
        body=Text(
            f"Lúc {local:%H:%M %d/%m/%Y}, tổng đài tự gọi vào số công bố và chọn nhánh này như"
            f" người dân: {GRADES[grade].vi}. Hãy xem lịch trực và các máy của nhánh.",
            f"At {local:%H:%M %d/%m/%Y} the hotline called its own public number and chose this"
            f" branch as a citizen would: {GRADES[grade].en}. Look at the roster and the phones.",
        ),
    )
