"""What is allowed in `branches.yaml` and probably not meant."""

from datetime import date
from pathlib import Path

import pytest

from ivr.branches import BadBranches, warnings

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "branches.yaml").read_text(encoding="utf-8")
SMALL = (ROOT / "docs" / "examples" / "two-level.yaml").read_text(encoding="utf-8")
TODAY = date(2026, 3, 2)


def warned(text: str, today: date = TODAY) -> list[tuple[str, str]]:
    told = warnings(text, source="branches.yaml", today=today)
    return [(fault.path, fault.message.en) for fault in told]


@pytest.mark.parametrize("text", [SHIPPED, SMALL], ids=["shipped", "two-level"])
def test_the_shipped_files_have_no_warning_far_from_tet(text: str) -> None:
    assert warned(text) == []


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("08 38 229 999", "area code from before 2017"),
        ("(08) 38229999", "area code from before 2017"),
        ("079 3822334", "area code from before 2017"),
        ("0710 3820536", "no range known"),
        ("0123 456 7890", "no range known"),
        ("0139 015 599", "no range known"),
        ("+999 12345678", "no range known"),
    ],
)
def test_a_number_that_rings_somebody_else_is_warned_about(number: str, told: str) -> None:
    ((path, message),) = warned(SMALL.replace("0500 000 111", number))

    assert path == "branches[1].officers[1].number"
    assert number in message
    assert told in message


@pytest.mark.parametrize(
    "number", ["0939 000 001", "079 382 2334", "0293 387 8888", "0838229999", "069 123 4567"]
)
def test_numbers_in_use_are_not_warned_about(number: str) -> None:
    assert warned(SMALL.replace("0500 000 111", number)) == []


def test_a_branch_that_never_opens_is_warned_about() -> None:
    text = SMALL.replace("    always: true", "    always: false")

    assert [path for path, _ in warned(text)] == ["duty_desk.hours"]


def test_before_tet_the_decree_is_asked_for_until_it_is_entered() -> None:
    november = date(2026, 11, 22)
    entry = "    - {date: 2027-02-05, document: 1/TB, name: {vi: Tết, en: Tết}}\n"

    ((path, message),) = warned(SHIPPED, november)

    assert path == "calendar"
    assert "2027-02-06" in message
    assert warned(SHIPPED.replace("  days_off:\n", "  days_off:\n" + entry), november) == []


def test_warnings_of_a_bad_file_are_its_faults() -> None:
    with pytest.raises(BadBranches):
        warned("version: 1")
