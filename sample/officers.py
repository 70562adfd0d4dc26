"""How officers' phones behave when they ring: some posts pick up, some are hardly ever there."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from ivr.flow.hours import Calendar

# How likely officers are at their desks in one hour: in some, everybody is at a meeting.
HOURS = (1.0, 1.0, 1.0, 1.0, 0.9, 0.9, 0.8, 0.25)


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
    _hours: dict[tuple[date, int], float] = field(default_factory=dict)
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
            self._habits[number] = self.rng.choice((0.88, 0.82, 0.78, 0.7, 0.6, 0.42))
        local = self.calendar.local(at)
        hour = (local.date(), local.hour)
        if hour not in self._hours:
            self._hours = {hour: self.rng.choice(HOURS)}
        late = 0.5 if local.hour < 6 or local.hour > 20 else 1.0
        return self._habits[number] * late * self._hours[hour]
