"""When a branch is open, in words: `Thứ Hai đến thứ Sáu: 7 giờ – 11 giờ, 13 giờ – 17 giờ 30`."""

from collections.abc import Iterator, Sequence
from datetime import time
from zoneinfo import ZoneInfo

from documents.numbers import official_day
from ivr.flow.hours import Hours, Span

DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
ALWAYS = "24/24 giờ, kể cả ngày lễ, Tết"
NEVER = "chưa mở"
NO_BREAK = "\N{NO-BREAK SPACE}"


def in_words(hours: Hours) -> tuple[str, ...]:
    """Return a line for each kind of day, in the order of the week, and one for the days off."""
    if hours.always:
        return (ALWAYS,)
    lines = []
    seen: list[tuple[Span, ...]] = []
    for spans in hours.week:
        if spans and spans not in seen:
            seen.append(spans)
            days = [day for day, own in enumerate(hours.week) if own == spans]
            lines.append(f"{_capital(_days(days))}: {', '.join(map(_span, spans))}")
    if not lines:
        return (NEVER,)
    off = [day for day, spans in enumerate(hours.week) if not spans]
    return (*lines, f"Nghỉ {_days(off)}{', ' if off else ''}ngày lễ, Tết")


def begins(hours: Hours, zone: ZoneInfo) -> str:
    """Return from when on the line is open, empty where nothing says so."""
    if hours.opens_at is None:
        return ""
    at = hours.opens_at.astimezone(zone)
    return f"Bắt đầu từ {at.hour:02} giờ {at.minute:02} phút, {official_day(at.date())}"


def _days(days: Sequence[int]) -> str:
    """Return weekdays; three in a row or more by the first and the last."""
    return ", ".join(
        f"{DAYS[run[0]]} đến {DAYS[run[-1]]}"
        if len(run) > 2
        else ", ".join(DAYS[day] for day in run)
        for run in _runs(days)
    )


def _runs(days: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for day in days:
        if run and day != run[-1] + 1:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _span(span: Span) -> str:
    end = _whole(24) if span.end == time(0) else _clock(span.end)
    return f"{_clock(span.start)}{NO_BREAK}–{NO_BREAK}{end}"


def _clock(at: time) -> str:
    return f"{_whole(at.hour)}{NO_BREAK}{at.minute:02}" if at.minute else _whole(at.hour)


def _whole(hour: int) -> str:
    return f"{hour}{NO_BREAK}giờ"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
