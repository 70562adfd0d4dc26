"""The desk in a real browser: usable by keyboard, on a phone, in the dark, and without a script."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, Running
from tests.guards.sources import ROOT

PASSWORD = "bốn con cò bay qua sông"


@dataclass(frozen=True)
class Desk:
    """The desk of a running hotline, in one tab."""

    page: Page
    address: str

    def open(self, path: str) -> None:
        """Open a page."""
        self.page.goto(f"{self.address}{path}")

    def sign_in(self, login: str, password: str) -> None:
        """Sign in by keyboard: the first field has the focus."""
        self.open("/")
        expect(self.page.locator("#login")).to_be_focused()
        self.page.keyboard.type(login)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(password)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".own")).to_contain_text("Đăng xuất")


@pytest.fixture(scope="session")
def administrator(hotline: Running) -> tuple[str, str]:
    """Make the first administrator as an operator does; return login and password."""
    flask = [sys.executable, "-m", "flask", "--app", "app", "user"]
    for words, said in (
        (("create", "quan.tri", "--role", "administrator", "--generate"), ""),
        (("password", "quan.tri"), f"{PASSWORD}\n{PASSWORD}\n"),
    ):
        subprocess.run(
            [*flask, *words], cwd=ROOT, env=hotline.values, input=said, text=True, check=True,
            capture_output=True,
        )  # fmt: skip
    return "quan.tri", PASSWORD


@pytest.fixture
def desk(page: Page, hotline: Running, administrator: tuple[str, str]) -> Desk:
    """Return the desk with the administrator signed in."""
    desk = Desk(page, f"{hotline.web}/desk")
    desk.sign_in(*administrator)
    return desk


@pytest.fixture
def in_the_dark(
    browser: Browser, hotline: Running, administrator: tuple[str, str]
) -> Iterator[Desk]:
    """Yield the desk as somebody sees it whose system is dark."""
    context = browser.new_context(color_scheme="dark", locale="vi-VN")
    context.set_default_timeout(PATIENCE_MS)
    desk = Desk(context.new_page(), f"{hotline.web}/desk")
    desk.sign_in(*administrator)
    yield desk
    context.close()


def violations(page: Page) -> list[str]:
    """Return what axe finds, each with where."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


def test_a_system_that_is_dark_gets_dark_pages(in_the_dark):
    background = in_the_dark.page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert max(int(part) for part in re.findall(r"\d+", background)[:3]) < 60


def test_a_form_with_faults_leads_to_its_fields(in_the_dark):
    page = in_the_dark.page
    in_the_dark.open("/users/new")
    page.get_by_role("button", name="Tạo và lấy mật khẩu").click()

    page.locator(".alert-danger a", has_text="Chức danh").click()

    expect(page.locator("#post")).to_be_focused()
    expect(page.locator("#post")).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []


def test_a_new_user_changes_the_password_first_and_may_not_see_users(desk, browser, hotline):
    desk.open("/users/new")
    page = desk.page
    page.fill("#login", "truc.mot")
    page.fill("#post", "Cán bộ trực nhánh 4")
    page.select_option("#role", "officer")
    page.get_by_label("4 Thủ tục hành chính, một cửa").check()
    page.get_by_role("button", name="Tạo và lấy mật khẩu").click()
    password = page.locator("code.key").inner_text()

    context = browser.new_context(viewport={"width": 360, "height": 700}, locale="vi-VN")
    context.set_default_timeout(PATIENCE_MS)
    officer = Desk(context.new_page(), desk.address)
    officer.sign_in("truc.mot", password)
    expect(officer.page.locator("h1")).to_have_text("Đổi mật khẩu")
    officer.page.fill("#password_now", password)
    officer.page.fill("#password_new", "đò ngang sang bến Ninh Kiều")
    officer.page.fill("#password_again", "đò ngang sang bến Ninh Kiều")
    officer.page.locator("main button").click()
    expect(officer.page.locator("main")).to_contain_text("Đã đổi mật khẩu")

    officer.open("/")
    expect(officer.page.locator("tbody tr")).to_have_count(1)
    expect(officer.page.locator("nav.pages")).not_to_contain_text("Người dùng")
    officer.open("/users")
    expect(officer.page.locator("h1")).to_have_text("Không có quyền xem trang này")
    context.close()


def test_the_keyboard_skips_to_the_content_and_sees_where_it_is(desk):
    page = desk.page
    desk.open("/users")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Thêm người dùng")
    expect(link).to_be_focused()
    assert link.evaluate("e => getComputedStyle(e).outlineWidth") == "3px"


def test_the_language_changes_and_stays(desk):
    page = desk.page
    desk.open("/users")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Users")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.locator("h1")).to_have_text("Người dùng")


def test_a_page_prints_without_what_cannot_be_pressed_on_paper(desk):
    page = desk.page
    desk.open("/")
    page.emulate_media(media="print")

    expect(page.locator(".pages")).to_be_hidden()
    expect(page.locator(".own")).to_be_hidden()
    expect(page.locator(".printed")).to_contain_text("người in: quan.tri")
    expect(page.locator("main table")).to_be_visible()
    page.emulate_media(media="screen")


def test_after_signing_out_going_back_shows_nothing(desk):
    page = desk.page
    desk.open("/users")
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator("h1")).to_have_text("Đăng nhập")

    page.go_back()

    expect(page.locator("h1")).to_have_text("Đăng nhập")
