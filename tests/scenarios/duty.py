"""A hotline with a roster to live through: a branch of office hours, one that never closes."""

import re
from contextlib import contextmanager
from datetime import date, datetime, time

from duty.changes import changing
from figures.coverage import covered
from ivr.flow.duty.on_duty import on_duty
from models.duty.reading import read_roster
from simulator.phones import parse_behaviour
from tests.duty.conftest import officer, shift
from tests.harness import HANOI, ROOT, TestHotline, test_settings

FOUR, LAW = "thu-tuc-hanh-chinh", "tu-phap"
NUMBERS = {code: f"+8450000014{n}" for n, code in enumerate(("an", "binh", "ngay", "dem", "sep"))}
CODES = {number: code for code, number in NUMBERS.items()}
EVERY_DAY = "0123456"
MONDAY = date(2026, 11, 23)


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), HANOI)


class Duty:
    """A hotline whose branch three answers around the clock, and its roster."""

    def __init__(self, folder, url, *, begins, **settings):
        menu = (ROOT / "branches.yaml").read_text("utf-8")
        around_the_clock = re.sub(r"(id: tu-phap\n)", r"\1    hours:\n      always: true\n", menu)
        assert around_the_clock != menu
        (folder / "menu.yaml").write_text(around_the_clock, "utf-8")
        given = test_settings(folder, url, branches_file=folder / "menu.yaml", **settings)
        self.hotline = TestHotline(given, at=begins, calls_per_second=None)
        self.keeper = self.hotline.hotline
        for code, number in NUMBERS.items():
            self.behaves(number, "accept@3/20")
            self.enter(officer(code, number, verified_at=begins))

    def behaves(self, number, behaviour):
        self.hotline.carrier.phones.behaviours[number] = parse_behaviour(behaviour)

    @contextmanager
    def change(self):
        """Change the roster now; each process knows within a second."""
        database, board = self.keeper.database, self.keeper.board
        with (
            database.transaction() as session,
            changing(session, board.from_file, now=self.hotline.now, actor="supervisor") as change,
        ):
            yield change
        board.refresh()

    def enter(self, *rows):
        with self.change() as change:
            for row in rows:
                change.enter(row)

    def go_to(self, moment):
        assert self.hotline.now <= moment
        self.hotline.carrier.run_until(moment)
        self.keeper.board.refresh()

    def call(self, keys, moment=None, caller="+84505000001"):
        """Let somebody call at a moment; return the codes of whose phones rang, and the row."""
        if moment is not None:
            self.go_to(moment)
        call = self.hotline.call(keys, caller=caller)
        self.hotline.tell()
        self.keeper.board.refresh()
        return [CODES.get(leg.number) for leg in call.truth.legs], self.hotline.row(call)

    def there(self, branch, moment):
        """Return the codes of who was on duty at a past moment, as the whole roster tells it."""
        switchboard = self.keeper.board.board.switchboard
        with self.keeper.database.reading() as session:
            roster = read_roster(session)
        asked = switchboard.branch(branch)
        assert asked
        found = on_duty(roster, asked, switchboard.calendar, moment)
        return [each.officer.id for each in found]

    def coverage(self, branch, since, until):
        switchboard = self.keeper.board.board.switchboard
        with self.keeper.database.reading() as session:
            roster = read_roster(session, since=since)
            return covered(session, roster, switchboard, since, until)[branch]


def day_and_night(first):
    """Return the two shifts of branch three: the day's from six to six, and the night's."""
    given = {"branch": LAW, "weekdays": EVERY_DAY, "valid_from": first}
    return (
        shift("ngay", **given, start=time(6), end=time(18)),
        shift("dem", **given, start=time(18), end=time(6)),
    )
