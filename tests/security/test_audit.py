"""The audit of locked packages: what fails the build, what does not, and what may not pass."""

import importlib.util
import json
import sys
from datetime import date

import pytest

from tests.guards.sources import ROOT

TODAY = date(2026, 11, 23)
IGNORED = '[[ignored]]\nid = "CVE-1"\nreason = "not reached"\nuntil = 2026-11-23\n'


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    path = [*sys.path]
    sys.modules["audit"] = module
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = path
    del sys.modules["audit"]


def report(*ids, aliases=()):
    weak = [{"id": id, "aliases": [*aliases], "fix_versions": ["2"]} for id in ids]
    sound = {"name": "click", "version": "8", "vulns": []}
    return json.dumps({"dependencies": [sound, {"name": "x", "version": "1", "vulns": weak}]})


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", '{"dependencies": [{"name": "x", "skip_reason": "not found there"}]}'],
)
def test_what_is_no_answer_about_every_package_is_none(audit, text, capsys):
    assert audit.read_report(text) is None
    assert audit.tell([audit.read_report(text)], [], TODAY) == 0
    assert "NOT AUDITED" in capsys.readouterr().out


def test_a_known_weakness_fails_and_names_the_package_and_what_mends_it(audit, capsys):
    found = audit.read_report(report("PYSEC-1", aliases=["CVE-2"]))

    assert audit.tell([found, found], audit.read_ignored(IGNORED), TODAY) == 1
    told = capsys.readouterr().out
    assert told.count("KNOWN WEAKNESS: x 1: PYSEC-1, CVE-2 (fixed in 2)") == 1


def test_a_weakness_counts_also_where_another_lock_could_not_be_asked_about(audit):
    assert audit.tell([audit.read_report(report("PYSEC-1")), None], [], TODAY) == 1


def test_what_is_ignored_is_so_by_any_of_its_names_and_until_its_day(audit):
    found = [audit.read_report(report("PYSEC-1", aliases=["CVE-1"]))]
    ignored = audit.read_ignored(IGNORED)

    assert audit.tell(found, ignored, TODAY) == 0
    assert audit.tell(found, ignored, date(2026, 11, 24)) == 1


@pytest.mark.parametrize("left_out", ["id", "reason", "until"])
def test_nothing_is_ignored_without_a_reason_and_an_end(audit, left_out):
    lines = [line for line in IGNORED.splitlines() if not line.startswith(left_out)]

    with pytest.raises(audit.BadIgnored):
        audit.read_ignored("\n".join(lines))


def test_the_list_that_stands_can_be_read(audit):
    audit.read_ignored(audit.IGNORED.read_text("utf-8"))
