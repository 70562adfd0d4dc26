"""Time in the simulator: a queue of things that fall due, and the two clocks that can drive it.

With a `VirtualClock` time jumps to the next due thing, so an hour passes in a millisecond and
nothing sleeps. With a `RealClock` the timeline waits, and other threads may post to it. What falls
due at one moment happens in the order in which it was asked for, so the same run is always the same
run.
"""

import heapq
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

Action = Callable[[], None]


class Clock(Protocol):
    """What a timeline needs to know about time."""

    is_virtual: bool

    def now(self) -> datetime:
        """Return the moment it is, as an aware UTC datetime."""

    def pass_until(self, moment: datetime | None, wake: threading.Condition) -> None:
        """Let time pass until `moment` (None: for ever), or until `wake` is notified."""


class VirtualClock:
    """A clock that stands still until the timeline moves it."""

    is_virtual = True

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the simulated moment."""
        return self._now

    def pass_until(self, moment: datetime | None, wake: threading.Condition) -> None:
        """Jump to `moment`; never backwards."""
        if moment is not None and moment > self._now:
            self._now = moment


def wall() -> datetime:
    """Return what the clock on the wall says."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Reckoning:
    """How simulated time is told from the wall: `moment` at `wall`, `speed` times as fast since."""

    wall: datetime
    moment: datetime
    speed: float = 1.0

    def at(self, wall: datetime) -> datetime:
        """Return the simulated moment."""
        return self.moment + (wall - self.wall) * self.speed


class RealClock:
    """The clock on the wall, or one that was set from it; used under its timeline's lock."""

    is_virtual = False

    def __init__(self, wall: Callable[[], datetime] = wall) -> None:
        self.wall = wall
        self.reckoning: Reckoning | None = None

    def now(self) -> datetime:
        """Return the moment it is."""
        reckoning, wall = self.reckoning, self.wall()
        return reckoning.at(wall) if reckoning else wall

    @property
    def speed(self) -> float:
        """Return how many seconds pass in one of the wall's."""
        return self.reckoning.speed if self.reckoning else 1.0

    def set(self, moment: datetime, speed: float) -> None:
        """Go on from `moment`, at `speed`."""
        self.reckoning = Reckoning(self.wall(), moment, speed)

    def reset(self) -> None:
        """Go with the wall again."""
        self.reckoning = None

    def pass_until(self, moment: datetime | None, wake: threading.Condition) -> None:
        """Wait, at most until `moment`; the caller holds the lock of `wake`."""
        wait_s = None if moment is None else (moment - self.now()).total_seconds() / self.speed
        if wait_s is None or wait_s > 0:
            wake.wait(wait_s)


class Due:
    """A thing that will happen, unless it is cancelled first."""

    __slots__ = ("action", "at", "order")

    def __init__(self, at: datetime, order: int, action: Action) -> None:
        self.at = at
        self.order = order
        self.action: Action | None = action

    def cancel(self) -> None:
        """Make sure that it does not happen, and that no time passes for its sake."""
        self.action = None

    def __lt__(self, other: "Due") -> bool:
        return (self.at, self.order) < (other.at, other.order)


class Timeline:
    """The queue of due things; everything the carrier does happens on it, one thing at a time.

    `after` and `post` may be called from any thread; the running methods from one thread only.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._heap: list[Due] = []
        self._order = 0
        self._expected = 0
        self._stopped = False
        self._wake = threading.Condition()

    def now(self) -> datetime:
        """Return the moment it is, as an aware UTC datetime."""
        return self.clock.now()

    def after(self, seconds: float, action: Action) -> Due:
        """Let `action` happen in `seconds`."""
        with self._wake:
            due = Due(self.now() + timedelta(seconds=max(0.0, seconds)), self._order, action)
            self._order += 1
            heapq.heappush(self._heap, due)
            self._wake.notify()
        return due

    def post(self, action: Action) -> None:
        """Let `action` happen as soon as what is happening now is over."""
        self.after(0, action)

    def change_clock(self, change: Action, *, keeps_moment: bool) -> None:
        """Change the clock, from any thread; what is due stays as far ahead as it was.

        `keeps_moment` where the change only makes it run at another speed.
        """
        with self._wake:
            before = self.now()
            change()
            jump = timedelta(0) if keeps_moment else self.now() - before
            for due in self._heap:  # All move by the same, so the heap stays a heap.
                due.at += jump
            self._wake.notify()

    def expect(self) -> None:
        """Announce that a thread at work will call `deliver`; a run waits for it."""
        with self._wake:
            self._expected += 1

    def deliver(self, action: Action) -> None:
        """Post what a thread announced with `expect` has come to."""
        with self._wake:
            self._expected -= 1
            self.post(action)

    def stop(self) -> None:
        """End a run, from any thread."""
        with self._wake:
            self._stopped = True
            self._wake.notify()

    @property
    def is_stopped(self) -> bool:
        """Tell whether `stop` was called."""
        return self._stopped

    def next_at(self) -> datetime | None:
        """Return when the next thing falls due, or None where nothing will."""
        with self._wake:
            while self._heap and self._heap[0].action is None:
                heapq.heappop(self._heap)
            return self._heap[0].at if self._heap else None

    def step(self, until: datetime | None = None) -> bool:
        """Let the next thing happen; return False where nothing is due any more (by `until`)."""
        with self._wake:
            upcoming = self.next_at()
            if self._stopped or not (upcoming or self._expected):
                return False
            if until and (upcoming or self.now()) > until:
                return False
            self.clock.pass_until(upcoming or until, self._wake)
            due = self._take()
        if due:
            due()
        return True

    def run(self) -> None:
        """Run until nothing is due."""
        while self.step():
            pass

    def run_until(self, moment: datetime) -> None:
        """Run all that falls due by `moment`, and leave the clock there."""
        while self.step(moment):
            pass
        with self._wake:
            self.clock.pass_until(moment, self._wake)

    def serve(self) -> None:
        """Run until `stop`, waiting for what other threads post; for a real clock."""
        self.expect()  # Something may always be posted, so an empty queue is no reason to end.
        self.run()

    def _take(self) -> Action | None:
        """Pop the first thing if its time has come."""
        upcoming = self.next_at()
        if upcoming is None or upcoming > self.now():
            return None
        return heapq.heappop(self._heap).action
