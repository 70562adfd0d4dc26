"""What somebody must be told of the roster, in time to do something about it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from duty.changes import every_branch, span
from ivr.flow.duty.gaps import Gap, cover, who_could_fill
from ivr.flow.duty.roster import Roster
from ivr.flow.hours import Calendar
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import Level, Text
from models.notices import Notice

TOLD_AT = time(16, 0)
DAY = timedelta(days=1)
MOST_NAMED = 3


def days_to_tell(local: datetime) -> tuple[date, ...]:
    """Return the days whose gaps are to be told at a local moment.

    Tomorrow's from four in the afternoon on, while people can still be reached; today's always,
    since they arose after that.
    """
    today = local.date()
    return (today, today + DAY) if local.time() >= TOLD_AT else (today,)


def gap_notices(roster: Roster, switchboard: Switchboard, now: datetime) -> Iterator[Notice]:
    """Yield a notice for each branch and day with a gap that is to be told now.

    The calendar of the switchboard must have the roster's days over it.
    """
    calendar = switchboard.calendar
    for day in days_to_tell(calendar.local(now)):
        since = max(now, datetime.combine(day, time(0), calendar.zone).astimezone(UTC))
        until = datetime.combine(day + DAY, time(0), calendar.zone).astimezone(UTC)
        for branch in every_branch(switchboard):
            gaps = cover(roster, branch, calendar, since, until).gaps
            if gaps:
                yield _notice(roster, branch, calendar, day, gaps)


def _notice(
    roster: Roster, branch: Branch, calendar: Calendar, day: date, gaps: tuple[Gap, ...]
) -> Notice:
    minutes = sum((gap.length for gap in gaps), timedelta()) // timedelta(minutes=1)
    periods = "; ".join(span(calendar, gap) for gap in gaps)
    posts = [
        roster.officers[code].officer.post
        for code in who_could_fill(roster, branch, calendar, gaps[0])[:MOST_NAMED]
    ]
    subject = Text(
        f"Lịch trực trống {minutes} phút ngày {day:%d/%m}: nhánh {branch.key} {branch.name.vi}",
        f"{minutes} minutes without anybody on duty on {day:%d/%m}: branch {branch.name.en}",
    )
    body = Text(
        f"Không có ai trực: {periods}."
        f" Có thể trực thay: {', '.join(p.vi for p in posts) or 'chưa có ai'}."
        f" Người chịu trách nhiệm: {branch.head.vi if branch.head else 'chưa ghi'}.",
        f"Nobody on duty: {periods}."
        f" Could fill in: {', '.join(p.en for p in posts) or 'nobody yet'}."
        f" Accountable: {branch.head.en if branch.head else 'not named'}.",
    )
    key = f"gap:{branch.id}:{day.isoformat()}"
    return Notice(key=key, audience=branch.id, subject=subject, body=body, level=Level.HEAD)
