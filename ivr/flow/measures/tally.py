"""Calls of the past, and the tally of them: what a report counts of calls by themselves.

A tally keeps no call. It is as large for a year as for a day, and tallies add up: branches to the
whole hotline, days to a month.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ivr.flow.measures.officers import Attempt
from ivr.flow.words import OFFERED, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCall:
    """One call that is over, as its row and its legs tell it.

    `caller` is the number that may be called back, None where there is none. `talk_s` includes
    holding, which the carrier does not tell apart. Of the officer's key after the call: `wrap_up_s`
    is the time until it was pressed, None where it was not; `settled` is whether it said that the
    matter is. `is_set_apart` marks confidential calls and pranks.
    """

    verdict: Verdict
    started_at: datetime
    ended_at: datetime
    branch: str = ""
    caller: str | None = None
    wait_s: int = 0
    talk_s: int = 0
    wrap_up_s: int | None = None
    settled: bool | None = None
    is_set_apart: bool = False
    attempts: tuple[Attempt, ...] = ()


@dataclass(slots=True)
class Tally:
    """How many calls ended how, and how many of them after how many seconds.

    `waits` are those of offered calls, by verdict. `handled` is talk and after-call time of the
    answered; `talk_only` of them have no after-call time in it. `rings` are without those of test
    calls, which no citizen was waiting for.
    """

    total: int = 0
    offered: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    waits: dict[Verdict, Counter[int]] = field(default_factory=dict)
    handled: Counter[int] = field(default_factory=Counter)
    talk_only: int = 0
    rings: Counter[Attempt] = field(default_factory=Counter)

    def add(self, call: PastCall) -> None:
        """Count one more call."""
        self.total += 1
        self.verdicts[call.verdict] += 1
        if call.verdict in OFFERED:
            self.offered += 1
            self.waits.setdefault(call.verdict, Counter())[call.wait_s] += 1
        if call.verdict is Verdict.ANSWERED:
            self.handled[call.talk_s + (call.wrap_up_s or 0)] += 1
            self.talk_only += call.wrap_up_s is None
        if call.verdict is not Verdict.TEST:
            self.rings.update(call.attempts)

    def waits_of(self, verdict: Verdict) -> Counter[int]:
        """Return how many calls with this verdict had waited for how many seconds."""
        return self.waits.get(verdict) or Counter()


def tallied(calls: Iterable[PastCall]) -> Tally:
    """Return the tally of calls, each looked at once."""
    tally = Tally()
    for call in calls:
        tally.add(call)
    return tally


def by_branch(calls: Iterable[PastCall]) -> dict[str, Tally]:
    """Return the tally of each branch, sorted; "" is where none was chosen."""
    found: dict[str, Tally] = {}
    for call in calls:
        found.setdefault(call.branch, Tally()).add(call)
    return dict(sorted(found.items()))


def summed(tallies: Iterable[Tally]) -> Tally:
    """Return one tally of what several have counted."""
    whole = Tally()
    for tally in tallies:
        whole.total += tally.total
        whole.offered += tally.offered
        whole.verdicts.update(tally.verdicts)
        for verdict, waits in tally.waits.items():
            whole.waits.setdefault(verdict, Counter()).update(waits)
        whole.handled.update(tally.handled)
        whole.talk_only += tally.talk_only
        whole.rings.update(tally.rings)
    return whole
