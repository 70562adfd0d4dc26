"""A check of an officer's number: we call it, and a person proves to be there by a key.

A line check wants the key one; a verification wants the code that it says, which shows besides that
keys get through from this phone. A mailbox does neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.flow.events import Event
from ivr.flow.position import Position
from ivr.flow.scene import say
from ivr.flow.speech import said_digits
from ivr.flow.steps import AskDigits, Goodbye, Prompt, Sentence, Step
from ivr.flow.words import CheckKind, EventKind, Grade, LegOutcome, Reason, Stage

KEY = "1"
CODE_DIGITS = 3
WITHIN = timedelta(seconds=45)  # from our call to the key
TRIES = 3
LISTENS_S = 6

_STAGES = {CheckKind.LINE: Stage.CHECK, CheckKind.VERIFY: Stage.VERIFY}
_GRADES = {
    LegOutcome.BUSY: Grade.BUSY,
    LegOutcome.FAILED: Grade.BAD_NUMBER,
    LegOutcome.NO_ANSWER: Grade.NO_ANSWER,
    LegOutcome.CANCELED: Grade.NO_ANSWER,
}


def first(kind: CheckKind, officer: str) -> Position:
    """Return the position with which a check of an officer's number begins."""
    return Position(stage=_STAGES[kind], tried=(officer,))


def ask(position: Position, code: str, *, again: bool = False) -> Step:
    """Ask whoever picked up for the key, or for the code."""
    lead = [say(position, Prompt.CHECK_AGAIN if again else Prompt.CHECK)]
    lead.append(_wanted(position, code))
    at = position.to(position.stage, errors=position.errors)
    return AskDigits(tuple(lead), at, LISTENS_S, len(_expected(position, code)))


def keyed(position: Position, digits: str, code: str) -> Step:
    """Decide on what was pressed; silence counts as a wrong key."""
    if digits == _expected(position, code):
        end = position.to(Stage.END, reason=Reason.KEYED)
        return Goodbye((say(position, Prompt.CHECK_DONE),), end)
    if position.errors + 1 < TRIES:
        return ask(position.stay(position.stage, errors=position.errors + 1), code, again=True)
    end = position.to(Stage.END, reason=Reason.GAVE_UP)
    return Goodbye((say(position, Prompt.CHECK_NOT_DONE),), end)


def _expected(position: Position, code: str) -> str:
    return code if position.stage is Stage.VERIFY else KEY


def _wanted(position: Position, code: str) -> Sentence:
    if position.stage is Stage.VERIFY:
        return say(position, Prompt.VERIFY, digits=said_digits(code, position.lang))
    return say(position, Prompt.CHECK_PRESS)


@dataclass(frozen=True, slots=True)
class CheckStory:
    """What became of one check. `grade` is None while it goes on.

    `seconds` is how long it took from our call, or its first sign, to the key.
    """

    call_sid: str
    kind: CheckKind
    officer: str
    started_at: datetime
    answered_at: datetime | None
    keyed_at: datetime | None
    ended_at: datetime | None
    grade: Grade | None

    @property
    def seconds(self) -> int | None:
        """Return the seconds to the key, or None where there was none."""
        if self.keyed_at is None:
            return None
        return round((self.keyed_at - self.started_at).total_seconds())


def is_check(events: Iterable[Event]) -> bool:
    """Say whether a call is a check of ours, and no citizen's."""
    kinds = (EventKind.CHECK_ANSWERED, EventKind.CHECK_KEY, EventKind.CHECK_ENDED)
    return any(event.kind in kinds for event in events)


def tell(events: Iterable[Event], *, placed_at: datetime | None) -> CheckStory:
    """Return the story of a check; the same for any order and repetition of its events."""
    known = sorted(
        {e.key: e for e in events if e.position.tried}.values(), key=lambda e: (e.when, e.key)
    )
    start = known[0]
    kind = CheckKind.VERIFY if start.position.stage is Stage.VERIFY else CheckKind.LINE
    started_at = placed_at or start.when
    answered = next((e.when for e in known if e.kind is EventKind.CHECK_ANSWERED), None)
    keyed_at = next((e.when for e in known if _is_keyed(e)), None)
    ended = next((e for e in known if e.kind is EventKind.CHECK_ENDED and e.outcome), None)
    return CheckStory(
        call_sid=start.call_sid,
        kind=kind,
        officer=start.position.tried[0],
        started_at=started_at,
        answered_at=answered,
        keyed_at=keyed_at,
        ended_at=ended.when if ended else None,
        grade=_grade(started_at, answered, keyed_at, ended),
    )


def _is_keyed(event: Event) -> bool:
    return (
        event.kind is EventKind.CHECK_KEY
        and event.then is not None
        and event.then.reason is Reason.KEYED
    )


def _grade(
    started_at: datetime,
    answered: datetime | None,
    keyed_at: datetime | None,
    ended: Event | None,
) -> Grade | None:
    if keyed_at is not None:
        return Grade.PASSED if keyed_at - started_at <= WITHIN else Grade.NO_ANSWER
    if ended is None:
        return None
    if answered is not None:
        return Grade.MAILBOX
    return _GRADES.get(ended.outcome or LegOutcome.NO_ANSWER, Grade.MAILBOX)
