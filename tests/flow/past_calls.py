"""Calls and callbacks of the past, minutes after nine on a Monday; each test says what differs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ivr.flow.measures.callbacks import Owed
from ivr.flow.measures.officers import Attempt
from ivr.flow.measures.tally import PastCall
from ivr.flow.words import LegOutcome, Verdict
from tests.flow.scenes import CITIZEN, NINE_ON_MONDAY

NEIGHBOUR = "+84505000002"
DAY = 24 * 60


def after(minutes: float) -> datetime:
    return NINE_ON_MONDAY + timedelta(minutes=minutes)


def past_call(
    verdict: Verdict = Verdict.ANSWERED,
    minute: float = 0,
    *,
    caller: str | None = CITIZEN,
    branch: str = "noi-vu",
    wait_s: int = 10,
    outcomes: Iterable[LegOutcome] = (),
) -> PastCall:
    """Return a call that lasted a minute."""
    return PastCall(
        verdict=verdict,
        started_at=after(minute),
        ended_at=after(minute + 1),
        branch=branch,
        caller=caller,
        wait_s=wait_s,
        attempts=tuple(Attempt("an", outcome) for outcome in outcomes),
    )


def answered(minute: float = 0, **differs: object) -> PastCall:
    return past_call(Verdict.ANSWERED, minute, **differs)  # type: ignore[arg-type]


def missed(minute: float = 0, **differs: object) -> PastCall:
    return past_call(Verdict.NOT_ANSWERED, minute, **differs)  # type: ignore[arg-type]


def owed(
    *,
    missed_at: float = 0,
    due: float = 120,
    reached: float | None = None,
    self_reached: bool = False,
    given_up: bool = False,
    branch: str = "noi-vu",
) -> Owed:
    """Return a callback that is due two hours after the miss, still open."""
    return Owed(
        caller=CITIZEN,
        branch=branch,
        last_missed_at=after(missed_at),
        due_at=after(due),
        reached_at=None if reached is None else after(reached),
        self_reached=self_reached,
        given_up=given_up,
    )
