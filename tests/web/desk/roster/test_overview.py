"""The strip of fourteen days, and a branch of its own."""

import re

import pytest

from models.duty.entries import ShiftRow
from models.users.roles import UserRole
from tests.duty.conftest import absence, on, shift
from tests.web.desk.audits import audited
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH
from tests.web.desk.rosters import text

ROW = re.compile(r'<tr role="row">\s*<th scope="row".*?</tr>', re.DOTALL)
SIGN = re.compile(r'class="sign" aria-hidden="true">([^<]+)<')


def signs(answer):
    """Return the signs of each branch's days, by its name."""
    strip = answer.text.partition('class="table strip"')[2].partition("</table>")[0]
    found = {}
    for row in ROW.findall(strip):
        name = text_of(row.partition("</th>")[0])
        found[name] = "".join(SIGN.findall(row))
    return found


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_each_branch_has_its_fourteen_days_at_a_glance(roster, supervisor):
    found = signs(supervisor.get("/lich-truc"))

    assert found["4 Thủ tục hành chính, một cửa"] == "●●●●●––●●●●●––"
    assert found["5 Tổ chức bộ máy, đào tạo cán bộ"] == "◐◐◐◐◐––◐◐◐◐◐––"
    assert found["0 Bàn trực tổng đài"] == "◐" * 14
    assert len(found) == 9


def test_where_somebody_is_on_duty_at_all_hours_it_says_so(roster, supervisor):
    page = text(supervisor.get("/lich-truc"))

    assert "giờ làm việc nào cũng có người trực" in page
    assert "Cần xếp người trực" not in page


def test_a_gap_is_red_and_says_how_long_when_and_who_could_fill_it(roster, supervisor):
    roster.update("an", out_since=roster.hotline.now)

    answer = supervisor.get("/lich-truc")

    assert signs(answer)["4 Thủ tục hành chính, một cửa"] == "!!!!!––!!!!!––"
    assert answer.text.count('class="gap"') == 10
    page = text(answer)
    assert "Cần xếp người trực" in page
    assert "4 Thủ tục hành chính, một cửa: 10 ngày có giờ chưa ai trực" in page
    could = "Có thể trực: Chuyên viên binh; Chuyên viên chi"
    assert f"Thứ Ba 24/11: 07:00–11:00, 13:00–17:00 {could}" in page
    assert "… và 7 ngày nữa" in page


def test_who_stands_in_is_seen_and_so_is_the_absence(roster, supervisor):
    roster.enter(absence("an", on(24, 0), on(25, 0), stand_in="binh"))

    answer = supervisor.get("/lich-truc")

    assert signs(answer)["4 Thủ tục hành chính, một cửa"] == "●⇄●●●––●●●●●––"
    assert "Chuyên viên an 24/11/2026 công tác Chuyên viên binh Sửa" in text(answer)


def test_the_head_of_a_branch_sees_that_branch_only(roster, head):
    roster.enter(absence("chi", on(23, 18), on(23, 19)))

    answer = head.get("/lich-truc")

    assert list(signs(answer)) == ["4 Thủ tục hành chính, một cửa"]
    assert "Chuyên viên chi" not in text(answer)
    assert "Báo vắng" in text(answer)


@pytest.mark.parametrize("role", [UserRole.OFFICER, UserRole.INSPECTOR])
def test_who_may_only_look_is_offered_nothing_else(roster, signed_in, role):
    roster.enter(absence("an", on(23, 18), on(23, 19)))
    browser = signed_in(role)

    for path in ("/lich-truc", f"/lich-truc/branches/{BRANCH}", "/lich-truc/entries"):
        page = browser.get(path)
        assert page.status_code == 200
        for offered in ("Báo vắng", "Thêm ca trực", ">Sửa"):
            assert offered not in page.text
    assert browser.get("/lich-truc/absences/new").status_code == 403


def test_who_has_no_branch_is_told_so(roster, signed_in):
    page = signed_in(UserRole.OFFICER, branches=[]).get("/lich-truc")

    # Without a branch the right counts for nothing at all.
    assert page.status_code == 403


# One branch.


def test_a_branch_says_who_is_there_when_and_why(roster, supervisor):
    roster.enter(
        shift("binh", weekdays="0", start=on(23, 13).time(), end=on(23, 17).time()),
        absence("an", on(24, 9), on(24, 11), stand_in="binh"),
    )

    page = text(supervisor.get(f"/lich-truc/branches/{BRANCH}"))

    assert (
        "Thứ Hai 23/11 07:00–17:00 Chuyên viên an Trực chính 13:00–17:00 Chuyên viên binh" in page
    )
    assert (
        "Thứ Ba 24/11 07:00–09:00 Chuyên viên an Trực chính 09:00–11:00 Chuyên viên binh Trực"
        " chính, trực thay Chuyên viên an 11:00–17:00 Chuyên viên an" in page
    )
    assert "Thứ Bảy 28/11 nghỉ" in page
    assert "Chuyên viên binh Trực chính T2 13:00–17:00 từ 01/11/2026 Sửa" in page


def test_a_branch_in_english(roster, supervisor):
    supervisor.client.set_cookie("desk-language", "en", domain="hotline.example.gov.vn")

    page = text(supervisor.get(f"/lich-truc/branches/{BRANCH}"))

    assert "Monday 23/11 07:00–17:00 Officer an Primary" in page
    assert "Mon-Fri 07:00–17:00 from 01/11/2026" in page


def test_what_was_ended_or_is_over_is_shown_on_demand_with_who_ended_it(roster, supervisor):
    late = {"start": on(23, 18).time(), "end": on(23, 20).time()}
    (evening,) = roster.enter(shift("binh", **late))
    roster.hotline.pass_time(hours=1)
    with roster.change(actor="quan.tri") as change:
        change.withdraw(change.session.get(ShiftRow, evening))
    path = f"/lich-truc/branches/{BRANCH}"

    assert "18:00–20:00" not in text(supervisor.get(path))

    page = text(supervisor.get(f"{path}?since=2026-11-01"))
    assert "T2-T6 18:00–20:00 từ 01/11/2026 đã thôi 10:00 23/11/2026, người thôi: quan.tri" in page
    assert "T2-T6 07:00–17:00 từ 01/11/2026 đang có hiệu lực Sửa" in page
    assert "18:00–20:00" not in text(supervisor.get(f"{path}?since=hom-qua"))


def test_another_branch_is_not_there_and_the_audit_knows_who_asked(roster, head):
    assert head.get(f"/lich-truc/branches/{OTHER_BRANCH}").status_code == 404
    assert head.get("/lich-truc/branches/khong-co").status_code == 404

    assert audited(roster.hotline, "denied") == [
        ("phu.trach", f"branch {OTHER_BRANCH}", None),
        ("phu.trach", "branch khong-co", None),
    ]


# Absences and swaps.


def test_past_absences_are_shown_on_demand(roster, supervisor):
    roster.enter(absence("an", on(23, 10), on(23, 11), stand_in="binh", note="họp tỉnh"))
    roster.hotline.pass_time(hours=3)

    assert "Không có ai báo vắng" in text(supervisor.get("/lich-truc/entries"))

    page = text(supervisor.get("/lich-truc/entries?since=2026-11-23"))
    assert "Chuyên viên an 23/11/2026 10:00–11:00 công tác Chuyên viên binh họp tỉnh đã qua" in page
