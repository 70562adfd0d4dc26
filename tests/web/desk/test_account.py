"""One's own account: password, second step, sessions."""

import re

import pyotp
import pytest

from accounts.rights import ROLES
from models.users import users
from models.users.roles import UserRole
from tests.web.desk.audits import audited
from tests.web.desk.conftest import COOKIE, HOST, PASSWORD

NEW = "đò ngang sang bến Ninh Kiều"
KEY = re.compile(r'name="secret" type="hidden" value="([A-Z2-7]{32})"')


def change(browser, *, now=PASSWORD, new=NEW, again=None):
    fields = {"password_now": now, "password_new": new, "password_again": again or new}
    return browser.post("/account/password", **fields)


@pytest.fixture
def me(signed_in):
    return signed_in(UserRole.SUPERVISOR, "giam.sat", post="Phó Giám đốc")


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_who_they_are_here(signed_in, role):
    page = signed_in(role, "ai.do", post="Phó Giám đốc").get("/account").text

    assert "Phó Giám đốc" in page
    assert "máy này" in page


def test_a_new_password_signs_out_everywhere_else_and_goes_on_here(hotline, me, another):
    with hotline.hotline.database.reading() as session:
        user = users.by_login(session, "giam.sat")
    assert user
    another.enter(user.id)
    before = me.client.get_cookie(COOKIE, domain=HOST)

    assert change(me).location == "/desk/account"

    assert "Đã đổi mật khẩu" in me.get("/account").text
    assert not another.is_in()
    stolen = another
    stolen.client.set_cookie(COOKIE, before.value, domain=HOST)
    assert not stolen.is_in()
    assert another.sign_in("giam.sat", NEW).status_code == 302
    assert audited(hotline, "users")[-1][0] == "giam.sat"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"now": "sai mật khẩu rồi"}, "Mật khẩu hiện tại không đúng"),
        ({"new": "quá ngắn"}, "Mật khẩu cần ít nhất 12 ký tự"),
        ({"new": "giam.sat giam.sat"}, "không được chứa tên đăng nhập"),
        ({"new": "matkhau123456"}, "quá dễ đoán"),
        ({"again": "một câu khác hẳn đi"}, "không giống nhau"),
        ({"new": PASSWORD}, "phải khác mật khẩu cũ"),
    ],
)
def test_what_is_wrong_with_a_new_password_is_told(me, fields, said):
    answer = change(me, **fields)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'href="#password_' in answer.text
    assert not [typed for typed in (PASSWORD, NEW) if typed in answer.text]


def test_the_current_password_cannot_be_guessed_at_an_open_screen(hotline, me):
    for _ in range(5):
        change(me, now="sai mật khẩu rồi")

    assert "Đã sai nhiều lần" in change(me).text
    hotline.pass_time(seconds=15)
    assert change(me).status_code == 302


def test_the_second_step_is_switched_on_by_a_code_of_the_new_app(hotline, me, another):
    page = me.get("/account/second-step").text
    (secret,) = KEY.findall(page)
    assert page.count("<svg") == 1
    assert " ".join(secret[at : at + 4] for at in range(0, 32, 4)) in page
    code = pyotp.TOTP(secret).at(hotline.now)

    wrong = me.post("/account/second-step", secret=secret, code="000000", password_now=PASSWORD)
    assert "Mã không đúng" in wrong.text
    assert KEY.findall(wrong.text) == [secret]
    unproved = me.post("/account/second-step", secret=secret, code=code, password_now="sai rồi nhé")
    assert "Mật khẩu hiện tại không đúng" in unproved.text
    right = me.post("/account/second-step", secret=secret, code=code, password_now=PASSWORD)

    assert right.location == "/desk/account"
    assert "Đang bật" in me.get("/account").text
    assert another.sign_in("giam.sat").location.startswith("/desk/sign-in/code")
    assert another.post("/sign-in/code", code=code).status_code == 401  # taken already
    hotline.pass_time(seconds=30)
    later = pyotp.TOTP(secret).at(hotline.now)
    assert another.post("/sign-in/code", code=later).status_code == 302


def test_a_secret_of_somebodys_own_making_is_replaced(me):
    answer = me.post("/account/second-step", secret="x", code="000000", password_now=PASSWORD)

    assert len(KEY.findall(answer.text)) == 1


def test_the_second_step_is_switched_off_by_the_password(signed_in):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    me = signed_in(UserRole.SUPERVISOR, "giam.sat", totp_secret=secret)
    assert me.get("/account/second-step").location == "/desk/account/second-step/off"

    assert me.post("/account/second-step/off", password_now="sai rồi nhé").status_code == 422
    assert me.post("/account/second-step/off", password_now=PASSWORD).status_code == 302
    assert "Chưa bật" in me.get("/account").text


def test_other_sessions_can_be_ended(hotline, me, another):
    with hotline.hotline.database.reading() as session:
        user = users.by_login(session, "giam.sat")
    assert user
    another.enter(user.id)
    assert "Đăng xuất khỏi mọi máy khác" in me.get("/account").text

    me.post("/account/sessions")

    assert me.is_in()
    assert not another.is_in()
