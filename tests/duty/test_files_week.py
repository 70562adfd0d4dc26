"""The weekly duty sheet: what it says of each branch and day, and how it is printed."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from duty.week.render import as_html, as_text
from duty.week.sheet import Books, Duty, week_of
from ivr.flow.words import Role, Text
from tests.flow.duty.rosters import MONDAY, away, days, on, roster, shift, swap

BRANCH = "thu-tuc-hanh-chinh"
NOW = on(9)
WORKDAYS = (MONDAY, MONDAY + days(4))


def given_shift(code, *hours, **given):
    return replace(shift(code, *hours, **given), branch=BRANCH)


def given_swap(*said):
    return replace(swap(*said), branch=BRANCH)


def sheet(switchboard, entries, *, only=BRANCH, persons=None, day=MONDAY):
    branches = [b for b in (*switchboard.branches(), switchboard.desk) if only in (None, b.id)]
    return week_of(Books(entries, switchboard, persons or {}), branches, day, NOW)


def cells(week):
    """Return a branch's stretches as first day, last day, cell."""
    (line,) = week.lines
    return [(stretch.first.day, stretch.last.day, stretch.cell) for stretch in line.stretches]


def test_days_alike_are_one_stretch_and_a_closed_weekend_says_so(switchboard):
    first, second = cells(sheet(switchboard, roster(given_shift("a"))))

    assert first[:2] == (23, 27)
    assert first[2].duties == (Duty(Role.PRIMARY, "a", "", "0500 000 097", ("07:00–17:00",)),)
    assert (second[0], second[1], second[2].closed) == (28, 29, "Nghỉ")


def test_any_day_of_the_week_will_do(switchboard):
    entries = roster(given_shift("a"))

    assert sheet(switchboard, entries, day=date(2026, 11, 29)) == sheet(switchboard, entries)


def test_a_stand_in_is_named_with_whom_they_stand_in_for(switchboard):
    entries = roster(given_shift("a"), away("a", on(9), on(14), stand_in="b"))

    monday, rest, _ = cells(sheet(switchboard, entries, persons={"b": "Nguyễn Văn B"}))

    own, other = monday[2].duties
    assert (own.post, own.hours) == ("a", ("07:00–09:00", "14:00–17:00"))
    assert (other.post, other.person, other.instead) == ("b", "Nguyễn Văn B", "trực thay a")
    assert rest[:2] == (24, 27)


def test_a_gap_is_cried_out(switchboard):
    entries = roster(given_shift("a"), away("a", on(9), on(14)))

    monday = cells(sheet(switchboard, entries))[0][2]

    assert monday.gaps == ("09:00–11:00", "13:00–14:00")
    for printed in (as_html, as_text):
        text = re.sub(r"</?span[^>]*>", "", printed(sheet(switchboard, entries)))
        assert "CHƯA CÓ NGƯỜI TRỰC: 09:00–11:00" in text
        assert "a: họp, 23/11/2026 09:00–14:00; người trực thay: chưa có." in text


def test_before_any_shift_the_files_officers_are_listed_over_the_hours(switchboard):
    (office, _) = cells(sheet(switchboard, roster()))
    (desk,) = cells(sheet(switchboard, roster(), only="truc-ban"))

    assert [d.number for d in office[2].duties] == ["0500 000 041", "0500 000 042"]
    assert office[2].duties[0].hours == ("07:00–11:00", "13:00–17:00")
    assert desk[:2] == (23, 29)
    assert desk[2].duties[0].hours == ("24/24",)


def test_a_night_says_that_it_ends_on_the_next_day(switchboard):
    entries = roster(replace(shift("a", 19, 7), branch="truc-ban"))

    monday, tuesday, *_ = cells(sheet(switchboard, entries, only="truc-ban"))

    assert monday[2].duties[0].hours == ("19:00–07:00 hôm sau",)
    assert (monday[2].gaps, tuesday[2].gaps) == (("00:00–19:00",), ("07:00–19:00",))


def test_leaders_come_last(switchboard):
    entries = roster(
        given_shift("c", role=Role.LEADER),
        given_shift("b", role=Role.DEPUTY),
        given_shift("a"),
    )

    duties = cells(sheet(switchboard, entries))[0][2].duties

    assert [duty.said_role for duty in duties] == ["Trực chính", "Trực phó", "Lãnh đạo trực"]


def test_days_that_a_document_made_different_are_named(switchboard):
    entries = replace(
        roster(given_shift("a")),
        days_off={MONDAY: Text("Nghỉ bù", "Day off")},
        worked={date(2026, 11, 28): 0},
    )

    week = sheet(switchboard, entries)

    assert [day.note for day in week.days] == ["Nghỉ bù", "", "", "", "", "làm bù thứ hai", ""]
    assert [(first, last, cell.closed) for first, last, cell in cells(week)] == [
        (23, 23, "Nghỉ"),
        (24, 28, ""),
        (29, 29, "Nghỉ"),
    ]


