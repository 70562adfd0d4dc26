"""Whether the phones of those on duty are answered: by citizens' calls, and by line checks.

A call rings one phone after another, so rings are counted apart from calls. Source: Amazon Connect
counts an agent's non-response once for each ring.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, repeat

from ivr.flow.measures.figures import Ratio
from ivr.flow.words import LegOutcome

PASSED_WITHIN_S = 45


@dataclass(frozen=True, slots=True)
class Attempt:
    """One ring of one officer's phone. `outcome` is None where nobody reported its end.

    `on_hotline_call` says that this officer was talking on another hotline call when it rang.
    """

    officer: str
    outcome: LegOutcome | None
    on_hotline_call: bool = False


@dataclass(frozen=True, slots=True)
class OfficerAnswers:
    """Rings that an officer confirmed, of those that count; the others are listed by why not."""

    rate: Ratio
    on_hotline_call: tuple[Attempt, ...]
    bad_number: tuple[Attempt, ...]


def officer_answers(attempts: Iterable[Attempt] | Counter[Attempt]) -> OfficerAnswers:
    """Return the officers' answer rate. Source: Amazon Connect, agent answer rate.

    The rings are given one by one, or as how many there are of each.

    Not theirs to answer, so left out: rings during another hotline call, and of bad numbers. A ring
    that was confirmed all the same counts. One that the caller cut short counts too, as missed:
    how soon a caller gives up is no excuse for a phone that rang.
    """
    counted = Counter(attempts)
    bad = [a for a in counted if a.outcome is LegOutcome.FAILED]
    busy = [
        a
        for a in counted
        if a.on_hotline_call and a.outcome not in (LegOutcome.ANSWERED, LegOutcome.FAILED)
    ]
    confirmed = sum(n for a, n in counted.items() if a.outcome is LegOutcome.ANSWERED)
    left_out = _listed(counted, busy), _listed(counted, bad)
    whole = counted.total() - sum(map(len, left_out))
    return OfficerAnswers(Ratio(confirmed, whole), *left_out)


def _listed(counted: Counter[Attempt], some: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """Return each of these as often as it was counted, in order."""
    ordered = sorted(some, key=lambda a: (a.officer, a.outcome or "", a.on_hotline_call))
    return tuple(chain.from_iterable(repeat(each, counted[each]) for each in ordered))


@dataclass(frozen=True, slots=True)
class LineCheck:
    """One test call to a duty phone; `confirmed_s` from our call to the key, None without.

    `branches` are those that the officer was on duty for, several for one who serves several.
    `placed_at` is when we called, for whoever tells checks by day.
    """

    branches: tuple[str, ...]
    confirmed_s: int | None
    placed_at: datetime | None = field(default=None, compare=False)

    @property
    def passed(self) -> bool:
        """Whether a person pressed the key in time; a mailbox cannot, and fails."""
        return self.confirmed_s is not None and self.confirmed_s <= PASSED_WITHIN_S


def availability(checks: Iterable[LineCheck]) -> Ratio:
    """Return how many line checks were passed, of those made."""
    passed = [check.passed for check in checks]
    return Ratio(sum(passed), len(passed))
