"""The users pages: an administrator makes, changes and stops users."""

import re

import pytest

from accounts.labels import RIGHTS
from models.users import users
from models.users.roles import UserRole
from tests.web.desk.audits import audited
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH

KEY = re.compile(r'<code class="key">([^<]+)</code>')
NEW = {
    "login": "truc.mot",
    "post": "Cán bộ trực nhánh 4",
    "role": "officer",
    "reach": "these",
    "branches": [BRANCH],
    "officer": "thu-tuc-hanh-chinh-1",
}


def row(hotline, login):
    with hotline.hotline.database.reading() as session:
        found = users.by_login(session, login)
        assert found
        session.expunge_all()
    return found


def test_a_new_user_signs_in_with_the_password_that_was_shown_once(hotline, administrator, another):
    answer = administrator.post("/users/new", **NEW)

    assert answer.status_code == 200
    (password,) = KEY.findall(answer.text)
    assert another.sign_in("truc.mot", password).location == "/desk/"
    assert another.get("/").location == "/desk/account/password"
    made = row(hotline, "truc.mot")
    assert (made.role, made.branches, made.officer) == (
        UserRole.OFFICER,
        [BRANCH],
        "thu-tuc-hanh-chinh-1",
    )
    assert password not in administrator.get("/users").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"login": ""}, "Chưa điền"),
        ({"login": "Có dấu"}, "Tên đăng nhập gồm 3–40"),
        ({"login": "quan.tri"}, "Tên đăng nhập này đã có"),
        ({"post": " "}, "Chưa điền"),
        ({"post": "x" * 121}, "Nhiều nhất 120 ký tự"),
        ({"branches": []}, "cần ít nhất một nhánh"),
        ({"branches": ["nhanh-la"]}, "Hãy chọn một mục"),
        ({"role": "king"}, "Hãy chọn một mục"),
        ({"officer": "khong-co"}, "Hãy chọn một mục"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(administrator, fields, said):
    answer = administrator.post("/users/new", **(NEW | {"post": "Phó phòng"} | fields))

    assert answer.status_code == 422
    assert said in answer.text
    assert ('value="Phó phòng"' in answer.text) is ("post" not in fields)


def test_the_list_says_who_is_what(hotline, administrator):
    administrator.add_user("truc.mot", branches=[BRANCH, "nhanh-cu"], officer="tai-chinh-1")
    administrator.add_user("moi.moi", UserRole.SUPERVISOR, password_changed_at=None)
    administrator.add_user("cu.nguoi", deactivated_at=hotline.now)

    page = administrator.get("/users").text

    assert "4 Thủ tục hành chính, một cửa, nhanh-cu" in page
    assert "chờ đổi mật khẩu" in page
    assert "đã ngừng từ 23/11/2026" in page
    assert page.index("truc.mot") < page.index("cu.nguoi")


def test_what_is_said_of_a_user_is_filled_in_and_changed(hotline, administrator):
    id = administrator.add_user("truc.mot", post="Cán bộ trực", officer="tai-chinh-1")
    page = administrator.get(f"/users/{id}").text
    assert 'value="Cán bộ trực"' in page
    assert re.search(rf'value="{BRANCH}" checked', page)
    assert '<option selected value="tai-chinh-1">' in page

    fields = {"post": "Phó phòng", "role": "branch_head", "reach": "these", "officer": ""}
    answer = administrator.post(f"/users/{id}", branches=[BRANCH, OTHER_BRANCH], **fields)

    assert answer.location == "/desk/users"
    changed = row(hotline, "truc.mot")
    assert (changed.post, changed.role) == ("Phó phòng", UserRole.BRANCH_HEAD)
    assert changed.branches == sorted([BRANCH, OTHER_BRANCH])
    assert changed.officer is None


def test_rights_change_at_once_for_who_is_signed_in(administrator, another):
    id = administrator.add_user("giam.sat", UserRole.SUPERVISOR)
    another.enter(id)
    assert another.get("/users").status_code == 403

    administrator.post(
        f"/users/{id}", post="Quản trị", role="administrator", reach="every", officer=""
    )

    assert another.get("/users").status_code == 200


def test_a_given_password_is_new_shown_once_and_ends_sessions(administrator, another):
    id = administrator.add_user("truc.mot")
    another.enter(id)

    answer = administrator.post(f"/users/{id}/password")

    (password,) = KEY.findall(answer.text)
    assert not another.is_in()
    assert another.sign_in("truc.mot", password).status_code == 302


def test_a_lost_telephone_is_no_second_step_any_more(hotline, administrator):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    id = administrator.add_user("truc.mot", totp_secret=secret)
    assert "Xóa bước thứ hai" in administrator.get(f"/users/{id}").text
    assert secret not in administrator.get(f"/users/{id}").text

    administrator.post(f"/users/{id}/second-step")

    assert row(hotline, "truc.mot").totp_secret is None
    assert "Xóa bước thứ hai" not in administrator.get(f"/users/{id}").text


def test_a_user_is_stopped_and_let_in_again(hotline, administrator, another):
    id = administrator.add_user("truc.mot")
    another.enter(id)

    administrator.post(f"/users/{id}/deactivate")

    assert not another.is_in()
    assert another.sign_in("truc.mot").status_code == 401
    administrator.post(f"/users/{id}/reactivate")
    assert another.sign_in("truc.mot").status_code == 302
    assert [facts["is_active"] for _, key, facts in audited(hotline, "users") if facts] == [
        False,
        True,
    ]


def test_nobody_stops_themselves_and_is_told_why(hotline, administrator):
    me = row(hotline, "quan.tri").id

    answer = administrator.post(f"/users/{me}/deactivate")

    assert answer.location == f"/desk/users/{me}"
    assert "Không thể tự ngừng" in administrator.get(f"/users/{me}").text
    assert administrator.is_in()


def test_the_table_of_rights_is_shown_as_it_is(administrator):
    page = administrator.get("/users/rights").text

    assert page.count('<th scope="row"') == len(RIGHTS)
    assert "mọi nhánh, nêu lý do" in page
    assert "nhánh mình" in page
