"""A citizen missed at night is called back the next morning, from the work list to its end."""

import subprocess
import sys
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from duty.changes import changing
from ivr.branches import load_branches
from models.session import Database
from tests.browser.conftest import Running
from tests.browser.phone_page import NIGHT, PhonePage
from tests.duty.conftest import officer, shift
from tests.guards.sources import ROOT
from tests.harness import NINE_ON_MONDAY

PASSWORD = "bốn con cò bay qua sông"
LOGIN, CODE, NUMBER = "truong.phong", "an", "+84500000141"
NEXT_MORNING = "2026-11-24T11:00"  # an hour after the deadline


@pytest.fixture
def head(hotline: Running) -> str:
    """Enter an officer into the roster, who is also the head of the branch; return the login."""
    database = Database(hotline.values["DATABASE_URL"])
    switchboard = load_branches(ROOT / "branches.yaml", today=date(2026, 11, 23))
    with (
        database.transaction() as session,
        changing(session, switchboard, now=NINE_ON_MONDAY, actor="quan.tri") as change,
    ):
        change.enter(officer(CODE, NUMBER, verified_at=NINE_ON_MONDAY))
        change.enter(shift(CODE))
    database.close()
    user = [sys.executable, "-m", "flask", "--app", "app", "user"]
    for words, said in (
        (("create", LOGIN, "--role", "branch_head", "--branch", "4", "--officer", CODE,
          "--post", "Trưởng phòng", "--generate"), ""),
        (("password", LOGIN), f"{PASSWORD}\n{PASSWORD}\n"),
    ):  # fmt: skip
        subprocess.run(
            [*user, *words], cwd=ROOT, env=hotline.values, input=said, text=True, check=True,
            capture_output=True,
        )  # fmt: skip
    return LOGIN


def leave_a_message(phones: PhonePage) -> None:
    """Call at night, speak some seconds, and send it."""
    page = phones.page
    phones.pretend(NIGHT)
    phones.call()
    phones.press("4")
    phones.press("1")
    expect(page.locator("#message")).to_be_visible()
    page.wait_for_timeout(4000)  # somebody speaks for as long
    page.click('[data-key="#"]')
    expect(page.locator("#message")).to_be_hidden()
    phones.press("1")
    expect(phones.expect_verdict("out_of_hours")).to_contain_text(".mp3")


def violations(page: Page) -> list[str]:
    """Return what axe finds, each with where."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


def sign_in(page: Page, address: str, login: str) -> None:
    """Sign in by keyboard, and open the work list."""
    page.goto(f"{address}/nho")
    expect(page.locator("#login")).to_be_focused()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Người gọi nhỡ")


def test_a_caller_is_found_overdue_heard_called_back_and_closed(page, context, hotline, head):
    phones = PhonePage(page, hotline.phone).open()
    leave_a_message(phones)
    phones.pretend(NEXT_MORNING)
    phones.open()
    phones.hurry()
    phones.phone(CODE).set("by-hand")

    desk = context.new_page()
    desk.set_viewport_size({"width": 360, "height": 740})
    sign_in(desk, f"{hotline.web}/desk", head)
    assert violations(desk) == []
    row = desk.locator("tbody tr").first
    expect(row).to_contain_text("Quá hạn")
    expect(row).to_contain_text("chưa ai nghe")

    row.get_by_role("link", name="Gọi lại").click()
    assert violations(desk) == []
    audio = desk.locator("audio")
    audio.evaluate("a => a.play()")
    desk.wait_for_function("() => document.querySelector('audio').currentTime > 0.3")
    audio.evaluate("a => a.pause()")

    desk.get_by_role("button", name="Gọi lại").click()
    expect(desk.locator(".alert-success").first).to_contain_text("Máy của bạn sắp đổ chuông")
    phones.phone(CODE).expect_phase("ringing")
    phones.phone(CODE).do("answer")
    phones.phone(CODE).do("key-1")
    story = desk.locator("table").last
    for _ in range(60):
        desk.goto(desk.url)
        if story.get_by_text("đã gọi", exact=True).count():
            break
        desk.wait_for_timeout(500)  # the citizen's phone rings in vain
    expect(story).to_contain_text("không nhấc máy")
    expect(desk.locator("#messages")).to_contain_text("đã nghe: Trưởng phòng")
    expect(desk.locator("main")).to_contain_text("1/3")

    desk.get_by_text("Đóng, không cần gọi lại").click()
    desk.get_by_label("đã giải quyết qua kênh khác").check()
    desk.get_by_role("button", name="Đóng việc này").click()
    expect(desk.locator(".alert-success")).to_contain_text("Đã đóng việc này")
    desk.get_by_role("link", name="Danh sách người gọi nhỡ").click()
    expect(desk.locator("main")).to_contain_text("Không còn ai phải gọi lại")
    assert violations(desk) == []
