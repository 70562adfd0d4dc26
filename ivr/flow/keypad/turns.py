"""What the roster says of one officer: branches, the present turn, and who could stand in."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from ivr.flow.duty.gaps import Gap, who_could_fill
from ivr.flow.duty.on_duty import OnDuty, on_duty
from ivr.flow.duty.roster import DAY, Roster
from ivr.flow.scene import Scene
from ivr.flow.switchboard import Branch

MOST_NAMED = 8  # there are so many keys


def branches_of(scene: Scene, roster: Roster, officer: str) -> tuple[Branch, ...]:
    """Return the branches that an officer serves these days, or stands in for at this moment."""
    today = scene.switchboard.calendar.local(scene.now).date()
    by_shift = {
        shift.branch
        for shift in roster.shifts
        if shift.officer == officer
        and shift.is_known(scene.now)
        and shift.valid_from <= today
        and (shift.valid_to is None or today <= shift.valid_to)
    }
    now = {branch.id for branch, _ in _present(scene, roster, officer)}
    return tuple(b for b in _all(scene) if b.id in by_shift | now)


def present(scene: Scene, roster: Roster, officer: str) -> tuple[Branch, ...]:
    """Return the branches that an officer is on duty for at this moment."""
    return tuple(branch for branch, _ in _present(scene, roster, officer))


def turn_end(scene: Scene, roster: Roster, officer: str) -> datetime:
    """Return when the present turn ends, the last of several; without one the local day, in UTC.

    A turn that goes on past midnight ends in the morning.
    """
    ends = [
        end
        for branch, there in _present(scene, roster, officer)
        for end in _ends(scene, roster, branch, there.instead_of or officer)
    ]
    calendar = scene.switchboard.calendar
    midnight = datetime.combine(calendar.local(scene.now).date() + DAY, time(0), calendar.zone)
    return max(ends, default=midnight.astimezone(UTC))


def could_stand_in(scene: Scene, roster: Roster, officer: str, until: datetime) -> tuple[str, ...]:
    """Return who could take an officer's turns until then: the branch's own first, eight in all."""
    branches = present(scene, roster, officer) or branches_of(scene, roster, officer)
    calendar, gap = scene.switchboard.calendar, Gap(scene.now, until)
    found = (
        code
        for branch in branches
        for code in who_could_fill(roster, branch, calendar, gap)
        if code != officer and code in scene.board.roster.officers
    )
    return tuple(dict.fromkeys(found))[:MOST_NAMED]


def _all(scene: Scene) -> tuple[Branch, ...]:
    return (*scene.switchboard.branches(), scene.switchboard.desk)


def _present(scene: Scene, roster: Roster, officer: str) -> Iterator[tuple[Branch, OnDuty]]:
    """Yield each branch with what puts the officer there: by post, or by telephone in the file."""
    mine = roster.officers.get(officer)
    number = mine.officer.number if mine else ""
    for branch in _all(scene):
        for there in on_duty(roster, branch, scene.switchboard.calendar, scene.now):
            if there.officer.id == officer or there.officer.number == number:
                yield branch, there


def _ends(scene: Scene, roster: Roster, branch: Branch, whose: str) -> Iterator[datetime]:
    calendar = scene.switchboard.calendar
    today = calendar.local(scene.now).date()
    for shift in roster.shifts_of(branch.id):
        for day in (today, today - DAY):
            weekday = calendar.worked.get(day, day.weekday())
            begin, end = shift.turn(day, calendar.zone)
            is_his = shift.officer == whose and shift.is_known(scene.now)
            if is_his and shift.begins_on(day, weekday) and begin <= scene.now < end:
                yield end
