"""A citizen missed at night is called back the next morning, from the work list to the report."""

import io
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from duty.changes import changing
from ivr.branches import load_branches
from ivr.flow.numbers import masked
from ivr.flow.words import Verdict
from ivr.labels import CALLBACKS, CAUSES, verdict
from models.callbacks import Callback
from models.calls import Call
from models.session import Database
from tests.browser.conftest import Running
from tests.browser.phone_page import NIGHT, PhonePage
from tests.duty.conftest import officer, shift
from tests.guards.sources import ROOT
from tests.harness import HANOI, NINE_ON_MONDAY

BRANCH, NAME = "thu-tuc-hanh-chinh", "4 Thủ tục hành chính, một cửa"
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
    audio = desk.locator("audio").first  # other tests of this hotline leave messages as well
    audio.evaluate("a => a.play()")
    desk.wait_for_function("() => document.querySelector('audio').currentTime > 0.3")
    audio.evaluate("a => a.pause()")

    desk.get_by_role("button", name="Gọi lại").click()
    expect(desk.locator(".alert-success").first).to_contain_text("Máy của bạn sắp đổ chuông")
    phones.phone(CODE).expect_phase("ringing")
    phones.phone(CODE).do("answer")
    phones.phone(CODE).do("key-1")
    phones.pace(10)  # the citizen's phone rings in vain
    story = desk.locator("table").last
    for _ in range(60):
        desk.goto(desk.url)
        if story.get_by_text("đã gọi", exact=True).count():
            break
        desk.wait_for_timeout(500)
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

    expect_files_to_say_what_the_books_say(desk, hotline)


def expect_files_to_say_what_the_books_say(desk: Page, hotline: Running) -> None:
    """Take the files of both days along, and hold each cell against the database."""
    desk.goto(f"{hotline.web}/desk/bao-cao?since=2026-11-23&until=2026-11-24")
    desk.get_by_role("link", name="Tải về").click()
    missed = load_workbook(taken(desk, "Excel – Danh sách người gọi nhỡ")).worksheets[0]
    calls = load_workbook(taken(desk, "Excel – Danh sách cuộc gọi")).worksheets[0]
    report = docx.Document(taken(desk, "Word"))
    database = Database(hotline.values["DATABASE_URL"])
    with database.reading() as session:
        debts = {row.caller_number: row for row in of_both_days(session, Callback.last_missed_at)}
        kept = of_both_days(session, Call.started_at)
    database.close()

    assert "đã giải quyết qua kênh khác" in {row[9] for row in cells(missed)}
    assert sorted(cells(missed), key=repr) == sorted(map(told_debt, debts.values()), key=repr)
    place = [cell.value for cell in calls[1]].index("Mã cuộc gọi")
    found = [(*row[:9], row[place]) for row in cells(calls)]
    assert found == [told_call(row) for row in reversed(kept)]
    verdicts = Counter(row.verdict for row in kept)
    answered, late = verdicts[Verdict.ANSWERED], verdicts[Verdict.OUT_OF_HOURS]
    in_vain = verdicts[Verdict.NOT_ANSWERED] + verdicts[Verdict.ABANDONED]
    (grid,) = [table for table in report.tables if table.cell(0, 0).text == "Nhánh"][:1]
    figures = [int(cell.text) for cell in grid.rows[1].cells[1:5]]
    assert figures == [answered + in_vain + late, answered, in_vain, late]
    assert late > 0


def taken(desk: Page, name: str) -> io.BytesIO:
    """Take a file along, and return it."""
    with desk.expect_download() as download:
        desk.get_by_role("button", name=name).click()
    return io.BytesIO(Path(download.value.path()).read_bytes())


def of_both_days(session: Session, at: Any) -> Sequence[Any]:
    """Return the rows of branch four of Monday and Tuesday, the oldest first."""
    table, since = at.class_, datetime(2026, 11, 23, tzinfo=HANOI)
    query = sa.select(table).where(at >= since, at < since + timedelta(days=2))
    return session.scalars(query.where(table.branch == BRANCH).order_by(at, table.id)).all()


def cells(sheet: Any) -> list[tuple[Any, ...]]:
    """Return what stands below the head of a sheet."""
    return list(sheet.iter_rows(min_row=2, values_only=True))


def local(moment: datetime | None) -> datetime | None:
    """Return a moment as a workbook has it."""
    return moment and moment.astimezone(HANOI).replace(tzinfo=None, microsecond=0)


def told_debt(row: Callback) -> tuple[Any, ...]:
    """Return what the file must say of a missed caller."""
    cause = CAUSES[row.last_cause].vi if row.last_cause else None
    state = CALLBACKS[row.outcome or row.state].vi
    return (
        *(row.id, masked(row.caller_number), NAME, row.misses, local(row.first_missed_at)),
        *(local(row.last_missed_at), cause, row.message_s or None, local(row.due_at), state),
        *(row.tries, local(row.reached_at), local(row.closed_at)),
    )


def told_call(row: Call) -> tuple[Any, ...]:
    """Return what the file must say of a call, but for whom it rang."""
    cause = CAUSES[row.cause].vi if row.cause else None
    number = masked(row.callback_number or row.caller_number)
    return (
        *(local(row.started_at), number, NAME, verdict(row.verdict).vi, cause, row.wait_s),
        *(row.talk_s, row.message_s or None, "có" if row.callback_requested else None),
        row.sid,
    )
