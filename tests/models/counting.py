"""The roll-up counted anew in the plainest way: call by call, from the rows."""

from collections import Counter, defaultdict

import sqlalchemy as sa

from ivr.flow.words import Verdict
from models.call_hours import COUNTS, CallDay, CallHour
from models.calls import Call

ANSWERED = {
    "answered_5": range(6),
    "answered_10": range(6, 11),
    "answered_15": range(11, 16),
    "answered_20": range(16, 21),
    "answered_25": range(21, 26),
    "answered_30": range(26, 31),
    "answered_40": range(31, 41),
    "answered_50": range(41, 51),
    "answered_60": range(51, 61),
    "answered_90": range(61, 91),
    "answered_120": range(91, 121),
    "answered_180": range(121, 181),
    "answered_more": range(181, 10**9),
}
ABANDONED = {
    "abandoned_20": range(21),
    "abandoned_30": range(21, 31),
    "abandoned_60": range(31, 61),
    "abandoned_more": range(61, 10**9),
}


def counted(database):
    """Return what the roll-up must have by the calls: of hours and days; zeros are left out."""
    found: defaultdict[object, Counter[str]] = defaultdict(Counter)
    with database.reading() as session:
        for call in session.scalars(sa.select(Call).where(Call.verdict.is_not(None))):
            for place in (
                (call.local_on, call.local_hour, call.branch),
                (call.local_on, call.local_hour, "*"),
                (call.local_on, call.branch),
            ):
                found[place] += one(call)
    return {place: dict(+counts) for place, counts in found.items()}


def one(call):
    """Return what one call adds."""
    found = Counter({call.verdict.value: 1, "messages": int(call.message_s > 0)})
    if call.verdict is Verdict.ANSWERED:
        found["wait_s"], found["talk_s"] = call.wait_s, call.talk_s
        found.update(name for name, band in ANSWERED.items() if call.wait_s in band)
    if call.verdict is Verdict.ABANDONED:
        found["left_s"], found["short"] = call.wait_s, int(call.wait_s < 5)
        found.update(name for name, band in ABANDONED.items() if call.wait_s in band)
    return found


def rolled_up(database):
    """Return what the roll-up has; zeros, and places that have come to them, are left out."""
    with database.reading() as session:
        hours, days = (
            session.scalars(sa.select(CallHour)).all(),
            session.scalars(sa.select(CallDay)),
        )
        assert all(row.weekday == row.local_on.weekday() for row in hours)
        found = {(row.local_on, row.local_hour, row.branch): counts_of(row) for row in hours}
        found |= {(row.local_on, row.branch): counts_of(row) for row in days}
    return {place: counts for place, counts in found.items() if counts}


def counts_of(row):
    return {name: getattr(row, name) for name in COUNTS if getattr(row, name)}
