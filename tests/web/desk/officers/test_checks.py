"""Line checks: fourteen days at a glance, sums, and a check at once."""

import re
from datetime import timedelta

import pytest

from ivr.flow.words import CheckKind, Grade
from models.line_checks import LineCheck
from models.users.roles import UserRole
from simulator.phones import parse_behaviour
from tests.harness import ROOT, TestHotline, test_settings
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH, Browser
from tests.web.desk.rosters import text

CELL = re.compile(r'<td role="cell" class="day[^>]*>(.*?)</td>', re.DOTALL)
SIGN = re.compile(r'class="sign" aria-hidden="true">([^<]+)<')
AN = "+84500000141"


def checked(roster, grade, *, days_ago, officer="an", number=AN, **given):
    """Write a check down that was made so many days ago at eight o'clock."""
    at = roster.hotline.now - timedelta(days=days_ago, hours=1)
    said = {"kind": CheckKind.LINE, "branch": None, "keyed_at": None, "seconds": 20}
    row = LineCheck(
        officer=officer,
        number=number,
        call_sid=f"CA{officer}{days_ago}{grade}{given}",
        placed_at=at,
        answered_at=at + timedelta(seconds=12),
        ended_at=None,
        grade=grade,
        **(said | given),
    )
    with roster.hotline.hotline.database.transaction() as session:
        session.add(row)


def line(answer, name):
    """Return the signs of a line's days, and what its sums say."""
    for row in answer.text.split('<tr role="row">'):
        if name in row.partition("</th>")[0]:
            days = ["".join(SIGN.findall(cell)) for cell in CELL.findall(row)]
            sums = re.findall(r'data-label="[^"]*">([^<]*)</td>', row)
            return days, sums
    raise AssertionError(f"no line of {name}")


def test_the_days_have_their_signs_and_the_month_its_share(roster, supervisor):
    for days_ago, grade in ((13, Grade.PASSED), (3, Grade.MAILBOX), (2, Grade.BAD_NUMBER)):
        checked(roster, grade, days_ago=days_ago)
    checked(roster, Grade.NO_ANSWER, days_ago=0)
    checked(roster, None, days_ago=0)
    checked(roster, Grade.PASSED, days_ago=40)

    days, sums = line(supervisor.get("/kiem-tra"), "Chuyên viên an")

    assert days == ["●", *[""] * 9, "◍", "✕", "", "○…"]
    assert sums == ["10/11 08:00", "1/4 (25\N{NO-BREAK SPACE}%)", "12 giây"]


def test_a_sign_is_said_in_words_to_who_does_not_see_it(roster, supervisor):
    checked(roster, Grade.BUSY, days_ago=1)

    page = supervisor.get("/kiem-tra").text

    assert '<span class="visually-hidden">máy bận </span>' in page
    assert "◌ máy bận" in text(supervisor.get("/kiem-tra"))


def test_a_number_that_never_passed_says_so_and_one_that_is_out_too(roster, supervisor):
    checked(roster, Grade.PASSED, days_ago=1, number="+84500000149")  # the number before this one
    roster.update("an", out_since=roster.hotline.now)

    answer = supervisor.get("/kiem-tra")

    assert line(answer, "Chuyên viên an")[1][0] == "chưa lần nào"
    assert "! tạm không đổ chuông" in text(answer)


def test_the_head_of_a_branch_sees_that_branchs_phones_and_way(roster, head):
    page = text(head.get("/kiem-tra"))

    assert "Chuyên viên an" in page
    assert "4 Thủ tục hành chính, một cửa" in page
    for foreign in ("Chuyên viên chi", "6 Tài chính công"):
        assert foreign not in page
    assert "0500•••141" in page
    assert "0500 000 141" not in page


@pytest.mark.parametrize("role", [UserRole.OFFICER, UserRole.INSPECTOR])
def test_who_may_only_look_is_offered_no_check(roster, signed_in, role):
    browser = signed_in(role)

    assert "Gọi thử ngay" not in text(browser.get("/kiem-tra"))
    assert browser.post("/kiem-tra/officers/an").status_code == 403
    assert browser.post(f"/kiem-tra/branches/{BRANCH}").status_code == 403


@pytest.mark.parametrize(("behaviour", "sign"), [("accept@4", "●"), ("mailbox", "◍")])
def test_a_check_is_made_at_once(roster, supervisor, behaviour, sign):
    hotline = roster.hotline
    hotline.carrier.phones.behaviours[AN] = parse_behaviour(behaviour)

    assert supervisor.post("/kiem-tra/officers/an").location == "/desk/kiem-tra"

    answer = supervisor.get("/kiem-tra")
    assert "✓ Đang gọi." in text(answer)
    assert line(answer, "Chuyên viên an")[0][-1] == "…"
    hotline.carrier.run()
    hotline.tell()
    assert line(supervisor.get("/kiem-tra"), "Chuyên viên an")[0][-1] == sign


def test_a_check_of_another_branchs_phone_or_way_is_not_made(roster, head):
    for path in ("/kiem-tra/officers/chi", f"/kiem-tra/branches/{OTHER_BRANCH}"):
        assert head.post(path).status_code == 404

    with roster.hotline.hotline.database.reading() as session:
        assert session.query(LineCheck).count() == 0


def test_without_a_second_number_the_way_cannot_be_checked(roster, supervisor):
    page = text(supervisor.get("/kiem-tra"))
    assert "cần một số thứ hai của tổng đài" in page

    supervisor.post(f"/kiem-tra/branches/{BRANCH}")

    assert "chưa có số thứ hai để gọi" in text(supervisor.get("/kiem-tra"))


def test_the_whole_way_is_checked_at_once(tmp_path, sqlite_url):
    file = tmp_path / "branches.yaml"
    shipped = (ROOT / "branches.yaml").read_text("utf-8")
    file.write_text(shipped.replace("own_numbers: []", "own_numbers: [0500 000 001]"), "utf-8")
    settings = test_settings(tmp_path, sqlite_url, branches_file=file)
    hotline = TestHotline(settings, more_numbers=("+84500000001",), calls_per_second=None)
    try:
        browser = Browser(hotline)
        browser.enter(browser.add_user("giam.sat", UserRole.SUPERVISOR))
        hotline.carrier.phones.default = parse_behaviour("accept@3/20")

        browser.post(f"/kiem-tra/branches/{BRANCH}")
        browser.post(f"/kiem-tra/branches/{OTHER_BRANCH}")
        assert "Vừa gọi rồi" in text(browser.get("/kiem-tra"))

        hotline.carrier.run()
        hotline.tell()
        hotline.work.check_lines()
        days, sums = line(browser.get("/kiem-tra"), "4 Thủ tục hành chính")
        assert days[-1] == "●"
        assert sums[1] == "1/1 (100\N{NO-BREAK SPACE}%)"
    finally:
        hotline.close()
