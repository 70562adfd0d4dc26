"""Masked by default: no page, export, notice, log line, address or file name tells a number."""

import html
import io
import re
import zipfile
from collections import Counter

import pytest
import sqlalchemy as sa

from accounts.rights import Right, Scope, scope
from models.notices import NoticeRow
from models.users.roles import UserRole
from privacy.scrubbing import core
from tests.harness import CITIZEN
from tests.privacy.conftest import NOBODY, OTHER, TYPED, let_call
from tests.web.desk.conftest import Browser
from web.pages.reports.making import FILES as KINDS

LINK = re.compile(r'(?:href|src|action)="/desk(/[^"#]*)')
CITIZENS = (CITIZEN, OTHER, TYPED)
TOLD = re.compile("|".join("[ .\u00a0-]?".join(core(number)) for number in CITIZENS))
OF_EACH = 4  # addresses that differ by what they are about only


@pytest.fixture
def busy(hotline, caplog):
    """Return a hotline with callers of each kind, one of whom is still owed a call, and its log."""
    caplog.set_level("DEBUG")
    let_call(hotline)
    hotline.call("411", NOBODY)
    hotline.work_off()
    hotline.pass_time(days=2)
    hotline.work.escalate()
    hotline.work.tell_day()
    return hotline


def enter(hotline, role):
    browser = Browser(hotline)
    branches = ["thu-tuc-hanh-chinh"] if scope(role, Right.SEE_CALLS) is Scope.OWN else None
    return browser.enter(browser.add_user(f"mot.{role.value}", role, branches=branches))


def texts(answer):
    """Return what a page or a file says; a spreadsheet or a letter is taken apart."""
    if not answer.data.startswith(b"PK"):
        return html.unescape(answer.get_data().decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        return "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def walk(browser):
    """Yield each page that links lead to, and its text; of like addresses a few."""
    like: Counter[str] = Counter()
    waiting, seen = ["/"], {"/"}
    while waiting:
        address = waiting.pop(0)
        answer = browser.get(address)
        yield address, answer.status_code, texts(answer)
        for found in LINK.findall(answer.text if answer.mimetype == "text/html" else ""):
            link = html.unescape(found)
            kind = re.sub(r"[0-9]+|CA\w+|RE\w+", "…", link.partition("?")[0])
            if link not in seen and like[kind] < OF_EACH and "sign-out" not in link:
                seen.add(link)
                like[kind] += 1
                waiting.append(link)


@pytest.mark.parametrize("role", list(UserRole))
def test_no_page_that_links_lead_to_tells_a_number(busy, caplog, role):
    pages = [*walk(enter(busy, role))]

    assert [address for address, _, text in pages if TOLD.search(text)] == []
    assert [address for address, _, _ in pages if TOLD.search(address)] == []
    assert sum(status == 200 for _, status, _ in pages) > 10
    assert any(address.startswith("/nho/") for address, _, _ in pages)
    told = [repr(record.__dict__) for record in caplog.records]
    assert [line for line in told if TOLD.search(line)] == []


def test_no_notice_and_no_file_name_tells_a_number(busy):
    with busy.hotline.database.reading() as session:
        notices = session.execute(sa.select(NoticeRow.__table__)).all()
    assert any("•••" in repr(row) for row in notices)
    assert [row for row in notices if TOLD.search(repr(row))] == []
    folders = (busy.settings.var_dir, busy.settings.recordings_dir)
    names = [str(path) for folder in folders for path in folder.rglob("*")]
    assert names
    assert [name for name in names if TOLD.search(name)] == []


def test_exports_mask_numbers_unless_they_are_asked_for(busy):
    browser = enter(busy, UserRole.SUPERVISOR)
    address = "/bao-cao/tep?since=2026-11-23&until=2026-11-25"
    names = [name for name in KINDS if not name.endswith(".pdf")]  # the same tables, compressed

    def made(**said):
        with browser.post(address, page="/bao-cao/tep", **said) as answer:
            assert answer.status_code == 200
            return texts(answer)

    told = {name: made(file=name) for name in names}

    assert "0505•••001" in told["calls.csv"]
    assert "0505•••001" in told["calls.xlsx"]
    assert [name for name, text in told.items() if TOLD.search(text)] == []
    assert TOLD.search(made(file="calls.csv", full_numbers="1"))


def test_the_page_about_personal_data_tells_terms_deletions_and_holds(busy, type_in):
    type_in("hold", "place", CITIZEN, "--reason", "khiếu nại số 12")
    type_in("retention", "run", "--kind", "forms")

    page = enter(busy, UserRole.ADMINISTRATOR).get("/cau-hinh/du-lieu-ca-nhan")

    said = " ".join(re.sub(r"<[^>]+>", " ", html.unescape(page.text)).split())
    assert "lời nhắn (tiếng nói), ở đây và ở nhà mạng 90 ngày" in said
    assert "1 0505•••001 khiếu nại số 12" in said
    assert "biểu mẫu gốc của nhà mạng trong sự kiện 90 ngày" in said
    assert "25/11/2026 " in said
    assert "Lời nhắn chưa được niêm phong trên đĩa" in said
    assert enter(busy, UserRole.OFFICER).get("/cau-hinh/du-lieu-ca-nhan").status_code == 403


def test_terms_and_the_log_are_told_at_the_command_line(busy, type_in):
    busy.pass_time(days=95)

    ran = type_in("retention", "run")
    plan, log = type_in("retention", "plan"), type_in("retention", "log")

    assert ran.exit_code == plan.exit_code == log.exit_code == 0
    assert re.search(r"✓ forms: [1-9]\d* \(cũ hơn 90 ngày", ran.output)
    assert "messages" in plan.output
    assert "730" in plan.output
    assert re.search(r"forms +\S+ \S+ +[1-9]", log.output)
