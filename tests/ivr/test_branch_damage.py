"""Whatever happens to `branches.yaml`, it loads, or it says why and where; nothing else."""

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.branch_file.faults import MAX_BYTES
from ivr.branches import BadBranches, Fault, load_branches, read_branches
from ivr.flow.words import Text

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "branches.yaml").read_text(encoding="utf-8")
SMALL = (ROOT / "docs" / "examples" / "two-level.yaml").read_text(encoding="utf-8")
TODAY = date(2026, 3, 2)

LETTERS = "\t:-[]{}#&*!|>'\"%@`,?0\x00\x85\u2028\ud800đ \r\\"


def damaged(text: str, seed: int) -> str:
    """Return `text` after one to six of its lines were cut, bent, doubled, moved or deleted."""
    rng = random.Random(seed)
    lines = text.split("\n")
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(lines))
        lines[at : at + 1] = rng.choice(DAMAGES)(lines[at], rng)
        lines = lines or [""]
    return "\n".join(lines)


def cut(line: str, rng: random.Random) -> list[str]:
    return [line[: rng.randint(0, len(line))]]


def add(line: str, rng: random.Random) -> list[str]:
    at = rng.randint(0, len(line))
    return [line[:at] + rng.choice(LETTERS) + line[at + rng.randint(0, 1) :]]


def scramble(line: str, rng: random.Random) -> list[str]:
    return ["".join(rng.sample(line, len(line)))]


def indent(line: str, rng: random.Random) -> list[str]:
    return [" " * rng.randint(0, 9) + line.lstrip()]


def repeat(line: str, rng: random.Random) -> list[str]:
    return [line] * rng.choice([0, 0, 2, 3])


DAMAGES = (cut, add, scramble, indent, repeat)


def explanation(text: str) -> tuple[Fault, ...]:
    """Return the faults of `text`, none where it loads; anything else raised fails the test."""
    try:
        read_branches(text, source="branches.yaml", today=TODAY)
    except BadBranches as bad:
        return bad.faults or (Fault(0, 0, "no fault told", Text("", "")),)
    return ()


def is_told_well(fault: Fault, text: str) -> bool:
    inside = 1 <= fault.line <= max(1, len(text.splitlines())) and fault.column >= 1
    return inside and bool(fault.message.vi and fault.message.en) and bool(str(fault).encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**9), text=st.sampled_from([SHIPPED, SMALL, SMALL]))
def test_a_damaged_file_loads_or_tells_its_faults(seed: int, text: str) -> None:
    broken = damaged(text, seed)

    assert all(is_told_well(fault, broken) for fault in explanation(broken))


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="ab1 \n\t:-[]{}#&*!|>'\"%@`,?.~<=\\Uxu0\r\x85\ufeffđ", max_size=60))
def test_any_text_loads_or_tells_its_faults(text: str) -> None:
    assert all(is_told_well(fault, text) for fault in explanation(text))


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "{a: " * 5000, "- " * 5000, "? " * 5000, '"\\UFFFFFFFF"', "%YAML 9.9\n---\na",
     "%TAG ! !\n---\na: !x b", "!<", "&a *a", '"\\ud800": 1', "a: |9\n  b", "<<: {a: 1}"],
)  # fmt: skip
def test_hostile_text_is_refused_with_a_fault(text: str) -> None:
    told = explanation(text)

    assert told
    assert all(is_told_well(fault, text) for fault in told)


# Files that cannot be read.


@pytest.mark.parametrize(
    ("content", "line", "column", "told"),
    [
        (None, 1, 1, "cannot be opened"),
        (b"version: 1\nprovince: \xc3\xa0 \xff", 2, 13, "0xff"),
        ("version: 1".encode("utf-16"), 1, 1, "UTF-8"),
        (b"# " + b"x" * MAX_BYTES, 1, 1, "larger than 1,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_read(
    tmp_path: Path, content: bytes | None, line: int, column: int, told: str
) -> None:
    path = tmp_path / "branches.yaml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(BadBranches, match=r"^branches\.yaml:") as bad:
        load_branches(path, today=TODAY)

    (fault,) = bad.value.faults
    assert (fault.line, fault.column) == (line, column)
    assert told in fault.message.en


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadBranches, match="cannot be opened"):
        load_branches(tmp_path, today=TODAY)


def test_text_beyond_the_limit_is_not_parsed() -> None:
    (fault,) = explanation(SMALL + "#" * MAX_BYTES)

    assert "larger" in fault.message.en
