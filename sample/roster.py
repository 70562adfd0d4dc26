"""A made-up roster over the officers of the branches file: their posts, their shifts, who was away.

It begins with the history and goes on, so that the next call rings by it too.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from duty.changes import Entry, changing, every_branch
from duty.refusals import BadEntries, BadEntry, GapRefused
from ivr.flow.switchboard import Branch, Officer, Switchboard
from ivr.flow.words import AbsenceReason, Role
from models.duty.entries import AbsenceRow, ShiftRow
from models.duty.officers import OfficerRow

ACTOR = "sample-data"
CODE = "mau-"  # with which the code of every made-up officer begins
NOTE = "dữ liệu mẫu · sample data"
EVERY_DAY, ODD, EVEN = "0123456", "024", "13"
AWAY_EACH = timedelta(days=9)


def enter(
    session: Session, switchboard: Switchboard, rng: random.Random, since: datetime, until: datetime
) -> bool:
    """Enter a roster for all branches; return whether that was done.

    One that stands already is left alone, and so is a branches file that such a roster does not
    fit: its officers are rung by the file then.
    """
    if session.scalar(sa.select(OfficerRow.id).limit(1)) is not None:
        return False
    first = switchboard.calendar.local(since).date()
    codes = _codes(switchboard)
    try:
        with (
            session.begin_nested(),
            changing(session, switchboard, now=since, actor=ACTOR) as change,
        ):
            change.make(enter=[*_officers(switchboard, codes, since, first)])
            rows: list[Entry] = [*_absences(switchboard, codes, rng, since, until)]
            for branch in every_branch(switchboard):
                rows += _shifts(branch, codes, first)
            change.make(enter=rows)
    except (BadEntry, BadEntries, GapRefused):
        return False
    return True


def _codes(switchboard: Switchboard) -> dict[str, str]:
    """Return the code of each number: one officer has one, however many branches they serve."""
    found: dict[str, str] = {}
    for branch in every_branch(switchboard):
        for place, officer in enumerate(branch.officers, start=1):
            found.setdefault(officer.number, f"{CODE}{branch.id}-{place}")
    return found


def _officers(
    switchboard: Switchboard, codes: dict[str, str], since: datetime, first: date
) -> Iterator[OfficerRow]:
    posts: dict[str, tuple[Branch, Officer]] = {}
    for branch in every_branch(switchboard):
        for officer in branch.officers:
            posts.setdefault(officer.number, (branch, officer))
    for number, code in codes.items():
        branch, officer = posts[number]
        yield OfficerRow(
            code=code,
            agency=branch.agency,
            post_vi=f"{officer.post.vi} (mẫu)",
            post_en=f"{officer.post.en} (sample)",
            person="",
            number=number,
            languages="vi",
            active_from=first,
            verified_at=since,
            entered_at=since,
        )


def _shifts(branch: Branch, codes: dict[str, str], first: date) -> Iterator[ShiftRow]:
    """Yield the shifts of a branch: two take turns, day by day, and stand by on the other days."""
    begin, end, weekdays = _hours(branch)
    for place, officer in enumerate(branch.officers, start=1):
        own = ODD if place == 1 else EVEN if place == 2 else ""
        for days, role in ((own, Role.PRIMARY), (_without(own), Role.DEPUTY)):
            of_week = "".join(day for day in days if day in weekdays)
            if of_week:
                yield ShiftRow(
                    branch=branch.id,
                    officer=codes[officer.number],
                    role=role,
                    position=place,
                    weekdays=of_week,
                    start=begin,
                    end=end,
                    valid_from=first,
                )


def _without(days: str) -> str:
    return "".join(day for day in EVERY_DAY if day not in days)


def _hours(branch: Branch) -> tuple[time, time, str]:
    """Return from when to when a branch is open, and on which weekdays."""
    if branch.hours.always:
        return time(0), time(0), EVERY_DAY
    spans = [span for day in branch.hours.week for span in day]
    weekdays = "".join(str(n) for n, day in enumerate(branch.hours.week) if day)
    begin = min((span.start for span in spans), default=time(7))
    late = any(span.end == time(0) for span in spans)
    return begin, time(0) if late else max((s.end for s in spans), default=time(17)), weekdays


def _absences(
    switchboard: Switchboard,
    codes: dict[str, str],
    rng: random.Random,
    since: datetime,
    until: datetime,
) -> Iterator[AbsenceRow]:
    """Yield who was away now and then, the last of them in a few days; a colleague stands in."""
    pairs = [
        (codes[branch.officers[0].number], codes[branch.officers[1].number])
        for branch in every_branch(switchboard)
        if len(branch.officers) > 1
    ]
    begin = since + AWAY_EACH
    while pairs and begin < until + timedelta(days=5):
        away, stand_in = rng.choice(pairs)
        day = switchboard.calendar.local(begin).date()
        local = datetime.combine(day, time(7), switchboard.calendar.zone).astimezone(UTC)
        yield AbsenceRow(
            officer=away,
            stand_in=stand_in,
            since=local,
            until=local + timedelta(days=rng.choice((1, 1, 2, 3))),
            reason=rng.choice([*AbsenceReason]),
            note=NOTE,
        )
        begin += AWAY_EACH
