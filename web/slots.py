"""How many heavy things may be under way at once in this process: all others wait their turn.

A page that computes for seconds holds a thread, and the same threads answer the carrier.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Busy(Exception):
    """As many are under way as may be."""


class Slots:
    """A few places; whoever finds none free is told so at once, and holds no thread."""

    def __init__(self, count: int) -> None:
        """Let `count` be under way at once."""
        self._free = threading.BoundedSemaphore(count)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold a place; raises Busy where none is free."""
        if not self._free.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            self._free.release()


EXPORTS = Slots(2)
REPORTS = Slots(2)
SIGN_INS = Slots(2)  # with the issuer's word: it may take seconds to say it
