"""Cells as people write them, read as values; and values, written so that they are read back.

Each reader takes what CSV has (text) and what spreadsheets have (numbers, dates, times), and raises
BadValue with what is allowed there. An empty cell is never given to one.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn

from duty.files import vocabulary
from duty.files.grid import Value
from duty.files.vocabulary import fold, tidy
from ivr.flow.numbers import e164, grouped
from ivr.flow.words import AbsenceReason, AgencyKind, Role, Text

MIDNIGHT = time(0)
DAY_S = 24 * 60 * 60
FIRST_YEAR = 1901  # a spreadsheet knows no day before 1900, and that year wrongly
YES_WORDS = {"x", "co", "yes", "true", "1", "v", "thoi"}

_DATE = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_CLOCK = re.compile(
    r"(\d{1,2})(?:\s*(?::|h|g|giờ)\s*(?:(\d{1,2})(?::(\d{2}))?\s*(?:phút|p|')?)?)?", re.ASCII
)

A_NUMBER = Text("số máy Việt Nam, như 0500 000 041", "a Vietnamese number, such as 0500 000 041")
A_DATE = Text("ngày/tháng/năm, như 23/11/2026", "day/month/year, such as 23/11/2026")
A_CLOCK = Text("giờ từ 0:00 đến 24:00, như 7:00", "a time from 0:00 to 24:00, such as 7:00")
A_ROLE = Text("chính, phó, lãnh đạo", "primary, deputy, leader")
A_REASON = Text("công tác, học, họp, phép", "mission, study, meeting, leave")
AN_AGENCY_KIND = Text("nhà nước, hội", "state, association")
WEEKDAYS = Text(
    "T2-T6; T2, T4; CN; hằng ngày (nếu Excel đổi thành ngày tháng: định dạng ô là Text)",
    "T2-T6; T2, T4; CN; every day (where Excel makes it a date: format the cell as text)",
)
A_WEEKDAY = Text("một thứ: T2 … T7, CN", "one weekday: T2 … T7, CN")
A_COUNT = Text("số nguyên từ 1", "a whole number from 1")
SOME_LANGUAGES = Text("Việt, Anh", "vi, en")
A_MARK = Text("x hoặc để trống", "x, or nothing")


class BadValue(Exception):
    """A cell that does not hold what its column is for."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason, for a person."""
        super().__init__(reason.en)
        self.reason = reason


Reader = Callable[[Value], Any]


def text(value: Value) -> str:
    """Return a cell of words; a number typed there is taken as it looks."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date | time | timedelta | bool):
        _refuse(value, Text("chữ", "words"))
    return tidy(str(value))


def code(value: Value) -> str:
    """Return a code, in lower case; whether it is one is checked with the entry."""
    return text(value).lower()


def number(value: Value) -> str:
    """Return a telephone number in E.164; the zero in front that a spreadsheet took is put back."""
    written = text(value)
    found = (e164(f"0{written}") if written.isdigit() else None) or e164(written)
    if found is None or len(written) > 40:
        _refuse(written, A_NUMBER)
    return found


def day(value: Value) -> date:
    """Return a day; 3/11/2026 is in November wherever the spreadsheet was made."""
    if isinstance(value, datetime):
        if value.time() != MIDNIGHT:
            _refuse(value, Text(f"{A_DATE.vi}, không kèm giờ", f"{A_DATE.en}, without a time"))
        value = value.date()
    if isinstance(value, date):
        return _in_range(value)
    written = str(value).strip()
    if found := _DATE.fullmatch(written):
        parts = (found[3], found[2], found[1])
    elif found := _ISO.fullmatch(written.removesuffix(" 00:00:00").removesuffix("T00:00:00")):
        parts = (found[1], found[2], found[3])
    else:
        _refuse(written, A_DATE)
    try:
        year, month, day_of_month = map(int, parts)
        return _in_range(date(year, month, day_of_month))
    except ValueError:
        _refuse(written, Text(f"ngày có thật, {A_DATE.vi}", f"a real date, {A_DATE.en}"))


def clock(value: Value) -> time:
    """Return a time of day: `7:00`, `7h30`, `7 giờ`; not 24:00."""
    seconds = _seconds(value)
    if seconds == DAY_S:
        _refuse(value, Text("từ 0:00 đến 23:59", "0:00 to 23:59"))
    return _time(seconds)


def closing(value: Value) -> time:
    """Return the time at which something ends; midnight, at the day's end, is written 24:00."""
    return _time(_seconds(value) % DAY_S)


