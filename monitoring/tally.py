"""The meter of the web processes: counts each webhook in about a microsecond.

Every place there is to count in is known beforehand (routes, outcomes, kinds of steps), so counting
is finding an index and adding one. The library that most people take for this costs twenty times as
much, and fourteen megabytes: see `docs/decisions/0026-metrics-by-hand.md`.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import get_args

from ivr.flow.steps import Step
from ivr.watched.meter import Kept, Meter, Outcome
from monitoring.cells import Cells
from monitoring.exposition import Histogram, Sample
from monitoring.names import DECISIONS, EVENTS, FAULTS, WEB_PROCESSES, WEBHOOK_SECONDS

# A webhook takes milliseconds, should take less than half a second, and is given up after 15 s.
BOUNDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0)
_WIDTH = len(BOUNDS) + 2  # one count below each bound, one above all of them, and the sum
STEPS = tuple(step.__name__ for step in get_args(Step))


class Tally(Meter):
    """Counts webhooks and events, for this process and with those of the others."""

    def __init__(self, folder: Path, routes: Sequence[str], *, watches: bool = True) -> None:
        """Count the webhooks of `routes`, kept together in `folder`."""
        self._pairs = tuple(product(routes, Outcome))
        self._begin = {pair: index * _WIDTH for index, pair in enumerate(self._pairs)}
        # By identity where it is in a hurry: an enum's own hash is computed in Python.
        self._place = {(r, id(o)): begin for (r, o), begin in self._begin.items()}
        after = len(self._pairs) * _WIDTH
        self._steps = {name: after + index for index, name in enumerate(STEPS)}
        self._kept = {kept: after + len(STEPS) + index for index, kept in enumerate(Kept)}
        self._kept_place = {id(kept): index for kept, index in self._kept.items()}
        names = [f"{pair}:{n}" for pair in self._pairs for n in (*BOUNDS, "more", "sum")]
        self._cells = Cells(folder, [*names, *STEPS, *Kept], watches=watches)

    def webhook(self, path: str, outcome: Outcome, step: str, seconds: float) -> None:
        """Count one request."""
        cells = self._cells
        if not cells.is_started:
            cells.start()
        begin = self._place[path, id(outcome)]
        values = cells.values
        with cells.lock:
            values[begin + bisect_left(BOUNDS, seconds)] += 1
            values[begin + _WIDTH - 1] += seconds
            if step:
                values[self._steps[step]] += 1

    def kept(self, where: Kept) -> None:
        """Count one event."""
        cells = self._cells
        with cells.lock:
            cells.values[self._kept_place[id(where)]] += 1

    def samples(self) -> Iterator[Sample | Histogram]:
        """Yield what all processes of this host have counted."""
        sums, alive = self._cells.total()
        faults = dict.fromkeys(Outcome, 0.0)
        for pair, begin in self._begin.items():
            counts = sums[begin : begin + _WIDTH - 1]
            faults[pair[1]] += sum(counts)
            if pair[1] is Outcome.ANSWERED or any(counts):
                yield Histogram(WEBHOOK_SECONDS, pair, BOUNDS, counts, sums[begin + _WIDTH - 1])
        for outcome, count in faults.items():
            if outcome is not Outcome.ANSWERED:
                yield Sample(FAULTS, count, (outcome,))
        for name, index in self._steps.items():
            yield Sample(DECISIONS, sums[index], (name,))
        for kept, index in self._kept.items():
            yield Sample(EVENTS, sums[index], (kept,))
        yield Sample(WEB_PROCESSES, alive)
