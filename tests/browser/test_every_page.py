"""Every page that the desk has, held against axe and looked at from a phone's width to a screen's.

The pages are found as a reader finds them, from link to link; one that nothing leads to fails. Axe
takes longest, so each page is held against it once: by turns on a screen by day, and on a phone in
the dark.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from werkzeug.exceptions import HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server

from accounts import sessions
from duty.changes import changing
from ivr.flow.words import AgencyKind
from models.duty.calendar_days import CalendarDayRow
from models.duty.officers import AgencyRow
from models.postings import PostingRow
from models.users.roles import UserRole
from models.users.users import UserRow
from sample import history
from sample.history import Asked, Kept
from tests.browser.conftest import PATIENCE_MS, free_ports
from tests.duty.conftest import absence, officer, on, shift, swap
from tests.harness import TestHotline, test_settings
from web.pages import PAGES

PHONE: ViewportSize = {"width": 360, "height": 740}
SCREEN: ViewportSize = {"width": 1280, "height": 800}
TWICE_AS_LARGE: ViewportSize = {"width": 640, "height": 400}  # a screen at 200 %
LINK = re.compile(r'<a [^>]*?href="(/desk[^"#]*)')
# Files, and what a page asks for by itself.
NO_PAGES = {
    *("missed.play", "calls.play", "today.show_now", "configuration.play_prompt"),
    *("roster.get_template", "roster.export_file", "roster.sheet_style"),
    *("posters.style", "posters.paper", "single_sign_on.begin", "single_sign_on.come_back"),
}
# What a form leads to, and what only who is not in yet is shown.
SHEET = "/desk/lich-truc/sheet/week?branch=tai-chinh&week=2026-11-23"
PAPERS = (SHEET.removeprefix("/desk"),)  # as wide as the paper that they are printed on
AT_THE_DOOR = {"signing_in.show_form", "signing_in.show_code"}
# Nothing is fetched beside the page: axe would wait for the audio of each sentence.
AUDIT = """axe.run({preload: false, resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(each => each.nodes.map(node => `${each.id}: ${node.target}`)))"""
DAY_ENDS = "document.querySelector('.day').getBoundingClientRect().bottom"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Served:
    """A hotline with a history that this process serves to a browser."""

    hotline: TestHotline
    address: str

    def token(self, login: str, role: UserRole, *, awaits_code: bool = False, **values: Any) -> str:
        """Return the token of a session of a new user."""
        now = self.hotline.now
        with self.hotline.hotline.database.transaction() as session:
            user = UserRow(
                login=login,
                post="Chức danh",
                role=role,
                password_hash="nobody's",
                password_changed_at=now,
                created_at=now,
                **values,
            )
            session.add(user)
            session.flush()
            return sessions.begin(session, user, now, awaits_code=awaits_code)

    def pages_of(self, token: str, found: dict[str, tuple[str, str]]) -> None:
        """Add the pages that links lead somebody to, one of each kind, each with their token."""
        client = self.hotline.app.test_client()
        client.set_cookie("desk", token, domain="127.0.0.1")
        queue, seen = ["/desk/"], set()
        while queue:
            path = queue.pop(0)
            endpoint = endpoint_of(path)
            if endpoint is None or endpoint in seen:
                continue
            seen.add(endpoint)
            found.setdefault(endpoint, (token, path))
            text = client.get(path, base_url=self.address).text
            queue += [link.replace("&amp;", "&") for link in LINK.findall(text)]

    def cookie(self, token: str) -> Any:
        """Return the cookie of a session as browsers are given it."""
        return {"name": "desk", "value": token, "url": self.address}


@pytest.fixture
def served(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    """Yield it at nine on a Monday, after two days with calls, with something on every page."""
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    hotline = TestHotline(test_settings(tmp_path, sqlite_url, public_url=address))
    fill(hotline)
    server = make_server("127.0.0.1", port, hotline.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Served(hotline, address)
    server.shutdown()
    thread.join()
    server.server_close()
    hotline.close()


def fill(hotline: TestHotline) -> None:
    """Make a history, and let there be one of each thing that has a page."""
    running, now = hotline.hotline, hotline.now
    switchboard = running.board.board.switchboard
    asked = Asked(now, days=2, calls_per_day=12, seed=1)
    history.make(Kept(running.database, switchboard, running.storage, b"no sound"), asked)
    with (
        running.database.transaction() as session,
        changing(session, switchboard, now=now, actor="quan.tri") as change,
    ):
        for row in (
            officer("an", "+84500000141", verified_at=now),
            officer("binh", "+84500000142", verified_at=now),
            shift("an", position=5),
            shift("binh", position=6),
            absence("an", on(24, 8), on(24, 9)),
            swap("an", "binh", on(25, 7), on(25, 17)),
            AgencyRow(
                code="so-moi",
                name_vi="Sở Mới",
                name_en="New Department",
                kind=AgencyKind.STATE,
                valid_from=date(2026, 1, 1),
            ),
            CalendarDayRow(
                day=date(2026, 12, 31),
                name_vi="Nghỉ bù",
                name_en="Day off",
                worked_as=None,
                document="1/TTg",
                entered_at=now,
            ),
        ):
            change.enter(row)
        session.add(
            PostingRow(
                place="Bộ phận một cửa",
                address="Phường Một",
                posted_on=date(2026, 11, 1),
                version="cũ",
                note="",
            )
        )
    running.board.refresh()
    for keys in ("4~", "6~") * 3:  # two branches alarm
        hotline.call(keys, "no-answer")
    hotline.tell()


KNOWN = Flask(__name__, static_folder=None)
for each in PAGES:
    KNOWN.register_blueprint(each.blueprint)
EVERY_PAGE = {
    rule.endpoint for rule in KNOWN.url_map.iter_rules() if "GET" in (rule.methods or ())
} - NO_PAGES


def endpoint_of(address: str) -> str | None:
    """Return which page an address of the desk is, None where it is none."""
    path = address.partition("?")[0].removeprefix("/desk")
    try:
        found, _ = KNOWN.url_map.bind("").match(path or "/", method="GET")
    except HTTPException:
        return None
    return found if found in EVERY_PAGE else None


@dataclass(frozen=True)
class Reader:
    """A page of a browser, and what is wrong with what it showed."""

    page: Page
    faults: list[str]

    def look_at(self, address: str, *, on: ViewportSize) -> None:
        """Hold a page against axe at one size, and see at each that nothing sticks out."""
        page, path = self.page, address.partition("/desk")[2] or "/"
        answer = page.goto(address, wait_until="load")
        if answer is None or answer.status != 200:
            self.faults.append(f"{path}: {answer and answer.status}")
            return
        for size in sorted((SCREEN, TWICE_AS_LARGE, PHONE), key=lambda each: each is on):
            page.set_viewport_size(size)
            if path not in PAPERS and page.evaluate(WIDER):
                self.faults.append(f"{path}: wider than {size['width']}")
        page.emulate_media(color_scheme="dark" if on is PHONE else "light")
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(AUDIT)
        self.faults.extend(f"{path} at {on['width']}: {each}" for each in found)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Yield one session of the browser."""
    context = browser.new_context(locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def test_links_lead_to_every_page_and_axe_finds_nothing_on_any(served, context):
    found: dict[str, tuple[str, str]] = {}
    token = served.token("giam.sat", UserRole.SUPERVISOR, totp_secret="A" * 32)
    served.pages_of(token, found)
    served.pages_of(served.token("quan.tri", UserRole.ADMINISTRATOR), found)
    found["roster.show_sheet"] = (token, SHEET)
    assert EVERY_PAGE - found.keys() == AT_THE_DOOR
    half = served.token("truc.mot", UserRole.OFFICER, branches=[], awaits_code=True)

    reader = Reader(context.new_page(), [])
    reader.look_at(f"{served.address}/desk/sign-in", on=PHONE)
    pages = (*found.values(), (half, "/desk/sign-in/code"))
    for (token, path), size in zip(pages, cycle((SCREEN, PHONE)), strict=False):
        context.clear_cookies()
        context.add_cookies([served.cookie(token)])
        reader.look_at(f"{served.address}{path}", on=size)

    assert reader.faults == []
    assert two_alarms_end(reader.page, served) <= SCREEN["height"]


def two_alarms_end(page, served):
    """Return how far down today's branches reach on a screen, below two alarms."""
    page.set_viewport_size(SCREEN)
    page.context.clear_cookies()
    page.context.add_cookies([served.cookie(served.token("giam.sat.2", UserRole.SUPERVISOR))])
    page.goto(f"{served.address}/desk/")
    assert page.locator(".alarm li").count() == 2
    return page.evaluate(DAY_ENDS)
