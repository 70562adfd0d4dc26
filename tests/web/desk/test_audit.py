"""The audit's page: for whom it is, what it tells, what it hides, and how it is filtered."""

import html
import re
from datetime import timedelta

import pytest

from models.audit import AuditRow
from models.users.roles import UserRole

ROW = re.compile(r'<tr role="row">\s*<th scope="row".*?</tr>', re.DOTALL)
NEXT = re.compile(r'rel="next" href="/desk([^"]+)"')


def rows(page):
    return [
        " ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in ROW.findall(page)
    ]


@pytest.fixture
def write(hotline):
    """Return what writes an entry into the audit."""

    def add(subject, key, *, actor="giam.sat", before=None, after=None, days_ago=0):
        at = hotline.now - timedelta(days=days_ago)
        with hotline.hotline.database.transaction() as session:
            session.add(
                AuditRow(at=at, actor=actor, subject=subject, key=key, before=before, after=after)
            )

    return add


@pytest.mark.parametrize("role", UserRole)
def test_it_is_for_those_whom_the_table_of_rights_names(signed_in, role):
    may = role in (UserRole.ADMINISTRATOR, UserRole.SUPERVISOR, UserRole.INSPECTOR)
    browser = signed_in(role)

    assert browser.get("/nhat-ky").status_code == (200 if may else 403)
    assert ("/desk/nhat-ky" in browser.get("/").text) is may


def test_entries_are_told_in_words_newest_first(write, signed_in):
    write("message_played", "RE1", after={"callback": 7, "why": "đơn số 7"})
    write("users", "truc.mot", before={"role": "officer"}, after={"role": "supervisor"})
    write("sign_in", "giam.sat", actor="?", after={"result": "wrong_password", "address": "::1"})

    assert rows(signed_in(UserRole.INSPECTOR).get("/nhat-ky").text) == [
        (
            "09:00:00 23/11/2026 chưa rõ (chưa đăng nhập) đăng nhập, đăng xuất giam.sat"
            " kết quả: sai mật khẩu địa chỉ máy: ::1"
        ),
        "09:00:00 23/11/2026 giam.sat người dùng truc.mot vai trò: Cán bộ trực → Giám sát",
        "09:00:00 23/11/2026 giam.sat nghe lời nhắn RE1 việc gọi lại: 7 lý do: đơn số 7",
    ]


def test_what_is_done_without_a_user_is_told_in_words_too(write, signed_in):
    write("sample_data", "made", actor="command line", after={"calls": 2227})
    changed = {"post": "A", "password": "old"}, {"post": "A", "password": "new"}
    write("users", "truc.mot", before=changed[0], after=changed[1])
    browser = signed_in(UserRole.INSPECTOR)
    vietnamese = rows(browser.get("/nhat-ky").text)
    browser.post("/language")

    assert vietnamese == [
        "09:00:00 23/11/2026 giam.sat người dùng truc.mot đổi mật khẩu",
        "09:00:00 23/11/2026 dòng lệnh dữ liệu mẫu đã tạo cuộc gọi: 2227",
    ]
    assert rows(browser.get("/nhat-ky").text)[1].endswith(
        "command line sample data made calls: 2227"
    )


def test_a_search_is_folded_on_phones_until_something_is_looked_for(signed_in):
    browser = signed_in(UserRole.SUPERVISOR)

    for path, query in (("/nhat-ky", "actor=a"), ("/cuoc-goi", "period=today")):
        folded, unfolded = browser.get(path).text, browser.get(f"{path}?{query}").text
        assert '<details class="filter search">' in folded
        assert '<details class="filter search" open>' in unfolded
        assert "– đang lọc</summary>" in unfolded


def test_no_number_and_no_secret_is_told(write, signed_in):
    before = {"number": "+84505012345", "pin_hash": "$argon2id$a", "note": "gọi 0505 012 345"}
    write(
        "officers", "an", before=before, after=before | {"number": "+84505099999", "pin_hash": None}
    )
    write("officers", "binh", before={"note": ""}, after={"note": "gọi 0505 012 345 nhé"})
    page = signed_in(UserRole.ADMINISTRATOR).get("/nhat-ky").text

    assert "số máy: 0505•••345 → 0505•••999" in page
    assert "gọi 0505•••345 nhé" in page
    assert "argon2id" not in page
    assert not re.search(r"505012345|012 345", page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("actor=thanh.tra", ["3"]),
        ("subject=exported", ["2"]),
        ("key=1", ["1"]),
        ("period=today", ["3", "2"]),
        ("since=2026-11-20&until=2026-11-20", ["1"]),
        ("actor=ai.do", []),
    ],
)
def test_it_is_filtered_by_who_what_and_when(write, signed_in, query, found):
    write("number_shown", "1", days_ago=3)
    write("exported", "2")
    write("number_shown", "3", actor="thanh.tra")
    browser = signed_in(UserRole.ADMINISTRATOR)

    told = rows(browser.get(f"/nhat-ky?{query}").text)

    assert [re.findall(r" (\d) –", row)[0] for row in told] == found


def test_what_makes_no_sense_is_refused_at_its_field(signed_in):
    browser = signed_in(UserRole.ADMINISTRATOR)

    answer = browser.get("/nhat-ky?since=2026-11-23&until=2026-11-01&subject=khong")

    assert answer.status_code == 422
    assert 'id="until-fault"' in answer.text
    assert 'id="subject-fault"' in answer.text
    assert 'value="2026-11-01"' in answer.text


def test_pages_follow_each_other_without_loss(write, signed_in):
    for n in range(103):
        write("exported", str(n))
    browser, seen, address = signed_in(UserRole.ADMINISTRATOR), [], "/nhat-ky?subject=exported"
    while address:
        page = browser.get(address).text
        seen += [re.findall(r" (\d+) –", row)[0] for row in rows(page)]
        address = html.unescape(next(iter(NEXT.findall(page)), ""))

    assert seen == [str(n) for n in reversed(range(103))]
    assert "đây là trang đầu" in browser.get("/nhat-ky?after=vo-nghia").text
