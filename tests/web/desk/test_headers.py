"""What every answer of the desk tells browsers, and what is in its pages."""

import re

import pytest
import sqlalchemy as sa

from models.users.roles import UserRole
from tests.harness import PUBLIC_URL
from tests.web.desk.conftest import Browser

PAGES = ("/", "/account", "/users", "/users/new", "/users/rights", "/account/password", "/khong-co")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
INLINE = re.compile(r"<style|<script(?![^>]* src=)|\sstyle=|\son\w+=|javascript:")
ELSEWHERE = re.compile(r"(?:src|href|action)=\"(?:https?:)?//")


@pytest.mark.parametrize("path", [*PAGES, "/sign-in", "/static/desk.css"])
def test_every_answer_is_guarded(administrator, path):
    headers = administrator.get(path).headers

    policy = dict(part.split() for part in headers["Content-Security-Policy"].split(";"))
    assert policy == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert (headers["Cache-Control"] == "no-store") is not path.startswith("/static")


@pytest.mark.parametrize("path", [*PAGES, "/account/second-step"])
def test_no_page_has_a_style_or_a_script_of_its_own_nor_asks_anybody_else(administrator, path):
    page = administrator.get(path).text

    assert "<main" in page
    assert INLINE.findall(page) == []
    assert ELSEWHERE.findall(page) == []


def test_our_own_files_are_served_and_say_nothing_that_the_policy_forbids(administrator):
    page = administrator.get("/account").text

    sheets = re.findall(r'<link rel="stylesheet" href="/desk([^"]+)"', page)
    assert len(sheets) == 2
    assert [administrator.get(sheet).status_code for sheet in sheets] == [200, 200]
    assert "data:" not in administrator.get("/static/desk.css").text


def test_the_session_lies_in_a_cookie_that_no_script_and_no_other_site_can_use(browser):
    browser.add_user("quan.tri", UserRole.ADMINISTRATOR)

    set_cookies = browser.sign_in().headers.getlist("Set-Cookie")

    (cookie,) = [line for line in set_cookies if line.startswith("__Host-desk=")]
    value, *attributes = cookie.split("; ")
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]
    assert len(value.removeprefix("__Host-desk=")) == 43  # 32 bytes
    (forms,) = [line for line in set_cookies if line.startswith("__Host-desk-forms=")] or [""]
    assert not forms or {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"} <= {*forms.split("; ")}


def test_where_people_come_by_http_cookies_have_no_prefix_and_nobody_is_told_to_use_https(
    hotline_with, password_hash
):
    hotline = hotline_with(public_url="http://127.0.0.1:8080")
    browser = Browser(hotline, password_hash=password_hash)
    browser.add_user("quan.tri", UserRole.ADMINISTRATOR)
    client = hotline.app.test_client()
    page = client.get("/desk/sign-in")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token

    fields = {"csrf_token": token[1], "login": "quan.tri", "password": "bốn con cò bay qua sông"}
    answer = client.post("/desk/sign-in", data=fields)

    assert answer.headers["Set-Cookie"].startswith("desk=")
    assert "Secure" not in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in answer.headers
    assert client.get("/desk/account").status_code == 200


def test_below_a_path_of_the_proxy_addresses_lead_back_there(hotline_with):
    hotline = hotline_with(public_url=f"{PUBLIC_URL}/tong-dai")

    answer = hotline.app.test_client().get("/desk/")

    assert answer.location == "/tong-dai/desk/sign-in?next=/tong-dai/desk/"


def test_while_the_database_is_away_it_says_so_and_shows_nobody(hotline, administrator):
    database = hotline.hotline.database
    with database.transaction() as session:
        session.execute(sa.text("ALTER TABLE sessions RENAME TO gone"))

    answer = administrator.get("/users")

    assert answer.status_code == 503
    assert "Chưa tới được cơ sở dữ liệu" in answer.text
    assert "quan.tri" not in answer.text


def test_a_fault_of_ours_is_told_without_its_details(hotline, administrator):
    desk = hotline.app.extensions["desk"].app

    def fail():
        raise ValueError("a secret detail")

    fail.needs = None  # type: ignore[attr-defined]
    desk.add_url_rule("/hong", "broken", fail)
    answer = administrator.get("/hong")

    assert answer.status_code == 500
    assert "Có lỗi của hệ thống" in answer.text
    assert "secret" not in answer.text


def test_too_much_is_refused(administrator):
    answer = administrator.post("/users/new", post="x" * 300_000)

    assert answer.status_code == 413
