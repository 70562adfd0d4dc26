"""A desk with a roster: an and binh at branch four, chi at another, binh also to stand in."""

import re
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from duty.changes import Change, changing
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow
from models.duty.officers import by_code
from models.users.roles import UserRole
from tests.duty.conftest import officer, shift
from tests.web.desk.conftest import OTHER_BRANCH

TAGS = re.compile(r"<[^>]+>")


class Roster:
    """The roster of a hotline, as a test enters and reads it."""

    def __init__(self, hotline):
        self.hotline = hotline

    @contextmanager
    def change(self, actor="giam.sat"):
        """Change it at this moment."""
        running = self.hotline.hotline
        with (
            running.database.transaction() as session,
            changing(
                session, running.board.from_file, now=self.hotline.now, actor=actor
            ) as under_way,
        ):
            yield under_way

    def enter(self, *rows):
        """Enter rows, and return their ids or codes."""
        with self.change() as change:
            for row in rows:
                change.enter(row)
        return [getattr(row, "code", row.id) for row in rows]

    def update(self, code, *, actor="line check", **values):
        """Change an officer as checks do, which may leave gaps."""
        running = self.hotline.hotline
        with running.database.transaction() as session:
            row = by_code(session, code)
            assert row is not None
            Change(session, running.board.from_file, self.hotline.now, actor).update(row, **values)

    def rows(self, kind):
        """Return every row of a kind, as entered."""
        with self.hotline.hotline.database.reading() as session:
            found = session.scalars(sa.select(kind).order_by(kind.id)).all()
            session.expunge_all()
        return found

    def standing(self, kind):
        """Return the rows of a kind that were not withdrawn."""
        return [row for row in self.rows(kind) if row.withdrawn_at is None]

    def absences(self):
        return self.standing(AbsenceRow)

    def shifts(self):
        return self.standing(ShiftRow)

    def swaps(self):
        return self.standing(SwapRow)


@pytest.fixture
def roster(hotline):
    """Return a roster with three officers; only an and chi have shifts."""
    roster = Roster(hotline)
    roster.enter(
        officer("an", "+84500000141", person="Nguyễn Văn An"),
        officer("binh", "+84500000142"),
        officer("chi", "+84500000143", agency="so-tai-chinh"),
        shift("an"),
        shift("chi", branch=OTHER_BRANCH),
    )
    return roster


@pytest.fixture
def supervisor(signed_in):
    """Return a browser in which a supervisor is signed in."""
    return signed_in(UserRole.SUPERVISOR, "giam.sat")


@pytest.fixture
def head(signed_in):
    """Return a browser in which the head of branch four is signed in."""
    return signed_in(UserRole.BRANCH_HEAD, "phu.trach")


def text(answer):
    """Return what a page says, without its tags, blanks as one."""
    return " ".join(TAGS.sub(" ", answer.text.partition("<main")[2]).split())
