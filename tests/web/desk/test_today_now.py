"""What Hôm nay counts, where its figures lead, what alarms, and how it keeps itself fresh."""

import html
import re
from datetime import timedelta

import pytest

from ivr.flow.words import CheckKind, Grade
from models.line_checks import LineCheck
from models.users.roles import UserRole
from tests.harness import CITIZEN
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH

TILE = re.compile(
    r"<li>\s*<a href=\"([^\"]+)\"><span class=\"label\">(.*?)</span>(.*?)</li>", re.DOTALL
)
ALARM = re.compile(r'<div class="alert alert-danger alarm">.*?</div>', re.DOTALL)
GOING_ON = re.compile(r'<section class="going-on">.*?</section>', re.DOTALL)


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(markup)).split())


def tiles(page):
    """Return what each tile says, by its label, and where it leads."""
    return {
        label: (words(rest), html.unescape(address)) for address, label, rest in TILE.findall(page)
    }


def going_on(page):
    (found,) = GOING_ON.findall(page)
    return words(found)


@pytest.fixture
def a_morning(hotline):
    """Play an answered and two missed calls of branch four, and a missed one of branch six."""
    hotline.call("4~", "accept", caller="+84505000011")
    hotline.call("4~", "no-answer", caller="+84505000012")
    hotline.call("4~", "no-answer", caller="+84505000012")
    hotline.call("6~", "no-answer", caller="+84505000013")
    hotline.tell()
    return hotline


def test_each_figure_says_what_it_is_made_of_and_leads_to_its_rows(a_morning, signed_in):
    browser = signed_in(UserRole.SUPERVISOR)
    found = tiles(browser.get("/").text)

    assert found["Gọi đến"][0] == "4 trong giờ làm việc"
    assert found["Đã trả lời"][0] == "1 25,0 % (1/4)"
    assert found["Nhỡ"][0] == "3 2 người"
    assert found["Chờ gọi lại"][0] == "2 không quá hạn"
    assert found["Trả lời sau, trung bình"][0].endswith("giây của 1 cuộc đã trả lời")
    assert found["Đầu số đạt"][0] == "– hôm nay chưa kiểm tra"
    for label, count in (("Gọi đến", 4), ("Đã trả lời", 1), ("Nhỡ", 3)):
        rows = browser.get(found[label][1].removeprefix("/desk")).text
        assert f"<strong>{count} cuộc</strong>" in rows


def test_who_is_bound_to_a_branch_counts_that_one(a_morning, signed_in):
    found = tiles(signed_in(UserRole.OFFICER, branches=[OTHER_BRANCH]).get("/").text)

    assert found["Gọi đến"][0].startswith("1 ")
    assert found["Nhỡ"][0] == "1 1 người"


def test_every_address_on_the_page_opens(a_morning, signed_in):
    browser = signed_in(UserRole.OFFICER)
    a_morning.start("4~", "no-answer")
    a_morning.pass_time(seconds=20)
    a_morning.tell()
    page = browser.get("/").text
    main = page[page.index("<main") :]
    addresses = {html.unescape(a) for a in re.findall(r'href="(/desk/[^"]+)"', main)}

    assert len(addresses) > 8
    answers = {address: browser.get(address.removeprefix("/desk")) for address in addresses}
    assert {a: got.status_code for a, got in answers.items() if got.status_code != 200} == {}


def test_three_missed_within_an_hour_alarm_and_then_no_more(a_morning, signed_in):
    browser = signed_in(UserRole.SUPERVISOR)
    assert ALARM.findall(browser.get("/").text) == []

    a_morning.call("4~", "no-answer", caller="+84505000014")
    a_morning.tell()
    (alarm,) = ALARM.findall(browser.get("/").text)
    assert words(alarm) == (
        "▲ Báo động: Nhánh 4 Thủ tục hành chính, một cửa: nhỡ 3 cuộc trong một giờ qua."
    )
    (address,) = re.findall(r'href="/desk([^"]+)"', alarm)
    assert "<strong>3 cuộc</strong>" in browser.get(html.unescape(address)).text

    a_morning.pass_time(minutes=61)
    assert ALARM.findall(browser.get("/").text) == []


