"""The sign-in pages as people meet them."""

from datetime import timedelta

import pyotp
import pytest

from accounts import sessions
from models.users.roles import UserRole
from models.users.users import UserRow
from tests.harness import HANOI, NINE_ON_MONDAY
from tests.web.desk.audits import audited
from tests.web.desk.conftest import COOKIE, HOST, PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "không phải mật khẩu này"


@pytest.fixture
def user(browser):
    return browser.add_user("quan.tri", UserRole.ADMINISTRATOR)


def test_who_asks_for_a_page_comes_to_it_after_signing_in(browser, user):
    first = browser.get("/users?x=1")
    assert first.location == "/desk/sign-in?next=/desk/users?x%3D1"
    page = browser.get(first.location.removeprefix("/desk"))
    assert 'name="next" type="hidden" value="/desk/users?x=1"' in page.text

    answer = browser.sign_in(next="/desk/users?x=1")

    assert (answer.status_code, answer.location) == (302, "/desk/users?x=1")
    assert browser.get("/users").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com", "/\\example.com", "/desk/../x", "/", "/voice", "x"],
)
def test_nobody_is_led_elsewhere(browser, user, elsewhere):
    assert browser.sign_in(next=elsewhere).location == "/desk/"


def test_a_wrong_password_and_an_unknown_login_are_told_alike(browser, user):
    answers = [browser.sign_in(password=WRONG), browser.sign_in("khong.co", WRONG)]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert all("Tên đăng nhập hoặc mật khẩu không đúng" in answer.text for answer in answers)
    assert all(WRONG not in answer.text for answer in answers)
    assert not browser.is_in()


def test_what_is_missing_is_told_at_its_field(browser, user):
    answer = browser.sign_in(login="", password="")

    assert answer.status_code == 422
    assert answer.text.count("Chưa điền") == 2
    assert 'aria-describedby="login-fault" aria-invalid="true"' in answer.text


def test_too_many_failures_have_to_wait_and_are_told_until_when(hotline, browser, user):
    for _ in range(5):
        browser.sign_in(password=WRONG)

    answer = browser.sign_in()

    assert answer.status_code == 429
    until = hotline.now.astimezone(HANOI) + timedelta(seconds=15)
    assert f"lúc {until:%H:%M:%S}" in answer.text
    assert 1 <= int(answer.headers["Retry-After"]) <= 16
    hotline.pass_time(seconds=15)
    assert browser.sign_in().status_code == 302


def test_the_address_is_the_clients_behind_a_proxy_that_is_believed(hotline, browser, user):
    browser.sign_in(password=WRONG, headers={"X-Forwarded-For": "198.51.100.9, 192.0.2.55"})

    ((_, _, facts),) = audited(hotline, "sign_in")
    assert facts["address"] == "192.0.2.55"


def test_with_a_second_step_the_password_leads_to_the_code(hotline, browser):
    browser.add_user("quan.tri", UserRole.ADMINISTRATOR, totp_secret=SECRET)

    answer = browser.sign_in(next="/desk/users")
    assert answer.location == "/desk/sign-in/code?next=/desk/users"
    assert not browser.is_in()
    assert browser.get("/users").status_code == 302
    wrong = browser.post("/sign-in/code", code="000000", next="/desk/users")
    assert wrong.status_code == 401
    assert "Mã không đúng" in wrong.text

    code = pyotp.TOTP(SECRET).at(hotline.now)
    right = browser.post("/sign-in/code", code=code, next="/desk/users")

    assert right.location == "/desk/users"
    assert browser.is_in()


def test_the_code_page_is_nothing_without_a_password_before_it(browser, user):
    assert browser.get("/sign-in/code").location == "/desk/sign-in"
    assert browser.post("/sign-in/code", code="000000").location == "/desk/sign-in?over=1"


def test_who_takes_too_long_for_the_code_begins_again(hotline, browser):
    browser.add_user("quan.tri", UserRole.ADMINISTRATOR, totp_secret=SECRET)
    browser.sign_in()
    hotline.pass_time(minutes=6)

    code = pyotp.TOTP(SECRET).at(hotline.now)
    assert browser.post("/sign-in/code", code=code).location == "/desk/sign-in?over=1"
    assert not browser.is_in()


