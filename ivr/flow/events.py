"""One thing that happened in a call, as the story reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.flow.position import START, Position
from ivr.flow.words import EventKind, LegOutcome

LATE = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Event:
    """One fact about a call, told by the carrier or decided by us.

    `key` is unique within the call: the same fact told twice has the same key. `at` is when we
    were told (aware UTC). `position` is where the caller was then, `then` what our answer handed
    out, None on requests whose answer is ignored. `gone` says that the caller had hung up. The
    rest is set where the kind has it:

    - LEG_ENDED: `outcome`, `joined` (None where the carrier does not say), `leg_sid`
    - LEG_PROGRESS: `leg_sid`, `outcome` (None while it goes on), `picked_up`, `seconds`
    - WHISPERED, LEG_KEY: `leg_sid`, `digits`
    - KEY, MESSAGE_RECORDED: `digits`
    - MESSAGE_RECORDED, RECORDING_DONE: `recording_sid`, `recording_url`, `seconds`; `absent`
    - CALL_ENDED: `seconds`, `carrier_at`
    - LISTED: what the carrier's list says of the call; `began_at`, its end as `carrier_at`
    - a decision to ring: `rung_number`, E.164
    """

    key: str
    call_sid: str
    kind: EventKind
    at: datetime
    position: Position = START
    then: Position | None = None
    caller_number: str = ""
    called_number: str = ""
    leg_sid: str = ""
    outcome: LegOutcome | None = None
    joined: bool | None = None
    picked_up: bool = False
    digits: str = ""
    seconds: int | None = None
    recording_sid: str = ""
    recording_url: str = ""
    absent: bool = False
    rung_number: str = ""
    gone: bool = False
    carrier_at: datetime | None = None
    began_at: datetime | None = None

    @property
    def when(self) -> datetime:
        """When it happened: when we were told, or earlier where the carrier says it was late.

        The carrier's times are whole seconds, so ours is the better one unless the news was late.
        """
        if self.carrier_at is not None and self.at - self.carrier_at > LATE:
            return self.carrier_at
        return self.at


def each_once(events: Iterable[Event]) -> list[Event]:
    """Return the events without duplicates, in an order that does not depend on their arrival.

    What was told first stands; not what claims to have happened first, as the carrier's own times
    are rounded down and only late news is taken at them.
    """
    once: dict[tuple[str, str], Event] = {}
    for event in events:
        known = once.setdefault((event.call_sid, event.key), event)
        if (event.at, _rank(event)) < (known.at, _rank(known)):
            once[event.call_sid, event.key] = event
    return sorted(once.values(), key=_rank)


def _rank(event: Event) -> tuple[int, datetime, str, str]:
    return (event.position.n, event.when, event.key, repr(event))
