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
RUN, VOICE, DEV = "requirements.lock", "requirements-voice.lock", "requirements-dev.lock"
LOCKING = ("--quiet", "--universal", "--generate-hashes", "--no-config", "--no-annotate")
CHECKS = (("ruff", "format", "--check"), ("ruff", "check"), ("mypy", "--strict"), ("lint-imports",))
PYTEST, TICK_S = ("pytest", "-n", "auto", "--dist=loadfile", "--no-loadscope-reorder"), 10


def stamp_text(root: Path, locks: Sequence[Path]) -> str:
    """Return what the stamp says once these lock files are installed.

    The first line is what an environment is bound to: with another Python or place it is void.
    """
    place = f"boot {BOOT_VERSION}, {root}, {' '.join(sys.version.split())}"
    return "\n".join([place, *(hashlib.sha256(lock.read_bytes()).hexdigest() for lock in locks)])


def read_stamp(root: Path) -> list[str]:
    """Return the lines of the stamp; none while the environment is not whole."""
    stamp = root / ".venv" / "boot-stamp"
    return stamp.read_text().splitlines() if stamp.exists() else []


def write_stamp(root: Path, *names: str) -> None:
    """Add these lock files to the stamp, whole or not at all."""
    new = root / ".venv" / "boot-stamp.new"
    lines = stamp_text(root, [root / name for name in names]).splitlines()
    new.write_text("\n".join(dict.fromkeys([*read_stamp(root), *lines])))
    new.replace(new.with_suffix(""))


def is_set_up(root: Path, *locks: Path) -> bool:
    """Tell whether the environment is this Python's, is whole, and holds these lock files."""
    return set(stamp_text(root, locks).splitlines()) <= set(read_stamp(root))


def set_up(root: Path, *, dev: bool, voice: bool = False) -> None:
    """Make `.venv` hold what the lock file names, and perhaps the voice; quick when it does."""
    lock = root / (DEV if dev else RUN)
    if not is_set_up(root, lock):
        with sole_right_to_set_up(root):
            if not is_set_up(root, lock):  # Another terminal may have done it, waited for here.
                install(root, lock)
                # The development lock repeats the others, so `run` finds its own in the stamp.
                write_stamp(root, *((RUN, VOICE, DEV) if dev else (RUN,)))
    if voice:
        add_voice(root)


def add_voice(root: Path, *, again: bool = False) -> bool:
    """Install the voice of the simulated carrier's phone page; False where that is not possible.

    The hotline runs without it, so what failed counts as done until the lock changes, or `again`.
    """
    lock = root / VOICE
    if is_set_up(root, lock) and not again:
        return True
    with sole_right_to_set_up(root):
        there = add(root, lock, anew=False)
        write_stamp(root, VOICE)
    if not there:
        say("So the phone page will have the browser's voice, or text only; all else works.")
        say("To try again: python3 boot.py setup --voice")
    return there


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
    if not add(root, lock, anew=True):
        if not works([*PIP, "--version"]):
            raise Failure("pip is missing: apt-get install python3-pip, or get uv; then again.")
        raise Failure("Not all packages could be installed (see above). Try again when online.")
    say(f"Set up in {time.monotonic() - started:.0f} s.")


def add(root: Path, lock: Path, *, anew: bool) -> bool:
    """Install with uv, or with pip (into a venv made anew) where uv fails or cannot be had."""
    python, wanted = f"--python={root}/.venv/bin/python", ("--require-hashes", f"-r{lock}")
    if uv := find_uv(root):
        argv = [uv, "pip", "install", python, *wanted]
        if execute(f"{lock.stem} with uv", argv, env=uv_environment()) == 0:
            return True
    if anew:
        make_venv(root / ".venv")
    return execute(f"{lock.stem} with pip", [*PIP, python, *INSTALL, *wanted]) == 0


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
    # There is no other thread, which would make preexec_fn unsafe.
    process = subprocess.Popen(argv, cwd=ROOT, env=env, preexec_fn=die_with_parent)  # noqa: PLW1509
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
    for lock in (RUN, VOICE, DEV):
        argv = [uv, "pip", "compile", *LOCKING, "--python-version=3.11", *extra]
        if execute(lock, [*argv, "-o", lock, f"{Path(lock).stem}.in"], env=env) != 0:
            raise Failure(f"{lock} was left as it was (see above).")
        if "://" in (ROOT / lock).read_text():
            raise Failure(f"{lock} names an address: not fit to be committed.")
    return 0


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Read the command line; what is not ours goes to the tool behind `test`, `bench`, …"""
    parser = argparse.ArgumentParser("boot.py", description="Set up, run and check the hotline.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="set up and run the hotline with a simulated carrier")
    commands.add_parser("test", help="set up, then all checks and tests (and options for pytest)")
    commands.add_parser("check", help="the static checks only")
    commands.add_parser("bench", help="the benchmarks (and their options)")
    commands.add_parser("drill", help="the fault drill (and its options)")
    commands.add_parser("lock", help="make the lock files anew (--upgrade: newest releases)")
    setup = commands.add_parser("setup", help="set up only")
    setup.add_argument("--dev", action="store_true", help="with what checks and tests need")
    setup.add_argument("--voice", action="store_true", help="with a voice to rehearse with (GPL)")
    known, extra = parser.parse_known_args(arguments)
    if extra and known.command not in ("test", "bench", "drill", "lock"):
        parser.error(f"unknown: {' '.join(extra)}")
    return known, extra


def obey(arguments: Sequence[str]) -> int:
    """Carry out one command and return the exit status."""
    known, extra = parse(arguments)
    if known.command == "lock":
        return make_locks(extra)
    if known.command == "run":
        return run_hotline(
            ROOT, os.environ, set_up=lambda voice: set_up(ROOT, dev=False, voice=voice)
        )
    set_up(ROOT, dev=known.command != "setup" or known.dev)
    if known.command == "setup":
        return 1 if known.voice and not add_voice(ROOT, again=True) else 0
    if package := {"bench": "benchmarks", "drill": "drill"}.get(known.command):
        return run_steps([("python", "-m", package, *extra)])
    tests = [(*PYTEST, *extra)] if known.command == "test" else []
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