def test_signing_out_ends_the_session_for_a_stolen_cookie_too(browser, another, user):
    browser.sign_in()
    cookie = browser.client.get_cookie(COOKIE, domain=HOST)
    assert cookie
    another.client.set_cookie(COOKIE, cookie.value, domain=HOST)
    assert another.is_in()

    assert browser.post("/sign-out").location == "/desk/sign-in"

    assert not browser.is_in()
    assert not another.is_in()
    assert browser.client.get_cookie(COOKIE, domain=HOST) is None


def test_signing_in_gives_a_new_token_each_time(browser, user):
    browser.client.set_cookie(COOKIE, "planted", domain=HOST)
    browser.sign_in()
    first = browser.client.get_cookie(COOKIE, domain=HOST)
    browser.post("/sign-out")
    browser.sign_in()
    second = browser.client.get_cookie(COOKIE, domain=HOST)

    assert first
    assert second
    assert len({"planted", first.value, second.value}) == 3


def test_a_session_ends_after_eight_idle_hours_and_is_kept_alive_by_use(hotline, browser, user):
    browser.sign_in()
    for _ in range(2):
        hotline.pass_time(hours=5)
        assert browser.is_in()

    hotline.pass_time(hours=2, minutes=1)  # twelve hours and a minute in all
    assert not browser.is_in()
    browser.sign_in()
    hotline.pass_time(hours=8)
    assert browser.get("/users").location == "/desk/sign-in?next=/desk/users&over=1"


def test_the_idle_hours_are_a_setting(hotline_with, password_hash):
    from tests.web.desk.conftest import Browser  # noqa: PLC0415

    hotline = hotline_with(session_hours=1)
    browser = Browser(hotline, password_hash=password_hash)
    browser.enter(browser.add_user("quan.tri", UserRole.ADMINISTRATOR))

    hotline.pass_time(minutes=59)
    assert browser.is_in()
    hotline.pass_time(minutes=61)
    assert not browser.is_in()


def test_a_page_that_is_read_writes_at_most_every_five_minutes(hotline, browser, user):
    browser.sign_in()
    database = hotline.hotline.database

    def seen():
        with database.reading() as session:
            cookie = browser.client.get_cookie(COOKIE, domain=HOST)
            row = sessions.find(session, cookie.value)
            assert row
            return row.seen_at

    hotline.pass_time(minutes=4)
    browser.is_in()
    assert seen() == NINE_ON_MONDAY
    hotline.pass_time(minutes=1)
    browser.is_in()
    assert seen() == NINE_ON_MONDAY + timedelta(minutes=5)


def test_who_is_deactivated_is_out_at_once(hotline, browser, user):
    browser.sign_in()
    with hotline.hotline.database.transaction() as session:
        session.get_one(UserRow, user).deactivated_at = hotline.now

    assert not browser.is_in()


def test_a_given_password_is_changed_before_anything_else(hotline, browser):
    browser.add_user("moi.moi", UserRole.SUPERVISOR, password_changed_at=None)
    browser.sign_in("moi.moi")

    for path in ("/", "/account", "/account/second-step"):
        assert browser.get(path).location == "/desk/account/password"
    new = "đò ngang sang bến Ninh Kiều"
    page = browser.get("/account/password")
    assert "Mật khẩu hiện tại do người khác cấp" in page.text
    answer = browser.post(
        "/account/password", password_now=PASSWORD, password_new=new, password_again=new
    )

    assert answer.location == "/desk/account"
    assert browser.get("/").status_code == 200


def test_the_language_is_the_readers_and_comes_back_to_the_page(browser, user):
    browser.sign_in()
    assert '<html lang="vi">' in browser.get("/users").text

    answer = browser.post("/language", next="/desk/users")

    assert answer.location == "/desk/users"
    page = browser.get("/users").text
    assert '<html lang="en">' in page
    assert "Add a user" in page
    assert browser.post("/language", next="https://example.com").location == "/desk/"
    assert '<html lang="vi">' in browser.get("/users").text


def test_nothing_that_was_typed_or_handed_out_is_in_the_log(hotline, browser, user, caplog):
    caplog.set_level("DEBUG")
    browser.sign_in("go.nham.o", WRONG)
    browser.sign_in(password=WRONG)
    browser.sign_in()
    browser.get("/users")
    cookie = browser.client.get_cookie(COOKIE, domain=HOST)

    told = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert cookie
    for secret in (cookie.value, WRONG, PASSWORD, "go.nham.o", "quan.tri"):
        assert secret not in told
