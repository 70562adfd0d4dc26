"""Processes on a timeline: each call and each leg is a coroutine that waits for promises.

Thousands of them interleave in one thread. A process is only ever woken from the timeline, never
from inside another process, so what runs is never disturbed half-way.
"""

from collections import deque
from collections.abc import Callable, Coroutine, Generator
from typing import Any, Generic, TypeVar

from simulator.clock import Due, Timeline

T = TypeVar("T")


class Promise(Generic[T]):
    """A value that will be there later; one process may await it."""

    def __init__(self) -> None:
        self._values: list[T] = []
        self._waiting: Callable[[], None] | None = None

    @property
    def is_kept(self) -> bool:
        """Tell whether the value is there."""
        return bool(self._values)

    def keep(self, value: T) -> None:
        """Hand over the value; a second one is ignored."""
        if not self._values:
            self._values.append(value)
            if self._waiting:
                self._waiting()

    def when_kept(self, wake: Callable[[], None]) -> None:
        """Call `wake` once the value is there."""
        self._waiting = wake

    def __await__(self) -> Generator["Promise[Any]", None, T]:
        if not self._values:
            yield self
        return self._values[0]


class Process:
    """A coroutine that runs on a timeline until it returns or an exception leaves it."""

    def __init__(self, timeline: Timeline, work: Coroutine[Any, None, None]) -> None:
        self._timeline = timeline
        self._work = work
        self._turn = 0
        self.is_over = False
        self._wake_later(None)

    def interrupt(self, error: Exception) -> None:
        """Raise `error` where the process waits; what it waited for is forgotten."""
        if not self.is_over:
            self._wake_later(error)

    def _wake_later(self, error: Exception | None) -> None:
        self._turn += 1
        turn = self._turn
        self._timeline.post(lambda: self._resume(turn, error))

    def _resume(self, turn: int, error: Exception | None) -> None:
        if self.is_over or turn != self._turn:
            return
        try:
            promise = self._work.throw(error) if error else self._work.send(None)
        except StopIteration:
            self.is_over = True
            return
        except BaseException:
            self.is_over = True
            raise
        self._turn += 1
        waiting = self._turn
        promise.when_kept(lambda: self._wake_if(waiting))

    def _wake_if(self, turn: int) -> None:
        if turn == self._turn and not self.is_over:
            self._wake_later(None)


async def sleep(timeline: Timeline, seconds: float) -> None:
    """Wait `seconds`."""
    await Inbox[None](timeline).receive(seconds)


class Inbox(Generic[T]):
    """Messages for one process, in the order in which they came."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._messages: deque[T] = deque()
        self._promise: Promise[None] | None = None

    def post(self, message: T) -> None:
        """Leave a message."""
        self._messages.append(message)
        if self._promise:
            self._promise.keep(None)

    def clear(self) -> None:
        """Throw away what has not been read."""
        self._messages.clear()

    async def wait(self, timeout_s: float | None) -> bool:
        """Wait until there is a message, without reading it; return False after `timeout_s`."""
        if self._messages:
            return True
        self._promise = promise = Promise[None]()
        timer: Due | None = None
        if timeout_s is not None:
            timer = self._timeline.after(timeout_s, lambda: promise.keep(None))
        try:
            await promise
        finally:
            self._promise = None
            if timer:
                timer.cancel()
        return bool(self._messages)

    async def receive(self, timeout_s: float | None) -> T | None:
        """Return the next message, or None where none came in `timeout_s` (None: wait for ever)."""
        return self._messages.popleft() if await self.wait(timeout_s) else None
