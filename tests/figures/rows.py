"""Rows of the books of one day of branch four, the answers worked out by hand."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.flow.words import (
    CallbackOutcome,
    CallbackState,
    CallResult,
    Cause,
    Channel,
    LegOutcome,
    Verdict,
)
from models.call_results import CallResultRow
from models.callbacks import Callback
from models.calls import Call
from models.legs import Leg
from tests.models.rows import a_call, a_leg, minutes

CONFIRMED, MAILBOX = LegOutcome.ANSWERED, LegOutcome.MACHINE
RANG_OUT, GONE = LegOutcome.NO_ANSWER, LegOutcome.CANCELED
SECOND = timedelta(seconds=1)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# What happened, after how many seconds of waiting, and how each ring ended. Source: V2 of the
# project's notes on reports, section 2.3.
V2: tuple[tuple[Verdict, int, list[LegOutcome]], ...] = (
    (Verdict.ANSWERED, 8, [CONFIRMED]),
    (Verdict.ANSWERED, 25, [CONFIRMED]),
    (Verdict.ANSWERED, 18, [CONFIRMED]),
    (Verdict.ABANDONED, 3, [GONE]),
    (Verdict.ABANDONED, 40, [GONE]),
    (Verdict.NOT_ANSWERED, 75, [RANG_OUT] * 3),
    (Verdict.NOT_ANSWERED, 75, [RANG_OUT] * 3),
    (Verdict.ANSWERED, 50, [MAILBOX, CONFIRMED]),
    (Verdict.NOT_ANSWERED, 80, [MAILBOX] * 2),
    (Verdict.NOT_ANSWERED, 0, []),
    (Verdict.MENU_ENDED, 0, []),
    (Verdict.TEST, 0, [CONFIRMED]),
    (Verdict.OUT_OF_HOURS, 0, []),
)


def v2() -> list[Call]:
    """Return the thirteen calls of a day, ten minutes apart, each of another caller."""
    calls = []
    for n, (verdict, wait_s, outcomes) in enumerate(V2):
        is_answered = verdict is Verdict.ANSWERED
        calls.append(
            past(
                n * 10,
                f"CA{n}",
                verdict=verdict,
                wait_s=wait_s,
                talk_s=60 if is_answered else 0,
                caller=f"+845050001{n:02}",
                branch="" if verdict is Verdict.MENU_ENDED else "thu-tuc-hanh-chinh",
                cause=Cause.LINE_CHECK if verdict is Verdict.TEST else None,
                rings=outcomes,
            )
        )
    return calls


def past(
    minute: float,
    sid: str,
    *,
    caller: str | None = None,
    rings: Iterable[LegOutcome] = (),
    **changes: object,
) -> Call:
    """Return a call that started so many minutes after nine and lasted for one."""
    started_at = minutes(minute)
    local = started_at.astimezone(ZONE)
    values: dict[str, object] = {
        "started_at": started_at,
        "local_on": local.date(),
        "local_hour": local.hour,
        "ended_at": started_at + timedelta(minutes=1),
        "caller_number": caller or "anonymous",
        "callback_number": caller,
        "legs": [_leg(started_at, n, outcome) for n, outcome in enumerate(rings)],
    }
    return a_call(sid, **(values | changes))


def _leg(started_at: datetime, n: int, outcome: LegOutcome) -> Leg:
    return a_leg(
        n + 1,
        officer_id=f"officer-{n + 1}",
        outcome=outcome,
        started_at=started_at + n * SECOND,
        accepted_at=started_at + 10 * SECOND if outcome is CONFIRMED else None,
        ended_at=started_at + 60 * SECOND,
    )


def owed(call: Call, **changes: object) -> Callback:
    """Return the debt for a call that was missed: due in two hours, and open."""
    values: dict[str, object] = {
        "caller_number": call.callback_number,
        "branch": call.branch,
        "state": CallbackState.OPEN,
        "misses": 1,
        "first_missed_at": call.ended_at,
        "last_missed_at": call.ended_at,
        "due_at": minutes(120) if call.ended_at is None else call.ended_at + timedelta(hours=2),
        "reopened": False,
        "last_call_id": call.id,
    }
    return Callback(**(values | changes))


def reached(call: Call, at: datetime, **changes: object) -> Callback:
    """Return the debt for a missed call whose caller an officer reached."""
    values: dict[str, object] = {"state": CallbackState.CLOSED, "closed_at": at, "reached_at": at}
    return owed(call, **(values | {"outcome": CallbackOutcome.REACHED} | changes))


def result(
    call: Call, word: CallResult, *, after_s: int = 30, channel: Channel = Channel.KEYPAD
) -> CallResultRow:
    """Return what an officer told of a talk, so many seconds after its end."""
    at = (call.ended_at or call.started_at) + after_s * SECOND
    return CallResultRow(call_sid=call.sid, result=word, at=at, officer="an", channel=channel)
