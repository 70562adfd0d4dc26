"""`branches.yaml`: what the menu says, where each key leads, who is rung, when it is open.

The file is checked whole, at the start, and every fault in it is told at once with its line,
column and path, in Vietnamese and English: a bad file stops the boot, never a call.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ivr.branch_file.calendar_days import read_calendar, read_hours, read_time
from ivr.branch_file.faults import MAX_BYTES, Fault, Unreadable, too_big
from ivr.branch_file.fields import Fields
from ivr.branch_file.menu_items import RING_S, ROUNDS, Items, read_agencies
from ivr.branch_file.nodes import Node, read_yaml
from ivr.branch_file.number_check import Written, read_number, suspicious
from ivr.branch_file.officers import Roster
from ivr.flow.hours import Promise
from ivr.flow.numbers import grouped, is_placeholder
from ivr.flow.switchboard import Limits, Switchboard
from ivr.flow.words import Text

__all__ = [
    "BadBranches",
    "Fault",
    "load_branches",
    "placeholders",
    "read_branches",
    "read_text",
    "warnings",
]

VERSION = "1"
DEFAULT_ZONE = "Asia/Ho_Chi_Minh"
DEFAULT_RING_S = 20
DEFAULT_ROUNDS = 1
_ZONE = re.compile(r"[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}")
REQUIRED = (
    "version",
    "profile",
    "province",
    "hotline",
    "time_zone",
    "agencies",
    "hours",
    "branches",
    "duty_desk",
)
OPTIONAL = ("own_numbers", "ring_s", "rounds", "limits", "callback", "calendar")

# The range of each limit: what a caller stands, and what the carrier takes.
LIMIT_RANGES = {
    "key_s": (3, 20),
    "accept_s": (3, 30),
    "message_s": (10, 600),
    "silence_s": (2, 20),
    "talk_s": (60, 14_400),
    "errors": (1, 5),
    "waits": (0, 10),
    "calls_at_once": (1, 1000),
    "extra_key_calls": (3, 1000),
    "block_calls": (5, 10_000),
    "block_hours": (1, 72),
}
WORKING_HOURS = (1, 40)


class BadBranches(Exception):
    """The file cannot be used; `faults` are all the reasons, in the order of their lines."""

    def __init__(self, source: str, faults: Iterable[Fault]) -> None:
        """Keep the faults; the text has one a line, Vietnamese first."""
        self.faults = tuple(sorted(faults, key=_order))
        super().__init__("\n".join(f"{source}:{fault}" for fault in self.faults))


def _order(fault: Fault) -> tuple[int, int, str]:
    return fault.line, fault.column, fault.path


def load_branches(path: Path, *, today: date) -> Switchboard:
    """Return the switchboard of a file.

    Raises BadBranches also where the file is missing, unreadable or not UTF-8.
    """
    return read_branches(read_text(path), source=path.name, today=today)


def read_text(path: Path) -> str:
    """Return the text of a file. Raises BadBranches where there is none to be had."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = Text(f"không mở được tệp ({reason})", f"the file cannot be opened ({reason})")
        raise BadBranches(path.name, [Fault(1, 1, "", message)]) from error
    if len(raw) > MAX_BYTES:
        raise BadBranches(path.name, [too_big()])
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise BadBranches(path.name, [_not_utf8(raw, error.start)]) from error


def read_branches(text: str, *, source: str, today: date) -> Switchboard:
    """Return the switchboard that `text` describes, with the holidays around `today`.

    `source` is what messages call the file. Raises BadBranches with every fault there is.
    """
    switchboard, _, _ = _read(text, source, today)
    return switchboard


def warnings(text: str, *, source: str, today: date) -> tuple[Fault, ...]:
    """Return what is allowed in `text` but probably not meant. Raises BadBranches."""
    _, noticed, numbers = _read(text, source, today)
    return tuple(sorted((*noticed, *suspicious(numbers)), key=_order))


def placeholders(switchboard: Switchboard) -> tuple[str, ...]:
    """Name every place where a number from the shipped file still stands, and the number."""
    return tuple(
        f"{place}: {grouped(n)}" for place, n in _numbers(switchboard) if is_placeholder(n)
    )


