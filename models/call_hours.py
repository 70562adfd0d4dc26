"""The roll-up: calls counted by branch, local day and local hour, so that no page counts rows.

Whoever writes a call moves what it adds from its old hour to its new one, in the same transaction:
so the counts are those of the calls, in whatever order and however often a call was told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.story import SHORT_S
from ivr.flow.words import Verdict
from models.base import Base
from models.calls import Call
from models.sums.tables import NOT_TOLD, TIMED, Rung, Waited, add_rings, add_waits, unsettle

# The longest wait of each band in seconds; a last band has no end. Those of the answered are fine
# enough for a percentile, those of the abandoned for the service levels.
ANSWERED_BANDS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 90, 120, 180)
ABANDONED_BANDS = (20, 30, 60)
EVERY = "*"  # no branch's id: hours of all branches together, for the widest pages

Count = Annotated[int, mapped_column(sa.Integer(), default=0, server_default="0")]
Hour = tuple[str, date, int]  # branch, local day, local hour


class Counted:
    """What is counted of calls, by the day and hour in which they began.

    There is one count for each verdict. Of the abandoned, `short` left within five seconds;
    `messages` were left whatever the verdict. `wait_s` and `talk_s` are sums over the answered,
    `left_s` is that of the waits of the abandoned. `answered_20` counts those who waited longer
    than 15 and at most 20 seconds, `answered_more` those who waited longer than all bands.
    """

    answered: Mapped[Count]
    abandoned: Mapped[Count]
    not_answered: Mapped[Count]
    menu_ended: Mapped[Count]
    out_of_hours: Mapped[Count]
    blocked: Mapped[Count]
    test: Mapped[Count]
    short: Mapped[Count]
    messages: Mapped[Count]
    wait_s: Mapped[Count]
    left_s: Mapped[Count]
    talk_s: Mapped[Count]
    answered_5: Mapped[Count]
    answered_10: Mapped[Count]
    answered_15: Mapped[Count]
    answered_20: Mapped[Count]
    answered_25: Mapped[Count]
    answered_30: Mapped[Count]
    answered_40: Mapped[Count]
    answered_50: Mapped[Count]
    answered_60: Mapped[Count]
    answered_90: Mapped[Count]
    answered_120: Mapped[Count]
    answered_180: Mapped[Count]
    answered_more: Mapped[Count]
    abandoned_20: Mapped[Count]
    abandoned_30: Mapped[Count]
    abandoned_60: Mapped[Count]
    abandoned_more: Mapped[Count]


# Without a row id SQLite keeps the rows themselves in the order of the key: a page reads a stretch.
_IN_ORDER = {"sqlite_with_rowid": False}


class CallHour(Counted, Base):
    """The calls of one branch in one local hour; `*` are all branches, "" those without one.

    `weekday` is the day's, Monday being 0.
    """

    __tablename__ = "call_hours"
    __table_args__ = _IN_ORDER

    branch: Mapped[str] = mapped_column(primary_key=True)
    local_on: Mapped[date] = mapped_column(primary_key=True)
    local_hour: Mapped[int] = mapped_column(sa.Integer(), primary_key=True)
    weekday: Mapped[int] = mapped_column(sa.Integer())


class CallDay(Counted, Base):
    """The calls of one branch on one local day; "" are those without a branch."""

    __tablename__ = "call_days"
    __table_args__ = _IN_ORDER

    local_on: Mapped[date] = mapped_column(primary_key=True)
    branch: Mapped[str] = mapped_column(primary_key=True)


_OTHERS = ("branch", "local_on", "local_hour", "weekday")
COUNTS = tuple(c.name for c in CallHour.__table__.columns if c.name not in _OTHERS)
ANSWERED_COLUMNS = tuple(f"answered_{band}" for band in (*ANSWERED_BANDS, "more"))
ABANDONED_COLUMNS = tuple(f"abandoned_{band}" for band in (*ABANDONED_BANDS, "more"))


@dataclass(frozen=True, slots=True)
class Summary:
    """What one call that is over adds to its hour; `rings` are officers and how each ring ended.

    `held` is which phone of an officer it held, and from when to when.
    """

    hour: Hour
    verdict: Verdict
    has_message: bool
    wait_s: int
    talk_s: int
    rings: tuple[tuple[str, str], ...] = ()
    held: tuple[tuple[str, datetime | None, datetime | None], ...] = ()


def summary(call: Call | None) -> Summary | None:
    """Return what a call adds to the roll-up: nothing while it goes on, or was never counted.

    Calls that an older release told are not in it, until the worker has caught up with them.
    """
    if call is None or call.verdict is None or not call.is_counted:
        return None
    return Summary(
        hour=(call.branch, call.local_on, call.local_hour),
        verdict=call.verdict,
        has_message=call.message_s > 0,
        wait_s=call.wait_s,
        talk_s=call.talk_s,
        rings=() if call.verdict is Verdict.TEST else _rings(call),
        held=(
            (call.caller_number, call.started_at, call.ended_at),
            *((leg.officer_number, leg.accepted_at, leg.ended_at) for leg in call.legs),
        ),
    )


def _rings(call: Call) -> tuple[tuple[str, str], ...]:
    ended = ((leg.officer_id, leg.outcome) for leg in call.legs)
    return tuple((officer, outcome.value if outcome else NOT_TOLD) for officer, outcome in ended)


def counts(told: Summary) -> Mapping[str, int]:
    """Return what a call adds to each column of its hour; columns without anything are left out."""
    found = Counter({told.verdict.value: 1})
    found["messages"] += told.has_message
    if told.verdict is Verdict.ANSWERED:
        found[f"answered_{_band(told.wait_s, ANSWERED_BANDS)}"] += 1
        found["wait_s"] += told.wait_s
        found["talk_s"] += told.talk_s
    if told.verdict is Verdict.ABANDONED:
        found[f"abandoned_{_band(told.wait_s, ABANDONED_BANDS)}"] += 1
        found["left_s"] += told.wait_s
        found["short"] += told.wait_s < SHORT_S
    return found


def _band(wait_s: int, bands: tuple[int, ...]) -> str:
    return next((str(band) for band in bands if wait_s <= band), "more")


@dataclass(frozen=True, slots=True)
class Moves:
    """What one transaction moves in the roll-up, kept together until its end."""

    _by_hour: dict[Hour, Counter[str]] = field(default_factory=dict)
    _waits: Counter[Waited] = field(default_factory=Counter)
    _rings: Counter[Rung] = field(default_factory=Counter)
    _days: set[date] = field(default_factory=set)

    def move(self, before: Summary | None, after: Summary | None) -> None:
        """Take away what a call added before it was written, and add what it does since."""
        if before == after:
            return
        self._days.update(told.hour[1] for told in (before, after) if told is not None)
        if before is not None:
            self._at(before.hour).subtract(counts(before))
            self._waits.subtract(_waited(before))
            self._rings.subtract(_rung(before))
        if after is not None:
            self._at(after.hour).update(counts(after))
            self._waits.update(_waited(after))
            self._rings.update(_rung(after))

    def write(self, session: Session) -> None:
        """Write the moves, to be called last: every worker adds to the same few rows.

        The rows are written in one order, so that no two workers wait for each other.
        """
        hours: dict[Hour, Counter[str]] = {}
        days: dict[tuple[date, str], Counter[str]] = {}
        for (branch, on, hour), found in self._by_hour.items():
            hours.setdefault((branch, on, hour), Counter()).update(found)
            hours.setdefault((EVERY, on, hour), Counter()).update(found)
            days.setdefault((on, branch), Counter()).update(found)
        self._by_hour.clear()
        _add(session, _ADD_HOURS, (_hour(*key, found) for key, found in sorted(hours.items())))
        _add(session, _ADD_DAYS, (_day(*key, found) for key, found in sorted(days.items())))
        add_waits(session, self._waits)
        add_rings(session, self._rings)
        self._waits.clear()
        self._rings.clear()
        if self._days:
            unsettle(session, sorted(self._days))
        self._days.clear()

    def _at(self, hour: Hour) -> Counter[str]:
        return self._by_hour.setdefault(hour, Counter())


def _waited(told: Summary) -> list[Waited]:
    branch, on, _ = told.hour
    is_timed = told.verdict in TIMED
    return [(on, branch, told.verdict.value, told.wait_s)] if is_timed else []


def _rung(told: Summary) -> list[Rung]:
    branch, on, _ = told.hour
    return [(on, branch, officer, outcome) for officer, outcome in told.rings]


Row = dict[str, object]


def _hour(branch: str, on: date, hour: int, found: Counter[str]) -> Row:
    place: Row = {"branch": branch, "local_on": on, "local_hour": hour, "weekday": on.weekday()}
    return place | {name: found[name] for name in COUNTS}


def _day(on: date, branch: str, found: Counter[str]) -> Row:
    place: Row = {"local_on": on, "branch": branch}
    return place | {name: found[name] for name in COUNTS}


def _add(session: Session, statement: sa.TextClause, rows: Iterable[Row]) -> None:
    moved = [row for row in rows if any(row[name] for name in COUNTS)]
    if moved:
        session.execute(statement, moved)


def _adding(table: str, key: tuple[str, ...], *beside: str) -> sa.TextClause:
    """Return the upsert of one table. Both engines read the same words."""
    names = (*key, *beside, *COUNTS)
    added = (f"{name} = {table}.{name} + excluded.{name}" for name in COUNTS)
    return sa.text(
        f"INSERT INTO {table} ({', '.join(names)})"
        f" VALUES ({', '.join(f':{name}' for name in names)})"
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(added)}"
    ).bindparams(sa.bindparam("local_on", type_=sa.Date()))


_ADD_HOURS = _adding("call_hours", ("branch", "local_on", "local_hour"), "weekday")
_ADD_DAYS = _adding("call_days", ("local_on", "branch"))
