"""Officers work by telephone alone, in virtual time, against the simulated carrier."""

import shutil
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from callbacks import claims
from duty import pins
from duty.changes import Change, changing
from ivr.flow.words import (
    CallbackOutcome,
    CallbackState,
    CallResult,
    Cause,
    Channel,
    Did,
    Role,
    Verdict,
)
from models import audit, call_results, callback_actions, notices
from models.callbacks import Callback
from models.calls import Call as CallRow
from models.duty.entries import AbsenceRow
from models.duty.officers import by_code
from simulator.faults import Fault, Faults
from tests.duty.conftest import officer, shift
from tests.harness import CITIZEN, HANOI, HOTLINE_NUMBER, NINE_ON_MONDAY
from tests.scenarios.told import heard

AN, BINH, CHI = "+84500000141", "+84500000142", "+84500000143"
SECOND, THIRD = "+84505000002", "+84505000003"
PIN = "482915"
IN = f"{PIN}#"
BRANCH = "thu-tuc-hanh-chinh"
NOBODY = "bad-number," * 4
TALKS = "accept@4/60"  # picks up after four seconds, talks for a minute; there is no key to press


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.fixture
def office(make_hotline, database_url):
    """Return a hotline whose branch four has two officers of the roster, one with a PIN."""
    return Office(make_hotline(database_url, calls_per_second=None))


@pytest.fixture
def small_office(make_hotline, sqlite_url):
    """Return the same on SQLite alone, for what no engine can change."""
    return Office(make_hotline(sqlite_url, calls_per_second=None))


class Office:
    """A hotline, its officers, and short ways to look into its books."""

    def __init__(self, hotline):
        self.hotline = hotline
        keeper = hotline.hotline
        self.database = keeper.database
        with (
            self.database.transaction() as session,
            changing(session, keeper.board.from_file, now=NINE_ON_MONDAY, actor="a") as change,
        ):
            change.enter(officer("an", AN))
            change.enter(officer("binh", BINH))
            change.enter(officer("chi", CHI))
            change.enter(shift("an"))
            change.enter(shift("binh", role=Role.DEPUTY))
        self.set_pin("an")

    def set_pin(self, code, pin=PIN):
        keeper = self.hotline.hotline
        with self.database.transaction() as session:
            change = Change(session, keeper.board.from_file, NINE_ON_MONDAY, "supervisor")
            row = by_code(session, code)
            assert row is not None
            pins.set_pin(change, row, pin, secret=keeper.settings.secret_key)
        keeper.board.refresh()

    def missed(self, *callers):
        """Let citizens call branch four and be missed; return what they are owed, oldest first."""
        for caller in callers:
            self.hotline.call("4", NOBODY, caller=caller)
        found = self.hotline.callbacks(state=CallbackState.OPEN)
        return [next(d for d in found if d.caller_number == caller) for caller in callers]

    def works(self, keys, citizens="", caller=AN, **script):
        """Let an officer call and press these keys after the PIN; `citizens` pick up in turn."""
        call = self.hotline.call(IN + keys.replace(" ", ""), citizens, caller=caller, **script)
        self.hotline.tell()
        self.hotline.hotline.board.refresh()
        return call

    def row(self, debt):
        with self.database.reading() as session:
            found = session.get(Callback, debt.id)
            session.expunge_all()
        return found

    def did(self, debt):
        with self.database.reading() as session:
            found = callback_actions.of_callbacks(session, [debt.id])
            return [action.did for action in found if action.channel is not Channel.AUTO]

    def absences(self):
        with self.database.reading() as session:
            return session.scalars(sa.select(AbsenceRow).order_by(AbsenceRow.id)).all()

    def officer(self, code="an"):
        with self.database.reading() as session:
            return by_code(session, code)

    def result(self, call):
        with self.database.reading() as session:
            return call_results.by_call(session, call.sid)


# A morning's work.


