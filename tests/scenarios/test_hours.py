"""Calls to a branch that is closed, and what its callers are owed."""

from datetime import datetime, timedelta

import pytest

from tests.harness import CITIZEN, HANOI, NATIONAL_DAY, TEN_AT_NIGHT
from tests.scenarios.told import Told, heard, stored_audio, told

BRANCH = "thu-tuc-hanh-chinh"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=HANOI)
SATURDAY = datetime(2026, 11, 21, 9, 0, tzinfo=HANOI)
BEFORE_SEVEN = datetime(2026, 11, 23, 6, 59, tzinfo=HANOI)


@pytest.fixture
def at_night(make_hotline, sqlite_url):
    return make_hotline(sqlite_url, at=TEN_AT_NIGHT)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (BEFORE_SEVEN, "bảy giờ, hôm nay"),
        (NOON, "mười ba giờ, hôm nay"),
        (TEN_AT_NIGHT, "bảy giờ, ngày mai"),
        (SATURDAY, "bảy giờ, thứ Hai"),
    ],
)
def test_out_of_hours_says_when_it_opens_again(make_hotline, sqlite_url, at, opens):
    hotline = make_hotline(sqlite_url, at=at)

    call = hotline.call("4,~")

    assert heard(call, "ngoài giờ làm việc", opens, "Để lại lời nhắn")
    assert call.truth.legs == []
    assert told(hotline, call) == Told("out_of_hours", "closed", BRANCH, (), (), ())
    assert call.errors == []


def test_a_message_out_of_hours_is_owed_a_callback_by_ten_the_next_working_day(at_night):
    call = at_night.call("411")
    at_night.work_off()

    (recording,) = at_night.carrier.recordings.all()
    assert told(at_night, call) == Told(
        "out_of_hours", "closed", BRANCH, (), ("stored",), (f"{BRANCH}:open:1",)
    )
    assert stored_audio(at_night) == [recording.mp3()]
    (debt,) = at_night.callbacks()
    assert debt.due_at == datetime(2026, 11, 24, 10, 0, tzinfo=HANOI)
    assert heard(call, "Lời nhắn đã được ghi nhận")


def test_a_callback_asked_for_out_of_hours_is_owed(at_night):
    call = at_night.call("421")

    assert told(at_night, call) == Told(
        "out_of_hours", "closed", BRANCH, (), (), (f"{BRANCH}:open:1",)
    )


def test_silence_out_of_hours_says_where_to_turn_in_an_emergency_and_owes_nothing(at_night):
    call = at_night.call("4")

    assert heard(call, "Việc khẩn cấp", "Xin kính chào")
    assert told(at_night, call) == Told("out_of_hours", "closed", BRANCH, (), (), ())


def test_key_zero_out_of_hours_rings_the_desk_on_behalf_of_the_branch(at_night):
    call = at_night.call("40", "accept")

    assert [leg.number for leg in call.truth.legs] == ["+84500000091"]
    assert told(at_night, call) == Told("answered", None, BRANCH, ("answered",), (), ())
    assert heard(call, "đang chuyển đến cán bộ trực", "Cảm ơn")


def test_a_desk_that_does_not_answer_at_night_leaves_the_caller_owed(at_night):
    call = at_night.call("40", "no-answer,mailbox")

    assert told(at_night, call) == Told(
        "not_answered",
        "no_answer",
        BRANCH,
        ("no_answer", "machine"),
        (),
        (f"{BRANCH}:open:1",),
    )
    assert heard(call, "Các cán bộ đều đang bận")


def test_a_caller_who_leaves_while_the_desk_is_rung_at_night_has_abandoned(at_night):
    call = at_night.call("40", "no-answer", hang_up_after_s=25)

    assert told(at_night, call) == Told(
        "abandoned", "hung_up", BRANCH, ("canceled",), (), (f"{BRANCH}:open:1",)
    )


def test_key_zero_of_the_menu_reaches_the_desk_around_the_clock(at_night):
    call = at_night.call("0", "accept")

    assert told(at_night, call) == Told("answered", None, "truc-ban", ("answered",), (), ())


def test_a_holiday_is_named_with_the_next_opening(make_hotline, sqlite_url):
    hotline = make_hotline(sqlite_url, at=NATIONAL_DAY)

    call = hotline.call("4,~")

    assert heard(call, "Hôm nay cơ quan nghỉ Quốc khánh", "làm việc lại từ bảy giờ")
    assert told(hotline, call) == Told("out_of_hours", "holiday", BRANCH, (), (), ())


def test_a_holiday_in_english(make_hotline, sqlite_url):
    hotline = make_hotline(sqlite_url, at=NATIONAL_DAY)

    call = hotline.call("*4,~")

    assert heard(call, "Today we are closed: National Day", "We reopen at")


def test_a_call_that_began_in_hours_is_not_cut_off_at_closing(make_hotline, sqlite_url):
    hotline = make_hotline(sqlite_url, at=datetime(2026, 11, 23, 10, 59, 50, tzinfo=HANOI))

    call = hotline.call("4", "no-answer,accept")

    assert hotline.now > datetime(2026, 11, 23, 11, 0, tzinfo=HANOI)
    assert told(hotline, call) == Told("answered", None, BRANCH, ("no_answer", "answered"), (), ())


def test_a_miss_in_hours_is_due_within_two_working_hours(make_hotline, sqlite_url):
    hotline = make_hotline(sqlite_url, at=datetime(2026, 11, 23, 10, 0, tzinfo=HANOI))

    call = hotline.call("4", "no-answer", hang_up_after_s=20)

    (debt,) = hotline.callbacks()
    assert debt.caller_number == CITIZEN
    # One hour is left of the morning, the other one is the first of the afternoon.
    assert debt.due_at == call.ended_at + timedelta(hours=4)
