"""Office hours and calendar days as `branches.yaml` writes them.

The days off by law come from the `holidays` library, which knows the lunar dates; the decrees of
each year come from the file, and win. The library is a default, never the authority: it did not
know that Friday 2 January 2026 was off and Saturday 10 January worked. Tết leave is fixed by the
Prime Minister each year, so nothing here derives it: what the library assumes is warned about
until the file says what was decided. Source: Bộ luật Lao động 2019, Đ111, Đ112.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.branch_file.fields import Fields
from ivr.branch_file.national_days import national_days
from ivr.branch_file.nodes import Node
from ivr.flow.hours import Calendar, Hours, Span
from ivr.flow.words import Text

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOUR_MIN = 60
DAY_MIN = 24 * HOUR_MIN
MONDAY, SATURDAY = 0, 5
TET = "Tết Nguyên Đán"  # the library's name for the first day of the lunar year
TET_NOTICE_D = 120  # from so many days before Tết on, the file ought to know the decree
TET_LEAVE_D = 12  # a decree's day this close to the first day is about Tết
CULTURE_DAY = (11, 24)

_SPAN = re.compile(r"(\d\d):(\d\d) ?[-–] ?(\d\d):(\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d", re.ASCII)
_SPANS_ALLOWED = Text(
    "giờ dạng HH:MM-HH:MM từ 00:00 đến 24:00, xếp theo thứ tự, không chồng nhau, "
    "ví dụ [07:00-11:00, 13:00-17:00]",
    "times as HH:MM-HH:MM from 00:00 to 24:00, in order, not overlapping, "
    "such as [07:00-11:00, 13:00-17:00]",
)
_DATE_ALLOWED = Text("ngày có thật dạng năm-tháng-ngày: 2026-09-02", "a real date: 2026-09-02")
_DAYS_ALLOWED = Text("danh sách các ngày (- date: ...)", "a list of days (- date: ...)")


def read_hours(fields: Fields, node: Node | None, zone: ZoneInfo) -> Hours:
    """Return a weekly pattern; a weekday that is not named is closed."""
    given = fields.group(node, (), ("always", "opens_at", *WEEKDAYS))
    week = tuple(_spans(fields, given.get(day)) for day in WEEKDAYS)
    always = fields.flag(given.get("always"), default=False)
    opens_at = _opens_at(fields, given.get("opens_at"), zone)
    if node and always and any(week):
        fields.fault(
            node,
            "thấy cả «always: true» và giờ từng ngày; chỉ nhận một trong hai",
            "found both 'always: true' and hours of weekdays; allowed: one of the two",
        )
    if node and given and not always and not any(week):
        fields.warn(
            node,
            "không ngày nào có giờ làm việc: nhánh này không bao giờ mở",
            "no weekday has hours: this branch never opens",
        )
    return Hours(week, always, opens_at)


def read_time(fields: Fields, node: Node | None, default: time) -> time:
    """Return a time of day written HH:MM."""
    allowed = Text("giờ dạng HH:MM, từ 00:00 đến 23:59", "a time HH:MM, 00:00 to 23:59")
    text = fields.matching(node, _TIME, allowed)
    if node is None or not text:
        return default
    minutes = _minutes(text[:2], text[3:])
    if minutes is None or minutes == DAY_MIN:
        fields.wrong(node, allowed)
        return default
    return _clock(minutes)


def read_calendar(fields: Fields, node: Node | None, zone: ZoneInfo, today: date) -> Calendar:
    """Return the calendar of last year, this year and the next two, the file's days on top."""
    given = fields.group(node, (), ("culture_day_2411", "days_off", "working_days"))
    seen: dict[date, int] = {}
    days_off = _days_off(fields, given.get("days_off"), seen)
    worked = _working_days(fields, given.get("working_days"), seen)
    culture_day = fields.flag(given.get("culture_day_2411"), default=False)
    known, swapped = national_days(*range(today.year - 1, today.year + 3))
    holidays = dict(known)
    if not culture_day:
        holidays = {d: name for d, name in holidays.items() if (d.month, d.day) != CULTURE_DAY}
    _ask_for_tet(fields, node, holidays, seen, today=today)
    return Calendar(zone, holidays, days_off, dict.fromkeys(swapped, MONDAY) | worked)


