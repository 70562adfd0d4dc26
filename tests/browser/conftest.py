"""A hotline as `make run` starts it, and a real browser in front of its phone page."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import supervisor
from tests.guards.sources import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
PATIENCE_MS = 30_000  # on a machine whose cores are all taken


@dataclass(frozen=True)
class Running:
    """A running hotline: its pages, where it keeps messages, and its environment."""

    web: str
    phone: str
    recordings: Path
    values: dict[str, str]


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def start(argv: list[str], values: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a process as `make run` does, with its lines in a file."""
    with log.open("wb") as file:
        return subprocess.Popen(
            argv,
            cwd=ROOT,
            env=values,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@pytest.fixture(scope="session")
def hotline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Yield web, worker and simulated carrier as processes of their own."""
    folder, (web, carrier) = tmp_path_factory.mktemp("hotline"), free_ports(2)
    values = {
        **os.environ,
        "PORT": str(web),
        "PUBLIC_URL": f"http://127.0.0.1:{web}",
        "TWILIO_API_URL": f"http://127.0.0.1:{carrier}",
        "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}",
        "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": f"sqlite:///{folder}/hotline.db",
        "BRANCHES_FILE": str(ROOT / "branches.yaml"),
        "PROMPTS_DIR": str(folder / "prompts"),
        "RECORDINGS_DIR": str(folder / "recordings"),
        "VAR_DIR": str(folder / "var"),
        "PYTHONUNBUFFERED": "1",
    }
    (folder / "var").mkdir()
    processes = {}
    try:
        for name, argv in supervisor.commands(sys.executable, values).items():
            processes[name] = start(argv, values, folder / f"{name}.log")
        supervisor.wait_until_ready(processes, supervisor.addresses(values))
        phone = f"{values['TWILIO_API_URL']}/phone"
        yield Running(values["PUBLIC_URL"], phone, folder / "recordings", values)
    finally:
        supervisor.stop(processes.values())


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Yield Chromium with a microphone that beeps; skips, or fails where it must be there."""
    if CHROMIUM is None:
        reason = "no Chromium: apt-get install chromium"
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=[*OPTIONS])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: "Browser") -> Iterator["BrowserContext"]:
    """Yield a fresh profile that may use the microphone."""
    context = browser.new_context(permissions=["microphone"], locale="vi-VN")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def hang_up(page: "Page") -> None:
    """Hang up where a test that failed left a call on the line, which the next one would meet."""
    button = page.locator("#hang-up")
    if button.count():  # an event, as a click would wait for a button that is not to be pressed
        button.dispatch_event("click")


@pytest.fixture
def page(context: "BrowserContext") -> Iterator["Page"]:
    """Yield a page; a fault of its scripts fails the test."""
    playwright.expect.set_options(timeout=PATIENCE_MS)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if is_fault(said) else None)
    yield page
    told = [*faults]
    hang_up(page)
    page.close()
    assert told == []


def is_fault(said: "ConsoleMessage") -> bool:
    """Tell whether a line of the console is a fault of ours."""
    expected = ("status of 404", "status of 422")  # a result not there yet, a form refused
    return said.type == "error" and not any(status in said.text for status in expected)
