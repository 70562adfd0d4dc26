#!/usr/bin/env python3
"""Ask whether a locked package has a known weakness: `make audit`.

Fails on one that is known and not ignored; where nobody can be asked (no network, no uv, a mirror
that knows of no weaknesses) it says so and passes, as a build must not depend on somebody else's
server. `.ci/audit-ignored.toml` says what is ignored, why, and until when.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from boot import find_uv, say, uv_environment  # noqa: E402 - not on the path before

# The development lock repeats the one that runs the hotline.
LOCKS = ("requirements-dev.lock", "requirements-voice.lock")
IGNORED = ROOT / ".ci" / "audit-ignored.toml"
OPTIONS = ("--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json")
PATIENCE_S = 120
# Weak for years, and known to be. Who does not know of it knows of no other, and finds nothing.
CANARY = "jinja2==2.4.1\n"


class BadIgnored(ValueError):
    """An entry of the list that does not say what is ignored, why, and until when."""


@dataclass(frozen=True)
class Ignored:
    """One weakness that is lived with until a day, for a reason."""

    id: str
    reason: str
    until: date


@dataclass(frozen=True)
class Weakness:
    """One known weakness of one locked package; `ids` are all names that it has."""

    package: str
    ids: tuple[str, ...]
    fixed_in: str

    def __str__(self) -> str:
        """Say it in a line."""
        fixed = f"fixed in {self.fixed_in}" if self.fixed_in else "no fix yet"
        return f"{self.package}: {', '.join(self.ids)} ({fixed})"


def read_ignored(text: str) -> list[Ignored]:
    """Return the entries of the list. Raises BadIgnored."""
    entries = tomllib.loads(text).get("ignored", [])
    for entry in entries:
        is_whole = isinstance(entry.get("until"), date) and entry.get("id") and entry.get("reason")
        if not is_whole or set(entry) != {"id", "reason", "until"}:
            raise BadIgnored(f"{IGNORED.name}: an entry needs id, reason and until: {entry}")
    return [Ignored(**entry) for entry in entries]


def read_report(text: str) -> list[Weakness] | None:
    """Return what the auditor found; None where there is a package that it could not ask about."""
    try:
        packages = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    if any("vulns" not in package for package in packages):
        return None
    return [
        Weakness(
            package=f"{package['name']} {package['version']}",
            ids=(weakness["id"], *weakness.get("aliases", [])),
            fixed_in=", ".join(weakness.get("fix_versions", [])),
        )
        for package in packages
        for weakness in package["vulns"]
    ]


def standing(found: Iterable[Weakness], ignored: Iterable[Ignored], today: date) -> list[Weakness]:
    """Return the weaknesses that nothing excuses today, each once."""
    excused = {entry.id for entry in ignored if today <= entry.until}
    return [each for each in dict.fromkeys(found) if excused.isdisjoint(each.ids)]


def ask(uv: str, lock: str) -> list[Weakness] | None:
    """Return the known weaknesses of what a lock names; None where nobody could be asked."""
    argv = [uv, "tool", "run", "--quiet", "pip-audit", *OPTIONS, "-r", lock]
    try:
        asked = subprocess.run(
            argv,
            cwd=ROOT,
            env=uv_environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read_report(asked.stdout)


def ask_all(uv: str, locks: Sequence[str]) -> list[list[Weakness] | None]:
    """Return the answer for each lock; none of them counts unless the weak one is known."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as canary:
        canary.write(CANARY)
        canary.flush()
        if not ask(uv, canary.name):
            return [None]
    return [ask(uv, lock) for lock in locks]


def tell(reports: Iterable[list[Weakness] | None], ignored: Iterable[Ignored], today: date) -> int:
    """Say what was found, and return the exit status."""
    answers = [*reports]
    left = standing([each for report in answers for each in report or ()], ignored, today)
    for weakness in left:
        say(f"KNOWN WEAKNESS: {weakness}")
    if None in answers:
        say("NOT AUDITED: the list of known weaknesses could not be had (no network?).")
    elif not left:
        say("Audited: no known weakness that is not ignored.")
    return 1 if left else 0


def main(today: date) -> int:
    """Audit the locks and return the exit status."""
    ignored = read_ignored(IGNORED.read_text("utf-8"))
    uv = find_uv(ROOT)
    return tell(ask_all(uv, LOCKS) if uv else [None], ignored, today)


if __name__ == "__main__":
    sys.exit(main(datetime.now(UTC).date()))
