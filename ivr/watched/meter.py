"""What is counted of webhooks while they run: nothing, unless somebody puts a real meter in place.

The counting itself must cost next to nothing, as a caller waits for it: see `monitoring/tally.py`.
"""

from enum import StrEnum


class Outcome(StrEnum):
    """How a webhook was answered; in all but `answered` something was wrong."""

    ANSWERED = "answered"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    FAILED = "failed"
    LAST_WORDS = "last_words"


class Kept(StrEnum):
    """Where an event was written down."""

    DATABASE = "database"
    SPOOL = "spool"
    LOST = "lost"


class Meter:
    """A meter that counts nothing: the one of commands and of tests."""

    def webhook(self, path: str, outcome: Outcome, step: str, seconds: float) -> None:
        """Count one request; `step` is the kind of document it was answered with, '' for none."""

    def kept(self, where: Kept) -> None:
        """Count one event that was written down, or lost."""
