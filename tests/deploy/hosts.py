"""Two hosts as `docs/deploy.md` has them, on this machine: the shipped HAProxy file in front."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import supervisor
from tests.browser.conftest import free_ports, start
from tests.guards.sources import ROOT
from tests.harness import ACCOUNT, TOKEN

HAPROXY = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PATIENCE_S = 40.0  # on a machine whose cores are all taken

Process = subprocess.Popen[bytes]


def proxy_file(bind: int, hosts: tuple[int, int]) -> str:
    """Return the shipped file with the ports of a test, and without what only root can have."""
    text = (ROOT / "deploy" / "haproxy.cfg").read_text()
    changes = (
        (r"\n    (user|group) haproxy", ""),
        (r"\n    stats socket .*", ""),
        (r"\n    bind :443 .*", ""),
        (r"bind :80", f"bind 127.0.0.1:{bind}"),
        (r"\n    http-request redirect scheme https.*", ""),
        (r"10\.0\.0\.11:8080", f"127.0.0.1:{hosts[0]}"),
        (r"10\.0\.0\.12:8080", f"127.0.0.1:{hosts[1]}"),
    )
    for old, new in changes:
        text, found = re.subn(old, new, text)
        assert found > 0, f"deploy/haproxy.cfg has no {old}"
    return text


def until(is_so: Callable[[], bool], what: str) -> None:
    """Return once something is so."""
    wait, left_s = threading.Event(), PATIENCE_S
    while not is_so():
        assert left_s > 0, f"not within {PATIENCE_S} s: {what}"
        wait.wait(0.1)
        left_s -= 0.1


class Host:
    """One host: a web process and a worker on a folder of their own."""

    def __init__(self, folder: Path, port: int, shared: dict[str, str]) -> None:
        """Start both."""
        folder.mkdir()
        self.folder = folder
        self._settings = {
            **os.environ,
            **shared,
            "PORT": str(port),
            "VAR_DIR": str(folder / "var"),
            "RECORDINGS_DIR": str(folder / "recordings"),
            "PROMPTS_DIR": str(folder / "prompts"),
            "PYTHONUNBUFFERED": "1",
        }
        self._planned = supervisor.commands(sys.executable, self._settings)
        self.ready = {"web": f"http://127.0.0.1:{port}/healthz"}
        self.running: dict[str, Process] = {}
        for name in ("web", "worker"):
            self.start(name)

    def start(self, name: str) -> None:
        """Start a process, as systemd does after one has died."""
        log = self.folder / f"{name}-{len(list(self.folder.glob('*.log')))}.log"
        self.running[name] = start(self._planned[name], self._settings, log)

    def kill(self, name: str) -> None:
        """Kill a process and all it started, without a warning."""
        process = self.running.pop(name)
        os.killpg(process.pid, 9)
        process.wait()

    @property
    def spooled(self) -> list[Path]:
        """Return the events that wait on this host."""
        return sorted((self.folder / "var" / "spool").glob("*.event.json"))

    @property
    def said(self) -> str:
        """Return all that its processes logged."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


class Hosts:
    """Two hosts and their proxy."""

    def __init__(self, folder: Path, database_url: str) -> None:
        """Start everything; return once both hosts serve through the proxy."""
        assert HAPROXY is not None
        self.port, one, two = free_ports(3)
        self.url = f"http://127.0.0.1:{self.port}"
        shared = {
            "PUBLIC_URL": self.url,
            "DATABASE_URL": database_url,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API_URL": "http://127.0.0.1:1",  # nobody is there: no REST in this test
            "SECRET_KEY": "a secret of sixteen letters or more",
            "BRANCHES_FILE": str(ROOT / "branches.yaml"),
        }
        self.hosts = (Host(folder / "one", one, shared), Host(folder / "two", two, shared))
        config = folder / "haproxy.cfg"
        config.write_text(proxy_file(self.port, (one, two)))
        argv = [HAPROXY, "-db", "-f", str(config)]
        self._proxy = start(argv, dict(os.environ), folder / "haproxy.log")
        for host in self.hosts:
            supervisor.wait_until_ready(host.running, host.ready)
        proxied = {"proxy": f"{self.url}/healthz"}
        supervisor.wait_until_ready({"proxy": self._proxy}, proxied)

    def stop(self) -> None:
        """End everything."""
        running = [process for host in self.hosts for process in host.running.values()]
        supervisor.stop([*running, self._proxy])
