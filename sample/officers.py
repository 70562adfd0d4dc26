"""How officers' phones behave when they ring: some posts pick up, some are hardly ever there."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ivr.flow.hours import Calendar


class Does(StrEnum):
    """What a phone does when it rings."""

    ACCEPT = "accept"
    DECLINE = "decline"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    MAILBOX = "mailbox"
    OUT_OF_ORDER = "out_of_order"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a phone does, and after how many seconds of ringing."""

    does: Does
    after_s: float


@dataclass
class Officers:
    """The phones of those on duty, each with its own habits, and whom they are talking to."""

    rng: random.Random
    calendar: Calendar
    _habits: dict[str, float] = field(default_factory=dict)
    _held: list[tuple[str, str, datetime, datetime]] = field(default_factory=list)

    def reacts(self, number: str, at: datetime) -> Reaction:
        """Return what a phone does when it rings at a moment."""
        rng = self.rng
        if rng.random() < self._there(number, at):
            return Reaction(Does.ACCEPT, rng.uniform(3, 15))
        does = rng.choices(
            [Does.NO_ANSWER, Does.BUSY, Does.MAILBOX, Does.DECLINE, Does.OUT_OF_ORDER],
            [60, 14, 14, 8, 4],
        )[0]
        return Reaction(does, rng.uniform(4, 12))

    def passes_check(self, number: str, at: datetime) -> bool:
        """Say whether a check at that moment finds somebody there."""
        return self.rng.random() < self._there(number, at) + 0.12

    def hold(self, number: str, call_sid: str, since: datetime, until: datetime) -> None:
        """Keep a phone busy with a call."""
        self._held.append((number, call_sid, since, until))

    def busy(self, at: datetime) -> dict[str, str]:
        """Return the phones that are held at a moment, with the call that each is held by."""
        self._held = [held for held in self._held if held[3] > at - timedelta(hours=2)]
        return {number: sid for number, sid, since, until in self._held if since <= at < until}

    def _there(self, number: str, at: datetime) -> float:
        """Return how likely somebody picks up: less towards noon, evening and the week's end."""
        if number not in self._habits:
            self._habits[number] = self.rng.choice((0.92, 0.88, 0.85, 0.8, 0.72, 0.55))
        local = self.calendar.local(at)
        tired = 0.8 if local.hour in (10, 16) else 1.0
        late = 0.55 if local.hour < 6 or local.hour > 20 else 1.0
        return self._habits[number] * tired * late * (0.93 if local.weekday() == 4 else 1.0)


def all_known(numbers: Iterable[str], officers: Officers) -> None:
    """Draw everybody's habits at once, so that they do not depend on whose phone rings first."""
    for number in sorted(numbers):
        officers.reacts(number, datetime.fromisoformat("2000-01-03T09:00:00+00:00"))
