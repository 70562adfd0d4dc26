"""`branches.yaml`: the shipped profile, every fault that it can have, and the calendar under it."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from ivr import branches
from ivr.branch_file import calendar_days, menu_items
from ivr.branches import (
    load_branches,
    placeholders,
    read_branches,
    warnings,
)
from ivr.flow.hours import Span
from ivr.flow.numbers import e164, is_placeholder
from ivr.flow.switchboard import Branch, Menu, Switchboard
from ivr.flow.words import AgencyKind, TaskKind, Text

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "branches.yaml"
TWO_LEVEL = ROOT / "docs" / "examples" / "two-level.yaml"
TODAY = date(2026, 3, 2)
TEXT = SHIPPED.read_text(encoding="utf-8")
SMALL = TWO_LEVEL.read_text(encoding="utf-8")
MORNING = Span(time(7), time(11))
AFTERNOON = Span(time(13), time(17))


def read(text: str) -> Switchboard:
    return read_branches(text, source="branches.yaml", today=TODAY)


@pytest.fixture(scope="module")
def shipped() -> Switchboard:
    return load_branches(SHIPPED, today=TODAY)


@pytest.fixture(scope="module")
def two_level() -> Switchboard:
    return load_branches(TWO_LEVEL, today=TODAY)


def branch_of(switchboard: Switchboard, key: str) -> Branch:
    item = switchboard.menu.item(key)
    assert isinstance(item, Branch)
    return item


# The shipped profile (HG-1).


def test_the_shipped_profile_has_eight_branches_on_keys_one_to_eight(shipped: Switchboard) -> None:
    keys = [item.key for item in shipped.menu.items]

    assert keys == list("12345678")
    assert len(list(shipped.branches())) == 8


def test_the_shipped_branches_have_their_leads_and_tasks(shipped: Switchboard) -> None:
    told = [(branch.lead.vi, len(branch.tasks)) for branch in shipped.branches()]

    assert told == [
        ("Sở Nội vụ", 5),
        ("Hiệp hội doanh nghiệp", 2),
        ("Sở Tư pháp", 4),
        ("Văn phòng Ủy ban nhân dân tỉnh", 4),
        ("Sở Nội vụ", 4),
        ("Sở Tài chính", 4),
        ("Sở Thông tin và Truyền thông", 2),
        ("Sở Khoa học và Công nghệ", 2),
    ]


def test_the_shipped_tasks_keep_their_kinds(shipped: Switchboard) -> None:
    kinds = ["".join("/".join(task.kinds) + " " for task in b.tasks) for b in shipped.branches()]

    full = "R I A F "
    assert kinds == ["R I A F F ", "F A ", full, full, full, full, "R/I A ", "R/I A "]


def test_branches_one_and_five_share_an_agency_and_no_officer(shipped: Switchboard) -> None:
    first, fifth = branch_of(shipped, "1"), branch_of(shipped, "5")

    assert first.agency == fifth.agency == "so-noi-vu"
    assert not {o.number for o in first.officers} & {o.number for o in fifth.officers}


def test_only_the_business_association_is_no_state_body(shipped: Switchboard) -> None:
    others = [a.id for a in shipped.agencies if a.kind is not AgencyKind.STATE]

    assert others == ["hiep-hoi-doanh-nghiep"] == [branch_of(shipped, "2").agency]


def test_branches_seven_and_eight_take_no_feedback(shipped: Switchboard) -> None:
    without = [
        branch.key
        for branch in shipped.branches()
        if not any(TaskKind.FEEDBACK in task.kinds for task in branch.tasks)
    ]

    assert without == ["7", "8"]


def test_the_menu_sentences_are_topics_without_their_keys(shipped: Switchboard) -> None:
    said = [item.choice for item in shipped.menu.items]

    assert said[0] == Text(
        "Thái độ cán bộ, cải cách hành chính", "Staff conduct and administrative reform"
    )
    assert said[7] == Text("Quản lý chất lượng i sô", "ISO quality system")
    assert not any("phím" in text.vi or "press" in text.en for text in said)


def test_every_branch_names_its_head_and_two_officers_by_post(shipped: Switchboard) -> None:
    for branch in (*shipped.branches(), shipped.desk):
        assert branch.head
        assert branch.head.vi
        assert [o.id for o in branch.officers] == [f"{branch.id}-1", f"{branch.id}-2"]
        assert all(officer.post.vi and officer.post.en for officer in branch.officers)


def test_the_duty_desk_is_open_around_the_clock_on_key_zero(shipped: Switchboard) -> None:
    assert (shipped.desk.id, shipped.desk.key) == ("truc-ban", "0")
    assert shipped.desk.hours.always
    assert shipped.branch("truc-ban") is shipped.desk


def test_the_shipped_hours_limits_and_promise(shipped: Switchboard) -> None:
    week = branch_of(shipped, "3").hours.week

    assert week == ((MORNING, AFTERNOON),) * 5 + ((), ())
    assert shipped.promise.working_time == timedelta(hours=2)
    assert shipped.promise.next_day_by == time(10)
    assert (shipped.limits.key_s, shipped.limits.message_s, shipped.limits.errors) == (5, 180, 3)
    assert shipped.province == Text("tỉnh Hậu Giang", "Hau Giang")
    assert str(shipped.calendar.zone) == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize("path", [SHIPPED, TWO_LEVEL], ids=lambda path: path.name)
def test_every_number_shipped_is_a_placeholder(path: Path) -> None:
    switchboard = load_branches(path, today=TODAY)
    numbers = {o.number for _, o in switchboard.officers()} | switchboard.own_numbers
    written = re.findall(r"(?:\+|\b)[0-9][0-9 .]{7,}[0-9]\b", path.read_text(encoding="utf-8"))

    assert all(is_placeholder(number) for number in numbers)
    assert written
    assert all(is_placeholder(e164(number) or "") for number in written)
    assert len(placeholders(switchboard)) == len(list(switchboard.officers())) + len(
        switchboard.own_numbers
    )


def test_placeholders_name_where_they_stand_and_disappear_when_replaced() -> None:
    text = SMALL.replace("0500 000 111", "0293 387 8888")

    named = placeholders(read(text))

    assert named[0] == "hotline: 0500 000 100"
    assert "own_numbers: 0500 000 101" in named
    assert "mot-cua/quay-1: 0500 000 121" in named
    assert not [name for name in named if "thai-do-can-bo" in name]


# The example with two levels.


def test_the_second_level_is_reached_by_its_keys(two_level: Switchboard) -> None:
    level = two_level.menu.item("2")

    assert isinstance(level, Menu)
    assert level == two_level.level("thu-tuc")
    assert [item.id for item in level.items] == ["mot-cua", "dich-vu-cong"]
    assert [branch.id for branch in two_level.branches()] == [
        "thai-do-can-bo",
        "mot-cua",
        "dich-vu-cong",
        "cong-nghe",
    ]


def test_branches_may_have_their_own_hours_and_ringing(two_level: Switchboard) -> None:
    desk, online = two_level.branch("mot-cua"), two_level.branch("dich-vu-cong")

    assert desk and online  # noqa: PT018
    assert desk.hours.week[5] == (Span(time(7, 30), time(11, 30)),)
    assert online.hours.week[5] == ()
    assert (desk.ring_s, desk.rounds) == (15, 2)
    assert (online.ring_s, online.rounds) == (30, 2)


def test_one_telephone_may_serve_two_branches(two_level: Switchboard) -> None:
    served = [b.id for b, officer in two_level.officers() if officer.id == "quay-2"]

    assert served == ["mot-cua", "dich-vu-cong"]


def test_own_numbers_hold_the_hotline_and_what_the_file_adds(two_level: Switchboard) -> None:
    assert two_level.own_numbers == {"+84500000100", "+84500000101"}


# How values may be written.


def test_a_number_keeps_its_leading_zero_and_takes_dots_and_spaces() -> None:
    text = SMALL.replace("0500 000 111", "0500000111").replace("0500 000 121", "0500.000.121")

    numbers = [officer.number for _, officer in read(text).officers()]

    assert numbers[:2] == ["+84500000111", "+84500000121"]


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("[07:30-11:30]", (Span(time(7, 30), time(11, 30)),)),
        ("07:30-11:30, 13:00-14:00", (Span(time(7, 30), time(11, 30)), Span(time(13), time(14)))),
        ("07:30 – 11:30", (Span(time(7, 30), time(11, 30)),)),
        ("[00:00-24:00]", (Span(time(0), time(0)),)),
        ("22:00-00:00", (Span(time(22), time(0)),)),
        ("", ()),
    ],
)
def test_spans_of_a_day(written: str, spans: tuple[Span, ...]) -> None:
    text = SMALL.replace("saturday: [07:30-11:30]", f"saturday: {written}")

    branch = read(text).branch("mot-cua")

    assert branch is not None
    assert branch.hours.week[5] == spans


def test_a_line_not_yet_open_opens_at_its_local_time() -> None:
    text = SMALL.replace("    always: true", "    always: true\n    opens_at: 2026-11-16 07:00")

    assert read(text).desk.hours.opens_at == datetime(2026, 11, 16, 0, 0, tzinfo=UTC)


def test_texts_are_composed_and_put_on_one_line() -> None:
    decomposed = "So\u0302ng  Ma\u0302y\u00a0xanh"  # what some keyboards and converters write

    text = SMALL.replace("vi: tỉnh Sông Mây", f"vi: |\n    {decomposed}\n    dài")

    assert read(text).province.vi == "Sông Mây xanh dài"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(shipped: Switchboard) -> None:
    told = read("\ufeff" + TEXT.replace("\n", "\r\n"))

    assert list(told.branches()) == list(shipped.branches())
    assert told.calendar == shipped.calendar


def test_a_desk_or_a_branch_may_have_nobody_to_ring() -> None:
    text = SMALL[: SMALL.index("    officers:\n      - number: +84")] + "    officers: []\n"

    assert list(read(text).branches())[3].officers == ()
    assert [f.path for f in warnings(text, source="x", today=TODAY)] == ["branches[3].officers"]


def test_every_field_is_explained_in_the_document() -> None:
    document = (ROOT / "docs" / "branches.md").read_text(encoding="utf-8")
    fields = {
        *branches.REQUIRED,
        *branches.OPTIONAL,
        *branches.LIMIT_RANGES,
        *menu_items.BRANCH,
        *menu_items.BRANCH_OPTIONAL,
        *menu_items.MENU,
        *calendar_days.WEEKDAYS,
    }

    assert {name for name in fields if f"`{name}`" not in document} == set()
    for low, high in (*branches.LIMIT_RANGES.values(), branches.WORKING_HOURS, menu_items.RING_S):
        assert f"{low}–{high}" in document
