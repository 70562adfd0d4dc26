"""Whether an entry of the roster makes sense by itself and beside the others."""

import re
from datetime import date, datetime, time, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from duty.refusals import BadEntry
from duty.standing import Standing
from ivr.flow.numbers import e164
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Language, Text
from models.duty.calendar_days import CalendarDayRow
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow
from models.duty.officers import AgencyRow, OfficerRow

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WEEK = timedelta(days=7)
SOME_MONDAY = date(2024, 1, 1)
Row = ShiftRow | AbsenceRow | SwapRow | CalendarDayRow | OfficerRow | AgencyRow


def check_entry(standing: Standing, switchboard: Switchboard, row: Row) -> None:
    """Raise BadEntry, naming the field, where a row cannot stand in the roster."""
    match row:
        case ShiftRow():
            _check_shift(standing, switchboard, row)
        case AbsenceRow():
            _check_absence(standing, row)
        case SwapRow():
            _check_swap(standing, switchboard, row)
        case OfficerRow():
            _check_officer(standing, switchboard, row)
        case CalendarDayRow():
            _check_day(row)
        case AgencyRow():
            _check_code("code", row.code)
            if not row.name_vi.strip():
                _refuse("name_vi", "thiếu tên cơ quan", "the agency's name is missing")
            _check_dates(row.valid_from, row.valid_to)


def _check_officer(standing: Standing, switchboard: Switchboard, row: OfficerRow) -> None:
    _check_code("code", row.code)
    if not row.post_vi.strip():
        _refuse("post_vi", "thiếu chức danh", "the post is missing")
    if e164(row.number) != row.number or not row.number.startswith("+84"):
        _refuse("number", "không phải số điện thoại Việt Nam", "not a Vietnamese telephone number")
    if row.number in {switchboard.hotline, *switchboard.own_numbers}:
        _refuse("number", "là số của chính tổng đài", "one of the hotline's own numbers")
    _check_agency(standing, switchboard, row)
    unknown = set(filter(None, row.languages.split(","))) - set(Language)
    if unknown:
        _refuse("languages", "ngôn ngữ không có", f"unknown language {min(unknown)!r}")
    _check_dates(row.active_from, row.active_to, field="active_to")
    for other in standing.holders(row.number):
        if other != row.code:
            _refuse("number", f"đã là số của {other}", f"is already the number of {other}")


def _check_agency(standing: Standing, switchboard: Switchboard, row: OfficerRow) -> None:
    """Once any agency is entered, an officer is of one that is known; who was before may stay."""
    entered = standing.agencies()
    if not (entered and sa.inspect(row).attrs.agency.history.has_changes()):
        return
    if not row.agency:
        _refuse("agency", "thiếu cơ quan", "the agency is missing")
    if row.agency not in {*entered, *(agency.id for agency in switchboard.agencies)}:
        _refuse("agency", f"không có cơ quan {row.agency!r}", f"there is no agency {row.agency!r}")


def _check_shift(standing: Standing, switchboard: Switchboard, row: ShiftRow) -> None:
    _check_branch(switchboard, row.branch)
    _check_known(standing, "officer", row.officer)
    if not re.fullmatch(r"[0-6]{1,7}", row.weekdays) or len(set(row.weekdays)) < len(row.weekdays):
        _refuse("weekdays", "ngày trong tuần không đúng", "weekdays are not right")
    if row.position < 1:
        _refuse("position", "thứ tự phải từ 1", "the position must be 1 or more")
    _check_dates(row.valid_from, row.valid_to)
    for other in standing.shifts(row):
        if other is not row and _overlap(row, other):
            _refuse(
                "start",
                f"chồng lên ca {other.start:%H:%M}–{other.end:%H:%M} đã có của cùng cán bộ",
                f"overlaps the shift {other.start:%H:%M}-{other.end:%H:%M} of the same officer",
            )


def _check_absence(standing: Standing, row: AbsenceRow) -> None:
    _check_known(standing, "officer", row.officer)
    _check_period(row.since, row.until)
    if row.stand_in is not None:
        _check_known(standing, "stand_in", row.stand_in)
        if row.stand_in == row.officer:
            _refuse("stand_in", "không thể tự trực thay mình", "nobody stands in for themselves")


def _check_swap(standing: Standing, switchboard: Switchboard, row: SwapRow) -> None:
    _check_branch(switchboard, row.branch)
    _check_known(standing, "giver", row.giver)
    _check_known(standing, "taker", row.taker)
    _check_period(row.since, row.until)
    if row.giver == row.taker:
        _refuse("taker", "không thể đổi ca với chính mình", "nobody swaps with themselves")
    if not row.reason.strip():
        _refuse("reason", "đổi ca phải có lý do", "a swap needs a reason")


def _check_day(row: CalendarDayRow) -> None:
    if row.worked_as is not None and row.worked_as not in range(7):
        _refuse("worked_as", "phải là thứ trong tuần, 0 đến 6", "must be a weekday, 0 to 6")
    if not row.document.strip():
        _refuse("document", "thiếu số văn bản", "the number of the document is missing")


def _check_branch(switchboard: Switchboard, branch: str) -> None:
    if switchboard.branch(branch) is None:
        _refuse("branch", f"không có nhánh {branch!r}", f"there is no branch {branch!r}")


def _check_known(standing: Standing, field: str, code: str) -> None:
    if not standing.has_officer(code):
        _refuse(field, f"không có cán bộ {code!r}", f"there is no officer {code!r}")


def _check_code(field: str, code: str) -> None:
    if not CODE.fullmatch(code) or len(code) > 60:
        _refuse(
            field,
            "mã chỉ gồm chữ thường không dấu, số và gạch nối",
            "a code is made of lower-case letters, digits and hyphens",
        )


def _check_dates(first: date, last: date | None, *, field: str = "valid_to") -> None:
    if last is not None and last < first:
        _refuse(field, "kết thúc trước khi bắt đầu", "ends before it begins")


def _check_period(since: datetime, until: datetime) -> None:
    if until <= since:
        _refuse("until", "kết thúc trước khi bắt đầu", "ends before it begins")


def _overlap(one: ShiftRow, other: ShiftRow) -> bool:
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    if last < max(one.valid_from, other.valid_from):
        return False
    return any(
        a < d and c < b
        for a, b in _turns(one)
        for c, d in (*_turns(other), *_turns(other, WEEK), *_turns(other, -WEEK))
    )


def _turns(row: ShiftRow, shifted: timedelta = timedelta()) -> list[tuple[datetime, datetime]]:
    """Return a shift's turns in some week, moved by some time."""
    found = []
    for weekday in map(int, row.weekdays):
        day = datetime.combine(SOME_MONDAY, time(0), ZoneInfo("UTC")) + timedelta(days=weekday)
        begin = day + _since_midnight(row.start) + shifted
        end = day + _since_midnight(row.end) + shifted
        found.append((begin, end if row.end > row.start else end + timedelta(days=1)))
    return found


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _refuse(field: str, vi: str, en: str) -> NoReturn:
    raise BadEntry(field, Text(vi, en))
