"""The figures that calls give by themselves: counts, rates, service levels, waits.

A call belongs to the period in which it started. Calls that failed by our own fault are in; Cisco
leaves its error calls out of the service level, and books a call when its threshold passes.
Durations are whole seconds, moments aware, periods half-open.
"""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from ivr.flow.measures.figures import Durations, Ratio, durations, grouped
from ivr.flow.measures.officers import Attempt
from ivr.flow.story import SHORT_S
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


def count(calls: Iterable[PastCall], *, short_s: int = SHORT_S) -> Counts:
    """Count calls by how they ended; abandoned in under `short_s` is short, shown not subtracted.

    Short is told by the wait, not by the cause that was written down, as a report may ask with
    another limit than the one that held then.
    """
    counted = list(calls)
    ended = Counter(call.verdict for call in counted)
    return Counts(
        total=len(counted),
        offered=sum(call.verdict in OFFERED for call in counted),
        answered=ended[Verdict.ANSWERED],
        abandoned=ended[Verdict.ABANDONED],
        short=sum(wait < short_s for wait in _waits(counted, Verdict.ABANDONED)),
        not_answered=ended[Verdict.NOT_ANSWERED],
        menu_ended=ended[Verdict.MENU_ENDED],
        out_of_hours=ended[Verdict.OUT_OF_HOURS],
        blocked=ended[Verdict.BLOCKED],
        test=ended[Verdict.TEST],
    )


def count_by_branch(
    calls: Iterable[PastCall], *, since: datetime, until: datetime, short_s: int = SHORT_S
) -> dict[str, Counts]:
    """Count the calls that started in `[since, until)` by branch; "" is where none was chosen."""
    period = [call for call in calls if since <= call.started_at < until]
    branches = grouped(period, lambda call: call.branch)
    return {branch: count(own, short_s=short_s) for branch, own in branches.items()}


def _waits(calls: Iterable[PastCall], verdict: Verdict) -> list[int]:
    return [call.wait_s for call in calls if call.verdict is verdict]


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


def service_level(calls: Iterable[PastCall], *, within_s: int) -> ServiceLevel:
    """Return the service level; a wait of exactly `within_s` is within."""
    offered = [call for call in calls if call.verdict in OFFERED]
    answered = _waits(offered, Verdict.ANSWERED)
    served = sum(wait <= within_s for wait in answered)
    left = sum(wait <= within_s for wait in _waits(offered, Verdict.ABANDONED))
    return ServiceLevel(
        within_s,
        type_1=Ratio(served, len(offered) - left),
        type_2=Ratio(served, len(offered)),
        type_3=Ratio(served + left, len(offered)),
        answered_only=Ratio(served, len(answered)),
    )


def answer_times(calls: Iterable[PastCall]) -> Durations:
    """Return how long the answered waited, from choosing the branch to the officer's key.

    The mean is the ASA; the seconds in which the officer hears whom to accept are in it. Source:
    Cisco, AnswerWaitTime / CallsAnswered; StringeeX leaves the menu out as well.
    """
    return durations(_waits(calls, Verdict.ANSWERED))


@dataclass(frozen=True, slots=True)
class AbandonTimes:
    """How long the abandoned had waited; `bands` are the shares of 0–5, 5–20, 20–60 and >60 s."""

    times: Durations
    bands: tuple[Ratio, Ratio, Ratio, Ratio]


def abandon_times(calls: Iterable[PastCall]) -> AbandonTimes:
    """Return how long the abandoned had waited, with the distribution. Source: Amazon Connect.

    Under 5 s is the first band, so that it is the short ones. The others hold their upper end: the
    first two are then what a service level of 20 s takes for left in time, and 60 s is not over 60.
    """
    waits = _waits(calls, Verdict.ABANDONED)
    bands = (
        Ratio(sum(wait < 5 for wait in waits), len(waits)),
        Ratio(sum(5 <= wait <= 20 for wait in waits), len(waits)),
        Ratio(sum(20 < wait <= 60 for wait in waits), len(waits)),
        Ratio(sum(wait > 60 for wait in waits), len(waits)),
    )
    return AbandonTimes(durations(waits), bands)


@dataclass(frozen=True, slots=True)
class HandleTimes:
    """How long the answered kept officers; `talk_only` of them have no after-call time in it."""

    times: Durations
    talk_only: int


def handle_times(calls: Iterable[PastCall]) -> HandleTimes:
    """Return talk, hold and after-call time of the answered calls; the mean is the AHT.

    The after-call time lasts until the officer's key. Where none was pressed the talk stands alone,
    and is counted in `talk_only`. Source: Amazon Connect, StringeeX; ringing is not in it.
    """
    answered = [call for call in calls if call.verdict is Verdict.ANSWERED]
    times = durations(call.talk_s + (call.wrap_up_s or 0) for call in answered)
    return HandleTimes(times, talk_only=sum(call.wrap_up_s is None for call in answered))


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
