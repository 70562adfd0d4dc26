"""Officers' numbers are called and checked, in virtual time, against the simulated carrier."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from duty.changes import changing
from ivr.carrier import CarrierAway
from ivr.flow.words import CheckKind, Grade
from jobs.line_checks import is_free, is_on_duty, planned
from models import audit, callbacks, calls
from models.duty.officers import by_code
from models.line_checks import LineCheck
from models.notices import latest
from simulator.callers import CallerScript, ScriptedCallee
from simulator.phones import parse_behaviour
from tests.duty.conftest import officer, on, shift
from tests.harness import NINE_ON_MONDAY

AN, BINH = "+84500000141", "+84500000142"


@pytest.fixture
def staffed(make_hotline, database_url):
    """Return a hotline whose branch four has two officers of the roster."""
    hotline = make_hotline(database_url, calls_per_second=None)
    keeper = hotline.hotline
    with (
        keeper.database.transaction() as session,
        changing(
            session, keeper.board.board.switchboard, now=NINE_ON_MONDAY, actor="supervisor"
        ) as change,
    ):
        change.enter(officer("an", AN))
        change.enter(officer("binh", BINH, verified_at=None))
        change.enter(shift("an"))
    keeper.board.refresh()
    return hotline


def row(hotline, code):
    with hotline.hotline.database.reading() as session:
        return by_code(session, code)


def make(hotline, code, kind=CheckKind.LINE):
    """Make one check and let it happen; return its row."""
    keeper = hotline.hotline
    hotline.work.checker.call(
        keeper.board.board.switchboard, row(hotline, code), kind, now=hotline.now
    )
    hotline.carrier.run()
    hotline.tell()
    keeper.board.refresh()
    with keeper.database.reading() as session:
        return session.scalars(sa.select(LineCheck).order_by(LineCheck.id.desc()).limit(1)).one()


def answers_with(hotline, number, keys):
    """Let whoever has a phone press these keys when asked."""
    phones = hotline.carrier.phones
    phones.attend = {number: ScriptedCallee(CallerScript(keys), rings_s=6)}.get


BEHAVIOURS = [
    ("accept@4", Grade.PASSED),
    ("mailbox", Grade.MAILBOX),
    ("silent", Grade.MAILBOX),
    ("wrong-key", Grade.MAILBOX),
    ("no-answer", Grade.NO_ANSWER),
    ("busy", Grade.BUSY),
    ("off", Grade.NO_ANSWER),
    ("bad-number", Grade.BAD_NUMBER),
    ("hang-up@3", Grade.MAILBOX),
]


@pytest.mark.parametrize(("behaviour", "grade"), BEHAVIOURS)
def test_a_check_is_graded_by_what_the_phone_did(staffed, behaviour, grade):
    staffed.carrier.phones.behaviours[AN] = parse_behaviour(behaviour)

    check = make(staffed, "an")

    assert check.grade is grade
    assert (check.seconds is not None) is (grade is Grade.PASSED)


def test_a_check_is_no_citizens_call(staffed):
    staffed.carrier.phones.behaviours[AN] = parse_behaviour("mailbox")
    make(staffed, "an")

    with staffed.hotline.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(calls.Call)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(callbacks.Callback)) == 0


def test_two_failures_in_a_row_take_a_number_out_and_a_pass_brings_it_back(staffed):
    phones = staffed.carrier.phones
    phones.behaviours[AN] = parse_behaviour("mailbox")
    make(staffed, "an")
    after_one = row(staffed, "an").out_since
    make(staffed, "an")
    out = row(staffed, "an").out_since
    told = staffed.hotline.board.board.roster.officers["an"].is_out
    phones.behaviours[AN] = parse_behaviour("accept")
    make(staffed, "an")

    assert (after_one, out is not None, told) == (None, True, True)
    assert row(staffed, "an").out_since is None
    with staffed.hotline.database.reading() as session:
        changes = audit.of(session, "officers", "an")
        notices = latest(session, limit=9)
    assert [change.actor for change in changes] == ["supervisor", "line check", "line check"]
    assert [(notice.key, notice.audience) for notice in notices] == [
        ("out:an:thu-tuc-hanh-chinh:2026-11-23", "thu-tuc-hanh-chinh")
    ]
    assert AN not in notices[0].body_vi + notices[0].subject_vi


def test_a_number_that_is_out_is_not_rung(staffed):
    staffed.carrier.phones.behaviours[AN] = parse_behaviour("mailbox")
    make(staffed, "an")
    make(staffed, "an")

    call = staffed.call("4", "accept")

    assert [leg.number for leg in call.truth.legs] != [AN]
    assert AN not in [leg.number for leg in call.truth.legs]


def test_a_failure_between_two_passes_takes_nobody_out(staffed):
    phones = staffed.carrier.phones
    for behaviour in ("mailbox", "accept", "mailbox"):
        phones.behaviours[AN] = parse_behaviour(behaviour)
        make(staffed, "an")

    assert row(staffed, "an").out_since is None


def test_a_number_is_verified_by_the_code_it_was_told(staffed):
    heard = []

    def listen(call, line):
        heard.append(line.text)

    staffed.carrier.listeners.append(listen)
    keeper = staffed.hotline
    staffed.work.checker.call(
        keeper.board.board.switchboard, row(staffed, "binh"), CheckKind.VERIFY, now=staffed.now
    )
    call = next(iter(staffed.carrier.calls.values()))
    staffed.carrier.run_for(2)
    call.pick_up()
    staffed.carrier.run_until_listening(call)
    code = digits_in(next(text for text in heard if "bấm ba số" in text))
    call.press(code)
    staffed.carrier.run()
    staffed.tell()

    assert row(staffed, "binh").verified_at is not None
    with keeper.database.reading() as session:
        assert audit.of(session, "officers", "binh")[-1].actor == "line check"


def digits_in(sentence):
    words = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
    said = sentence.partition("số: ")[2].rstrip(".").split()
    return "".join(str(words.index(word)) for word in said)


def test_a_wrong_code_verifies_nothing(staffed):
    answers_with(staffed, BINH, "000" * 3)
    check = make(staffed, "binh", CheckKind.VERIFY)

    assert check.grade is Grade.MAILBOX
    assert row(staffed, "binh").verified_at is None


def test_failed_verifications_take_no_number_out(staffed):
    staffed.carrier.phones.behaviours[AN] = parse_behaviour("mailbox")
    make(staffed, "an", CheckKind.VERIFY)
    make(staffed, "an", CheckKind.VERIFY)

    assert row(staffed, "an").out_since is None


def test_a_carrier_that_is_away_leaves_no_row(staffed):
    staffed.carrier.api_refusals = 1

    with pytest.raises(CarrierAway):
        make(staffed, "an")
    with staffed.hotline.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(LineCheck)) == 0


# As the worker makes them; a whole month: see test_month_of_checks.


def test_the_moments_of_a_day_are_within_duty_and_the_same_however_often_asked(staffed):
    board = staffed.hotline.board.board
    days = [date(2026, 11, 23) + timedelta(days=n) for n in range(14)]

    plan = [each for day in days for each in planned(board, day, "seed", 2)]

    assert plan == [each for day in days for each in planned(board, day, "seed", 2)]
    assert len(plan) == 2 * 10
    assert all(each.officer == "an" and is_on_duty(board, "an", each.at) for each in plan)
    assert len({board.switchboard.calendar.local(each.at).time() for each in plan}) > 10
    assert plan != [each for day in days for each in planned(board, day, "other seed", 2)]


def test_an_officer_on_a_call_is_not_checked(staffed):
    keeper = staffed.hotline
    staffed.start("4", "talk-until-caller", talk_s=3000)
    staffed.pass_time(seconds=60)
    staffed.tell()
    keeper.board.refresh()

    assert AN in keeper.board.board.busy
    assert not is_free(keeper.board.board, "an", staffed.now)
    staffed.pass_time(hours=1)
    staffed.tell()
    keeper.board.refresh()
    assert is_free(keeper.board.board, "an", staffed.now)


def test_two_workers_make_a_check_once(staffed):
    board = staffed.hotline.board.board
    (due,) = planned(board, on(24, 0).date(), staffed.work.checker.seed, 1)
    staffed.carrier.run_until(due.at)
    checker = staffed.work.checker

    made = [checker._make(board, due, staffed.now) for _ in range(2)]
    staffed.carrier.run()

    assert made == [1, 0]
    assert len(staffed.carrier.calls) == 1


def test_who_is_absent_or_off_duty_is_not_checked(staffed):
    board = staffed.hotline.board.board

    assert is_free(board, "an", on(24, 9))
    assert not is_free(board, "an", on(24, 12))
    assert not is_free(board, "an", on(24, 23))
    assert not is_free(board, "binh", on(24, 9))
