"""The servers that are measured: the same gunicorn each, on a port of its own."""

import base64
import hashlib
import hmac
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "00112233445566778899aabbccddeeff"
ACCOUNT = "AC00000000000000000000000000000001"
BOOT_LIMIT_S = 30


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def resident_mb(pid: int) -> float:
    """Return the memory that a process has in use, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


@dataclass
class Server:
    """One gunicorn; with one worker unless its settings say more."""

    name: str
    app: str
    settings: dict[str, str]
    probe: bytes = b""  # asked until it is ready; by default a new call

    def start(self) -> "Server":
        """Start it; return once it has answered, which `boot_s` tells the time of."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        env = os.environ | {"PUBLIC_URL": self.url, "PORT": str(self.port)} | self.settings
        self.requests = voice_requests(self.url)
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", self.app],
            cwd=ROOT,
            env=env,
            stderr=subprocess.PIPE,
        )
        self._await_answer()
        self.boot_s = time.perf_counter() - begun
        return self

    def start_worker(self) -> "subprocess.Popen[bytes]":
        """Start the worker of the same hotline."""
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "worker"],
            cwd=ROOT,
            env=os.environ | {"PUBLIC_URL": self.url} | self.settings,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        """Stop it."""
        self.process.terminate()
        self.process.communicate(timeout=30)

    def resident_mb(self) -> float:
        """Return the memory of its worker, of the largest where there are more, in MB."""
        tasks = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return max(resident_mb(int(pid)) for pid in tasks.read_text().split())

    def _await_answer(self) -> None:
        end = time.perf_counter() + BOOT_LIMIT_S
        while time.perf_counter() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} did not start:\n{self._said()}")
            try:
                with socket.create_connection(
                    ("127.0.0.1", self.port), timeout=BOOT_LIMIT_S
                ) as line:
                    line.sendall(self.probe or next(self.requests))
                    if line.recv(12) == b"HTTP/1.1 200":
                        return
                    raise RuntimeError(f"{self.name} refuses our request")
            except ConnectionRefusedError:
                time.sleep(0.01)
        raise RuntimeError(f"{self.name} did not answer")

    def _said(self) -> Any:
        return self.process.stderr.read().decode() if self.process.stderr else ""


def voice_requests(url: str) -> Iterator[bytes]:
    """Yield signed requests of new calls, each call another one."""
    for number in itertools.count(int(time.time() * 1000) % 10**9 * 1000):
        yield _request(url, number)


def _request(url: str, number: int) -> bytes:
    form = {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": f"CA{number:032x}",
        "CallStatus": "ringing",
        "Called": "+84500000000",
        "CalledCity": "",
        "CalledCountry": "VN",
        "CalledState": "",
        "CalledZip": "",
        "Caller": f"+84505{number % 10**6:06}",
        "CallerCity": "",
        "CallerCountry": "VN",
        "CallerState": "",
        "CallerZip": "",
        "Direction": "inbound",
        "From": f"+84505{number % 10**6:06}",
        "To": "+84500000000",
    }
    body = urlencode(form).encode()
    message = f"{url}/voice" + "".join(name + form[name] for name in sorted(form))
    digest = hmac.digest(TOKEN.encode(), message.encode(), hashlib.sha1)
    head = (
        f"POST /voice HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
        f"Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"X-Twilio-Signature: {base64.b64encode(digest).decode()}\r\n"
        f"I-Twilio-Idempotency-Token: {number:032x}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
