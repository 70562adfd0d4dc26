"""Officers: listed by post with masked numbers, entered and changed by the files' rules."""

from datetime import date

import pytest

from models.duty.officers import by_code
from models.users.roles import UserRole
from tests.duty.conftest import officer, shift
from tests.harness import NINE_ON_MONDAY
from tests.web.desk.audits import audited
from tests.web.desk.rosters import text

DUNG = {
    "given_code": "dung",
    "post_vi": "Chuyên viên dung",
    "post_en": "",
    "person": "Phạm Dung",
    "number": "0500.000.144",
    "verified_on": "",
    "agency": "so-tu-phap",
    "languages": ["vi", "en"],
    "active_from": "2026-11-24",
    "active_to": "",
}
AN = {
    "post_vi": "Chuyên viên một cửa",
    "post_en": "One-stop officer",
    "person": "Lê Văn Mới",
    "number": "",
    "verified_on": "",
    "agency": "van-phong-ubnd",
    "languages": ["vi"],
    "active_from": "2026-01-01",
    "active_to": "",
}
PATH = "/can-bo/officer/an"


def row(roster, code):
    with roster.hotline.hotline.database.reading() as session:
        found = by_code(session, code)
        session.expunge_all()
    assert found is not None
    return found


def seen(browser, path=f"{PATH}/edit"):
    """Return what the form holds of what is there now."""
    page = browser.get(path).text
    return page.partition('name="seen" type="hidden" value="')[2].partition('"')[0]


def test_the_list_has_posts_and_whether_their_numbers_are_rung(roster, supervisor):
    roster.enter(officer("dung", "+84500000144", verified_at=None))
    roster.update("chi", out_since=NINE_ON_MONDAY)

    answer = supervisor.get("/can-bo")

    page = text(answer)
    assert "Chuyên viên an an Văn phòng Ủy ban nhân dân tỉnh 0500•••141 ● đã xác minh" in page
    assert "0500•••144 ○ chưa xác minh chưa có ca" in page
    assert "0500•••143 ✕ không đạt kiểm tra 6" in page
    assert "0500 000 1" not in answer.text
    assert "+8450" not in answer.text


def test_who_has_left_is_shown_on_demand(roster, supervisor):
    roster.enter(officer("cu", "+84500000145", active_to=date(2026, 11, 1)))

    assert "Chuyên viên cu" not in text(supervisor.get("/can-bo"))
    assert "đã thôi, 01/01/2026 – 01/11/2026" in text(supervisor.get("/can-bo?past=1"))


def test_one_officer_is_shown_with_all_that_is_known_but_the_number(roster, supervisor):
    answer = supervisor.get(PATH)

    page = text(answer)
    for said in ("Mã an", "Nguyễn Văn An", "0500•••141", "4 Thủ tục hành chính, một cửa"):
        assert said in page
    assert "23/11/2026 09:00 giam.sat ghi mới" in page
    assert "0500 000 141" not in answer.text
    assert audited(roster.hotline, "number_shown") == []


def test_the_number_is_shown_to_who_asks_and_that_is_audited(roster, supervisor):
    answer = supervisor.post(f"{PATH}/number")

    assert "0500 000 141" in text(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert audited(roster.hotline, "number_shown") == [("giam.sat", "officer an", None)]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (UserRole.ADMINISTRATOR, 200),
        (UserRole.BRANCH_HEAD, 200),
        (UserRole.OFFICER, 200),
        (UserRole.INSPECTOR, 404),
    ],
)
def test_the_number_is_for_who_keeps_it_true_or_may_see_numbers(roster, signed_in, role, status):
    browser = signed_in(role)

    assert browser.post(f"{PATH}/number").status_code == status
    assert ("Hiện đủ số" in text(browser.get(PATH))) is (status == 200)
    assert len(audited(roster.hotline, "number_shown")) == (status == 200)


def test_an_officer_is_entered_unverified(roster, supervisor):
    assert supervisor.post("/can-bo/new", **DUNG).location == "/desk/can-bo/officer/dung"

    made = row(roster, "dung")
    assert (made.post_vi, made.post_en, made.person) == (
        "Chuyên viên dung",
        "Chuyên viên dung",
        "Phạm Dung",
    )
    assert (made.number, made.languages, made.agency) == ("+84500000144", "vi,en", "so-tu-phap")
    assert (made.active_from, made.active_to) == (date(2026, 11, 24), None)
    assert made.verified_at is None
    assert "○ chưa xác minh" in text(supervisor.get("/can-bo/officer/dung"))


