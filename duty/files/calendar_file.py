"""The roster as iCalendar (RFC 5545): one event a turn, for the calendars of those on duty.

It tells posts, never persons or numbers: calendar files are passed on and synchronised. An event
keeps its UID as long as the same officer has the same turn, so a new import replaces the old one.
Source: RFC 5545, 3.1 (folding), 3.3.11 (escaping), 3.6.1 (events), 3.6.5 (time zones).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from duty.labels import INSTEAD, ROLES, both
from duty.turns import Turn
from ivr.flow.duty.roster import DutyOfficer
from ivr.flow.hours import Calendar
from ivr.flow.switchboard import Branch

FOLD_BYTES = 75
STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class BranchTurns:
    """A branch and its turns."""

    branch: Branch
    turns: tuple[Turn, ...]


def write_calendar(
    found: Iterable[BranchTurns],
    officers: Mapping[str, DutyOfficer],
    calendar: Calendar,
    now: datetime,
) -> bytes:
    """Return the events of these turns as a file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tam Nhanh//Lich truc//VI",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped('Lịch trực đường dây nóng')}",
        *_zone(calendar, now),
    ]
    for each in found:
        for turn in each.turns:
            lines += _event(each.branch, turn, officers, calendar, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def _zone(calendar: Calendar, now: datetime) -> Iterator[str]:
    """Yield the hotline's zone as it is now: Việt Nam has not moved its clocks since 1975."""
    offset = f"{calendar.local(now):%z}"
    yield from ("BEGIN:VTIMEZONE", f"TZID:{calendar.zone.key}", "BEGIN:STANDARD")
    yield from ("DTSTART:19750613T000000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}")
    yield from (f"TZNAME:{offset[:3]}", "END:STANDARD", "END:VTIMEZONE")


def _event(
    branch: Branch,
    turn: Turn,
    officers: Mapping[str, DutyOfficer],
    calendar: Calendar,
    now: datetime,
) -> Iterator[str]:
    there, zone = turn.there, calendar.zone.key
    begin, end = calendar.local(turn.begin), calendar.local(turn.end)
    role, post = ROLES[there.role], there.officer.post
    key = f" {branch.key}" if branch.key else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(branch, turn)}"
    yield f"DTSTAMP:{now.astimezone(UTC):{STAMP}}Z"
    yield f"DTSTART;TZID={zone}:{begin:{STAMP}}"
    yield f"DTEND;TZID={zone}:{end:{STAMP}}"
    yield f"SUMMARY:{escaped(f'{role.vi}, nhánh{key} {branch.name.vi}: {post.vi}')}"
    told = [both(role), both(branch.name), both(post)]
    if there.instead_of:
        whose, said = officers[there.instead_of].officer.post, INSTEAD[there.by]
        told.append(f"{said.vi} {whose.vi} · {said.en} {whose.en}")
    yield f"DESCRIPTION:{escaped(chr(10).join(told))}"
    yield f"CATEGORIES:{escaped(branch.id)},{escaped(there.officer.id)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def uid(branch: Branch, turn: Turn) -> str:
    """Return what names an event in every calendar, made of codes only."""
    whom = f"{turn.there.role}-{turn.there.officer.id}"
    return f"{turn.begin:{STAMP}}Z-{branch.id}-{whom}@tam-nhanh"


def escaped(text: str) -> str:
    """Return a text as a property holds it."""
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return "\\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 bytes, a letter never cut; the later begin with a space.

    Control characters, which no line may hold, are left out.
    """
    line = "".join(letter for letter in line if letter >= " " and letter != "\x7f")
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > FOLD_BYTES:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + width
    yield part
