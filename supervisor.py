"""Run the hotline's processes together, for the `run` command of `boot.py`.

Standard library only, for the same reason. Web, worker and simulated carrier live and die as one: a
hotline with a part missing would look alive and lose calls. Each is the head of a process group, so
that what it started itself is stopped with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

READY_WITHIN_S, STOP_WITHIN_S = 60, 10
PR_SET_PDEATHSIG = 1  # Source: prctl(2).
LIBC = ctypes.CDLL(None)
LOOPBACK = ("127.0.0.1", "localhost")
ENV_FILE = """\
# Settings of this hotline, made at the first run and never overwritten; secret, so not in git.
# Variables of the environment win over this file.

# Where the carrier and people reach the web process; no slash at the end.
PUBLIC_URL=http://127.0.0.1:8080
# The port the web process listens on.
PORT=8080
# sqlite:///file, or postgresql://user:password@host/name once one process is not enough.
DATABASE_URL=sqlite:///var/hotline.db
# The account at the carrier; this one is made up, for the simulated carrier.
TWILIO_ACCOUNT_SID=AC{sid}
# The account's secret: it signs every webhook.
TWILIO_AUTH_TOKEN={token}
# The carrier's REST address; a loopback one starts the simulated carrier, none means the real one.
TWILIO_API_URL=http://127.0.0.1:8081
# Signs the cookies of the officers' pages.
SECRET_KEY={secret}
# The menu: what is said, which key leads where, who answers.
BRANCHES_FILE=branches.yaml
# Where the audio that callers leave is kept.
RECORDINGS_DIR=recordings
# Where the database, the spool and the snapshots are kept.
VAR_DIR=var
"""
READY = """
┌──────────────────────────────────────────────────────────────────────────────────────────{}
│ Tám Nhánh đang chạy tại {url}  –  Ctrl-C để dừng. Trong cửa sổ thứ hai, hãy gõ:
│ Tám Nhánh is running at {url}  –  Ctrl-C stops it. In a second terminal, type:
│{}
│   .venv/bin/flask --app app calls     các cuộc gọi · the calls
│   .venv/bin/flask --app app missed    người gọi nhỡ, hạn gọi lại · who must be called back
└──────────────────────────────────────────────────────────────────────────────────────────"""
PHONE_PAGE = """
│ Mở {page} trong trình duyệt để gọi thử
│ · open {page} in a browser to call the hotline
│"""
SIMULATED_CALLS = """
│   .venv/bin/flask --app app call --keys 4 --officers no-answer,accept
│                            cán bộ thứ hai nghe máy · the second officer answers
│   .venv/bin/flask --app app call --keys 411 --officers no-answer,busy,off,mailbox
│                            không ai nghe, để lại lời nhắn · nobody answers, a message is left
│   .venv/bin/flask --app app call --keys 2 --officers no-answer --hang-up 9
│                            người gọi gác máy · the caller gives up"""


class Failure(Exception):
    """An expected failure; its text tells the reader what to do, so no traceback is shown."""


def say(text: str) -> None:
    """Print in one write, so that lines of several processes never mix."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def make_env_file(path: Path) -> bool:
    """Write the settings of a first run, readable by their owner only; an existing file stays."""
    text = ENV_FILE.format(
        sid=secrets.token_hex(16), token=secrets.token_hex(16), secret=secrets.token_hex(32)
    )
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return True


def read_env_file(text: str) -> dict[str, str]:
    """Return the variables of a `.env` file: `NAME=value` lines, quotes and `export` allowed."""
    values = {}
    for line in text.splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            values[name.strip()] = value.strip().strip("\"'")
    return values