def test_swaps_and_absences_of_the_week_are_noted_and_others_are_not(switchboard):
    entries = roster(
        given_shift("a"),
        given_swap("a", "b", on(0), on(0, day=MONDAY + days(1))),
        given_swap("a", "b", on(0, day=MONDAY + days(9)), on(0, day=MONDAY + days(10))),
        away("a", on(0, day=MONDAY + days(1)), on(0, day=MONDAY + days(3)), stand_in="b"),
        away("a", on(0, day=MONDAY + days(8)), on(0, day=MONDAY + days(9)), stand_in="b"),
        away("d", on(9), on(14)),
    )

    week = sheet(switchboard, entries, persons={"a": "Nguyễn Văn A"})

    assert week.swaps == (
        "Thủ tục hành chính, một cửa: b nhận ca của a (Nguyễn Văn A), 23/11/2026; lý do: đổi ca.",
    )
    assert week.absences == ("a (Nguyễn Văn A): họp, 24/11/2026–25/11/2026; người trực thay: b.",)


def test_a_number_that_is_not_rung_is_marked(switchboard):
    entries = roster(given_shift("a"), given_shift("b"), a={"is_verified": False})

    week = sheet(switchboard, entries)

    assert [duty.is_rung for duty in cells(week)[0][2].duties] == [False, True]
    assert "0500 000 097 (*)" in as_html(week)
    assert "(*) Số máy chưa xác minh" in as_text(week)
    assert "(*)" not in as_html(sheet(switchboard, roster(given_shift("b"))))


@pytest.mark.parametrize(
    ("only", "parent", "agency"),
    [
        (None, "ỦY BAN NHÂN DÂN TỈNH HẬU GIANG", "SỞ NỘI VỤ"),
        ("tu-phap", "ỦY BAN NHÂN DÂN TỈNH HẬU GIANG", "SỞ TƯ PHÁP"),
        ("doanh-nghiep", "", "HIỆP HỘI DOANH NGHIỆP"),
    ],
)
def test_the_agency_at_the_head_is_whose_sheet_it_is(switchboard, only, parent, agency):
    week = sheet(switchboard, roster(), only=only)

    assert (week.parent, week.agency) == (parent, agency)


class Page(HTMLParser):
    """Collects the text of a page, and the tags in it; those that are open at the end are kept."""

    EMPTY = frozenset({"meta", "col", "br"})

    def __init__(self, html):
        super().__init__()
        self.said: list[str] = []
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.sources: list[str | None] = []
        self.feed(html)
        self.text = " ".join(" ".join(self.said).split())

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.sources += [value for name, value in attrs if name in ("src", "href")]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.said.append(data)


@pytest.mark.parametrize("only", [None, BRANCH])
def test_the_page_has_the_official_head_and_the_block_to_sign(switchboard, only):
    page = Page(as_html(sheet(switchboard, roster(given_shift("a")), only=only)))

    assert page.open == []
    for said in (
        "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc",
        "Số: ………/…………",
        "……………, ngày …… tháng …… năm ………",
        "Lịch trực Đường dây nóng 0500 000 000",
        "tuần từ ngày 23/11/2026 đến ngày 29/11/2026",
        "NGƯỜI LẬP (Ký, ghi rõ họ tên) THỦ TRƯỞNG ĐƠN VỊ (Ký, đóng dấu, ghi rõ họ tên)",
    ):
        assert said in page.text


def test_the_page_needs_nothing_else_and_runs_nothing(switchboard):
    html = as_html(sheet(switchboard, roster(given_shift("a")), only=None))
    page = Page(html)

    assert page.sources == []
    assert not page.tags & {"script", "link", "img", "iframe"}
    assert not re.search(r"url\(|@import|\son\w+=", html)


def test_names_cannot_become_code(switchboard):
    html = as_html(
        sheet(switchboard, roster(given_shift("a")), persons={"a": "<script>alert(1)</script>"})
    )

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_sheet_as_text_has_the_same_people(switchboard):
    entries = roster(given_shift("a"), away("a", on(9), on(14), stand_in="b"))

    lines = as_text(sheet(switchboard, entries)).splitlines()

    assert "  Thứ Hai 23/11" in lines
    assert "    07:00–09:00, 14:00–17:00  Trực chính: a" in lines
    assert "    09:00–14:00  Trực chính: b (trực thay a)" in lines
    assert "  Thứ Ba 24/11 – Thứ Sáu 27/11" in lines
    assert max(map(len, lines)) <= 110
