"""The roster on the board: read when it changes, and kept on disk for when the database is away."""

import stat
from datetime import date

import sqlalchemy as sa

from ivr.flow.duty.on_duty import on_duty
from ivr.flow.words import Text
from models.audit import AuditRow
from models.duty.calendar_days import CalendarDayRow
from models.session import Database
from tests.duty.conftest import BRANCH, officer, on, shift
from tests.harness import NINE_ON_MONDAY


def enter(database, *rows):
    """Put rows into the roster, as a change does."""
    with database.transaction() as session:
        for row in rows:
            if not isinstance(row, AuditRow):
                row.entered_at = NINE_ON_MONDAY
            session.add(row)
            session.flush()
        session.add(
            AuditRow(
                at=NINE_ON_MONDAY, actor="a", subject="officers", key="k", before=None, after=None
            )
        )


def there(keeper, at=NINE_ON_MONDAY):
    board = keeper.board
    branch = board.switchboard.branch(BRANCH)
    return [
        each.officer.id for each in on_duty(board.roster, branch, board.switchboard.calendar, at)
    ]


def test_what_is_entered_is_on_the_board_at_the_next_look(keeper, database):
    keeper.refresh()
    before = there(keeper)
    enter(database, officer("an", "+84500000141"), shift("an"))
    keeper.refresh()

    assert before == [o.id for o in keeper.board.switchboard.branch(BRANCH).officers]
    assert there(keeper) == ["an"]
    assert keeper.board.posts()["an"].number == "+84500000141"


def test_an_unchanged_roster_is_not_read_again(keeper, database):
    enter(database, officer("an", "+84500000141"))
    keeper.refresh()
    known = keeper.board.roster

    keeper.refresh()

    assert keeper.board.roster is known


def test_days_of_the_roster_are_in_the_calendar_also_after_the_file_changed(
    keeper, database, branches_file
):
    day = CalendarDayRow(
        day=date(2026, 11, 24), name_vi="Nghỉ bù", name_en="Day off", worked_as=None, document="1"
    )
    enter(database, day)
    keeper.refresh()
    branches_file.write_text(branches_file.read_text("utf-8") + "\n# edited\n", "utf-8")
    keeper.refresh()

    assert keeper.board.switchboard.calendar.day_off(date(2026, 11, 24)) == Text(
        "Nghỉ bù", "Day off"
    )


def test_a_process_that_starts_without_the_database_knows_the_last_roster(
    make_keeper, database, tmp_path
):
    enter(database, officer("an", "+84500000141"), shift("an"))
    make_keeper(database).refresh()

    fresh = make_keeper(Database("sqlite:////nowhere/at-all.db"))
    fresh.refresh()

    assert there(fresh) == ["an"]
    assert fresh.database_away_since is not None
    snapshot = tmp_path / "var" / "board.json"
    assert stat.S_IMODE(snapshot.stat().st_mode) == 0o600


def test_a_snapshot_that_makes_no_sense_is_left_alone(make_keeper, database, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "board.json").write_text('{"officers": 3}')

    keeper = make_keeper(database)

    assert there(keeper) == [o.id for o in keeper.board.switchboard.branch(BRANCH).officers]


def test_the_last_roster_stays_while_the_database_is_away(keeper, database):
    enter(database, officer("an", "+84500000141"), shift("an"))
    keeper.refresh()
    with database.transaction() as session:
        session.execute(sa.text("ALTER TABLE calls RENAME TO gone"))

    keeper.refresh()

    assert there(keeper, on(23, 10)) == ["an"]


def test_a_number_that_fails_its_checks_leaves_the_hunt_also_where_the_file_has_it(
    keeper, database
):
    first = keeper.board.switchboard.branch(BRANCH).officers[0]
    enter(database, officer("an", first.number, out_since=NINE_ON_MONDAY))
    keeper.refresh()

    branch, board = keeper.board.switchboard.branch(BRANCH), keeper.board
    told = on_duty(board.roster, branch, board.switchboard.calendar, NINE_ON_MONDAY)
    assert [each.may_ring for each in told] == [False, True]
