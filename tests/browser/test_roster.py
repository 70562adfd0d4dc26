"""An absence that would leave a branch alone, entered by a supervisor."""

import re
import subprocess
import sys
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from duty.changes import changing
from ivr.branches import load_branches
from models.duty.entries import ShiftRow
from models.session import Database
from tests.browser.conftest import Running
from tests.browser.phone_page import NINE_ON_MONDAY as NINE
from tests.browser.phone_page import PhonePage
from tests.duty.conftest import officer, shift
from tests.guards.sources import ROOT
from tests.harness import NINE_ON_MONDAY

PASSWORD = "bốn con cò bay qua sông"
LOGIN, BRANCH = "giam.sat.lich", "tai-chinh"
DAY = "2026-11-24"


@pytest.fixture(scope="session")
def planned(hotline: Running) -> int:
    """Enter two officers of branch six and a shift of one; make a supervisor; return its id."""
    database = Database(hotline.values["DATABASE_URL"])
    switchboard = load_branches(ROOT / "branches.yaml", today=date(2026, 11, 23))
    entered = NINE_ON_MONDAY - timedelta(days=3)
    with (
        database.transaction() as session,
        changing(session, switchboard, now=entered, actor="quan.tri") as change,
    ):
        for code, number in (("tc-1", "+84500000161"), ("tc-2", "+84500000162")):
            change.enter(officer(code, number, agency="so-tai-chinh", verified_at=entered))
        change.enter(shift("tc-1", branch=BRANCH))
        query = sa.select(ShiftRow.id).where(ShiftRow.officer == "tc-1")
        id = session.scalars(query).one()
    database.close()
    user = [sys.executable, "-m", "flask", "--app", "app", "user"]
    for words, said in (
        (("create", LOGIN, "--role", "supervisor", "--generate"), ""),
        (("password", LOGIN), f"{PASSWORD}\n{PASSWORD}\n"),
    ):
        subprocess.run(
            [*user, *words], cwd=ROOT, env=hotline.values, input=said, text=True, check=True,
            capture_output=True,
        )  # fmt: skip
    return id


def sign_in(page: Page, address: str) -> None:
    """Sign in by keyboard, and open the roster."""
    page.goto(f"{address}/lich-truc")
    expect(page.locator("#login")).to_be_focused()
    page.keyboard.type(LOGIN)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Lịch trực")


def violations(page: Page) -> list[str]:
    """Return what axe finds, each with where."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


@pytest.fixture
def desk(page: Page, hotline: Running, planned: int) -> Page:
    """Return the roster at nine on a Monday, with the supervisor signed in."""
    PhonePage(page, hotline.phone).open().pretend(NINE)
    sign_in(page, f"{hotline.web}/desk")
    return page


def test_an_absence_that_leaves_a_gap_is_refused_until_somebody_stands_in(desk):
    row = desk.locator(".strip tbody tr", has_text="6 Tài chính công")
    tuesday = row.locator("td").nth(1)
    expect(tuesday).to_contain_text("●")

    desk.get_by_role("link", name="Báo vắng").click()
    desk.get_by_label("Ai vắng").select_option("tc-1")
    desk.get_by_label("Từ ngày").fill(DAY)
    desk.get_by_label("Từ giờ").fill("09:00")
    desk.get_by_label("Đến hết ngày").fill(DAY)
    desk.get_by_label("Đến giờ").fill("14:00")
    desk.get_by_label("Lý do").select_option(label="họp")
    desk.get_by_label("Ghi chú").fill("họp ở tỉnh")
    desk.get_by_role("button", name="Lưu").click()

    alert = desk.get_by_role("alert")
    expect(alert).to_contain_text("Chưa ghi được, vì sẽ có giờ không ai trực")
    expect(alert).to_contain_text("6 Tài chính công: Thứ Ba 24/11/2026 09:00–11:00")
    expect(alert).to_contain_text("có thể trực thay: Chuyên viên tc-2")
    expect(desk.get_by_label("Ghi chú")).to_have_value("họp ở tỉnh")
    expect(desk.get_by_label("Từ giờ")).to_have_value("09:00")
    assert violations(desk) == []

    fits = desk.locator("#stand_in optgroup").first.locator("option")
    assert "tc-2" in [option.get_attribute("value") for option in fits.all()]
    desk.get_by_label("Người trực thay").select_option("tc-2")
    desk.get_by_role("button", name="Lưu").click()

    expect(desk.locator(".alert-success").first).to_contain_text("Đã lưu vào lịch trực")
    expect(tuesday).to_contain_text("⇄")
    expect(tuesday).to_contain_text("có trực thay hoặc đổi ca")
    absences = desk.locator("table.entries").first
    expect(absences).to_contain_text("24/11/2026 09:00–14:00")
    assert violations(desk) == []

    row.get_by_role("link", name="6 Tài chính công").click()
    day = desk.locator(f"#d{DAY}")
    expect(day).to_contain_text("trực thay Chuyên viên tc-1")
    desk.get_by_role("link", name="Cuộc gọi đổ tới ai?").click()
    desk.get_by_label("Nhánh").select_option(BRANCH)
    desk.get_by_label("Ngày").fill(DAY)
    desk.get_by_label("Lúc").fill("09:30")
    desk.get_by_role("button", name="Xem").click()
    first = desk.locator("main ol li").first
    expect(first).to_contain_text("Chuyên viên tc-2")
    expect(first).to_contain_text("trực thay Chuyên viên tc-1")


def test_the_weeks_sheet_has_its_style_and_prints_on_its_paper(desk, hotline):
    desk.goto(f"{hotline.web}/desk/lich-truc/sheet/week?branch={BRANCH}&week={DAY}")

    expect(desk.locator("h1")).to_have_css("text-transform", "uppercase")
    expect(desk.locator("main table")).to_contain_text(re.compile(r"0500•••161"))
    desk.emulate_media(media="print")
    expect(desk.locator(".bar")).to_be_hidden()
    desk.emulate_media(media="screen")
    assert violations(desk) == []


def test_a_strip_prints_with_its_signs_and_without_its_buttons(desk):
    desk.emulate_media(media="print")

    expect(desk.locator(".tabs")).to_be_hidden()
    expect(desk.get_by_role("link", name="Báo vắng")).to_be_hidden()
    expect(desk.locator(".strip")).to_be_visible()
    expect(desk.locator(".legend")).to_contain_text("đủ người trực")
    desk.emulate_media(media="screen")
