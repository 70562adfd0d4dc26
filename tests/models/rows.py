"""Valid rows and events: a test states only what it is about."""

import contextlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from ivr.flow.events import Event
from ivr.flow.words import (
    CallbackState,
    EventKind,
    Language,
    LegOutcome,
    MessageState,
    Verdict,
)
from models.callbacks import Callback
from models.calls import Call
from models.legs import Leg
from models.messages import Message
from models.session import Database
from tests.harness import NINE_ON_MONDAY

CALLER = "+84912345678"
OFFICER = "+84500000041"
BRANCH = "thu-tuc-hanh-chinh"


def minutes(count: float) -> datetime:
    """Return the moment so many minutes after nine on Monday."""
    return NINE_ON_MONDAY + timedelta(minutes=count)


def undone(database: Database, work: Callable[[Session], object]) -> None:
    """Do some work in a transaction that fails at its end, as in a process that is killed."""
    with contextlib.suppress(KeyError), database.transaction() as session:
        work(session)
        session.flush()
        raise KeyError


def a_call(sid: str = "CA1", **changes: object) -> Call:
    """Return the row of an answered call of five minutes."""
    values: dict[str, object] = {
        "sid": sid,
        "caller_number": CALLER,
        "callback_number": CALLER,
        "called_number": "+84500000000",
        "language": Language.VI,
        "branch": BRANCH,
        "lead": "Văn phòng Ủy ban nhân dân tỉnh",
        "started_at": NINE_ON_MONDAY,
        "ended_at": minutes(5),
        "verdict": Verdict.ANSWERED,
        "wait_s": 0,
        "talk_s": 0,
        "message_s": 0,
        "callback_requested": False,
        "local_on": date(2026, 11, 23),
        "local_hour": 9,
    }
    return Call(**(values | changes))


def a_leg(attempt: int = 1, **changes: object) -> Leg:
    """Return the row of an officer's phone that rang in vain."""
    values: dict[str, object] = {
        "attempt": attempt,
        "round": 1,
        "officer_id": "officer-1",
        "officer_number": OFFICER,
        "sid": "",
        "started_at": NINE_ON_MONDAY,
        "ended_at": minutes(1),
        "outcome": LegOutcome.NO_ANSWER,
        "talk_s": 0,
    }
    return Leg(**(values | changes))


def a_message(recording_sid: str = "RE1", **changes: object) -> Message:
    """Return the row of a message that waits to be fetched."""
    values: dict[str, object] = {
        "recording_sid": recording_sid,
        "url": f"https://api.example/Recordings/{recording_sid}",
        "recorded_at": NINE_ON_MONDAY,
        "is_kept": True,
        "state": MessageState.WAITING,
        "next_try_at": NINE_ON_MONDAY,
    }
    return Message(**(values | changes))


def a_callback(call: Call, **changes: object) -> Callback:
    """Return the row of an open debt to the caller of `call`, which is in the database."""
    values: dict[str, object] = {
        "caller_number": CALLER,
        "branch": BRANCH,
        "state": CallbackState.OPEN,
        "misses": 1,
        "first_missed_at": NINE_ON_MONDAY,
        "last_missed_at": NINE_ON_MONDAY,
        "due_at": minutes(120),
        "reopened": False,
        "last_call_id": call.id,
    }
    return Callback(**(values | changes))


def an_event(key: str = "started", call_sid: str = "CA1", **changes: object) -> Event:
    """Return an event that happened at nine on Monday."""
    values: dict[str, Any] = {"kind": EventKind.CALL_STARTED, "at": NINE_ON_MONDAY}
    return Event(key=key, call_sid=call_sid, **(values | changes))