def test_phones_that_the_page_of_checks_does_not_list_are_not_counted(hotline, signed_in):
    def checked(officer, grade, minutes):
        at = hotline.now - timedelta(minutes=minutes)
        return LineCheck(
            kind=CheckKind.LINE, officer=officer, number="+84500000041", placed_at=at, grade=grade
        )

    code, other = "thu-tuc-hanh-chinh-1", "khong-con"
    with hotline.hotline.database.transaction() as session:
        session.add_all([checked(code, Grade.PASSED, 5), checked(other, Grade.NO_ANSWER, 4)])
    found = tiles(signed_in(UserRole.SUPERVISOR).get("/").text)

    # The file's officers are in no roster: the page of checks does not list them either.
    assert found["Đầu số đạt"] == ("– hôm nay chưa kiểm tra", "/desk/kiem-tra")


def test_a_call_that_goes_on_is_told_in_words_without_its_number(hotline, signed_in):
    hotline.start("4~", "no-answer")
    hotline.pass_time(seconds=20)
    hotline.tell()
    browser = signed_in(UserRole.SUPERVISOR)
    page = browser.get("/").text

    assert "4 Thủ tục hành chính, một cửa đang đổ chuông: Chuyên viên trực" in going_on(page)
    assert going_on(page).endswith("giây")
    assert CITIZEN.removeprefix("+84") not in page


def test_calls_of_other_branches_are_not_seen_going_on(hotline, signed_in):
    hotline.start("4~", "no-answer")
    hotline.pass_time(seconds=20)
    hotline.tell()

    page = signed_in(UserRole.OFFICER, branches=[OTHER_BRANCH]).get("/").text

    assert going_on(page) == "Đang diễn ra (0) Không có cuộc gọi nào lúc này."


def test_nothing_is_sent_again_while_nothing_has_changed(hotline, signed_in):
    browser = signed_in(UserRole.SUPERVISOR)
    hotline.start("4~", "no-answer")
    hotline.pass_time(seconds=12)
    hotline.tell()
    page = browser.get("/").text
    (tag,) = re.findall(r'data-tag="(\w+)"', page)
    asked = {"If-None-Match": f'"{tag}"'}

    hotline.pass_time(seconds=5)  # the call lasts longer: for that alone nothing is sent
    same = browser.get("/now", headers=asked)
    assert (same.status_code, same.text) == (304, "")
    assert same.headers["ETag"] == f'"{tag}"'
    assert same.headers["Cache-Control"] == "no-store"
    assert same.headers["Desk-Time"] == "09:00"

    hotline.call("6~", "no-answer", caller="+84505000019")
    hotline.tell()
    news = browser.get("/now", headers=asked)
    assert news.status_code == 200
    assert news.headers["ETag"] != f'"{tag}"'
    assert "<html" not in news.text
    assert tiles(news.text)["Nhỡ"][0].startswith("2 ")  # the first one ended meanwhile as well


def test_the_tag_of_another_reader_or_language_is_none(a_morning, signed_in, another):
    browser = signed_in(UserRole.SUPERVISOR)
    tag = browser.get("/now").headers["ETag"]
    officer = another.enter(another.add_user("truc.mot", branches=[BRANCH]))

    assert officer.get("/now", headers={"If-None-Match": tag}).status_code == 200
    browser.post("/language")
    assert browser.get("/now", headers={"If-None-Match": tag}).status_code == 200


def test_a_page_left_open_does_not_keep_its_session_alive(hotline, signed_in):
    browser = signed_in(UserRole.SUPERVISOR)
    for _ in range(9):
        hotline.pass_time(minutes=59)
        assert browser.get("/now").status_code in (200, 302)

    assert browser.get("/now").status_code == 302
    assert not browser.is_in()


def test_the_page_runs_our_own_module_only_and_has_a_link_without_it(signed_in):
    page = signed_in(UserRole.SUPERVISOR).get("/").text

    scripts = re.findall(r"<script[^>]*>", page)
    assert len(scripts) == 1
    assert 'type="module" src="/desk/static/today.js?v=' in scripts[0]
    assert '<a class="reload" href="/desk/">Tải lại</a>' in page
    assert "http-equiv" not in page
