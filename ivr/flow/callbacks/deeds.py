"""One thing that somebody did about a callback, as a value: from a keypad, a command, or a page."""

from dataclasses import dataclass
from datetime import datetime

from ivr.flow.guarding.dialing import Bar
from ivr.flow.words import CallbackOutcome, CallResult, Channel, Did, LegOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing done about the debt `debt` by `actor`. `key` is unique: told twice it is once.

    Set where the kind has it:

    - TRIED: `leg` how the citizen's phone answered, `talk_s`, `call_sid` the officer's call
    - POSTPONED: `until`, aware
    - CLOSED: `outcome`, one of NOT_NEEDED
    - MOVED: `to_branch`
    """

    key: str
    debt: int
    did: Did
    at: datetime
    actor: str
    channel: Channel
    call_sid: str | None = None
    leg: LegOutcome | None = None
    talk_s: int | None = None
    until: datetime | None = None
    outcome: CallbackOutcome | None = None
    to_branch: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an officer says came of a talk, `call_sid` being the citizen's call."""

    call_sid: str
    result: CallResult
    at: datetime
    officer: str
    channel: Channel
    to_branch: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedCall:
    """A callback as an officer is told of it. `number` is E.164 and never stands in a URL.

    `message_sid` is the latest message that was left, None where there is none; `tries` how often
    the citizen was dialled in vain; `bar` why the number is not dialled now, None where it may be.
    """

    id: int
    branch: str
    number: str
    misses: int
    last_missed_at: datetime
    due_at: datetime
    tries: int = 0
    message_sid: str | None = None
    bar: Bar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCall:
    """The last talk of an officer that has no result yet; of a citizen's call, `call_sid`."""

    call_sid: str
    branch: str
    ended_at: datetime