def _numbers(switchboard: Switchboard) -> Iterator[tuple[str, str]]:
    yield "hotline", switchboard.hotline
    for number in sorted(switchboard.own_numbers - {switchboard.hotline}):
        yield "own_numbers", number
    for branch, officer in switchboard.officers():
        yield f"{branch.id}/{officer.id}", officer.number


def _read(text: str, source: str, today: date) -> tuple[Switchboard, list[Fault], list[Written]]:
    fields = Fields()
    try:
        root, twice = read_yaml(text.removeprefix("\ufeff"))
    except Unreadable as error:
        raise BadBranches(source, [error.fault]) from error
    switchboard, numbers = _switchboard(fields, root, today)
    faults = [*twice, *fields.faults]
    if faults:
        raise BadBranches(source, faults)
    return switchboard, fields.warnings, numbers


def _switchboard(fields: Fields, root: Node, today: date) -> tuple[Switchboard, list[Written]]:
    given = fields.group(root, REQUIRED, OPTIONAL)
    fields.pick(given.get("version"), {VERSION: VERSION})
    fields.identifier(given.get("profile"))
    zone = _zone(fields, given.get("time_zone"))
    hotline, own = _own_numbers(fields, given)
    numbers = [*own]
    roster = Roster(fields, frozenset(written.number for written in own), numbers)
    agencies = read_agencies(fields, given.get("agencies"))
    items = Items(
        fields=fields,
        agencies=agencies,
        roster=roster,
        zone=zone,
        hours=read_hours(fields, given.get("hours"), zone),
        ring_s=fields.integer(given.get("ring_s"), *RING_S, DEFAULT_RING_S),
        rounds=fields.integer(given.get("rounds"), *ROUNDS, DEFAULT_ROUNDS),
    )
    switchboard = Switchboard(
        province=fields.text(given.get("province")),
        hotline=hotline,
        menu=items.menu(given.get("branches")),
        desk=items.desk(given.get("duty_desk")),
        calendar=read_calendar(fields, given.get("calendar"), zone, today),
        limits=_limits(fields, given.get("limits")),
        promise=_promise(fields, given.get("callback")),
        own_numbers=roster.own_numbers,
        second_number=next((w.number for w in own if w.number != hotline), ""),
        agencies=tuple(agencies.values()),
    )
    roster.check_lengths()
    return switchboard, numbers


def _own_numbers(fields: Fields, given: dict[str, Node]) -> tuple[str, list[Written]]:
    hotline = read_number(fields, given.get("hotline"))
    allowed = Text("danh sách số máy", "a list of numbers")
    others = [read_number(fields, n) for n in fields.items(given.get("own_numbers"), allowed)]
    own = [written for written in (hotline, *others) if written]
    return (hotline.number if hotline else ""), own


def _zone(fields: Fields, node: Node | None) -> ZoneInfo:
    allowed = Text("tên múi giờ như Asia/Ho_Chi_Minh", "a time zone such as Asia/Ho_Chi_Minh")
    name = fields.matching(node, _ZONE, allowed)
    try:
        return ZoneInfo(name or DEFAULT_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if node:
            fields.wrong(node, allowed)
        return ZoneInfo(DEFAULT_ZONE)


def _limits(fields: Fields, node: Node | None) -> Limits:
    given = fields.group(node, (), LIMIT_RANGES)
    default = Limits()
    return Limits(
        **{
            name: fields.integer(given.get(name), *LIMIT_RANGES[name], getattr(default, name))
            for name in LIMIT_RANGES
        }
    )


def _promise(fields: Fields, node: Node | None) -> Promise:
    given = fields.group(node, (), ("working_hours", "next_day_by"))
    default = Promise()
    usual = default.working_time // timedelta(hours=1)
    hours = fields.integer(given.get("working_hours"), *WORKING_HOURS, usual)
    by = read_time(fields, given.get("next_day_by"), default.next_day_by)
    return Promise(timedelta(hours=hours), by)


def _not_utf8(raw: bytes, at: int) -> Fault:
    before = raw[:at]
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    message = Text(
        f"thấy byte {raw[at]:#04x}, không phải UTF-8; hãy lưu tệp với bảng mã UTF-8",
        f"found the byte {raw[at]:#04x}, which is not UTF-8; allowed: save the file as UTF-8",
    )
    return Fault(before.count(b"\n") + 1, column, "", message)
