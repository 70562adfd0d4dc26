#!/usr/bin/env python3
"""Set up, run and check the hotline from a bare Python, one command each.

Standard library only, since nothing is installed yet when it starts, and a syntax that an old
Python reads, since it must say which Python it wants. `.venv` holds what the lock files name; a
stamp in it lets later starts skip the set-up, and its absence says that a set-up was cut short.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from supervisor import Failure, die_with_parent, run_hotline, say

ROOT = Path(__file__).resolve().parent
MEMORY_DISK, MEMORY_NEEDED = "/dev/shm", 4 << 30
BOOT_VERSION = "1"  # Raise it when old environments must be made anew.
OLDEST_PYTHON = (3, 11)
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")
INSTALL = ("install", "--root-user-action=ignore")  # Root, as in a container, is fine here.
UV_NAMES = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "cert": "SSL_CERT_FILE"}
LOCKING = (
    "--universal",
    "--generate-hashes",
    "--no-config",
    "--no-annotate",
    "--python-version=3.11",
)
CHECKS = (("ruff", "format", "--check"), ("ruff", "check"), ("mypy", "--strict"), ("lint-imports",))
TICK_S = 10


def stamp_text(root: Path, locks: Sequence[Path]) -> str:
    """Return what the stamp says once these lock files are installed.

    The first line is what an environment is bound to: with another Python or place it is void.
    """
    place = f"boot {BOOT_VERSION}, {root}, {' '.join(sys.version.split())}"
    return "\n".join([place, *(hashlib.sha256(lock.read_bytes()).hexdigest() for lock in locks)])


def is_set_up(root: Path, *locks: Path) -> bool:
    """Tell whether the environment is this Python's, is whole, and holds these lock files."""
    stamp = root / ".venv" / "boot-stamp"
    lines = stamp.read_text().splitlines() if stamp.exists() else ()
    return set(stamp_text(root, locks).splitlines()) <= set(lines)


def set_up(root: Path, *, dev: bool) -> None:
    """Make `.venv` hold what the lock file names; quick when it already does."""
    run_lock, dev_lock = root / "requirements.lock", root / "requirements-dev.lock"
    lock = dev_lock if dev else run_lock
    if is_set_up(root, lock):
        return
    with sole_right_to_set_up(root):
        if not is_set_up(root, lock):  # Another terminal may have done it while this one waited.
            install(root, lock)
            # The development lock repeats the other one, so `run` finds its own in the stamp too.
            new = root / ".venv" / "boot-stamp.new"
            new.write_text(stamp_text(root, [run_lock, dev_lock] if dev else [run_lock]))
            new.replace(new.with_suffix(""))


@contextlib.contextmanager
def sole_right_to_set_up(root: Path) -> Iterator[None]:
    """Keep a second terminal waiting; the system lets it go on when this process dies."""
    (root / ".tools").mkdir(exist_ok=True)
    with (root / ".tools" / "boot.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another terminal is setting up; waiting for it …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def install(root: Path, lock: Path) -> None:
    """Install a lock file with uv, or with pip where uv cannot be had or does not succeed."""
    started, venv = time.monotonic(), root / ".venv"
    fresh = not is_set_up(root)
    (venv / "boot-stamp").unlink(missing_ok=True)  # Broken until there is a new stamp.
    say(f"Setting up .venv from {lock.name}, which is needed only once.")
    if fresh:
        make_venv(venv)
    python, wanted = ["--python", str(venv / "bin/python")], ["--require-hashes", "-r", str(lock)]
    uv = find_uv(root)
    by_uv = [uv, "pip", "install", *python, *wanted] if uv else []
    if not (uv and execute("install with uv", by_uv, env=uv_environment()) == 0):
        if not works([*PIP, "--version"]):
            raise Failure(
                "pip is missing: apt-get install python3-pip (or install uv), then again."
            )
        make_venv(venv)
        if execute("install with pip", [*PIP, *python, *INSTALL, *wanted]) != 0:
            raise Failure("Not all packages could be installed (see above). Try again when online.")
    say(f"Set up in {time.monotonic() - started:.0f} s.")


def make_venv(venv: Path) -> None:
    """Make an empty environment; without pip, since bare Debian cannot put one in."""
    shutil.rmtree(venv, ignore_errors=True)
    if execute("make .venv", [sys.executable, "-m", "venv", "--without-pip", str(venv)]) != 0:
        raise Failure("Python could not make .venv (see above): is the disk full or read-only?")


def find_uv(root: Path) -> str | None:
    """Return a uv that works, the machine's or our own; None if neither can be had or wanted.

    It is fetched without a hash, as pip itself was: what it installs is what the hashes guard.
    """
    if os.environ.get("BOOT_INSTALLER") == "pip":
        return None
    own = root / ".tools" / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(own)):
        if candidate and works([candidate, "--version"]):
            return candidate
    fetch = [*PIP, *INSTALL, "--quiet", "--upgrade", "--target", str(root / ".tools"), "uv"]
    fetched = works([*PIP, "--version"]) and execute("fetch uv", fetch) == 0
    return str(own) if fetched and works([str(own), "--version"]) else None


