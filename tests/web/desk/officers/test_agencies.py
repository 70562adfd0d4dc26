"""Agencies: those of the branches file beside those entered here, changed and never deleted."""

import pytest

from ivr.flow.words import AgencyKind
from models.duty.officers import agency_by_code
from models.users.roles import UserRole
from tests.web.desk.audits import audited
from tests.web.desk.rosters import text

NEW = {
    "given_code": "so-y-te",
    "name_vi": "Sở Y tế",
    "name_en": "",
    "kind": "state",
    "valid_from": "2026-11-01",
    "valid_to": "",
}
PATH = "/can-bo/agency/so-y-te"


def row(roster, code="so-y-te"):
    with roster.hotline.hotline.database.reading() as session:
        found = agency_by_code(session, code)
        session.expunge_all()
    return found


def seen(browser):
    page = browser.get(PATH).text
    return page.partition('name="seen" type="hidden" value="')[2].partition('"')[0]


def test_the_files_agencies_are_listed_with_the_branches_they_lead(roster, supervisor):
    page = text(supervisor.get("/can-bo/agencies"))

    assert "Sở Nội vụ so-noi-vu Cơ quan nhà nước 1, 5, 0 0 – tệp nhánh" in page
    assert "Hiệp hội doanh nghiệp hiep-hoi-doanh-nghiep Hội, hiệp hội 2 0" in page
    assert "Văn phòng Ủy ban nhân dân tỉnh van-phong-ubnd Cơ quan nhà nước 4 2" in page


def test_an_agency_is_entered(roster, supervisor):
    assert supervisor.post("/can-bo/agencies/new", **NEW).status_code == 302

    made = row(roster)
    assert made is not None
    assert (made.name_vi, made.name_en, made.kind) == ("Sở Y tế", "Sở Y tế", AgencyKind.STATE)
    page = text(supervisor.get("/can-bo/agencies"))
    assert "Sở Y tế so-y-te Cơ quan nhà nước – 0 từ 01/11/2026 trang này Sửa" in page
    assert audited(roster.hotline, "agencies")[0][:2] == ("giam.sat", "so-y-te")


@pytest.mark.parametrize(
    ("fields", "name", "why"),
    [
        ({"given_code": "Sở"}, "given_code", "mã chỉ gồm chữ thường"),
        ({"name_vi": ""}, "name_vi", "Chưa điền"),
        ({"kind": "king"}, "kind", "Hãy chọn một mục"),
        ({"valid_to": "2026-10-01"}, "valid_to", "kết thúc trước khi bắt đầu"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(roster, supervisor, fields, name, why):
    answer = supervisor.post("/can-bo/agencies/new", **(NEW | fields))

    assert answer.status_code == 422
    assert why in answer.text.partition(f'id="{name}-fault">')[2].partition("</p>")[0]
    assert audited(roster.hotline, "agencies") == []


def test_a_code_is_given_once(roster, supervisor):
    supervisor.post("/can-bo/agencies/new", **NEW)

    answer = supervisor.post("/can-bo/agencies/new", **(NEW | {"name_vi": "Sở khác"}))

    assert answer.status_code == 422
    assert "Mã này đã có" in text(answer)


def test_an_agency_is_renamed_and_ended_and_the_history_says_so(roster, supervisor):
    supervisor.post("/can-bo/agencies/new", **NEW)
    fields = NEW | {"name_vi": "Sở Y tế và Xã hội", "valid_to": "2026-12-31"}

    assert supervisor.post(PATH, seen=seen(supervisor), **fields).status_code == 302

    changed = row(roster)
    assert changed is not None
    assert changed.name_vi == "Sở Y tế và Xã hội"
    page = text(supervisor.get(PATH))
    assert "Tên cơ quan: Sở Y tế → Sở Y tế và Xã hội" in page
    assert "Đến hết ngày: – → 31/12/2026" in page


def test_of_two_who_change_the_same_agency_the_second_compares_first(roster, supervisor, another):
    supervisor.post("/can-bo/agencies/new", **NEW)
    mine = seen(supervisor)
    another.enter(another.add_user("quan.tri", UserRole.ADMINISTRATOR))
    another.post(PATH, seen=seen(another), **(NEW | {"kind": "association"}))

    answer = supervisor.post(PATH, seen=mine, **(NEW | {"name_vi": "Sở Y tế tỉnh"}))

    assert answer.status_code == 422
    page = text(answer)
    assert "quan.tri vừa sửa mục này" in page
    assert "Loại : hiện nay: Hội, hiệp hội; bạn nhập: Cơ quan nhà nước" in page
    changed = row(roster)
    assert changed is not None
    assert changed.name_vi == "Sở Y tế"


@pytest.mark.parametrize("role", [UserRole.BRANCH_HEAD, UserRole.OFFICER, UserRole.INSPECTOR])
def test_agencies_are_for_all_branches_so_others_only_see_them(roster, signed_in, role):
    browser = signed_in(role)

    assert "Thêm cơ quan" not in text(browser.get("/can-bo/agencies"))
    assert browser.get("/can-bo/agencies/new").status_code == 403
    assert browser.post("/can-bo/agencies/new", **NEW).status_code == 403


def test_an_agency_that_is_not_there_is_not_found(roster, supervisor):
    assert supervisor.get("/can-bo/agency/khong-co").status_code == 404