def test_a_morning_of_callbacks_without_a_browser(office):
    first, second, third = office.missed(CITIZEN, SECOND, THIRD)

    call = office.works(
        # The first is spoken with; the second does not answer, so the third is offered, who asks
        # for another time; then nobody is left.
        "1 1 1  1 1  1 3 1430# 1  1",
        f"{TALKS},no-answer,{TALKS}",
    )

    assert heard(
        call,
        "bấm mã PIN",
        "Danh mục dành cho cán bộ",
        "Cuộc gọi nhỡ, nhánh bốn",
        "đang gọi người dân",
        "Đã nói chuyện với người dân",
        "Đã ghi nhận",
        "Cuộc gọi nhỡ, nhánh bốn",
        "không nghe máy",
        "Xin bấm giờ hẹn",
        "Hẹn gọi lại lúc mười bốn giờ ba mươi, hôm nay",
        "Đã ghi nhận",
        "Đã hết danh sách",
    )
    assert [leg.number for leg in call.truth.legs] == [CITIZEN, SECOND, THIRD]
    assert {leg.caller_id for leg in call.truth.legs} == {HOTLINE_NUMBER}
    assert office.did(first) == [Did.CLAIMED, Did.TRIED, Did.REACHED]
    assert office.did(second) == [Did.CLAIMED, Did.TRIED]
    assert office.did(third) == [Did.CLAIMED, Did.TRIED, Did.POSTPONED]
    done = office.row(first)
    assert (done.state, done.outcome, done.reached_by) == (
        *(CallbackState.CLOSED, CallbackOutcome.REACHED, "an"),
    )
    assert (office.row(second).state, office.row(second).tries) == (CallbackState.OPEN, 1)
    assert office.row(third).next_try_at == local("2026-11-23T14:30")


def test_the_citizen_is_joined_at_once_and_the_officers_star_ends_the_talk(small_office):
    (debt,) = small_office.missed(CITIZEN)

    call = small_office.works("11", "talk-until-caller", hang_up_after_s=300)

    (leg,) = call.truth.legs
    assert leg.was_joined
    assert (leg.picked_up_at, leg.keys) == (leg.joined_at, "")
    assert small_office.did(debt) == [Did.CLAIMED, Did.TRIED]


def test_a_mailbox_of_the_citizen_is_no_contact(small_office):
    (debt,) = small_office.missed(CITIZEN)

    small_office.works("112", "mailbox")

    assert small_office.did(debt) == [Did.CLAIMED, Did.TRIED, Did.NOT_REACHED]
    assert small_office.row(debt).state is CallbackState.OPEN


def test_a_message_is_played_before_the_call_and_a_key_cuts_it_short(small_office):
    hotline = small_office.hotline
    hotline.call("411", "bad-number," * 4, message_s=20)
    hotline.work_off()

    call = hotline.start(IN + "1", "no-answer", caller=AN)
    while not heard(call, "Lời nhắn của người gọi", "/voice/playback?r=RE"):
        assert hotline.carrier.timeline.step()
    began = hotline.now
    hotline.pass_time(seconds=5)
    call.press("1")
    hotline.carrier.run_for(1)

    assert heard(call, "đang gọi người dân")
    assert (hotline.now - began).total_seconds() == 6
    hotline.carrier.run()


def test_another_officers_callback_is_not_offered_and_not_called(office):
    first, second = office.missed(CITIZEN, SECOND)
    with office.database.transaction() as session:
        now = office.hotline.now
        assert claims.claim(session, first.id, "binh", now=now, channel=Channel.WEB)

    call = office.works("11", "no-answer")

    assert [leg.number for leg in call.truth.legs] == [SECOND]
    assert office.did(second)[0] is Did.CLAIMED


def test_one_that_is_taken_while_it_is_told_is_not_called(office):
    first, second = office.missed(CITIZEN, SECOND)
    call = office.hotline.start(IN + "1", caller=AN)
    office.hotline.pass_time(seconds=25)
    with office.database.transaction() as session:
        now = office.hotline.now
        assert claims.claim(session, first.id, "binh", now=now, channel=Channel.WEB)
    office.hotline.carrier.run_until_listening(call)
    call.press("1")
    office.hotline.carrier.run()
    office.hotline.tell()

    assert heard(call, "có cán bộ khác vừa nhận", "Cuộc gọi nhỡ")
    assert call.truth.legs == []
    assert office.did(second) == []