def uv_environment() -> dict[str, str]:
    """Return the environment for uv, with the machine's pip settings, which uv does not read."""
    env = {"UV_SYSTEM_CERTS": "1", "UV_COMPILE_BYTECODE": "1", "UV_PYTHON_DOWNLOADS": "never"}
    # As pip does; the danger of mixed indexes is what the hashes are against.
    env["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    listed = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=False)
    for line in listed.stdout.splitlines():
        key, _, value = line.partition("=")
        if name := UV_NAMES.get(key.rpartition(".")[2]):
            env[name] = " ".join(str(ast.literal_eval(value)).split())
    return {**env, **os.environ}


def works(argv: Sequence[str]) -> bool:
    """Tell whether a command exists and succeeds."""
    with contextlib.suppress(OSError):
        return subprocess.run(argv, capture_output=True, check=False).returncode == 0
    return False


def wait(process: subprocess.Popen[bytes], timeout_s: float | None) -> int | None:
    """Return the exit status, or None while the process is still at work after that time."""
    try:
        return process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        return None


def execute(
    title: str, argv: Sequence[str], *, env: Mapping[str, str] | None = None, tick: bool = True
) -> int:
    """Run a step with its own output and a sign of life, and return its exit status."""
    say(f"» {title}")
    started = time.monotonic()
    process = subprocess.Popen(
        argv,
        cwd=ROOT,
        env=env,
        preexec_fn=die_with_parent,  # noqa: PLW1509 (there is no other thread)
    )
    try:
        while (status := wait(process, TICK_S if tick else None)) is None:
            say(f"  … {title}: {time.monotonic() - started:.0f} s")
    finally:
        process.kill()  # Ctrl-C must not leave an installer at work behind the lock's back.
    outcome = "done" if status == 0 else f"failed ({status})"
    say(f"  {title}: {outcome} after {time.monotonic() - started:.1f} s")
    return status


def run_steps(steps: Sequence[Sequence[str]]) -> int:
    """Run each of these tools of the environment, and name at the end those that failed."""
    bin_folder = ROOT / ".venv" / "bin"
    env = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if has_room(MEMORY_DISK):
        env.setdefault("TMPDIR", MEMORY_DISK)
    failed = []
    for name, *arguments in steps:
        title = f"{name} {arguments[0]}" if name == "ruff" else name
        argv = [str(bin_folder / name), *arguments]
        if execute(title, argv, env=env, tick=False) != 0:
            failed.append(title)
    say(f"Failed: {', '.join(failed)}" if failed else "All steps succeeded.")
    return 1 if failed else 0


def has_room(folder: str) -> bool:
    """Tell whether a disk in memory can hold the tests' databases, which sync at every commit."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > MEMORY_NEEDED


def make_locks(extra: Sequence[str]) -> int:
    """Make the lock files anew; with `--upgrade`, from the newest releases.

    Only the default index counts: what a machine has lying about must not be named in them.
    """
    uv = find_uv(ROOT)
    if not uv:
        raise Failure("Locks are made by uv, which could not be had: install uv, then again.")
    local = ("UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS")
    env = {name: value for name, value in uv_environment().items() if name not in local}
    env["UV_CUSTOM_COMPILE_COMMAND"] = "python3 boot.py lock"
    for name in ("requirements", "requirements-dev"):
        argv = [
            uv,
            "pip",
            "compile",
            "--quiet",
            *LOCKING,
            *extra,
            "-o",
            f"{name}.lock",
            f"{name}.in",
        ]
        if execute(f"lock {name}", argv, env=env) != 0:
            raise Failure(f"{name}.lock was left as it was (see above).")
        if "://" in (ROOT / f"{name}.lock").read_text():
            raise Failure(f"{name}.lock names an address: not fit to be committed.")
    return 0


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Read the command line; what is not ours goes to the tool behind `test`, `bench`, `lock`."""
    parser = argparse.ArgumentParser(
        prog="boot.py", description="Set up, run and check the hotline."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="set up and run the hotline with a simulated carrier")
    commands.add_parser("test", help="set up, then all checks and tests (and options for pytest)")
    commands.add_parser("check", help="the static checks only")
    commands.add_parser("bench", help="the benchmarks (and their options)")
    commands.add_parser("lock", help="make the lock files anew (--upgrade: newest releases)")
    setup = commands.add_parser("setup", help="set up only")
    setup.add_argument("--dev", action="store_true", help="with what checks and tests need")
    known, extra = parser.parse_known_args(arguments)
    if extra and known.command not in ("test", "bench", "lock"):
        parser.error(f"unknown: {' '.join(extra)}")
    return known, extra


def obey(arguments: Sequence[str]) -> int:
    """Carry out one command and return the exit status."""
    known, extra = parse(arguments)
    if known.command == "lock":
        return make_locks(extra)
    if known.command == "run":
        return run_hotline(ROOT, os.environ, set_up=lambda: set_up(ROOT, dev=False))
    set_up(ROOT, dev=known.command != "setup" or known.dev)
    if known.command == "setup":
        return 0
    if known.command == "bench":
        return run_steps([("python", "-m", "benchmarks", *extra)])
    tests = [("pytest", "-n", "auto", *extra)] if known.command == "test" else []
    return run_steps([*CHECKS, *tests])


def main(arguments: Sequence[str], *, version: tuple[int, ...]) -> int:
    """Carry out the command line's command; expected failures are told in a sentence."""
    if version < OLDEST_PYTHON:
        say("Python 3.11 or newer is needed; for example: python3.12 boot.py run")
        return 1
    try:
        return obey(arguments)
    except Failure as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run the same command again to go on.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], version=sys.version_info[:2]))
