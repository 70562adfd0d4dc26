"""What stands on the poster, and when a poster is out of date."""

from dataclasses import fields, replace
from datetime import time
from typing import Any

import pytest

from documents.poster.hours import begins, in_words
from documents.poster.poster import Part, poster_of
from ivr.flow.hours import Hours, Span
from ivr.flow.words import Text
from tests.documents.papers import HANOI, SWITCHBOARD
from tests.flow.scenes import (
    AFTERNOON,
    AROUND_THE_CLOCK,
    MORNING,
    OFFICE,
    a_branch,
    a_menu,
    a_sub_menu,
    a_switchboard,
    at,
)

SATURDAY_TOO = Hours((*OFFICE.week[:5], (MORNING,), ()))


def blanks(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def words(hours):
    return [blanks(line) for line in in_words(hours)]


def hours_on(switchboard):
    return [blanks(line) for line in poster_of(switchboard).hours.lines]


def test_the_shipped_poster_has_eight_keys_and_the_desk():
    poster = poster_of(SWITCHBOARD)

    assert [key.keys for key in poster.menu] == list("123456780")
    assert poster.menu[0].topic == "Cải cách hành chính, thái độ cán bộ"
    assert poster.menu[3].agency == "Văn phòng Ủy ban nhân dân tỉnh"
    assert poster.menu[-1].topic == "Gặp cán bộ trực"


def test_it_says_who_which_number_what_to_say_and_whom_to_call_in_an_emergency():
    poster = poster_of(replace(SWITCHBOARD, hotline="+84939015599"), website="tinh.example.vn")

    assert (poster.parent, poster.agency) == ("ỦY BAN NHÂN DÂN TỈNH HẬU GIANG", "SỞ NỘI VỤ")
    assert poster.title[0] == "ĐƯỜNG DÂY NÓNG"
    assert (poster.number, poster.link) == ("0939 015 599", "tel:+84939015599")
    assert poster.to_say.lines[:3] == ("họ và tên", "địa chỉ", "số điện thoại")
    assert "giữ kín" in poster.secrecy
    assert [number for number, _ in poster.emergency] == ["113", "114", "115", "112"]
    assert poster.website == "tinh.example.vn"


def test_no_officer_is_on_it():
    said = str(poster_of(SWITCHBOARD))

    for _, officer in SWITCHBOARD.officers():
        assert officer.number[-9:] not in said.replace(" ", "")
        assert officer.post.vi not in said


def test_keys_of_a_second_level_come_after_the_key_to_it():
    menu = poster_of(a_switchboard(a_branch(), a_sub_menu())).menu

    assert [(key.keys, key.topic) for key in menu] == [
        ("1", "Chủ đề noi-vu"),
        ("2", "Thủ tục"),
        ("2 → 1", "Chủ đề mot-cua"),
        ("2 → 2", "Chủ đề dich-vu-cong"),
        ("0", "Gặp cán bộ trực"),
    ]


def test_of_a_very_large_menu_only_the_first_level_is_on_it():
    levels = [
        a_menu(*(a_branch(f"b{m}{n}", str(n)) for n in range(1, 7)), id=f"m{m}", key=str(m))
        for m in range(1, 4)
    ]

    assert [key.keys for key in poster_of(a_switchboard(*levels)).menu] == ["1", "2", "3", "0"]


# Hours.


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (
            OFFICE,
            ["Thứ Hai đến thứ Sáu: 7 giờ – 11 giờ, 13 giờ – 17 giờ", "Nghỉ thứ Bảy, Chủ nhật, "],
        ),
        (
            SATURDAY_TOO,
            [
                "Thứ Hai đến thứ Sáu: 7 giờ – 11 giờ, 13 giờ – 17 giờ",
                "Thứ Bảy: 7 giờ – 11 giờ",
                "Nghỉ Chủ nhật, ",
            ],
        ),
        (
            Hours(((MORNING,), (), (MORNING,), (MORNING,), (), (MORNING,), (MORNING,))),
            [
                "Thứ Hai, thứ Tư, thứ Năm, thứ Bảy, Chủ nhật: 7 giờ – 11 giờ",
                "Nghỉ thứ Ba, thứ Sáu, ",
            ],
        ),
        (
            Hours(((Span(time(7, 5), time(0)),),) * 7),
            ["Thứ Hai đến Chủ nhật: 7 giờ 05 – 24 giờ", "Nghỉ "],
        ),
    ],
)
def test_hours_in_words(hours, said):
    assert words(hours) == [*said[:-1], said[-1] + "ngày lễ, Tết"]