def settings(path: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the processes: the file's variables under the real ones.

    A port given on the command line moves a local PUBLIC_URL with it, so that `PORT=9000 make run`
    is enough.
    """
    values = {**read_env_file(path.read_text(encoding="utf-8")), **environ}
    values.setdefault("PORT", "8080")
    local = f"http://127.0.0.1:{values['PORT']}"
    moved = "PORT" in environ and "PUBLIC_URL" not in environ
    if moved and is_local(values.get("PUBLIC_URL", local)):
        values["PUBLIC_URL"] = local
    return {"PUBLIC_URL": local, "PYTHONUNBUFFERED": "1", **values}


def is_local(url: str) -> bool:
    """Tell whether an address is on this machine; no address is not."""
    return urlsplit(url).hostname in LOOPBACK


def addresses(values: Mapping[str, str]) -> dict[str, str]:
    """Return where the processes that listen answer once they are ready, by name."""
    ready = {"web": f"http://127.0.0.1:{values['PORT']}/healthz"}
    carrier = values.get("TWILIO_API_URL", "")
    if is_local(carrier):
        ready["carrier"] = f"{carrier.rstrip('/')}/simulator/health"
    return ready


def commands(python: str, values: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what is to be run, by the name that stands before its output."""
    web, flask = [python, "-m", "gunicorn", "-c", "gunicorn.conf.py"], [python, "-m", "flask"]
    planned = {"web": [*web, "app:create_app()"], "worker": [*flask, "--app", "app", "worker"]}
    if "carrier" in addresses(values):
        public, var = values["PUBLIC_URL"].rstrip("/"), Path(values.get("VAR_DIR", "var"))
        carrier = [python, "-m", "simulator", f"--port={urlsplit(values['TWILIO_API_URL']).port}"]
        carrier += [f"--voice-url={public}/voice", f"--status-url={public}/voice/status"]
        carrier += [f"--rehearsal-url={public}/rehearsal", f"--clock-file={var / 'clock.json'}"]
        number = values.get("HOTLINE_NUMBER")
        planned["carrier"] = [*carrier, f"--number={number}"] if number else carrier
    return planned


def banner(values: Mapping[str, str]) -> str:
    """Return what to do next, once all is ready; a real carrier is called with a telephone."""
    simulated = "carrier" in addresses(values)
    page = PHONE_PAGE.format(page=f"{values.get('TWILIO_API_URL', '').rstrip('/')}/phone")
    parts = (page, SIMULATED_CALLS) if simulated else ("", "")
    return READY.format(*parts, url=values["PUBLIC_URL"])


def check_ports(ready: Mapping[str, str]) -> None:
    """Stop before anything starts where a port is taken, since the loser would only say so late."""
    for name, url in ready.items():
        setting = "PORT and PUBLIC_URL" if name == "web" else "TWILIO_API_URL"
        try:
            parts = urlsplit(url)
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((parts.hostname, parts.port))
        except (ValueError, TypeError, OverflowError) as fault:
            raise Failure(f"{setting} in .env has no usable port ({url}).") from fault
        except OSError as fault:
            taken = fault.errno == errno.EADDRINUSE
            why = "is taken by another program" if taken else f"cannot be used: {fault.strerror}"
            raise Failure(
                f"Port {parts.port} ({name}) {why}. Is the hotline running already?"
                f" Stop that program, or set {setting} to a free port in .env."
            ) from fault


def answers(url: str) -> bool:
    """Tell whether an address answers a GET with 200; by hand, as http.client is slow to import."""
    parts = urlsplit(url)
    request = f"GET {parts.path} HTTP/1.0\r\nHost: {parts.netloc}\r\n\r\n"
    try:
        with socket.create_connection((parts.hostname, parts.port or 80), timeout=2) as connection:
            connection.sendall(request.encode())
            return connection.recv(64).split()[1:2] == [b"200"]
    except OSError:
        return False


def die_with_parent() -> None:
    """Ask Linux, in a child about to start, to end it when this program is killed outright."""
    if hasattr(LIBC, "prctl"):
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(
    name: str, argv: list[str], folder: Path, values: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start one process at the head of its own group, with its name before each line it prints."""
    process = subprocess.Popen(
        argv,
        cwd=folder,
        env=values,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 (no thread of ours holds a lock it needs)
    )
    threading.Thread(target=show, args=(name, process.stdout), daemon=True).start()
    return process


def show(name: str, output: IO[bytes]) -> None:
    """Print a process's lines under its name until it closes its output."""
    for line in output:
        # A closed terminal must not block the process, so reading goes on without it.
        with contextlib.suppress(OSError):
            say(f"{name:<7} │ {line.decode(errors='replace').rstrip()}")


def wait_until_ready(
    processes: Mapping[str, subprocess.Popen[bytes]], ready: Mapping[str, str]
) -> None:
    """Return once every address answers; raise Failure where one does not in time."""
    deadline = time.monotonic() + READY_WITHIN_S
    for name, url in ready.items():
        while not answers(url):
            fail_if_ended(processes)
            if time.monotonic() > deadline:
                raise Failure(f"{name} does not answer at {url}; its lines above may say why.")
            time.sleep(0.05)


def fail_if_ended(processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Raise Failure naming a process that ended by itself."""
    for name, process in processes.items():
        if process.poll() is not None:
            raise Failure(
                f"{name} ended by itself (status {process.returncode}), so the others were stopped."
                " Its last lines above say why."
            )


def stop(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """End these processes and all they started: asked first, after some seconds forced.

    Another Ctrl-C while waiting means that somebody is in a hurry.
    """
    processes = list(processes)
    deadline = time.monotonic() + STOP_WITHIN_S
    try:
        send(signal.SIGTERM, processes)
        for process in processes:
            process.wait(max(0.0, deadline - time.monotonic()))
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        say("Not all ended when asked; forcing them.")
    finally:
        send(signal.SIGKILL, processes)


def send(number: signal.Signals, processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Signal whole groups: also children that outlived the process which started them."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)


def run_hotline(root: Path, environ: Mapping[str, str], *, set_up: Callable[[bool], None]) -> int:
    """Run the hotline until Ctrl-C and return the exit status; Raises Failure where it cannot.

    Its set-up is told whether the carrier is simulated, and so may have a voice.
    """
    # SIGINT too: a shell that starts us in the background has it ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    if make_env_file(root / ".env"):
        say("Made .env with settings for this machine; look into it to change them.")
    values = settings(root / ".env", environ)
    ready = addresses(values)
    check_ports(ready)
    set_up("carrier" in ready)
    (root / values.get("VAR_DIR", "var")).mkdir(mode=0o700, parents=True, exist_ok=True)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, argv in commands(str(root / ".venv/bin/python"), values).items():
            processes[name] = start(name, argv, root, values)
        wait_until_ready(processes, ready)
        say(banner(values))
        while True:
            fail_if_ended(processes)
            time.sleep(0.2)
    except KeyboardInterrupt:
        say("Đang dừng … / Stopping …")
        return 0
    finally:
        stop(processes.values())