def test_what_the_officer_has_claimed_elsewhere_is_the_fourth_key(small_office):
    first, second = small_office.missed(CITIZEN, SECOND)
    with small_office.database.transaction() as session:
        now = small_office.hotline.now
        assert claims.claim(session, second.id, "an", now=now, channel=Channel.WEB)

    call = small_office.works("4114", TALKS)

    assert [leg.number for leg in call.truth.legs] == [SECOND]
    assert small_office.row(second).outcome is CallbackOutcome.REACHED
    assert heard(call, "Đã hết danh sách")
    assert small_office.row(first).state is CallbackState.OPEN


# What came of a talk.


def test_the_result_of_the_last_talk_is_told_by_key(office):
    talk = office.hotline.call("4", "accept")
    office.hotline.tell()

    call = office.works("313")

    assert heard(call, "Cuộc gọi nhánh bốn", "Đã ghi nhận", "Danh mục dành cho cán bộ")
    told = office.result(talk)
    assert (told.result, told.officer, told.channel) == (CallResult.SOLVED, "an", Channel.KEYPAD)


def test_a_matter_is_passed_on_to_another_branch_which_owes_a_call(office):
    talk = office.hotline.call("4", "accept")
    office.hotline.tell()

    office.works("333")

    told = office.result(talk)
    assert (told.result, told.to_branch) == (CallResult.PASSED_ON, "tu-phap")
    (owed,) = office.hotline.callbacks(state=CallbackState.OPEN)
    assert (owed.branch, owed.caller_number) == ("tu-phap", CITIZEN)


# On and off duty.


def test_an_officer_goes_off_duty_with_a_stand_in_and_comes_back(office):
    off = office.works("231")
    (absence,) = office.absences()
    hunt = office.hotline.call("4", "accept")
    back = office.works("21")

    assert heard(
        off, "đang trực nhánh bốn", "Vắng đến mười bảy giờ", "Người trực thay là Chuyên viên binh"
    )
    assert (absence.officer, absence.stand_in, absence.reason.value) == ("an", "binh", "meeting")
    assert absence.until == local("2026-11-23T17:00")
    assert [leg.number for leg in hunt.truth.legs] == [BINH]
    assert heard(back, "đang báo vắng", "Đã ghi anh chị trực trở lại")
    assert office.absences()[0].withdrawn_at is not None
    with office.database.reading() as session:
        told = audit.of(session, "absences", str(absence.id))
    assert [(c.actor, c.after is None) for c in told] == [("an", False), ("an", True)]


def test_nobody_may_leave_a_branch_without_anybody(office):
    office.works("210")  # An goes, and Binh is left
    office.set_pin("binh", "730518")

    call = office.hotline.call("730518#2101", caller=BINH)

    assert heard(call, "Chưa ghi được: nhánh bốn", "Đã ghi anh chị vắng")
    assert [row.officer for row in office.absences()] == ["an", "binh"]
    assert office.absences()[1].stand_in == "chi"


def test_who_has_no_turn_now_is_away_for_the_rest_of_the_day(small_office):
    small_office.set_pin("chi", "730518")

    call = small_office.hotline.call("730518#240", caller=CHI)

    assert heard(call, "chưa đến ca trực", "Vắng đến không giờ, ngày mai")
    (absence,) = small_office.absences()
    assert absence.until == local("2026-11-24T00:00")


# Verifying.


def test_an_officer_asks_for_a_verification_and_is_called_after_hanging_up(small_office):
    hotline = small_office.hotline
    call = small_office.works("9")
    wanted = small_office.officer().verify_wanted_at
    hotline.pass_time(seconds=10)

    placed = hotline.work.check_lines()

    assert heard(call, "Xin gác máy")
    assert wanted is not None
    assert placed == 1
    hotline.carrier.run()


# Who comes in.


