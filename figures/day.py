"""Reads what the digest tells of a day."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sqlalchemy.orm import Session

from duty.changes import every_branch, span
from figures.calls import visits
from figures.digest import BranchDay, Digest, EmptyHours
from figures.owed import overdue, owed
from figures.sums import callers, counted
from ivr.flow.duty.gaps import cover
from ivr.flow.duty.roster import Roster
from ivr.flow.measures.callers import Callers, callers_not_served
from ivr.flow.measures.calls import count
from ivr.flow.measures.report import Period
from ivr.flow.measures.tally import Tally
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import Text
from models.duty.reading import read_roster
from models.reconciliations import runs
from models.sums.people import all_of, is_followed, missed_people

DAY = timedelta(days=1)


def read_day(
    session: Session, switchboard: Switchboard, *, now: datetime, yesterday: bool
) -> Digest:
    """Return the digest of the day before, or of today until `now`.

    The calendar of the switchboard must have the roster's days over it.
    """
    local = switchboard.calendar.local(now)
    today = datetime.combine(local.date(), time(0), local.tzinfo).astimezone(UTC)
    since, until = (today - DAY, today) if yesterday else (today, now)
    period = Period(since, until, now, served_by=now)
    missed = _missed(session, period)
    roster = read_roster(session, since=now)
    return Digest(
        day=switchboard.calendar.local(since).date(),
        until=None if yesterday else local.time(),
        branches=tuple(_branches(session, switchboard, period)),
        people=missed.share.whole,
        unserved=missed.share.part,
        nameless=missed.nameless,
        out=tuple(
            there.officer.post
            for _, there in sorted(roster.officers.items())
            if there.is_out and there.is_active(local.date())
        ),
        empty=tuple(_empty(roster, switchboard, now, today)),
        unseen=runs.gap(session, since, until).part,
    )


def _missed(session: Session, period: Period) -> Callers:
    """Return the callers missed, and those of them whom nobody has spoken to by now."""
    since, until, now = period.since, period.until, period.now
    if is_followed(session, since, until):
        people = missed_people(session, since, until, by=now, branches=None)
        whole = all_of(people.values())
        return callers(whole.left, whole)
    return callers_not_served(
        visits(session, since, now), owed(session, period), since=since, until=until, by=now
    )


def _branches(session: Session, switchboard: Switchboard, period: Period) -> Iterator[BranchDay]:
    """Yield each branch's day in the order of the menu; those that it has no more by their id."""
    tallies = counted(session, switchboard, period)
    late = overdue(session, period.now)
    menu = {branch.id: _named(branch) for branch in every_branch(switchboard)}
    others = sorted((tallies.keys() | late.keys()) - menu.keys())
    for id, name in (*menu.items(), *((id, Text(id, id)) for id in others)):
        counts = count(tallies.get(id, Tally()))
        yield BranchDay(
            name=name,
            offered=counts.offered,
            answered=counts.answered,
            missed=counts.missed,
            overdue=late.get(id, 0),
        )


def _empty(
    roster: Roster, switchboard: Switchboard, now: datetime, today: datetime
) -> Iterator[EmptyHours]:
    """Yield the hours of the rest of today and of tomorrow that nobody has duty in."""
    calendar = switchboard.calendar
    for since, until in ((now, today + DAY), (today + DAY, today + 2 * DAY)):
        for branch in every_branch(switchboard):
            found = cover(roster, branch, calendar, since, until)
            if found.gaps:
                yield EmptyHours(
                    name=_named(branch),
                    spans=tuple(span(calendar, gap) for gap in found.gaps),
                    minutes=found.gap_minutes,
                    of_minutes=found.minutes,
                )


def _named(branch: Branch) -> Text:
    return Text(f"{branch.key} {branch.name.vi}".strip(), f"{branch.key} {branch.name.en}".strip())
