"""A hotline whose metrics may be read, and what reads them."""

import re

import pytest

from tests.harness import TestHotline, test_settings

TOKEN = {"Authorization": "Bearer a token"}
LINE = re.compile(r"(\w+)(?:\{(.*)\})? (\S+)")


@pytest.fixture
def make_watched(tmp_path, sqlite_url):
    made = []

    def make(url=sqlite_url, **settings):
        made.append(TestHotline(test_settings(tmp_path, url, **settings)))
        return made[-1]

    yield make
    for hotline in made:
        hotline.hotline.ledger.close()
        hotline.hotline.database.close()


def metrics(hotline):
    """Return what Prometheus reads, by name and labels as they are written."""
    answer = hotline.app.test_client().get("/metrics", headers=TOKEN)
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    found = {}
    for line in lines:
        matched = LINE.fullmatch(line)
        assert matched, line
        name, labels, value = matched.groups()
        assert (name, labels or "") not in found, line
        found[name, labels or ""] = float(value)
    return found
