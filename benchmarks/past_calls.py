"""Millions of made-up calls as rows, straight into the tables: what the pages are measured with.

They are spread over three years of days as a hotline's are: working hours, quiet nights, callers
who call again. The stories behind them are told nowhere, so they serve for measuring only.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from models.numbers import backwards

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
AHEAD = timedelta(hours=7)  # of UTC, all year
NOW = datetime(2026, 11, 23, 9, 41, tzinfo=HANOI).astimezone(UTC)
DAYS = 1096
HOTLINE = "+84500000000"
SWITCHBOARD = "+84500500500"  # a company behind one number, which calls a lot
BRANCHES = (
    *("noi-vu-cchc", "doanh-nghiep", "tu-phap", "thu-tuc-hanh-chinh", "to-chuc-can-bo"),
    *("tai-chinh", "cong-nghe-thong-tin", "iso"),
)
WEIGHTS = (24, 16, 11, 27, 5, 7, 8, 2)
BY_HOUR = (*(1,) * 7, 40, 70, 80, 55, 12, 8, 50, 75, 60, 35, 8, 4, 4, 3, 2, 2, 1)
NEVER_CLOSED = 0.003

Row = tuple[object, ...]
Rows = dict[str, list[Row]]

COLUMNS = {
    "calls": (
        *("id", "sid", "caller_number", "callback_number", "called_number", "language", "branch"),
        *("lead", "started_at", "chosen_at", "answered_at", "ended_at", "verdict", "cause"),
        *("wait_s", "talk_s", "message_s", "callback_requested", "due_at", "callback_id"),
        *("local_on", "local_hour", "number_reversed", "is_counted"),
    ),
    "legs": (
        *("id", "call_id", "attempt", "round", "officer_id", "officer_number", "sid"),
        *("started_at", "picked_up_at", "accepted_at", "ended_at", "outcome", "talk_s"),
    ),
    "messages": (
        *("id", "call_id", "recording_sid", "url", "seconds", "recorded_at", "is_kept", "state"),
        *("tries", "error"),
    ),
    "callbacks": (
        *("id", "caller_number", "branch", "state", "misses", "first_missed_at", "last_missed_at"),
        *("due_at", "reopened", "closed_at", "outcome", "last_call_id", "tries", "reached_at"),
        *("reached_by", "number_reversed", "last_verdict", "last_cause", "message_s"),
    ),
    "line_checks": (
        *("id", "kind", "officer", "number", "placed_at", "ended_at", "grade", "seconds"),
    ),
}
CAUSES = ("no_answer", "no_answer", "no_answer", "machine", "declined", "busy", "bad_number")


@dataclass
class Owed:
    """A callback that is made up as its calls come; `ends_at`: when somebody will close it."""

    id: int
    caller: str
    branch: str
    first_at: datetime
    last_at: datetime
    due_at: datetime
    ends_at: datetime
    reopened: bool
    misses: int = 0
    last_call_id: int = 0
    verdict: str = ""
    cause: str | None = None
    message_s: int = 0

    def row(self) -> Row:
        """Return it as a row of its table, as it stands now."""
        is_open = self.ends_at > NOW
        closed_at = None if is_open else self.ends_at
        return (
            *(self.id, self.caller, self.branch, "open" if is_open else "closed", self.misses),
            *(self.first_at, self.last_at, self.due_at, self.reopened, closed_at),
            *(None if is_open else "reached", self.last_call_id, 0, closed_at),
            *(None if is_open else "o1", backwards(self.caller), self.verdict, self.cause),
            self.message_s,
        )


@dataclass
class PastCalls:
    """Made-up calls, in the order of time; the same for the same number and seed."""

    count: int
    seed: int = 1
    days: int = DAYS
    _rng: random.Random = field(init=False)
    _owed: dict[tuple[str, str], Owed] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    _rows: Rows = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin the dice."""
        self._rng = random.Random(self.seed)

    def by_day(self) -> Iterator[Rows]:
        """Yield the rows of each day, by table; the callbacks that stand open come at the end."""
        self._rows = {name: [] for name in COLUMNS}
        for day, moments in self._days():
            for at in moments:
                self._call(at)
            self._checks(day)
            yield self._taken()
        for owed in self._owed.values():
            self._rows["callbacks"].append(owed.row())
        yield self._taken()

    def _taken(self) -> Rows:
        rows, self._rows = self._rows, {name: [] for name in COLUMNS}
        return rows

    def _days(self) -> Iterator[tuple[date, list[datetime]]]:
        """Yield each day with the moments of its calls."""
        today = (NOW + AHEAD).date()
        days = [today - timedelta(days=self.days - 1 - n) for n in range(self.days)]
        weights = [(0.12 if day.weekday() > 4 else 1) * (1.3 - 0.1 * day.weekday()) for day in days]
        hours = [*accumulate(BY_HOUR)]
        counts = [0] * self.days
        for index in self._rng.choices(range(self.days), weights, k=self.count):
            counts[index] += 1
        for day, number in zip(days, counts, strict=True):
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - AHEAD
            until_s = min(86_400.0, (NOW - midnight).total_seconds() - 900)
            drawn = self._rng.choices(range(24), cum_weights=hours, k=number)
            seconds = (hour * 3600 + self._rng.random() * 3600 for hour in drawn)
            yield day, sorted(midnight + timedelta(seconds=min(s, until_s)) for s in seconds)

    def _next(self, table: str) -> int:
        self._ids[table] += 1
        return self._ids[table]

    def _caller(self) -> str | None:
        chance = self._rng.random()
        if chance < 0.005:
            return None
        if chance < 0.01:
            return SWITCHBOARD
        known = max(50, self.count // 3)
        return f"+8450{self._rng.randrange(known) % 10_000_000:07}"

    def _call(self, at: datetime) -> None:
        """Make up one call, with its legs, its message, and what it is owed."""
        rng, id = self._rng, self._next("calls")
        local = at + AHEAD
        in_hours = local.weekday() < 5 and 7 <= local.hour < 17
        verdict, cause = self._ending(in_hours=in_hours)
        branch = "" if verdict == "menu_ended" else rng.choices(BRANCHES, WEIGHTS)[0]
        caller = self._caller()
        wait_s = min(400, int(rng.lognormvariate(3, 0.6))) if verdict == "answered" else 0
        wait_s = int(rng.expovariate(1 / 30)) if verdict == "abandoned" else wait_s
        wait_s = rng.randint(40, 90) if verdict == "not_answered" else wait_s
        talk_s = int(rng.expovariate(1 / 150)) if verdict == "answered" else 0
        chosen = at + timedelta(seconds=rng.randint(5, 40)) if branch else None
        ended = (chosen or at) + timedelta(seconds=wait_s + talk_s + 4)
        leaves = verdict in ("not_answered", "out_of_hours") and rng.random() < 0.3
        message_s = rng.randint(4, 120) if leaves else 0
        accepted = chosen + timedelta(seconds=wait_s) if chosen and talk_s else None
        if verdict == "abandoned":
            cause = "short" if wait_s < 5 else "hung_up"
        is_owed = caller and (verdict in ("abandoned", "not_answered") or message_s)
        owed = self._owe(caller or "", branch, ended) if is_owed else None
        if owed:
            owed.misses, owed.last_at, owed.last_call_id = owed.misses + 1, ended, id
            owed.verdict, owed.cause = verdict, cause
            owed.message_s = message_s or owed.message_s
        shown = caller or "anonymous"
        if caller and rng.random() < 0.01:
            shown = f"+8450{rng.randrange(10_000_000):07}"
        self._rows["calls"].append(
            (
                *(id, f"CA{id:032x}", shown, caller, HOTLINE),
                *("en" if rng.random() < 0.02 else "vi", branch, "Sở Nội vụ" if branch else ""),
                *(at, chosen, accepted, ended, verdict, cause, wait_s, talk_s, message_s),
                *(False, owed.due_at if owed else None, owed.id if owed else None),
                *(local.date(), local.hour, backwards(caller), True),
            )
        )
        if message_s:
            self._message(id, ended, message_s)
        if chosen and verdict in ("answered", "abandoned", "not_answered"):
            self._legs(id, branch, chosen, verdict, ended)

    def _ending(self, *, in_hours: bool) -> tuple[str, str | None]:
        chance = self._rng.random()
        if in_hours:
            for limit, verdict in ((0.74, "answered"), (0.84, "abandoned"), (0.92, "menu_ended")):
                if chance < limit:
                    return verdict, None
            if chance < 0.995:
                return "not_answered", self._rng.choice(CAUSES)
            return ("test" if chance < 0.998 else "blocked"), None
        if chance < 0.8:
            return "out_of_hours", "closed"
        return ("menu_ended", None) if chance < 0.95 else ("answered", None)

    def _owe(self, caller: str, branch: str, at: datetime) -> Owed:
        known = self._owed.get((caller, branch))
        if known and known.ends_at > at:
            return known
        if known:
            self._rows["callbacks"].append(known.row())
        due_at = at + timedelta(hours=2 + 15 * self._rng.random())
        takes = timedelta(hours=self._rng.expovariate(1 / 9))
        takes = timedelta(days=9999) if self._rng.random() < NEVER_CLOSED else takes
        owed = Owed(
            *(self._next("callbacks"), caller, branch, at, at, due_at, at + takes),
            reopened=known is not None,
        )
        self._owed[caller, branch] = owed
        return owed

    def _legs(self, id: int, branch: str, chosen: datetime, verdict: str, ended: datetime) -> None:
        number = 2 if verdict == "not_answered" else 1 + (self._rng.random() < 0.3)
        key = BRANCHES.index(branch) + 1
        for attempt in range(1, number + 1):
            is_last = attempt == number
            outcome = "answered" if is_last and verdict == "answered" else "no_answer"
            if is_last and verdict == "abandoned":
                outcome = "canceled"
            accepted = chosen + timedelta(seconds=9) if outcome == "answered" else None
            leg = self._next("legs")
            self._rows["legs"].append(
                (
                    *(leg, id, attempt, 1, f"can-bo-{key}-{attempt}", f"+8450000{key:03}{attempt}"),
                    *(f"CB{leg:032x}", chosen + timedelta(seconds=20 * (attempt - 1)), accepted),
                    *(accepted, ended, outcome, 60 if accepted else 0),
                )
            )

    def _message(self, id: int, ended: datetime, seconds: int) -> None:
        number = self._next("messages")
        self._rows["messages"].append(
            (*(number, id, f"RE{number:032x}", "", seconds, ended, True, "stored", 1, ""),)
        )

    def _checks(self, day: date) -> None:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - AHEAD
        for officer in range(23):
            at = midnight + timedelta(hours=7, minutes=5 * officer)
            if at < NOW:
                grade = "passed" if self._rng.random() < 0.93 else "no_answer"
                self._rows["line_checks"].append(
                    (
                        *(self._next("line_checks"), "line", f"can-bo-{officer}"),
                        *(f"+8450000{officer:04}", at, at, grade, 9),
                    )
                )
