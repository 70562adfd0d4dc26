"""The figures that calls give by themselves: counts, rates, service levels, waits.

They are told from a tally of calls. A call belongs to the period in which it started. Calls that
failed by our own fault are in; Cisco leaves its error calls out of the service level, and books a
call when its threshold passes.
Durations are whole seconds, moments aware, periods half-open.
"""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from ivr.flow.measures.figures import Durations, Ratio, durations
from ivr.flow.measures.tally import Tally
from ivr.flow.story import SHORT_S
from ivr.flow.words import Verdict


class DoesNotAddUp(ValueError):
    """The counts of a report contradict each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many calls ended how. `short` are those of the abandoned that left at once.

    Raises DoesNotAddUp unless offered = answered + abandoned + not answered, and total = offered +
    menu ended + out of hours + blocked + test. All are counted, none derived, so that it can tell.
    """

    total: int
    offered: int
    answered: int
    abandoned: int
    short: int
    not_answered: int
    menu_ended: int
    out_of_hours: int
    blocked: int
    test: int

    def __post_init__(self) -> None:
        """Refuse counts that contradict each other, such as a new verdict that nobody counts."""
        outside = self.menu_ended + self.out_of_hours + self.blocked + self.test
        if self.offered != self.answered + self.missed or self.total != self.offered + outside:
            raise DoesNotAddUp(str(self))

    @property
    def missed(self) -> int:
        """The abandoned, short ones included, and the not answered."""
        return self.abandoned + self.not_answered

    @property
    def answer_rate(self) -> Ratio:
        """Answered of offered."""
        return Ratio(self.answered, self.offered)

    @property
    def missed_rate(self) -> Ratio:
        """Missed of offered. Source: StringeeX, where hang-ups and timeouts are missed alike."""
        return Ratio(self.missed, self.offered)

    @property
    def abandonment(self) -> Ratio:
        """Abandoned of offered. Source: Amazon Connect, abandoned of queued."""
        return Ratio(self.abandoned, self.offered)

    @property
    def abandonment_without_short(self) -> Ratio:
        """The same without the short ones on either side. Source: Cisco, minimum abandon wait."""
        return Ratio(self.abandoned - self.short, self.offered - self.short)


def count(tally: Tally, *, short_s: int = SHORT_S) -> Counts:
    """Count calls by how they ended; abandoned in under `short_s` is short, shown not subtracted.

    Short is told by the wait, not by the cause that was written down, as a report may ask with
    another limit than the one that held then.
    """
    ended = tally.verdicts
    return Counts(
        total=tally.total,
        offered=tally.offered,
        answered=ended[Verdict.ANSWERED],
        abandoned=ended[Verdict.ABANDONED],
        short=_under(short_s, tally.waits_of(Verdict.ABANDONED)),
        not_answered=ended[Verdict.NOT_ANSWERED],
        menu_ended=ended[Verdict.MENU_ENDED],
        out_of_hours=ended[Verdict.OUT_OF_HOURS],
        blocked=ended[Verdict.BLOCKED],
        test=ended[Verdict.TEST],
    )


def _under(limit_s: int, waits: Counter[int]) -> int:
    return sum(number for wait_s, number in waits.items() if wait_s < limit_s)


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """The share answered within `within_s` seconds, in four readings; a page must name its own.

    Type 2, ours, counts the abandoned against us, so that callers who give up never improve it.
    Type 1 leaves out those who gave up in time, type 3 counts them as served, the last one looks at
    answered calls only. Source: Cisco, types 1 to 3; Flex and Asterisk, answered only.
    """

    within_s: int
    type_1: Ratio
    type_2: Ratio
    type_3: Ratio
    answered_only: Ratio


def service_level(tally: Tally, *, within_s: int) -> ServiceLevel:
    """Return the service level; a wait of exactly `within_s` is within."""
    answered, offered = tally.verdicts[Verdict.ANSWERED], tally.offered
    served = _under(within_s + 1, tally.waits_of(Verdict.ANSWERED))
    left = _under(within_s + 1, tally.waits_of(Verdict.ABANDONED))
    return ServiceLevel(
        within_s,
        type_1=Ratio(served, offered - left),
        type_2=Ratio(served, offered),
        type_3=Ratio(served + left, offered),
        answered_only=Ratio(served, answered),
    )


def answer_times(tally: Tally) -> Durations:
    """Return how long the answered waited, from choosing the branch to the officer's key.

    The mean is the ASA; the seconds in which the officer hears whom to accept are in it. Source:
    Cisco, AnswerWaitTime / CallsAnswered; StringeeX leaves the menu out as well.
    """
    return durations(tally.waits_of(Verdict.ANSWERED))


@dataclass(frozen=True, slots=True)
class AbandonTimes:
    """How long the abandoned had waited; `bands` are the shares of 0–5, 5–20, 20–60 and >60 s."""

    times: Durations
    bands: tuple[Ratio, Ratio, Ratio, Ratio]


def abandon_times(tally: Tally) -> AbandonTimes:
    """Return how long the abandoned had waited, with the distribution. Source: Amazon Connect.

    Under 5 s is the first band, so that it is the short ones. The others hold their upper end: the
    first two are then what a service level of 20 s takes for left in time, and 60 s is not over 60.
    """
    waits = tally.waits_of(Verdict.ABANDONED)
    whole = waits.total()
    first, second, third = (_under(limit_s, waits) for limit_s in (5, 21, 61))
    bands = (
        Ratio(first, whole),
        Ratio(second - first, whole),
        Ratio(third - second, whole),
        Ratio(whole - third, whole),
    )
    return AbandonTimes(durations(waits), bands)


@dataclass(frozen=True, slots=True)
class HandleTimes:
    """How long the answered kept officers; `talk_only` of them have no after-call time in it."""

    times: Durations
    talk_only: int


def handle_times(tally: Tally) -> HandleTimes:
    """Return talk, hold and after-call time of the answered calls; the mean is the AHT.

    The after-call time lasts until the officer's key. Where none was pressed the talk stands alone,
    and is counted in `talk_only`. Source: Amazon Connect, StringeeX; ringing is not in it.
    """
    return HandleTimes(durations(tally.handled), tally.talk_only)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The carrier's log beside ours: `gap` is the share of its calls that we had not seen."""

    gap: Ratio
    only_theirs: tuple[str, ...]
    only_ours: tuple[str, ...]


def reconcile(*, ours: Set[str], theirs: Set[str]) -> Reconciled:
    """Compare the call sids of one period, those written from webhooks and those of the carrier.

    Calls that were added from the carrier's log are not `ours`. Calls that only we know are listed,
    but are no gap: nobody was lost, and the carrier's log is the later of the two.
    """
    only_theirs, only_ours = sorted(theirs - ours), sorted(ours - theirs)
    return Reconciled(Ratio(len(only_theirs), len(theirs)), tuple(only_theirs), tuple(only_ours))
