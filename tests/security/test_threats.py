"""Each threat of `docs/security.md` names what stands against it and a test that there is."""

import ast
import re

import pytest

from tests.guards.sources import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
TABLE = TEXT.partition("## 2. Threats")[2].partition("\n## ")[0]
ROWS = [line.strip("|").split("|") for line in TABLE.splitlines() if line.startswith("| ")][1:]
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def named_in(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return {name for name in functions if name.startswith("test_")}


def test_the_table_is_there():
    assert len(ROWS) >= 20
    assert "## 5. What is not covered" in TEXT


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip())
def test_each_threat_has_a_defence_and_tests_that_exist(row):
    threat, defence, tests = (cell.strip() for cell in row)
    named = TEST.findall(tests)

    assert threat
    assert defence
    assert named
    for path, name in named:
        assert (ROOT / path).is_file(), path
        assert not name or name in named_in(path), name
    assert TEST.sub("", tests).strip() == ""


def test_no_test_of_security_is_left_out_of_the_table():
    named = {path for row in ROWS for path, _ in TEST.findall(row[2])}
    ours = {str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "security").glob("test_*.py")}

    assert ours - {"tests/security/test_threats.py"} <= named
