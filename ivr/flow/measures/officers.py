"""Whether the phones of those on duty are answered: by citizens' calls, and by line checks.

A call rings one phone after another, so rings are counted apart from calls. Source: Amazon Connect
counts an agent's non-response once for each ring.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ivr.flow.measures.figures import Ratio, grouped
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


def officer_answers(attempts: Iterable[Attempt]) -> OfficerAnswers:
    """Return the officers' answer rate. Source: Amazon Connect, agent answer rate.

    Not theirs to answer, so left out: rings during another hotline call, and of bad numbers. A ring
    that was confirmed all the same counts. One that the caller cut short counts too, as missed:
    how soon a caller gives up is no excuse for a phone that rang.
    """
    rung = sorted(attempts, key=lambda a: (a.officer, a.outcome or "", a.on_hotline_call))
    confirmed = [a for a in rung if a.outcome is LegOutcome.ANSWERED]
    bad = [a for a in rung if a.outcome is LegOutcome.FAILED]
    others = [a for a in rung if a.outcome not in (LegOutcome.ANSWERED, LegOutcome.FAILED)]
    busy = [a for a in others if a.on_hotline_call]
    rate = Ratio(len(confirmed), len(rung) - len(bad) - len(busy))
    return OfficerAnswers(rate, tuple(busy), tuple(bad))


@dataclass(frozen=True, slots=True)
class LineCheck:
    """One test call to a duty phone; `confirmed_s` from its first ring to the key, None without."""

    number: str
    branch: str
    confirmed_s: int | None

    @property
    def passed(self) -> bool:
        """Whether a person pressed the key in time; a mailbox cannot, and fails."""
        return self.confirmed_s is not None and self.confirmed_s <= PASSED_WITHIN_S


@dataclass(frozen=True, slots=True)
class Availability:
    """Line checks passed, of those made: in all, for each number, and for each branch."""

    overall: Ratio
    by_number: Mapping[str, Ratio]
    by_branch: Mapping[str, Ratio]


def availability(checks: Iterable[LineCheck]) -> Availability:
    """Return how many line checks were passed; a number on duty in two branches is one number."""
    made = list(checks)
    numbers = grouped(made, lambda check: check.number)
    branches = grouped(made, lambda check: check.branch)
    return Availability(
        overall=_passed(made),
        by_number={number: _passed(own) for number, own in numbers.items()},
        by_branch={branch: _passed(own) for branch, own in branches.items()},
    )


def _passed(checks: list[LineCheck]) -> Ratio:
    return Ratio(sum(check.passed for check in checks), len(checks))
