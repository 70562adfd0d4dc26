"""What every figure of a report is made of: a share, a mean, a percentile, and how each is shown.

Counts are whole numbers and shares exact fractions; rounding, half up, is for what is shown, and
done in one place. Every figure keeps what it was divided by; one divided by nothing is None and
shows as a dash, never as 0 %. No figure depends on the order in which things are given.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import floor

DASH = "–"


def vietnamese(value: Fraction | int | None, places: int = 0) -> str:
    """Return a number as Vietnamese readers write it, `1.404` or `76,28`; a dash for None."""
    if value is None:
        return DASH
    scaled = floor(value * 10**places + Fraction(1, 2))
    whole, rest = divmod(abs(scaled), 10**places)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole:,}".replace(",", ".") + (f",{rest:0{places}}" if places else "")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share: `part` of `whole`, both counted in the same unit.

    Raises ValueError where the part is less than nothing or more than the whole: a figure above
    100 % is a fault of ours, not a result.
    """

    part: int
    whole: int

    def __post_init__(self) -> None:
        """Refuse what is no share."""
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} is no part of {self.whole}")

    @property
    def share(self) -> Fraction | None:
        """The exact share, 0 to 1; None where there is nothing to have a share of."""
        return Fraction(self.part, self.whole) if self.whole else None

    def percent(self, places: int = 2) -> str:
        """Return the share as text, `76,28 %`, or a dash."""
        return DASH if self.share is None else f"{vietnamese(self.share * 100, places)} %"


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean: the sum of `count` durations, in seconds, over their number."""

    total_s: int
    count: int

    @property
    def value_s(self) -> Fraction | None:
        """The exact mean in seconds; None where there is nothing to take it of."""
        return Fraction(self.total_s, self.count) if self.count else None

    def text(self, places: int = 2) -> str:
        """Return the mean as text, `25,25`, without its unit, or a dash."""
        return vietnamese(self.value_s, places)


@dataclass(frozen=True, slots=True)
class Durations:
    """What many durations have in common, in seconds; None where there are none."""

    mean: Mean
    median_s: int | None
    p90_s: int | None
    longest_s: int | None


def percentile(values: Iterable[int], percent: int) -> int | None:
    """Return the smallest value that `percent` of all values do not exceed; None without values.

    `percent` is 1 to 100. This is the nearest rank, the ceil(percent / 100 x n)-th of the sorted
    values, for the median too: a time that somebody did wait, never one between two.
    """
    return next(_ranked(Counter(values), percent))


def _ranked(counted: Counter[int], *percents: int) -> Iterator[int | None]:
    """Yield the value of each rank; all are found in one order, which is what takes the time."""
    ordered = sorted(counted)
    reached = list(accumulate(counted[value] for value in ordered))
    for percent in percents:
        rank = _rank(percent, counted.total())
        yield ordered[bisect_left(reached, rank)] if ordered else None


def _rank(percent: int, count: int) -> int:
    return -(-percent * count // 100)


def durations(seconds: Iterable[int] | Counter[int]) -> Durations:
    """Return the mean, the median, the 90th percentile and the longest of these.

    They are given one by one, which serves where few are alike, or as how many there are of each.
    """
    if not isinstance(seconds, Counter):
        return _of_ordered(sorted(seconds))
    median_s, p90_s = _ranked(seconds, 50, 90)
    return Durations(
        mean=Mean(sum(value * number for value, number in seconds.items()), seconds.total()),
        median_s=median_s,
        p90_s=p90_s,
        longest_s=max(seconds, default=None),
    )


def _of_ordered(ordered: list[int]) -> Durations:
    count = len(ordered)
    median_s, p90_s, longest_s = (
        ordered[_rank(percent, count) - 1] if ordered else None for percent in (50, 90, 100)
    )
    return Durations(Mean(sum(ordered), count), median_s, p90_s, longest_s)
