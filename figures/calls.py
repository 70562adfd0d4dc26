"""Calls of the past, read from their rows, with their rings and what officers said of them.

They are read a day at a time, and each is let go once it is counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.measures.callers import CHOSE_BRANCH
from ivr.flow.measures.officers import Attempt
from ivr.flow.measures.tally import PastCall
from ivr.flow.words import CallbackOutcome, CallResult, Cause, Channel, LegOutcome, Verdict
from models.call_results import CallResultRow
from models.callbacks import Callback
from models.calls import LONGEST_CALL, Call
from models.legs import Leg
from models.officer_calls import OfficerCall

DAY = timedelta(days=1)
CHUNK = 500
# A key that comes later, or a result that is typed in, says what came of the talk, but not how long
# the officer was kept by it.
WRAPS_UP_WITHIN = timedelta(minutes=15)
KEYED = (Channel.KEYPAD, Channel.CALL)
SETTLED = {CallResult.SOLVED: True, CallResult.NOTED: False, CallResult.PASSED_ON: False}


def past_calls(session: Session, since: datetime, until: datetime) -> Iterator[PastCall]:
    """Yield the calls that started in `[since, until)` and are over, in order."""
    for begin, end in _days(session, since, until):
        talks = Talks(session, begin, end)
        rows = session.execute(_query(begin, end).execution_options(yield_per=CHUNK))
        for _, own in groupby(rows, key=lambda row: row.id):
            yield _past(list(own), talks)


def visits(session: Session, since: datetime, until: datetime) -> Iterator[PastCall]:
    """Yield the calls of `[since, until)` that say something of people: whom, when and how.

    Calls that chose no branch do not; waits and rings are left out.
    """
    query = (
        sa.select(Call.verdict, Call.started_at, Call.ended_at, Call.branch, Call.callback_number)
        .add_columns(CallResultRow.result, Callback.outcome.label("paid_by"))
        .outerjoin(CallResultRow, CallResultRow.call_sid == Call.sid)
        .outerjoin(Callback, Callback.id == Call.callback_id)
        .where(*_started_in(since, until), Call.verdict.in_(CHOSE_BRANCH))
        .order_by(Call.started_at, Call.id)
    )
    for row in session.execute(query.execution_options(yield_per=CHUNK)):
        yield PastCall(
            verdict=row.verdict,
            started_at=row.started_at,
            ended_at=row.ended_at,
            branch=row.branch,
            caller=row.callback_number,
            settled=SETTLED.get(row.result),
            is_set_apart=_is_prank(row),
        )


@dataclass(frozen=True, slots=True)
class Handled:
    """Answered calls of one branch that kept an officer equally long, and how many they are."""

    branch: str
    seconds: int
    number: int
    is_talk_only: bool


def handled(session: Session, since: datetime, until: datetime) -> Iterator[Handled]:
    """Yield how long the answered calls of `[since, until)` kept officers, talk and key after it.

    Calls without a key are counted where they lie: they are most of them.
    """
    answered = (*_started_in(since, until), Call.verdict == Verdict.ANSWERED)
    is_told = (CallResultRow.call_sid == Call.sid) & CallResultRow.channel.in_(sorted(KEYED))
    silent = (
        sa.select(Call.branch, Call.talk_s, sa.func.count())
        .where(*answered, ~sa.exists().where(is_told))
        .group_by(Call.branch, Call.talk_s)
    )
    for branch, talk_s, number in session.execute(silent):
        yield Handled(branch, talk_s, number, is_talk_only=True)
    keyed = (
        sa.select(Call.branch, Call.talk_s, Call.ended_at)
        .add_columns(CallResultRow.channel, CallResultRow.at.label("told_at"))
        .join(CallResultRow, is_told)
        .where(*answered)
    )
    for row in session.execute(keyed.execution_options(yield_per=CHUNK)):
        wrap_up_s = _wrap_up_s(row)
        yield Handled(row.branch, row.talk_s + (wrap_up_s or 0), 1, is_talk_only=wrap_up_s is None)


def _days(
    session: Session, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the days of a period, counted from its first call to its last."""
    query = sa.select(sa.func.min(Call.started_at), sa.func.max(Call.started_at))
    bounds: Any = session.execute(query.where(*_started_in(since, until))).one()
    begin, last = bounds
    while begin is not None and begin <= last:
        end = min(until, begin + DAY)
        yield begin, end
        begin = end


