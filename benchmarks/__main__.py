"""`python -m benchmarks`: our menu webhook beside a bare server and beside what people write.

Everything runs in one go, in turns, so that a machine that slows down slows all of them; quote the
ratios. `--rounds` and `--seconds` set how long. `python -m benchmarks pages` measures the desk's
pages instead, `python -m benchmarks calls` whole calls: `benchmarks/pages.py`, `calls.py`.
"""

import argparse
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa

from benchmarks import calls, pages
from benchmarks.load import closed_loop, steady
from benchmarks.servers import Server
from benchmarks.setting import hotline, postgres

CONNECTIONS = 8
STEADY_PER_S = 100.0
OTHERS = {"pages": pages.main, "calls": calls.main}


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] and sys.argv[1] in OTHERS:
        OTHERS[sys.argv[1]](sys.argv[2:])
        return
    options = _options()
    with ExitStack() as stack:
        postgres_url = stack.enter_context(postgres())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = [
            Server("bare", "benchmarks.apps:bare", {}),
            Server("sample", "benchmarks.apps:sample", {}),
            Server("sqlite", "app:create_app()", hotline(f"sqlite:///{folder}/bench.db", folder)),
            Server("postgres", "app:create_app()", hotline(postgres_url, folder)),
        ]
        for server in servers:
            stack.callback(server.start().stop)
        _throughput(servers, options.rounds, options.seconds)
        _steady(servers, options.rounds, options.seconds)
        _statements(servers, postgres_url)
        _with_worker(servers, options.rounds, options.seconds)
        _memory_and_boot(servers)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=3.0)
    return parser.parse_args()


def _throughput(servers: list[Server], rounds: int, seconds: float) -> None:
    print(f"\nFull load, {CONNECTIONS} connections, {rounds} rounds of {seconds:g} s in turns")
    rates: dict[str, list[float]] = {server.name: [] for server in servers}
    for _ in range(rounds):
        for server in servers:
            result = closed_loop(
                server.port, server.requests, connections=CONNECTIONS, seconds=seconds
            )
            if result.failed:
                raise RuntimeError(f"{server.name}: {result.failed} answers were no success")
            rates[server.name].append(result.per_s)
    print(f"{'':10} {'requests/s':>10} {'x bare':>8} {'x sample':>9}")
    for name, values in rates.items():
        bare, sample = _ratio(values, rates["bare"]), _ratio(values, rates["sample"])
        print(f"{name:10} {statistics.median(values):10.0f} {bare:8.2f} {sample:9.2f}")


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def _steady(servers: list[Server], rounds: int, seconds: float) -> None:
    print(f"\nSteady {STEADY_PER_S:.0f} requests/s, {rounds} rounds of {seconds:g} s in turns, ms")
    results: dict[str, list[tuple[float, float]]] = {server.name: [] for server in servers}
    for _ in range(rounds):
        for server in servers:
            result = steady(server.port, server.requests, per_s=STEADY_PER_S, seconds=seconds)
            results[server.name].append((result.percentile(0.5), result.percentile(0.99)))
    print(f"{'':10} {'median':>8} {'p99':>8} {'p99 x bare':>11}")
    bare = [p99 for _, p99 in results["bare"]]
    for name, values in results.items():
        p99 = [value for _, value in values]
        median = statistics.median(value for value, _ in values)
        print(f"{name:10} {median:8.2f} {statistics.median(p99):8.2f} {_ratio(p99, bare):11.2f}")


def _with_worker(servers: list[Server], rounds: int, seconds: float) -> None:
    """Measure the steady load again while the worker tells the stories of it."""
    print("\nThe same with the worker beside it")
    ours = [server for server in servers if server.settings]
    with ExitStack() as stack:
        for server in ours:
            stack.callback(server.start_worker().terminate)
        _steady([servers[0], *ours], rounds, seconds)


def _statements(servers: list[Server], url: str) -> None:
    """Count what PostgreSQL wrote, and in how many transactions, for so many webhooks.

    A transaction has a number only where it writes; asking for the count takes one itself.
    """
    count = 200
    (server,) = (server for server in servers if server.name == "postgres")
    engine = sa.create_engine(url)
    before = _counted(engine)
    result = steady(server.port, server.requests, per_s=STEADY_PER_S, seconds=count / STEADY_PER_S)
    after = _counted(engine)
    inserted, written = (b - a for a, b in zip(before, after, strict=True))
    count = len(result.latencies)
    print(f"\n{count} webhooks: {inserted} events, {written - 1} writing transactions")


def _counted(engine: sa.Engine) -> tuple[int, int]:
    with engine.connect() as connection:
        rows = connection.scalar(sa.text("SELECT count(*) FROM events"))
        query = "SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
        return rows or 0, connection.scalar(sa.text(query)) or 0


def _memory_and_boot(servers: list[Server]) -> None:
    print(f"\n{'':10} {'MB resident':>12} {'boot to first answer, s':>24}")
    for server in servers:
        print(f"{server.name:10} {server.resident_mb():12.0f} {server.boot_s:24.2f}")


if __name__ == "__main__":
    main()
