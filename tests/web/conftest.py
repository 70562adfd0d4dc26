"""Hotlines with pages, and what asks for them as the simulated carrier does: signed."""

import pytest

from simulator.signing import signature
from tests.harness import PUBLIC_URL, ROOT, TOKEN, TestHotline, test_settings


@pytest.fixture
def ask():
    """Return a function that asks a hotline for a page, signed unless a test says otherwise."""

    def ask(hotline, path, *, token=TOKEN, signed_path=None):
        told = signature(token, PUBLIC_URL + (signed_path or path), [])
        headers = {"X-Twilio-Signature": told} if token else {}
        return hotline.app.test_client().get(path, headers=headers)

    return ask


@pytest.fixture
def hotline_with(tmp_path, sqlite_url):
    """Yield a maker of hotlines with settings of their own; each is closed at the end."""
    made = []

    def make(**settings):
        made.append(TestHotline(test_settings(tmp_path, sqlite_url, **settings)))
        return made[-1]

    yield make
    for hotline in made:
        hotline.close()


@pytest.fixture
def real_hotline(hotline_with, tmp_path):
    """Return a hotline that a real carrier serves, so with numbers of its own."""
    file = tmp_path / "branches.yaml"
    shipped = (ROOT / "branches.yaml").read_text("utf-8")
    file.write_text(shipped.replace("0500 000 ", "0299 000 0"), "utf-8")
    return hotline_with(branches_file=file, twilio_api_url="https://api.twilio.com")
