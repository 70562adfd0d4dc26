"""The branches file: what of it is in force, and what is wrong with it, by line and column."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import groupby

from flask.typing import ResponseReturnValue

from accounts.rights import Right
from ivr.branches import BadBranches, Fault, read_text, warnings
from ivr.flow.duty.on_duty import has_shifts
from ivr.flow.hours import Calendar, Hours
from ivr.flow.numbers import grouped, masked
from ivr.flow.switchboard import Branch, Menu, Switchboard
from ivr.flow.words import Text
from web.pages.configuration.blueprint import configuration, tabs
from web.pages.roster.lines import said_hour
from web.session import hotline, needs
from web.showing import filled, show
from web.texts.configuration import CONFIGURATION, TASKS
from web.texts.roster import SHORT

HOUR = timedelta(hours=1)
UNITS = {"s": "seconds", "hours": "for_hours", "once": "telephones"}  # by the name's end


@dataclass(frozen=True, slots=True)
class FileState:
    """The branches file as it is now. `refused` is why a file without faults is not used."""

    faults: tuple[Fault, ...] = ()
    warned: tuple[Fault, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu, `depth` levels down; `branch` None for a menu of its own.

    `numbers` are those of the branch's officers in the file, masked; whether they answer now is
    `is_file_used`.
    """

    depth: int
    key: str
    choice: Text
    branch: Branch | None = None
    hours: tuple[Text, ...] = ()
    numbers: tuple[str, ...] = ()
    is_file_used: bool = False
    is_desk: bool = False


@configuration.get("")
@needs(Right.SEE_CONFIGURATION)
def show_branches() -> ResponseReturnValue:
    """Show the menu and its branches."""
    running = hotline()
    running.board.start()
    switchboard = running.board.board.switchboard
    others = sorted(switchboard.own_numbers - {switchboard.hotline})
    return show(
        "configuration/branches.html",
        CONFIGURATION,
        tabs=tabs(),
        file=running.settings.branches_file.name,
        state=file_state(running.clock()),
        hotline=grouped(switchboard.hotline),
        others=[grouped(number) for number in others],
        items=[*_items(switchboard.menu, 0), _item(switchboard.desk, 0)],
        tasks=TASKS,
        limits=[*_limits(switchboard)],
    )


def file_state(now: datetime) -> FileState:
    """Return what is wrong with the file; it is read anew, as what is in force may be older."""
    running = hotline()
    path, fault = running.settings.branches_file, running.board.fault or ""
    try:
        warned = warnings(read_text(path), source=path.name, today=now.date())
    except BadBranches as bad:
        return FileState(faults=bad.faults)
    is_old = fault.startswith(f"{path.name}:")  # of the file as it was a moment ago
    return FileState(warned=warned, refused="" if is_old else fault)


def _items(menu: Menu, depth: int) -> Iterator[Item]:
    for item in menu.items:
        if isinstance(item, Branch):
            yield _item(item, depth)
        else:
            yield Item(depth, item.key, item.choice)
            yield from _items(item, depth + 1)


def _item(branch: Branch, depth: int) -> Item:
    board, now = hotline().board.board, hotline().clock()
    calendar = board.switchboard.calendar
    return Item(
        depth=depth,
        key=branch.key,
        choice=branch.choice,
        branch=branch,
        hours=tuple(told_hours(branch.hours, calendar)),
        numbers=tuple(masked(officer.number) for officer in branch.officers),
        is_file_used=not has_shifts(board.roster, branch.id, calendar, now),
        is_desk=branch is board.switchboard.desk,
    )


def told_hours(hours: Hours, calendar: Calendar) -> Iterator[Text]:
    """Yield the hours of a week in words, days with the same hours as one."""
    if hours.opens_at:
        at = f"{calendar.local(hours.opens_at):%d/%m/%Y %H:%M}"
        yield filled(CONFIGURATION["opens_at"], at=at)
    if hours.always:
        yield CONFIGURATION["always"]
        return
    for spans, group in groupby(zip(hours.week, SHORT, strict=True), key=lambda pair: pair[0]):
        days = [name for _, name in group]
        said = ", ".join(f"{span.start:%H:%M}–{said_hour(span.end)}" for span in spans)
        told = Text(said, said) if spans else CONFIGURATION["closed"]
        first, last = days[0], days[-1]
        vi = first.vi if first is last else f"{first.vi}–{last.vi}"
        en = first.en if first is last else f"{first.en}–{last.en}"
        yield Text(f"{vi}: {told.vi}", f"{en}: {told.en}")


def _limits(switchboard: Switchboard) -> Iterator[tuple[Text, Text]]:
    """Yield what the file's limits are called, and what they are."""
    for name, value in asdict(switchboard.limits).items():
        unit = UNITS.get(name.rpartition("_")[2], "times")
        yield CONFIGURATION[name], filled(CONFIGURATION[unit], count=value)
    promise = switchboard.promise
    within = filled(CONFIGURATION["working_hours"], count=promise.working_time // HOUR)
    yield CONFIGURATION["working_time"], within
    by = filled(CONFIGURATION["next_day"], at=f"{promise.next_day_by:%H:%M}")
    yield CONFIGURATION["next_day_by"], by
