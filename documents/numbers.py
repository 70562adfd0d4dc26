"""Figures, days and moments as Vietnamese readers write them: `1.404`, `76,28 %`, `05/01/2026`.

Rounding is half up and happens here only, when a figure is shown. What there is no figure for is a
dash, never a zero.
"""

from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from ivr.flow.measures.figures import DASH, Ratio, vietnamese

QUARTERS = ("I", "II", "III", "IV")


def integer(value: int | None) -> str:
    """Return a whole number, `1.404`."""
    return vietnamese(value)


def counts(ratio: Ratio) -> str:
    """Return what a share was counted from, `1.071/1.404`."""
    return f"{integer(ratio.part)}/{integer(ratio.whole)}"


def percent(ratio: Ratio) -> str:
    """Return a share, `76,28 %`; a dash where there was nothing to have a share of."""
    return ratio.percent()


def share(ratio: Ratio) -> str:
    """Return a share with what it was counted from, `76,28 % (1.071/1.404)`."""
    return f"{percent(ratio)} ({counts(ratio)})" if ratio.whole else DASH


def seconds(value: Fraction | int | None) -> str:
    """Return a duration in seconds, `25 giây`; a mean that is no whole number as `25,25 giây`."""
    if value is None:
        return DASH
    return f"{vietnamese(value, 0 if Fraction(value).denominator == 1 else 2)} giây"


def hours(value_s: int) -> str:
    """Return a long duration, `4 giờ 05 phút`; seconds are rounded to the minute, half up."""
    whole, minutes = divmod((value_s + 30) // 60, 60)
    if not whole:
        return f"{minutes} phút"
    return f"{integer(whole)} giờ {minutes:02} phút" if minutes else f"{integer(whole)} giờ"


def day(value: date) -> str:
    """Return a day, `05/01/2026`."""
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def moment(value: datetime, zone: ZoneInfo) -> str:
    """Return a moment in local time to the second, `24/10/2026 09:12:04`."""
    local = value.astimezone(zone)
    return f"{day(local)} {local:%H:%M:%S}"


def minute(value: datetime, zone: ZoneInfo) -> str:
    """Return a moment in local time to the minute, `09:12, 24/10/2026`."""
    local = value.astimezone(zone)
    return f"{local:%H:%M}, {day(local)}"


def official_month(month: int) -> str:
    """Return a month's number in the official form, which pads January and February only."""
    return f"{month:02}" if month < 3 else str(month)


def official_day(value: date) -> str:
    """Return a day in the official form, `ngày 05 tháng 01 năm 2026`. Source: NĐ 30/2020."""
    return f"ngày {value.day:02} tháng {official_month(value.month)} năm {value.year}"


def period(first: date, last: date) -> str:
    """Return a period by its name where it has one: `tháng 11 năm 2026`, `quý IV năm 2026`."""
    if first == last:
        return official_day(first)
    if _are_whole_months(first, last) and (name := _name_of(first.month, last.month)):
        return f"{name} {first.year}"
    return f"từ {official_day(first)} đến {official_day(last)}"


def _name_of(first: int, last: int) -> str:
    """Return how whole months of one year are called, empty where they have no name."""
    if first == last:
        return f"tháng {official_month(first)} năm"
    if first % 3 == 1 and last == first + 2:
        return f"quý {QUARTERS[first // 3]} năm"
    return {(1, 6): "6 tháng đầu năm", (7, 12): "6 tháng cuối năm", (1, 12): "năm"}.get(
        (first, last), ""
    )


def _are_whole_months(first: date, last: date) -> bool:
    """Say whether a period begins with a month and ends with a month of the same year."""
    next_day = date.fromordinal(last.toordinal() + 1)
    return first.day == 1 and next_day.day == 1 and first.year == last.year and first <= last
