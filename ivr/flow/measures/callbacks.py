"""What missed callers were owed, and when they got it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.flow.hours import Calendar, Hours
from ivr.flow.measures.coverage import working_s
from ivr.flow.measures.figures import Durations, Ratio, durations

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One callback owed to one caller by one branch, as its row tells it.

    `reached_at` is when we spoke to the citizen, None where we have not; `self_reached` that they
    called again and got through. `given_up` marks one that was closed without that, for whatever
    reason. One that was withdrawn was never owed, as nobody had been missed: it is none of these.
    One that `moved` is owed by another branch now, and counted there; that branch's word with the
    citizen is a word about this matter too.
    """

    caller: str
    branch: str
    last_missed_at: datetime
    due_at: datetime
    reached_at: datetime | None = None
    self_reached: bool = False
    given_up: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class CallbacksKept:
    """Citizens reached by the time they were due, of all due; and how it went with each.

    On time are `by_officer` and `by_caller`, who called again and got through. Not on time are
    those reached `late`, the `given_up` and those still `open`.
    """

    on_time: Ratio
    by_officer: int
    by_caller: int
    late: int
    given_up: int
    open: int


def callbacks_kept(owed: Iterable[Owed], *, since: datetime, until: datetime) -> CallbacksKept:
    """Return how many callbacks due in `[since, until)` were kept; reached when due is on time.

    Counted by due date, so that what is overdue and open is a failure, not missing. What is not due
    yet is no failure: for a period that goes on, `until` is now. Closing a case with a reason
    reaches nobody, and a mailbox is no success (NICE counts it as one). Source: Boston 311, ontime.
    """
    due = [debt for debt in owed if since <= debt.due_at < until and not debt.moved]
    reached = [debt for debt in due if debt.reached_at is not None]
    on_time = [debt for debt in reached if debt.reached_at and debt.reached_at <= debt.due_at]
    by_caller = sum(debt.self_reached for debt in on_time)
    given_up = sum(debt.given_up and debt.reached_at is None for debt in due)
    return CallbacksKept(
        on_time=Ratio(len(on_time), len(due)),
        by_officer=len(on_time) - by_caller,
        by_caller=by_caller,
        late=len(reached) - len(on_time),
        given_up=given_up,
        open=len(due) - len(reached) - given_up,
    )


@dataclass(frozen=True, slots=True)
class CallbackTimes:
    """From the last miss to the contact: in time that the branch worked, and by the plain clock.

    `plain` is None where it was not asked for.
    """

    working: Durations
    plain: Durations | None = None


def callback_times(
    owed: Iterable[Owed], hours: Mapping[str, Hours], calendar: Calendar
) -> CallbackTimes:
    """Return how long citizens waited for an officer to call back; `hours` by branch.

    Only where an officer did: a citizen who calls again and gets through has not been called back,
    and must not make us look quick. In seconds, whole ones; pages show minutes.
    """
    called = [
        (debt, debt.reached_at)
        for debt in owed
        if debt.reached_at and not (debt.self_reached or debt.moved)
    ]
    working = (
        working_s(hours[debt.branch], calendar, since=debt.last_missed_at, until=at)
        for debt, at in called
    )
    plain = (max(0, (at - debt.last_missed_at) // SECOND) for debt, at in called)
    return CallbackTimes(durations(working), durations(plain))