def test_three_wrong_pins_lock_it_and_the_caller_goes_on_as_a_citizen(office):
    call = office.hotline.call("111111#222222#333333#4", "decline,accept", caller=AN)
    again = office.hotline.call(IN + "4", "no-answer,accept", caller=AN)
    office.hotline.tell()

    assert heard(call, "Mã PIN chưa đúng", "Mã PIN chưa đúng", "Mã PIN chưa đúng", "nối máy")
    assert heard(again, "Mã PIN đang bị khóa", "nối máy")
    assert office.officer().pin_locked_until is not None
    rows = [office.hotline.row(each) for each in (call, again)]
    assert {(row.verdict, row.branch) for row in rows} == {(Verdict.ANSWERED, BRANCH)}
    assert AN not in {leg.number for leg in call.truth.legs + again.truth.legs}
    with office.database.reading() as session:
        (notice,) = notices.latest(session, limit=9)
    assert notice.key.startswith("pin:an:")


def test_star_leads_to_what_citizens_hear_and_the_officer_is_one(small_office):
    call = small_office.hotline.call("*4", "no-answer,accept", caller=AN)

    assert heard(call, "bấm mã PIN", "Kính chào ông bà")
    row = small_office.hotline.row(call)
    assert (row.verdict, row.caller_number) == (Verdict.ANSWERED, AN)
    assert AN not in {leg.number for leg in call.truth.legs}


def test_a_citizen_hears_nothing_of_the_keypad(small_office):
    call = small_office.hotline.call("4", "accept")

    assert not heard(call, "PIN")


def test_an_officers_call_is_in_the_carriers_total_and_owes_nobody(office):
    office.works("*~")

    (row,) = rows(office)
    assert (row.verdict, row.cause) == (Verdict.MENU_ENDED, None)
    office.works("2~")
    office.hotline.call("~", caller=AN)
    office.hotline.tell()

    assert [(r.verdict, r.cause) for r in rows(office)[1:]] == [
        (Verdict.TEST, Cause.OFFICERS_MENU)
    ] * 2
    assert office.hotline.callbacks() == []


def rows(office):
    with office.database.reading() as session:
        return session.scalars(sa.select(CallRow).order_by(CallRow.id)).all()


def test_nothing_of_a_pin_is_written_down_anywhere(make_hotline, sqlite_url, tmp_path):
    office = Office(make_hotline(sqlite_url, calls_per_second=None))
    for typed in (PIN, f"{PIN}#", "739146#", "5829#"):
        office.hotline.call(typed, caller=AN)
    office.database.engine.dispose()

    kept = (tmp_path / "hotline.db").read_bytes() + (tmp_path / "hotline.db-wal").read_bytes()
    for secret in (PIN, "739146", "5829#"):
        assert secret.encode() not in kept


def test_not_even_in_the_spool_or_where_our_code_fails(small_office, monkeypatch):
    class Broken:
        def append(self, row):
            raise OSError("away")

    hotline = small_office.hotline
    monkeypatch.setattr(hotline.hotline.ledger, "_appender", NotThere())
    monkeypatch.setattr(pins, "check", broken)
    call = hotline.call(IN, caller=AN)

    spooled = [path.read_text("utf-8") for path in hotline.spool.waiting(limit=99)]
    assert any('"fault"' in text for text in spooled)
    assert any("masked" in text for text in spooled)
    assert not any(PIN in text for text in spooled)
    assert heard(call, "chờ trong giây lát", "bấm mã PIN")


class NotThere:
    """A database that takes nothing."""

    def append(self, row):
        from models.appending.appender import NotAppended  # noqa: PLC0415

        raise NotAppended("away")

    def close(self):
        """Let go of nothing."""


def broken(*args, **given):
    raise RuntimeError("a fault of ours")


# Who is at the keypad is not rung.


