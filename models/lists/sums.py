"""The calls of some hours added up, and the figures that follow; exact but for percentiles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ivr.flow.measures.calls import Counts, ServiceLevel
from ivr.flow.measures.figures import Mean, Ratio
from models.call_hours import (
    ABANDONED_BANDS,
    ABANDONED_COLUMNS,
    ANSWERED_BANDS,
    ANSWERED_COLUMNS,
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A duration read from bands, in seconds; `is_more`: the last band has no end."""

    seconds: int
    is_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Calls by verdict, and what is known of their waits; see `models.call_hours.CallHour`."""

    answered: int = 0
    abandoned: int = 0
    not_answered: int = 0
    menu_ended: int = 0
    out_of_hours: int = 0
    blocked: int = 0
    test: int = 0
    short: int = 0
    messages: int = 0
    wait_s: int = 0
    left_s: int = 0
    talk_s: int = 0
    answered_within: tuple[int, ...] = (0,) * len(ANSWERED_COLUMNS)
    abandoned_within: tuple[int, ...] = (0,) * len(ABANDONED_COLUMNS)

    @property
    def calls(self) -> int:
        """All calls that are over, our own tests included."""
        beside = self.menu_ended + self.out_of_hours + self.blocked + self.test
        return self.offered + beside

    @property
    def offered(self) -> int:
        """The calls that chose a branch which was open."""
        return self.answered + self.missed

    @property
    def missed(self) -> int:
        """The offered calls that no officer answered."""
        return self.abandoned + self.not_answered

    @property
    def counts(self) -> Counts:
        """The counts as reports know them, with the rates that follow."""
        return Counts(
            total=self.calls,
            offered=self.offered,
            answered=self.answered,
            abandoned=self.abandoned,
            short=self.short,
            not_answered=self.not_answered,
            menu_ended=self.menu_ended,
            out_of_hours=self.out_of_hours,
            blocked=self.blocked,
            test=self.test,
        )

    @property
    def answer_time(self) -> Mean:
        """The ASA: how long the answered waited."""
        return Mean(self.wait_s, self.answered)

    @property
    def abandon_time(self) -> Mean:
        """How long the abandoned had waited."""
        return Mean(self.left_s, self.abandoned)

    @property
    def talk_time(self) -> Mean:
        """How long the answered talked."""
        return Mean(self.talk_s, self.answered)

    def service_level(self, within_s: int) -> ServiceLevel:
        """Return the service level in its four readings, exactly; for 20, 30 and 60 seconds.

        Raises ValueError for other ones: no band ends there.
        """
        served = _up_to(self.answered_within, ANSWERED_BANDS, within_s)
        left = _up_to(self.abandoned_within, ABANDONED_BANDS, within_s)
        return ServiceLevel(
            within_s,
            type_1=Ratio(served, self.offered - left),
            type_2=Ratio(served, self.offered),
            type_3=Ratio(served + left, self.offered),
            answered_only=Ratio(served, self.answered),
        )

    def wait_percentile(self, percent: int) -> Estimate | None:
        """Return the wait that `percent` of the answered did not exceed, None without any.

        It lies in the right band, and within the band where it would with all waits evenly spread.
        """
        rank = -(-percent * self.answered // 100)
        begin, before = -1, 0
        for count, end in zip(self.answered_within, ANSWERED_BANDS, strict=False):
            if 0 < rank <= before + count:
                share = (rank - before) * (end - begin) // count
                return Estimate(max(begin + 1, begin + share))
            begin, before = end, before + count
        return Estimate(begin, is_more=True) if rank else None

    def __add__(self, other: "Sums") -> "Sums":
        """Return the sums of both."""
        added = {name: getattr(self, name) + getattr(other, name) for name in PLAIN}
        return Sums(
            **added,
            answered_within=_added(self.answered_within, other.answered_within),
            abandoned_within=_added(self.abandoned_within, other.abandoned_within),
        )


PLAIN = tuple(name for name in Sums.__dataclass_fields__ if not name.endswith("_within"))


def sums(row: Mapping[Any, Any]) -> Sums:
    """Return the sums of a row by column."""
    return Sums(
        **{name: row[name] for name in PLAIN},
        answered_within=tuple(row[name] for name in ANSWERED_COLUMNS),
        abandoned_within=tuple(row[name] for name in ABANDONED_COLUMNS),
    )


def _up_to(counts: Iterable[int], bands: tuple[int, ...], within_s: int) -> int:
    if within_s not in bands:
        raise ValueError(f"no band ends at {within_s} s")
    return sum(count for count, end in zip(counts, bands, strict=False) if end <= within_s)


def _added(ours: tuple[int, ...], theirs: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(ours, theirs, strict=True))
