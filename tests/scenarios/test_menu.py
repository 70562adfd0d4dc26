"""The menu: each key, both languages, silence, wrong keys, a second level."""

import pytest

from ivr.flow.dialogue import MOST_STEPS
from ivr.flow.words import Language
from tests.harness import HOTLINE_NUMBER, ROOT, TestHotline, test_settings
from tests.scenarios.told import Told, heard, told

DESK = "truc-ban"
FIRST_OFFICERS = {
    "1": ("noi-vu-cchc", "+84500000011"),
    "2": ("doanh-nghiep", "+84500000021"),
    "3": ("tu-phap", "+84500000031"),
    "4": ("thu-tuc-hanh-chinh", "+84500000041"),
    "5": ("to-chuc-can-bo", "+84500000051"),
    "6": ("tai-chinh", "+84500000061"),
    "7": ("cong-nghe-thong-tin", "+84500000071"),
    "8": ("quan-ly-chat-luong", "+84500000081"),
    "0": (DESK, "+84500000091"),
}


@pytest.mark.parametrize("key", FIRST_OFFICERS)
def test_each_key_reaches_the_first_officer_of_its_branch(hotline, key):
    branch, number = FIRST_OFFICERS[key]

    call = hotline.call(key, "accept")

    (leg,) = call.truth.legs
    assert (leg.number, leg.was_joined) == (number, True)
    assert leg.caller_id == HOTLINE_NUMBER  # a number of ours, never what the caller sent
    assert told(hotline, call) == Told("answered", None, branch, ("answered",), (), ())
    assert hotline.row(call).legs[0].officer_number == number
    assert call.errors == []


def test_every_key_is_said_before_it_is_asked_for(hotline):
    call = hotline.call(",~")

    said = " ".join(call.heard)
    for name in ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám"):
        assert f"bấm phím {name}." in said
    assert "phím chín" in said
    assert "phím không" in said


def test_key_nine_says_the_menu_again(hotline):
    call = hotline.call("94", "accept")

    assert call.truth.was_joined
    assert sum("Kính chào" in sentence for sentence in call.heard) == 1
    assert heard(call, "Kính chào", "Xin chọn nội dung", "đang nối máy")


def test_star_changes_the_language_of_everything_that_follows(hotline):
    call = hotline.call("*4", "silent,accept")

    assert heard(call, "Kính chào", "Tiếng Việt, bấm phím sao", "Please hold. Connecting you")
    assert heard(call, "Thank you for calling")
    assert told(hotline, call).verdict == "answered"
    assert hotline.row(call).language is Language.EN
    whispers = [line.text for line in call.lines if line.who == "officer"]
    assert any("Người gọi chọn tiếng Anh" in text for text in whispers)


def test_star_twice_is_vietnamese_again(hotline):
    call = hotline.call("*,*4", "accept")

    assert heard(call, "Tiếng Việt, bấm phím sao", "English, press star", "đang nối máy")
    assert hotline.row(call).language is Language.VI


def test_silence_three_times_leads_to_the_duty_desk(hotline):
    call = hotline.call("", "accept")

    assert heard(call, *["Tổng đài chưa nhận được phím bấm"] * 2, "đang chuyển đến cán bộ trực")
    assert told(hotline, call) == Told("answered", None, DESK, ("answered",), (), ())
    assert call.truth.legs[0].number == "+84500000091"


def test_wrong_keys_three_times_lead_to_the_duty_desk(hotline):
    call = hotline.call("###", "accept")

    assert heard(call, *["Phím vừa bấm chưa đúng"] * 2, "đang chuyển đến cán bộ trực")
    assert told(hotline, call) == Told("answered", None, DESK, ("answered",), (), ())


def test_a_right_key_after_two_wrong_ones_is_taken(hotline):
    call = hotline.call("#,4", "accept")

    assert told(hotline, call).branch == "thu-tuc-hanh-chinh"
    assert call.truth.was_joined


def test_a_stuck_key_does_not_hold_the_line_for_ever(hotline):
    call = hotline.call("9" * 500)

    assert call.truth.hung_up_by == "application"
    assert len(call.exchanges) < MOST_STEPS + 10
    assert told(hotline, call) == Told("menu_ended", None, "", (), (), ())


def test_a_caller_whose_number_is_an_officers_own_is_never_rung(hotline):
    call = hotline.call("4", "accept", caller="+84500000041")

    assert [leg.number for leg in call.truth.legs] == ["+84500000042"]
    assert told(hotline, call).verdict == "answered"


def test_a_caller_who_shows_the_hotlines_number_is_served_without_ringing_ourselves(hotline):
    call = hotline.call("4", "no-answer," * 4, caller=HOTLINE_NUMBER)

    assert HOTLINE_NUMBER not in [leg.number for leg in call.truth.legs]
    assert told(hotline, call).verdict == "not_answered"


# Two levels.


@pytest.fixture
def two_levels(tmp_path, sqlite_url):
    file = ROOT / "docs" / "examples" / "two-level.yaml"
    hotline = TestHotline(test_settings(tmp_path, sqlite_url, branches_file=file))
    yield hotline
    hotline.close()


@pytest.mark.parametrize(
    ("keys", "branch", "number"),
    [
        ("1", "thai-do-can-bo", "+84500000111"),
        ("21", "mot-cua", "+84500000121"),
        ("22", "dich-vu-cong", "+84500000122"),
        ("3", "cong-nghe", "+84500000131"),
        ("2*3", "cong-nghe", "+84500000131"),
        ("291", "mot-cua", "+84500000121"),
        ("20", "truc-ban", "+84500000190"),
    ],
)
def test_keys_of_two_levels(two_levels, keys, branch, number):
    call = two_levels.call(keys, "accept")

    assert [leg.number for leg in call.truth.legs] == [number]
    assert told(two_levels, call) == Told("answered", None, branch, ("answered",), (), ())
    assert call.errors == []


def test_the_second_level_says_how_to_go_back(two_levels):
    call = two_levels.call(",2,~")

    assert heard(call, "Thủ tục hành chính, bấm phím hai", "Hồ sơ một cửa", "Quay lại")


def test_silence_on_the_second_level_leads_to_the_duty_desk(two_levels):
    call = two_levels.call("2", "accept")

    assert [leg.number for leg in call.truth.legs] == ["+84500000190"]


def test_two_rounds_ring_everybody_twice_and_the_desk_too(two_levels):
    call = two_levels.call("21", "no-answer," * 6)

    one_round = ["+84500000121", "+84500000122", "+84500000190"]
    assert [leg.number for leg in call.truth.legs] == one_round * 2
    rows = two_levels.row(call).legs
    assert [leg.round for leg in rows] == [1, 1, 1, 2, 2, 2]
    assert [leg.officer_number for leg in rows] == one_round * 2
    assert told(two_levels, call).verdict == "not_answered"


def test_the_second_round_can_be_answered(two_levels):
    call = two_levels.call("21", "busy,no-answer,decline,accept")

    assert told(two_levels, call).legs == ("busy", "no_answer", "declined", "answered")
    rows, truth = two_levels.row(call).legs, call.truth.legs
    assert [(leg.sid, leg.officer_number) for leg in rows] == [(t.sid, t.number) for t in truth]