@pytest.mark.parametrize(
    ("fields", "name", "why"),
    [
        ({"given_code": ""}, "given_code", "Chưa điền"),
        ({"given_code": "Dũng"}, "given_code", "mã chỉ gồm chữ thường"),
        ({"given_code": "an"}, "given_code", "Mã này đã có"),
        ({"post_vi": ""}, "post_vi", "Chưa điền"),
        ({"number": ""}, "number", "Chưa điền"),
        ({"number": "12"}, "number", "số máy Việt Nam"),
        ({"number": "0500 000 000"}, "number", "là số của chính tổng đài"),
        ({"number": "0500 000 141"}, "number", "đã là số của an"),
        ({"agency": "khong-co"}, "agency", "Hãy chọn một mục"),
        ({"languages": []}, "languages", "Chưa điền"),
        ({"verified_on": "2026-12-01"}, "verified_on", "ngày này chưa đến"),
        ({"active_to": "2026-11-01"}, "active_to", "kết thúc trước khi bắt đầu"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(
    roster, supervisor, fields, name, why
):
    answer = supervisor.post("/can-bo/new", **(DUNG | fields))

    assert answer.status_code == 422
    assert why in answer.text.partition(f'id="{name}-fault">')[2].partition("</p>")[0]
    assert 'value="Phạm Dung"' in answer.text
    assert len(audited(roster.hotline, "officers")) == 3


def test_an_officer_is_changed_and_an_empty_number_stays_as_it_is(roster, supervisor):
    page = supervisor.get(f"{PATH}/edit").text
    assert 'value="Chuyên viên an"' in page
    assert "giữ số hiện nay 0500•••141" in page
    assert "0500 000 141" not in page

    answer = supervisor.post(f"{PATH}/edit", seen=seen(supervisor), **AN)

    assert answer.location == f"/desk{PATH}"
    changed = row(roster, "an")
    assert (changed.post_vi, changed.person) == ("Chuyên viên một cửa", "Lê Văn Mới")
    assert changed.number == "+84500000141"
    assert changed.verified_at == NINE_ON_MONDAY
    said = "Chức danh: Chuyên viên an → Chuyên viên một cửa"
    assert said in text(supervisor.get(PATH))


def test_a_new_number_is_not_rung_before_it_is_verified_so_it_may_leave_a_gap(roster, supervisor):
    fields = AN | {"number": "0500 000 149"}

    answer = supervisor.post(f"{PATH}/edit", seen=seen(supervisor), **fields)

    assert answer.status_code == 422
    assert "Chưa ghi được, vì sẽ có giờ không ai trực" in text(answer)
    assert "có thể trực thay: Chuyên viên binh" in text(answer)
    assert 'value="0500 000 149"' in answer.text
    assert row(roster, "an").number == "+84500000141"


def test_a_new_number_that_was_tried_today_is_rung(roster, supervisor):
    fields = AN | {"number": "0500 000 149", "verified_on": "2026-11-23"}

    assert supervisor.post(f"{PATH}/edit", seen=seen(supervisor), **fields).status_code == 302

    changed = row(roster, "an")
    assert changed.number == "+84500000149"
    assert changed.verified_at is not None
    history = text(supervisor.get(PATH))
    assert "Số máy: 0500•••141 → 0500•••149" in history


def test_a_new_number_starts_without_the_failures_of_the_old_one(roster, supervisor):
    roster.enter(shift("binh"))
    roster.update("an", out_since=NINE_ON_MONDAY)

    fields = AN | {"number": "0500 000 149"}
    assert supervisor.post(f"{PATH}/edit", seen=seen(supervisor), **fields).status_code == 302

    changed = row(roster, "an")
    assert (changed.out_since, changed.verified_at) == (None, None)


def test_who_leaves_gets_a_last_day_unless_that_leaves_a_gap(roster, supervisor):
    fields = AN | {"active_to": "2026-11-27"}
    refused = supervisor.post(f"{PATH}/edit", seen=seen(supervisor), **fields)
    assert "Thứ Hai 30/11/2026 07:00–11:00" in text(refused)

    roster.enter(shift("binh"))
    assert supervisor.post(f"{PATH}/edit", seen=seen(supervisor), **fields).status_code == 302
    assert row(roster, "an").active_to == date(2026, 11, 27)


def test_of_two_who_change_the_same_officer_the_second_compares_first(roster, supervisor, another):
    mine = seen(supervisor)
    another.enter(another.add_user("quan.tri", UserRole.ADMINISTRATOR))
    theirs = AN | {"post_vi": "Phó phòng", "number": "0500 000 148", "verified_on": "2026-11-23"}
    assert another.post(f"{PATH}/edit", seen=seen(another), **theirs).status_code == 302

    answer = supervisor.post(f"{PATH}/edit", seen=mine, **AN)

    assert answer.status_code == 422
    page = text(answer)
    assert "quan.tri vừa sửa mục này lúc 09:00 23/11/2026, nên chưa ghi gì" in page
    assert "Chức danh : hiện nay: Phó phòng; bạn nhập: Chuyên viên một cửa" in page
    assert 'value="Chuyên viên một cửa"' in answer.text
    assert "0500 000 148" not in answer.text
    assert row(roster, "an").post_vi == "Phó phòng"

    renewed = answer.text.partition('name="seen" type="hidden" value="')[2].partition('"')[0]
    assert supervisor.post(f"{PATH}/edit", seen=renewed, **AN).status_code == 302
    assert row(roster, "an").post_vi == "Chuyên viên một cửa"
    assert row(roster, "an").number == "+84500000148"


def test_what_was_seen_tells_nothing_of_the_number(roster, supervisor):
    assert len(seen(supervisor)) == 32
    assert supervisor.post(f"{PATH}/edit", seen="", **AN).status_code == 422
    assert row(roster, "an").post_vi == "Chuyên viên an"


def test_a_check_that_passes_meanwhile_is_no_conflict(roster, supervisor):
    mine = seen(supervisor)
    roster.update("an", out_since=NINE_ON_MONDAY)
    roster.update("an", out_since=None)

    assert supervisor.post(f"{PATH}/edit", seen=mine, **AN).status_code == 302


# Whose officers they are.


def test_the_head_of_a_branch_sees_and_changes_that_branchs_officers(roster, head):
    page = text(head.get("/can-bo"))
    assert "Chuyên viên an" in page
    assert "Chuyên viên binh" in page  # of the agency that leads the branch
    assert "Chuyên viên chi" not in page

    for path in ("/can-bo/officer/chi", "/can-bo/officer/chi/edit", "/can-bo/officer/x"):
        assert head.get(path).status_code == 404
    assert head.post("/can-bo/officer/chi/number").status_code == 404
    assert audited(roster.hotline, "denied")[0] == ("phu.trach", "officer chi", None)
    assert head.post(f"{PATH}/edit", seen=seen(head), **AN).status_code == 302


def test_who_serves_another_branch_as_well_is_seen_but_not_changed_by_its_head(roster, head):
    roster.enter(shift("an", branch="tu-phap"))

    page = text(head.get(PATH))
    assert "Chuyên viên an" in page
    assert "Đặt hoặc bỏ mã PIN" not in page
    assert head.get(f"{PATH}/edit").status_code == 404
    assert head.post(f"{PATH}/pin/random").status_code == 404


def test_the_head_of_a_branch_enters_officers_of_its_agency_only(roster, head):
    offered = head.get("/can-bo/new").text.partition('name="agency"')[2].partition("</select>")[0]
    assert "van-phong-ubnd" in offered
    assert "so-tu-phap" not in offered

    assert head.post("/can-bo/new", **DUNG).status_code == 422
    own = DUNG | {"agency": "van-phong-ubnd"}
    assert head.post("/can-bo/new", **own).status_code == 302


@pytest.mark.parametrize("role", [UserRole.OFFICER, UserRole.INSPECTOR])
def test_who_may_only_look_is_offered_no_change(roster, signed_in, role):
    browser = signed_in(role)

    page = text(browser.get(PATH))
    assert "Chuyên viên an" in page
    for offered in ("Việc cần làm", "Gọi xác minh ngay", "Đặt hoặc bỏ mã PIN"):
        assert offered not in page
    for path in (f"{PATH}/edit", f"{PATH}/pin", "/can-bo/new"):
        assert browser.get(path).status_code == 403
    assert browser.post(f"{PATH}/verify").status_code == 403


def test_a_code_such_as_new_is_no_trap(roster, supervisor):
    supervisor.post("/can-bo/new", **(DUNG | {"given_code": "new"}))

    assert "Chuyên viên dung" in text(supervisor.get("/can-bo/officer/new"))
