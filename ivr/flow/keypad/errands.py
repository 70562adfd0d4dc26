"""What a decision about an officer's key cannot know: a closed union of questions and orders.

A decision never looks at the database. Where it needs something of it, it returns an errand: what
is wanted, and how the decision goes on once that is known (`then`). Whoever runs errands decides
nothing, and does each in a transaction of its own; the same errand run twice changes things once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ivr.flow.callbacks.deeds import LastCall, OwedCall
from ivr.flow.duty.roster import Roster
from ivr.flow.steps import Step
from ivr.flow.words import AbsenceReason, Channel


class PinCheck(StrEnum):
    """What came of a PIN."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the roster does not take a change: `branch` would have nobody from `since` on.

    Both are None where it is refused for another reason.
    """

    branch: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Is this the officer's PIN? `n` tells one try of a call from another."""

    officer: str
    pin: str = field(repr=False)
    n: int
    then: "Callable[[PinCheck], Outcome]"


@dataclass(frozen=True, slots=True)
class FindOwed:
    """Which callback is next for an officer of these branches; with `mine` of those claimed."""

    officer: str
    branches: tuple[str, ...]
    skip: tuple[int, ...]
    mine: bool
    then: "Callable[[OwedCall | None], Outcome]"


@dataclass(frozen=True, slots=True)
class LookUpOwed:
    """What is owed there, unless it is closed by now."""

    debt: int
    then: "Callable[[OwedCall | None], Outcome]"


@dataclass(frozen=True, slots=True)
class TakeUp:
    """Claim a callback, and tell whom to call; None where it is another's, or closed."""

    debt: int
    officer: str
    channel: Channel
    then: "Callable[[OwedCall | None], Outcome]"


@dataclass(frozen=True, slots=True)
class LetGo:
    """Give a claimed callback back."""

    debt: int
    officer: str
    channel: Channel
    then: "Callable[[], Outcome]"


@dataclass(frozen=True, slots=True)
class FindTalk:
    """What was the officer's last talk that has no result yet?"""

    officer: str
    number: str
    then: "Callable[[LastCall | None], Outcome]"


@dataclass(frozen=True, slots=True)
class LookUpTalk:
    """Which talk is that? `call_sid` is the citizen's call."""

    call_sid: str
    then: "Callable[[LastCall | None], Outcome]"


@dataclass(frozen=True, slots=True)
class LookAtRoster:
    """How the roster stands at this moment: what was entered a second ago counts."""

    then: "Callable[[Roster], Outcome]"


@dataclass(frozen=True, slots=True)
class GoOff:
    """Enter that an officer is away from now on; a Refusal where that cannot be."""

    officer: str
    reason: AbsenceReason
    until: datetime
    stand_in: str | None
    then: "Callable[[Refusal | None], Outcome]"


@dataclass(frozen=True, slots=True)
class ComeBack:
    """Withdraw whatever says that an officer is away now; a Refusal where that cannot be."""

    officer: str
    then: "Callable[[Refusal | None], Outcome]"


@dataclass(frozen=True, slots=True)
class WantVerifying:
    """Note that an officer wants to be called, so that the number is verified."""

    officer: str
    then: "Callable[[], Outcome]"


Question = FindOwed | LookUpOwed | FindTalk | LookUpTalk | LookAtRoster
Order = CheckPin | TakeUp | LetGo | GoOff | ComeBack | WantVerifying
Errand = Question | Order
Outcome = Step | Errand