def test_around_the_clock_and_never():
    assert words(AROUND_THE_CLOCK) == ["24/24 giờ, kể cả ngày lễ, Tết"]
    assert words(Hours()) == ["chưa mở"]


def test_a_line_that_opens_on_a_day_says_so():
    opens = Hours(always=True, opens_at=at("2015-11-16 07:00"))

    assert begins(opens, HANOI) == "Bắt đầu từ 07 giờ 00 phút, ngày 16 tháng 11 năm 2015"
    assert begins(OFFICE, HANOI) == ""
    assert begins(opens, HANOI) in hours_on(a_switchboard(a_branch(hours=opens)))


def test_hours_that_most_branches_have_are_told_once_and_others_by_their_key():
    switchboard = a_switchboard(
        a_branch("mot", "1"), a_branch("hai", "2"), a_branch("ba", "3", hours=SATURDAY_TOO)
    )

    assert hours_on(switchboard) == [
        "Thứ Hai đến thứ Sáu: 7 giờ – 11 giờ, 13 giờ – 17 giờ",
        "Nghỉ thứ Bảy, Chủ nhật, ngày lễ, Tết",
        "Phím 3: thứ Hai đến thứ Sáu: 7 giờ – 11 giờ, 13 giờ – 17 giờ; thứ Bảy: 7 giờ – 11 giờ",
        "Phím 0 (cán bộ trực): 24/24 giờ, kể cả ngày lễ, Tết",
        "Ngoài giờ: để lại lời nhắn hoặc yêu cầu gọi lại",
    ]


def test_many_different_hours_are_not_told_one_by_one():
    morning, afternoon = ((Hours(((part,),) * 7)) for part in (MORNING, AFTERNOON))
    branches = [a_branch(f"b{n}", str(n), hours=morning) for n in range(1, 7)]
    others = [a_branch(f"c{n}", str(n), hours=afternoon) for n in range(7, 9)]
    sub = a_menu(*(a_branch(f"d{n}", str(n), hours=OFFICE) for n in range(1, 4)), id="m", key="9")

    told = hours_on(a_switchboard(*branches, *others, sub))

    assert "Một số nội dung có giờ làm việc khác" in told
    assert not any(line.startswith("Phím 7") for line in told)


# The version.


def test_the_version_is_short_and_the_same_for_the_same_words():
    version = poster_of(SWITCHBOARD).version

    assert len(version) == 8
    assert version == poster_of(replace(SWITCHBOARD)).version


def test_every_word_on_it_counts():
    poster = poster_of(SWITCHBOARD)

    versions = {poster.version}
    for field in fields(poster):
        value: Any = getattr(poster, field.name)
        if isinstance(value, Part):
            value = replace(value, lines=(*value.lines, "x"))
        else:
            value = f"{value}." if isinstance(value, str) else (*value, "x")
        changes: dict[str, Any] = {field.name: value}
        versions.add(replace(poster, **changes).version)

    assert len(versions) == 1 + len(fields(poster))


@pytest.mark.parametrize(
    "changed",
    [
        replace(SWITCHBOARD, hotline="+84500000777"),
        replace(SWITCHBOARD, province=Text("thành phố Cần Thơ", "Can Tho")),
        replace(SWITCHBOARD, desk=replace(SWITCHBOARD.desk, hours=OFFICE)),
        replace(SWITCHBOARD, menu=replace(SWITCHBOARD.menu, items=SWITCHBOARD.menu.items[:7])),
    ],
)
def test_a_change_that_citizens_would_notice_makes_posters_old(changed):
    assert poster_of(changed).version != poster_of(SWITCHBOARD).version


def test_a_change_of_what_is_not_printed_leaves_posters_as_they_are():
    desk = replace(SWITCHBOARD.desk, officers=(), ring_s=30)

    assert poster_of(replace(SWITCHBOARD, desk=desk)).version == poster_of(SWITCHBOARD).version