def ending(value: Value) -> timedelta:
    """Return how long after the beginning of its day something ends: 24:00 is a whole day."""
    return timedelta(seconds=_seconds(value))


def role(value: Value) -> Role:
    """Return a role."""
    return vocabulary.role(str(value)) or _refuse(value, A_ROLE)


def reason(value: Value) -> AbsenceReason:
    """Return why somebody is away."""
    return vocabulary.reason(str(value)) or _refuse(value, A_REASON)


def agency_kind(value: Value) -> AgencyKind:
    """Return whether an agency is a state body."""
    return vocabulary.agency_kind(str(value)) or _refuse(value, AN_AGENCY_KIND)


def weekdays(value: Value) -> str:
    """Return weekdays as digits, 0 for Monday."""
    return vocabulary.weekdays(_plain(value)) or _refuse(value, WEEKDAYS)


def weekday(value: Value) -> int:
    """Return one weekday, 0 for Monday."""
    found = vocabulary.weekday(_plain(value))
    return _refuse(value, A_WEEKDAY) if found is None else found


def languages(value: Value) -> str:
    """Return languages as two-letter codes with commas."""
    return vocabulary.languages(str(value)) or _refuse(value, SOME_LANGUAGES)


def count(value: Value) -> int:
    """Return a whole number from 1."""
    written = _plain(value)
    if not re.fullmatch(r"[1-9][0-9]{0,3}", written, re.ASCII):
        _refuse(value, A_COUNT)
    return int(written)


def mark(value: Value) -> bool:
    """Return true for a mark such as x."""
    if fold(str(value)) not in YES_WORDS:
        _refuse(value, A_MARK)
    return True


def said(value: Value) -> str:
    """Return a value as text that is read back as the same value."""
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value.day:02}/{value.month:02}/{value.year:04}"
        case time():
            return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def said_number(number: str) -> str:
    """Return a number as people write it, where it can be read back from that."""
    written = grouped(number)
    return written if e164(written) == number else number


def said_closing(clock: time) -> time | str:
    """Return the time at which something ends."""
    return "24:00" if clock.replace(microsecond=0) == MIDNIGHT else clock


def _seconds(value: Value) -> int:
    """Return seconds since midnight, up to a whole day."""
    if isinstance(value, datetime) and value.year == 1900:  # so a time of 24:00 is shown to us
        days = value.timetuple().tm_yday
        value = timedelta(days=days, hours=value.hour, minutes=value.minute)
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
    elif isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
    elif isinstance(value, int) and not isinstance(value, bool):
        seconds = value * 3600
    else:
        seconds = _typed_seconds(value)
    return seconds if 0 <= seconds <= DAY_S else _refuse(value, A_CLOCK)


def _typed_seconds(value: Value) -> int:
    found = _CLOCK.fullmatch(tidy(str(value)).lower())
    if found is None:
        _refuse(value, A_CLOCK)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if max(minutes, seconds) > 59:
        _refuse(value, A_CLOCK)
    return (hours * 60 + minutes) * 60 + seconds


def _time(seconds: int) -> time:
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _plain(value: Value) -> str:
    return (
        str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    )


def _in_range(day: date) -> date:
    if day.year < FIRST_YEAR:
        _refuse(day, A_DATE)
    return day


def _refuse(value: Value, allowed: Text) -> NoReturn:
    seen = said(value)
    seen = seen if len(seen) <= 40 else f"{seen[:40]}…"
    raise BadValue(
        Text(f"thấy «{seen}»; chỉ nhận: {allowed.vi}", f"found '{seen}'; allowed: {allowed.en}")
    )
