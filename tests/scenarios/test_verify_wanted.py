"""An officer who asks by keypad for a verification is called as soon as the phone is free."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from duty.changes import changing
from ivr.flow.words import CheckKind
from models.duty.officers import OfficerRow
from models.line_checks import LineCheck
from tests.duty.conftest import officer
from tests.harness import NINE_ON_MONDAY

BINH = "+84500000142"


@pytest.fixture
def hotline(make_hotline, database_url):
    """Return a hotline with an officer whose number is not verified, and who has no shift."""
    made = make_hotline(database_url, calls_per_second=None)
    keeper = made.hotline
    with (
        keeper.database.transaction() as session,
        changing(
            session, keeper.board.board.switchboard, now=NINE_ON_MONDAY, actor="supervisor"
        ) as change,
    ):
        change.enter(officer("binh", BINH, verified_at=None))
    keeper.board.refresh()
    yield made
    made.carrier.run()


def want(hotline):
    with hotline.hotline.database.transaction() as session:
        session.execute(sa.update(OfficerRow).values(verify_wanted_at=hotline.now))


def wanted(hotline):
    with hotline.hotline.database.reading() as session:
        return session.scalar(sa.select(OfficerRow.verify_wanted_at))


def look(hotline):
    """Let the worker look whom it has to call; return how many it called."""
    hotline.tell()
    hotline.hotline.board.refresh()
    return hotline.work.check_lines()


def made(hotline):
    with hotline.hotline.database.reading() as session:
        return session.scalars(sa.select(LineCheck).order_by(LineCheck.id)).all()


def test_who_asked_is_called_once(hotline):
    want(hotline)

    assert (look(hotline), look(hotline)) == (1, 0)
    assert wanted(hotline) is None
    (check,) = made(hotline)
    assert (check.kind, check.officer, check.number) == (CheckKind.VERIFY, "binh", BINH)
    (call,) = hotline.carrier.calls.values()
    assert call.to_number == BINH


def test_nobody_is_called_who_did_not_ask(hotline):
    assert look(hotline) == 0
    assert made(hotline) == []


def test_who_is_still_on_the_line_is_called_afterwards(hotline):
    call = hotline.start("", caller=BINH, hang_up_after_s=40)
    hotline.pass_time(seconds=20)
    want(hotline)

    during = look(hotline)
    hotline.pass_time(seconds=40)
    after = look(hotline)

    assert call.is_over
    assert (during, after) == (0, 1)


def test_nobody_is_called_who_has_waited_in_vain(hotline):
    want(hotline)
    hotline.pass_time(minutes=10, seconds=1)

    assert look(hotline) == 0
    assert (wanted(hotline), made(hotline)) == (None, [])


def test_a_carrier_that_is_away_is_asked_again(hotline):
    want(hotline)
    asked_at = wanted(hotline)
    hotline.carrier.api_refusals = 1

    assert look(hotline) == 0
    assert (wanted(hotline), made(hotline)) == (asked_at, [])
    hotline.pass_time(seconds=30)
    assert look(hotline) == 1


def test_a_wish_is_not_forgotten_where_checks_are_switched_off(hotline):
    hotline.settings.__dict__["line_checks_a_day"] = 0
    want(hotline)

    assert look(hotline) == 1


def test_two_workers_take_a_wish_once(hotline):
    want(hotline)
    checker, board = hotline.work.checker, hotline.hotline.board.board
    with hotline.hotline.database.reading() as session:
        codes = [row.code for row in session.scalars(sa.select(OfficerRow))] * 2

    assert [checker._verify(board, code, hotline.now) for code in codes] == [1, 0]
    assert timedelta(0) == hotline.now - NINE_ON_MONDAY
