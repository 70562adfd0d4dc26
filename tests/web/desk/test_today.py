"""Today's page, and what all pages have: the navigation of a role, both languages."""

import re

import pytest

from models.users.roles import UserRole
from simulator.faults import Fault, Faults
from tests.harness import CITIZEN, HANOI
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH
from web.pages import PAGES
from web.texts import account, audit, calls, shell, signing_in, today, users

ENTRY = re.compile(r'<nav class="pages".*?</nav>', re.DOTALL)
ROW = re.compile(r'<tr role="row">\s*<th scope="row".*?</tr>', re.DOTALL)
CALLER = "0505 000 001"


def rows(page):
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in ROW.findall(page)]


def test_a_supervisor_sees_every_branch_as_it_is_now(hotline, signed_in):
    page = signed_in(UserRole.SUPERVISOR).get("/").text

    assert "Thứ Hai 23/11/2026" in page
    assert len(rows(page)) == 9
    assert rows(page)[3] == (
        "4 Thủ tục hành chính, một cửa ● đang mở 0 0 0"
        " ● Chuyên viên trực, Phòng Kiểm soát thủ tục hành chính"
        " ● Trưởng phòng Kiểm soát thủ tục hành chính (dự phòng)"
    )


@pytest.mark.parametrize("role", [UserRole.OFFICER, UserRole.BRANCH_HEAD])
def test_who_is_bound_to_branches_sees_those(signed_in, role):
    page = signed_in(role, branches=[OTHER_BRANCH, BRANCH]).get("/").text

    assert [row[:1] for row in rows(page)] == ["4", "6"]


def test_who_has_no_branch_left_has_nothing_to_see(signed_in):
    assert signed_in(UserRole.OFFICER, branches=[]).get("/").status_code == 403


def test_what_is_owed_and_what_is_overdue_is_counted(hotline, signed_in):
    hotline.call("4~", "no-answer")
    hotline.tell()
    browser = signed_in(UserRole.SUPERVISOR)
    before = rows(browser.get("/").text)[3]
    hotline.pass_time(hours=5)  # lunch does not count
    after = rows(browser.get("/").text)

    assert "● đang mở 1 1 1 ● Chuyên viên" in before
    assert "● đang mở 1 1 1 ! Quá hạn 1 ● Chuyên viên" in after[3]
    assert "● đang mở 0 0 0 ● Chuyên viên" in after[0]


def test_no_callers_number_is_on_the_page(hotline, signed_in):
    hotline.call("4~", "no-answer")
    hotline.tell()

    page = signed_in(UserRole.SUPERVISOR).get("/").text

    assert CITIZEN not in page
    assert CALLER not in page


def test_the_time_is_the_hotlines_own(hotline, signed_in):
    page = signed_in(UserRole.SUPERVISOR).get("/").text

    assert f"{hotline.now.astimezone(HANOI):%H:%M}</time>" in page


@pytest.mark.parametrize("role", UserRole)
def test_the_navigation_has_what_the_role_may_open_and_all_of_it_opens(signed_in, role):
    browser = signed_in(role)
    (nav,) = ENTRY.findall(browser.get("/").text)
    addresses = re.findall(r'href="/desk([^"]+)"', nav)

    labelled = [page for page in PAGES if page.label]
    assert len(addresses) <= len(labelled)
    assert ("/users" in addresses) is (role is UserRole.ADMINISTRATOR)
    assert [browser.get(address).status_code for address in addresses] == [200] * len(addresses)
    assert nav.count('aria-current="page"') == 1


def test_every_text_is_said_in_both_languages():
    texts = [
        text
        for module in (account, audit, calls, shell, signing_in, today, users)
        for kept in vars(module).values()
        if isinstance(kept, dict)
        for name, text in kept.items()
        if not name.startswith("__")
    ]
    texts = [text for text in texts if hasattr(text, "vi")]

    assert len(texts) > 100
    assert [text for text in texts if not (text.vi.strip() and text.en.strip())] == []
    braces = re.compile(r"{\w*}")
    assert [t for t in texts if set(braces.findall(t.vi)) != set(braces.findall(t.en))] == []


@pytest.mark.parametrize(
    "path",
    ["/", "/account", "/account/password", "/account/second-step", "/users", "/users/new",
     "/users/rights", "/users/1", "/khong-co"],
)  # fmt: skip
def test_every_page_is_there_in_english_too(administrator, path):
    administrator.post("/language")

    page = administrator.get(path).text

    assert '<html lang="en">' in page
    assert 'lang="vi">Tiếng Việt</button>' in page
    assert "Sign out" in page


def test_how_far_the_books_were_held_against_the_carriers_list_is_said(hotline, signed_in):
    browser = signed_in(UserRole.SUPERVISOR)
    never = browser.get("/").text
    hotline.work.reconcile()
    whole = browser.get("/").text
    hotline.carrier.faults = Faults([Fault(kind="*", action="drop", times=99)])
    hotline.call("4")
    hotline.pass_time(minutes=15)
    hotline.work.reconcile()
    hotline.tell()
    found = browser.get("/").text
    hotline.pass_time(minutes=61)

    assert "! Chưa đối soát với nhà mạng lần nào." in never
    assert "Đã đối soát với nhà mạng đến 09:00: sổ có đủ mọi cuộc gọi." in whole
    assert '"must">! Đã đối soát' not in whole
    assert "! Đã đối soát với nhà mạng đến 09:15: hôm nay bổ sung 1 cuộc" in found
    assert "(1/1, 100,0 %)" in found.replace("\xa0", " ")
    assert "! Đã đối soát với nhà mạng đến 09:15" in browser.get("/").text