def _started_in(since: datetime, until: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    is_over = Call.ended_at.is_not(None) & Call.verdict.is_not(None)
    return (Call.started_at >= since, Call.started_at < until, is_over)


def _query(since: datetime, until: datetime) -> sa.Select[Any]:
    """Return the query for calls with everything told of them: a row for each ring, or one."""
    call = (Call.id, Call.verdict, Call.started_at, Call.ended_at, Call.branch)
    told = (CallResultRow.result, CallResultRow.at.label("told_at"), CallResultRow.channel)
    ring = (Leg.officer_id, Leg.officer_number, Leg.started_at.label("rung_at"), Leg.outcome)
    return (
        sa.select(*call, Call.callback_number, Call.wait_s, Call.talk_s)
        .add_columns(*told, *ring, Callback.outcome.label("paid_by"))
        .outerjoin(Leg, Leg.call_id == Call.id)
        .outerjoin(CallResultRow, CallResultRow.call_sid == Call.sid)
        .outerjoin(Callback, Callback.id == Call.callback_id)
        .where(*_started_in(since, until))
        .order_by(Call.started_at, Call.id, Leg.attempt)
    )


def _past(rows: Sequence[Any], talks: "Talks") -> PastCall:
    first = rows[0]
    return PastCall(
        verdict=first.verdict,
        started_at=first.started_at,
        ended_at=first.ended_at,
        branch=first.branch,
        caller=first.callback_number,
        wait_s=first.wait_s,
        talk_s=first.talk_s,
        wrap_up_s=_wrap_up_s(first),
        settled=SETTLED.get(first.result),
        is_set_apart=_is_prank(first),
        attempts=tuple(
            Attempt(row.officer_id, row.outcome, talks.are_held(row.officer_number, row.rung_at))
            for row in rows
            if row.officer_id is not None
        ),
    )


def _wrap_up_s(row: Any) -> int | None:
    """Return the seconds from the end of a call to the officer's key, None without one in time."""
    if row.channel not in KEYED:
        return None
    passed: timedelta = row.told_at - row.ended_at
    return max(0, round(passed.total_seconds())) if passed <= WRAPS_UP_WITHIN else None


def _is_prank(row: Any) -> bool:
    return row.result is CallResult.NUISANCE or row.paid_by is CallbackOutcome.NUISANCE


class Talks:
    """When officers' phones were held by the hotline itself, around `[since, until)`.

    By a citizen's call, by a call of ours to them, or by their own call to the keypad.
    """

    def __init__(self, session: Session, since: datetime, until: datetime) -> None:
        """Read whatever can have gone on while a call that started then rang its officers."""
        earliest, latest = since - LONGEST_CALL, until + LONGEST_CALL
        answered = (
            sa.select(Leg.officer_number, Leg.accepted_at, Leg.ended_at)
            .join(Call, Call.id == Leg.call_id)
            .where(Call.started_at >= earliest, Call.started_at < latest)
            .where(Leg.outcome == LegOutcome.ANSWERED)
        )
        ours = sa.select(OfficerCall.number, OfficerCall.answered_at, OfficerCall.ended_at).where(
            OfficerCall.placed_at >= earliest, OfficerCall.placed_at < latest
        )
        theirs = sa.select(Call.caller_number, Call.started_at, Call.ended_at).where(
            Call.started_at >= earliest,
            Call.started_at < latest,
            Call.cause == Cause.OFFICERS_MENU,
        )
        self._held: dict[str, list[tuple[datetime, datetime]]] = {}
        rows: Iterable[Any] = session.execute(sa.union_all(answered, ours, theirs))
        for number, begin, end in rows:
            if begin and end:
                self._held.setdefault(number, []).append((begin, end))

    def are_held(self, number: str, at: datetime) -> bool:
        """Say whether one of these phones was talked on at a moment."""
        return any(begin <= at < end for begin, end in self._held.get(number, ()))