def _spans(fields: Fields, node: Node | None) -> tuple[Span, ...]:
    if node is None or node.is_empty:
        return ()
    if isinstance(node.value, str):
        pieces = [Node(node.line, node.column, node.path, p) for p in node.value.split(",")]
    else:
        pieces = fields.items(node, _SPANS_ALLOWED)
    spans: list[Span] = []
    after = 0
    for piece in pieces:
        start, end = _span(fields, piece, after)
        if end:
            spans.append(Span(_clock(start), _clock(end)))
            after = end
    return tuple(spans)


def _span(fields: Fields, node: Node, after: int) -> tuple[int, int]:
    text = fields.matching(node, _SPAN, _SPANS_ALLOWED)
    match = _SPAN.fullmatch(text)
    if not match:
        return 0, 0
    start, end = _minutes(match[1], match[2]), _minutes(match[3], match[4])
    if end == 0:
        end = DAY_MIN
    if start is None or end is None or end <= start or start < after:
        fields.wrong(node, _SPANS_ALLOWED)
        return 0, 0
    return start, end


def _minutes(hour: str, minute: str) -> int | None:
    minutes = int(hour) * HOUR_MIN + int(minute)
    return minutes if int(minute) < HOUR_MIN and minutes <= DAY_MIN else None


def _clock(minutes: int) -> time:
    return time(minutes // HOUR_MIN % 24, minutes % HOUR_MIN)


def _opens_at(fields: Fields, node: Node | None, zone: ZoneInfo) -> datetime | None:
    allowed = Text(
        "ngày và giờ địa phương: 2026-11-16 07:00", "local date and time: 2026-11-16 07:00"
    )
    text = fields.matching(node, _MOMENT, allowed)
    if node is None or not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        fields.wrong(node, allowed)
        return None


def _date(fields: Fields, node: Node | None) -> date | None:
    text = fields.matching(node, _DATE, _DATE_ALLOWED)
    if node is None or not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fields.wrong(node, _DATE_ALLOWED)
        return None


def _days_off(fields: Fields, node: Node | None, seen: dict[date, int]) -> dict[date, Text]:
    days: dict[date, Text] = {}
    for item in fields.items(node, _DAYS_ALLOWED):
        given = fields.group(item, ("date", "document", "name"))
        fields.sentence(given.get("document"))
        name = fields.text(given.get("name"))
        day = _new_date(fields, given.get("date"), seen)
        if day:
            days[day] = name
    return days


def _working_days(fields: Fields, node: Node | None, seen: dict[date, int]) -> dict[date, int]:
    """Read the days that are worked by decree: by the hours of the day they stand in for.

    Without `instead_of` a weekday keeps its own hours (so a holiday that the library is wrong
    about can be taken back), and a Saturday or Sunday takes Monday's.
    """
    days: dict[date, int] = {}
    for item in fields.items(node, _DAYS_ALLOWED):
        given = fields.group(item, ("date", "document", "name"), ("instead_of",))
        fields.sentence(given.get("document"))
        fields.text(given.get("name"))
        day = _new_date(fields, given.get("date"), seen)
        model = _date(fields, given.get("instead_of")) or day
        if day and model:
            days[day] = model.weekday() if model.weekday() < SATURDAY else MONDAY
    return days


def _new_date(fields: Fields, node: Node | None, seen: dict[date, int]) -> date | None:
    day = _date(fields, node)
    if node is None or day is None:
        return None
    if day in seen:
        fields.again(node, Text(f"ngày {day:%d/%m/%Y}", f"the day {day}"), seen[day])
        return None
    seen[day] = node.line
    return day


def _ask_for_tet(
    fields: Fields,
    node: Node | None,
    holidays: dict[date, Text],
    decreed: Iterable[date],
    *,
    today: date,
) -> None:
    place = node or Node(1, 1, "calendar", "")
    for tet in (day for day, name in holidays.items() if name.vi == TET):
        known = any(abs(day - tet) <= timedelta(days=TET_LEAVE_D) for day in decreed)
        if timedelta(0) <= tet - today <= timedelta(days=TET_NOTICE_D) and not known:
            fields.warn(
                place,
                f"mùng một Tết là {tet:%d/%m/%Y} mà tệp chưa có ngày nghỉ Tết nào: đang dùng ngày "
                "phỏng đoán của thư viện; hãy ghi theo thông báo chính thức",
                f"Tết falls on {tet} and the file names no day of its leave: the library's guess "
                "is in use; enter the official notice",
            )
