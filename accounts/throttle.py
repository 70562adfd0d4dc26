"""How long a sign-in has to wait after failures: ever longer, and never for good.

Pure. A guesser is slowed to a few tries an hour; somebody who mistyped waits seconds. What is
refused during a wait is not counted, so nobody can be kept out by being guessed at without end.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

AHEAD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Rule:
    """How many failures are free, how long the first wait is, and how long a wait can become.

    For each `forgets` that passes without a failure one is forgotten: the few of many days, or of
    many people in one office, must not add up.
    """

    free: int
    first_wait: timedelta
    longest: timedelta
    forgets: timedelta


# An address is often a whole office, so it has more patience than an account.
ACCOUNT = Rule(5, timedelta(seconds=15), timedelta(minutes=15), timedelta(minutes=15))
ADDRESS = Rule(30, timedelta(seconds=15), timedelta(minutes=15), timedelta(minutes=2))


@dataclass(frozen=True, slots=True)
class Failures:
    """Failures in a row, and the moment of the last one."""

    count: int
    last_at: datetime


def counted(failures: Failures, rule: Rule, now: datetime) -> int:
    """Return how many failures still count.

    None does that lies in the future: the clock was put back, and nobody knows by how much.
    """
    if failures.last_at > now + AHEAD:
        return 0
    passed = max(now - failures.last_at, timedelta(0))
    return max(failures.count - passed // rule.forgets, 0)


def waits_until(failures: Failures, rule: Rule, now: datetime) -> datetime | None:
    """Return when the next try is allowed, or None where it is allowed now."""
    surplus = counted(failures, rule, now) - rule.free
    if surplus < 0:
        return None
    longest_power = (rule.longest // rule.first_wait).bit_length()
    wait = min(rule.first_wait * 2 ** min(surplus, longest_power), rule.longest)
    until = failures.last_at + wait
    return until if until > now else None


def one_more(failures: Failures, rule: Rule, now: datetime) -> Failures:
    """Return the failures with one more now."""
    return Failures(counted(failures, rule, now) + 1, now)


def one_less(failures: Failures) -> Failures:
    """Return the failures without the one that turned out to be none."""
    return Failures(max(failures.count - 1, 0), failures.last_at)
