"""How often a number called lately, and which of its calls count towards a block."""

from dataclasses import dataclass
from datetime import timedelta

from ivr.flow.words import MISSED, Cause, Verdict

SPAN = timedelta(hours=1)
WITHHELD = ""  # all callers without a number together, as nobody can tell them apart


@dataclass(frozen=True, slots=True)
class Recent:
    """The calls of one number in the last hour; `idle` are those that count towards a block."""

    calls: int = 0
    idle: int = 0

    def __add__(self, other: "Recent") -> "Recent":
        """Return both together."""
        return Recent(self.calls + other.calls, self.idle + other.idle)


def is_idle(verdict: Verdict | None, cause: Cause | None) -> bool:
    """Say whether a call counts towards a block."""
    if verdict is None or cause is Cause.OUR_FAULT:
        return False
    was_missed = verdict in MISSED and cause is not Cause.SHORT
    return not was_missed and verdict not in (Verdict.BLOCKED, Verdict.TEST)
