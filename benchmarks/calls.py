"""`python -m benchmarks calls`: whole calls, more and more of them, then held for minutes.

Two web processes, one worker and PostgreSQL with its defaults on this machine, beside the load
itself; the carrier is `benchmarks/switch.py`. Printed is how long webhooks took at each rate, the
highest rate at which 99 of 100 took under 100 ms, and what the books say after it was held: a
verdict for each call, the right one, whatever the load was.
"""

import argparse
import asyncio
import json
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import sqlalchemy as sa
from ruamel.yaml import YAML

from benchmarks.servers import ROOT, Server, resident_mb
from benchmarks.setting import hotline, postgres
from benchmarks.switch import Exchange, Measured, calls

RATES = (240, 480, 960, 1920, 2880, 3840, 4800, 5760)  # calls a minute
P99_MS = 100.0
OFFICERS = 40  # of each branch, the most a file may have, so that not everybody is busy
MONDAY_MORNING = datetime(2026, 11, 23, 2, tzinfo=UTC)
TOLD_WITHIN_S = 120
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def main(arguments: list[str]) -> None:
    """Measure and print."""
    options = _options(arguments)
    with ExitStack() as stack:
        url = stack.enter_context(postgres())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = Server("postgres", "app:create_app()", _settings(url, folder), HEALTH)
        stack.callback(server.start().stop)
        worker = server.start_worker()
        stack.callback(worker.terminate)
        bench = Bench(server, worker.pid, sa.create_engine(url))
        rate = options.rate or bench.highest(options.seconds)
        bench.hold(rate, 60 * options.minutes)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks calls", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0, help="at each rate")
    parser.add_argument("--minutes", type=float, default=5.0, help="held at the highest rate")
    parser.add_argument("--rate", type=float, help="calls a minute, instead of looking for it")
    return parser.parse_args(arguments)


def _settings(url: str, folder: Path) -> dict[str, str]:
    (folder / "branches.yaml").write_text(_with_many_officers(), "utf-8")
    reckoning = {"wall": datetime.now(UTC).isoformat(), "moment": MONDAY_MORNING.isoformat()}
    (folder / "clock.json").write_text(json.dumps(reckoning | {"speed": 1}))
    return hotline(url, folder) | {
        "BRANCHES_FILE": str(folder / "branches.yaml"),
        "WEB_CONCURRENCY": "2",
        "LINE_CHECKS_A_DAY": "0",
    }


def _with_many_officers() -> str:
    """Return the menu that ships, each of its branches with as many officers as a file may have.

    As many telephones may be rung at once.
    """
    yaml, text = YAML(typ="rt"), StringIO()
    menu = yaml.load((ROOT / "branches.yaml").read_text("utf-8"))
    menu.setdefault("limits", {})["calls_at_once"] = OFFICERS * len(menu["branches"])
    for place, branch in enumerate(menu["branches"], start=1):
        branch["officers"] = [
            {
                "id": f"{place}-{n}",
                "number": f"0500 {place:02d}{n:04d}",
                "post": {"vi": f"Trực {n}", "en": f"Duty {n}"},
            }
            for n in range(1000, 1000 + OFFICERS)
        ]
    yaml.dump(menu, text)
    return text.getvalue()


class Bench:
    """One hotline under load."""

    def __init__(self, server: Server, worker: int, engine: sa.Engine) -> None:
        """Load a server whose worker has this process id."""
        self._server, self._worker, self._engine = server, worker, engine
        self._first = int(time.time()) * 10**6
        self._done: Counter[bool] = Counter()  # whether they talked with an officer
        self._failed = 0

    def highest(self, seconds: float) -> float:
        """Return the highest rate, in calls a minute, whose p99 stays below the limit."""
        print("calls/min webhooks/s  median ms   p99 ms  answered  failed")
        best = 0.0
        for rate in RATES:
            measured = self._run(rate, seconds)
            if measured.percentile(0.99) > P99_MS or measured.failed:
                break
            best = rate
        return best

    def hold(self, rate: float, seconds: float) -> None:
        """Hold a rate, print how memory went, and hold the books against what was done."""
        print(f"\nHeld {seconds:.0f} s at {rate:g} calls a minute")
        seen, stop = [self._memory()], threading.Event()

        def watch() -> None:
            while not stop.wait(60.0):
                seen.append(self._memory())

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        self._run(rate, seconds)
        stop.set()
        seen.append(self._memory())
        for name in seen[0]:
            print(f"{name}, MB, at first and after each minute: {[each[name] for each in seen]}")
        waited_s = self._until_told()
        print(f"told {waited_s:.0f} s after the last call")
        self._check()

    def _run(self, rate: float, seconds: float) -> Measured:
        measured, begun = Measured(), time.perf_counter()
        exchange = Exchange(self._server.port, measured)
        going = calls(
            exchange,
            self._server.url,
            per_minute=rate,
            seconds=seconds,
            first=self._first + self._done.total(),
        )
        asyncio.run(going)
        self._done += measured.joined
        self._failed += measured.failed
        per_s = len(measured.latencies) / (time.perf_counter() - begun)
        print(
            f"{rate:9.0f} {per_s:10.0f} {measured.percentile(0.5):10.1f}"
            f" {measured.percentile(0.99):8.1f} {measured.share:9.0%}"
            f" {measured.failed:7} {dict(measured.failures) or ''}"
        )
        return measured

    def _memory(self) -> dict[str, int]:
        of = {"web": self._server.resident_mb(), "worker": resident_mb(self._worker)}
        return {name: round(mb) for name, mb in of.items()}

    def _until_told(self) -> float:
        start = time.perf_counter()
        while time.perf_counter() - start < TOLD_WITHIN_S:
            if not self._one("SELECT count(*) FROM events WHERE told_at IS NULL"):
                return time.perf_counter() - start
            time.sleep(0.5)
        raise RuntimeError(f"the worker was not done within {TOLD_WITHIN_S} s")

    def _check(self) -> None:
        """Raise RuntimeError where the books do not hold every call with the right verdict."""
        with self._engine.connect() as connection:
            query = sa.text("SELECT verdict, count(*) AS n FROM calls GROUP BY verdict")
            told: dict[str | None, int] = {row.verdict: row.n for row in connection.execute(query)}
        print(f"calls: {told}")
        if self._failed or told.get("answered", 0) != self._done[True]:
            raise RuntimeError(f"{self._failed} webhooks failed, {self._done[True]} calls answered")
        if None in told or sum(told.values()) != self._done.total():
            raise RuntimeError(f"{self._done.total()} calls were made")

    def _one(self, query: str) -> int:
        with self._engine.connect() as connection:
            found: int = connection.scalar(sa.text(query)) or 0
        return found