def test_the_hunt_passes_over_an_officer_at_the_keypad(small_office):
    hotline = small_office.hotline
    working = hotline.start(IN, caller=AN)
    hotline.pass_time(seconds=20)

    here = hotline.start("4", "decline")
    hotline.pass_time(seconds=40)
    hotline.tell()
    hotline.hotline.board.refresh()
    held_by_books = hotline.hotline.board._told.busy.get(AN)

    assert [leg.number for leg in here.truth.legs][:1] == [BINH]
    assert held_by_books == working.sid
    hotline.carrier.run()
    hotline.tell()
    hotline.hotline.board.refresh()
    assert AN not in hotline.hotline.board.board.busy
    assert [leg.number for leg in hotline.call("4", "accept").truth.legs] == [AN]


# Hanging up, faults, and no database.


@pytest.mark.parametrize("second", [3, 9, 15, 22, 30, 36, 41, 60, 110, 118, 125, 133, 140, 150])
def test_an_officer_may_hang_up_anywhere(small_office, second):
    (debt,) = small_office.missed(CITIZEN)

    call = small_office.works("1131430#1", TALKS, hang_up_after_s=second)

    row = small_office.hotline.row(call)
    assert (row.verdict, row.cause) == (Verdict.TEST, Cause.OFFICERS_MENU)
    assert call.errors == []
    did = small_office.did(debt)
    whole = [Did.CLAIMED, Did.TRIED, Did.POSTPONED]
    assert did in (whole[:n] for n in range(4)) or did == [Did.CLAIMED, Did.RELEASED]
    assert small_office.row(debt).state is CallbackState.OPEN
    assert small_office.row(debt).claimed_by is None or Did.TRIED in did


def books(office, debt):
    """Return what is told of a morning, to be compared."""
    row = office.row(debt)
    return (
        [(r.verdict, r.cause, r.branch) for r in rows(office)],
        (row.state, row.outcome, row.tries, row.next_try_at, row.reached_by),
        [did for did in office.did(debt) if did is not Did.RELEASED],
        [(a.officer, a.stand_in, a.until, a.withdrawn_at is None) for a in office.absences()],
    )


FAULTS = [
    Fault(kind=kind, action=action, delay_s=delay_s, times=99)
    for kind in ("voice", "gather", "dial", "call-status")
    for action, delay_s in (("repeat", 0.0), ("repeat", 600.0), ("delay", 4.0))
]
MORNING = "1130930#123121220"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.kind}-{f.action}-{f.delay_s:g}")
def test_webhooks_that_come_twice_or_late_are_told_the_same(make_hotline, sqlite_url, fault):
    told: list[tuple[Any, ...]] = []
    for faults in ((), (fault,)):
        office = Office(make_hotline(fresh(sqlite_url, len(told)), calls_per_second=None))
        (debt,) = office.missed(CITIZEN)
        office.hotline.carrier.faults = Faults(faults)
        office.works(MORNING, TALKS)
        office.hotline.pass_time(minutes=20)
        office.hotline.tell()
        told.append(books(office, debt))

    assert told[0] == told[1]
    _, _, did, absences = told[0]
    assert did == [Did.CLAIMED, Did.TRIED, Did.POSTPONED]
    assert [is_in_force for *_, is_in_force in absences] == [False, True]


def fresh(url, n):
    """Return the address of a copy of a database that nobody has used."""
    path = url.removeprefix("sqlite:///")
    copy = path.replace("hotline.db", f"copy{n}.db")
    return f"sqlite:///{shutil.copy(path, copy)}"


def test_without_the_database_an_officer_is_told_so_and_comes_to_a_person(small_office):
    hotline, board = small_office.hotline, small_office.hotline.hotline.board
    (debt,) = small_office.missed(CITIZEN)
    board.database_away_since = hotline.now

    call = hotline.call(IN + "0", "accept", caller=AN)
    board.database_away_since = None
    back = hotline.call(IN + "111", TALKS, caller=AN)
    hotline.work_off()

    assert heard(call, "bấm mã PIN", "Hệ thống đang gặp sự cố", "đang chuyển đến")
    assert call.truth.was_joined
    assert heard(back, "Danh mục dành cho cán bộ")
    assert small_office.row(debt).outcome is CallbackOutcome.REACHED
