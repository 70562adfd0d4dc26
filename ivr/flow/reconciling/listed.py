"""A call and a recording as the carrier lists them, in our words."""

from dataclasses import dataclass
from datetime import datetime

from ivr.flow.words import LegOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCall:
    """One line of the carrier's list: a call that came in, or a leg that was dialled in one.

    `parent_sid` names the call that a leg belongs to. `outcome` is None while it goes on; ANSWERED
    only says that somebody, or something, picked up. `ended_at` may be missing all the same.
    """

    sid: str
    is_incoming: bool
    began_at: datetime
    parent_sid: str = ""
    caller_number: str = ""
    called_number: str = ""
    outcome: LegOutcome | None = None
    ended_at: datetime | None = None
    seconds: int | None = None

    @property
    def is_leg(self) -> bool:
        """Whether it was dialled within a call."""
        return bool(self.parent_sid)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRecording:
    """One recording that the carrier has finished, and keeps."""

    sid: str
    call_sid: str
    url: str
    began_at: datetime
    seconds: int | None = None
