"""`python -m drill --calls 5000 --seed 7`: many bad days, and every violation with its trace."""

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from drill.day import BEGINS, Day, Outcome, Plan
from models.migrate import migrate
from models.session import Database
from models.tables import Base

A_DAY = 250  # calls: a day that is short enough to be read where it goes wrong


def main(arguments: list[str]) -> int:
    """Run the drill and tell how it went; 1 where anything was not as it must be."""
    parser = argparse.ArgumentParser("drill", description="The fault drill.")
    parser.add_argument("--calls", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--day", type=int, help="this day only")
    parser.add_argument("--database", help="a PostgreSQL database, empty; else SQLite")
    asked = parser.parse_args(arguments)
    logging.disable(logging.ERROR)
    days = range(-(-asked.calls // A_DAY)) if asked.day is None else [asked.day]
    verdicts, blows, broken = Counter[str](), Counter[str](), 0
    for day in days:
        begun = time.monotonic()
        calls = asked.calls if asked.day is not None else min(A_DAY, asked.calls - day * A_DAY)
        outcome = one_day(plan_of(asked.seed, day, calls), asked.database)
        verdicts.update(outcome.verdicts)
        blows.update(outcome.blows)
        broken += len(outcome.violations)
        took = time.monotonic() - begun
        print(f"seed {asked.seed} day {day}: {calls} calls, {took:.0f} s", end="")
        print(f", {len(outcome.violations)} violations")
        tell(outcome, asked.seed, day)
    print("verdicts:", ", ".join(f"{name} {n}" for name, n in sorted(verdicts.items())))
    print("blows:", ", ".join(f"{name} {n}" for name, n in sorted(blows.items())))
    print(f"{broken} violations")
    return 1 if broken else 0


def plan_of(seed: int, day: int, calls: int) -> Plan:
    """Return what one of many days is made from."""
    return Plan(seed * 10_000 + day, calls, BEGINS[day % len(BEGINS)])


def one_day(plan: Plan, database: str | None) -> Outcome:
    """Play one day in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="drill-") as name:
        folder = Path(name)
        url = database or f"sqlite:///{folder / 'hotline.db'}"
        fresh = Database(url)
        migrate(fresh)
        if database:
            _empty(fresh)
        fresh.close()
        day = Day(plan, folder, url)
        try:
            return day.run()
        finally:
            day.close()


def _empty(database: Database) -> None:
    """Take out what the day before left."""
    with database.transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())


def tell(outcome: Outcome, seed: int, day: int) -> None:
    """Print each violation with the shortest day that has it, and the call's own tale."""
    for violation in outcome.violations:
        calls = outcome.place_of(violation.sid) + 1
        print(f"  {violation.rule}: {violation.what} {violation.sid}")
        print(f"    again: python -m drill --seed {seed} --day {day} --calls {calls}")
        for line in outcome.tale(violation.sid)[:60]:
            print(f"      {line}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
