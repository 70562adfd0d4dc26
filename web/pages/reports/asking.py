"""Which report is asked for: a period by its name or by two days, and a branch or all. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from duty.files.values import BadValue
from duty.files.values import day as read_day
from ivr.flow.words import Text
from web.forms import NO_CHOICE, REQUIRED

MOST_DAYS = 366
DAY = timedelta(days=1)


class Preset(StrEnum):
    """A period by its name; those of so many days end today."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    DAYS_7 = "7-days"
    DAYS_30 = "30-days"
    DAYS_90 = "90-days"
    THIS_MONTH = "this-month"
    LAST_MONTH = "last-month"


FIRST_SHOWN = Preset.DAYS_7
LENGTHS = {Preset.TODAY: 1, Preset.DAYS_7: 7, Preset.DAYS_30: 30, Preset.DAYS_90: 90}
FAULTS = {
    "backwards": Text(
        "Ngày này trước “Từ ngày”. Hãy chọn cùng ngày hoặc ngày sau đó.",
        "This day is before “From”. Choose the same day or a later one.",
    ),
    "ahead": Text(
        "Ngày này chưa đến, nên chưa có số liệu.",
        "This day is still to come; there are no figures yet.",
    ),
    "too_long": Text(
        f"Nhiều nhất {MOST_DAYS} ngày một lần. Hãy chọn kỳ ngắn hơn.",
        f"{MOST_DAYS} days at most. Choose a shorter period.",
    ),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from the first to the last, both in it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: `since` and `until` as they were typed, `faults` by field.

    Without a stretch it makes no sense, and the faults say why. `branch` is empty for all.
    """

    preset: Preset | None
    since: str
    until: str
    stretch: Stretch | None
    branch: str = ""
    faults: Mapping[str, Text] = field(default_factory=dict)

    def is_day(self, name: str) -> bool:
        """Say whether a field for days can show what was typed: a day, or nothing."""
        text = self.typed[name]
        try:
            return not text or date.fromisoformat(text).isoformat() == text
        except ValueError:
            return False

    @property
    def query(self) -> dict[str, Any]:
        """What asks for the same again."""
        days = {"period": self.preset.value} if self.preset else self.typed
        return days | ({"branch": self.branch} if self.branch else {})

    @property
    def typed(self) -> dict[str, str]:
        """The days as they were typed."""
        return {"since": self.since, "until": self.until}


def asked(args: Mapping[str, str], today: date, branches: Collection[str]) -> Asked:
    """Return what a query asks for; `branches` are those that there are to choose from."""
    branch = args.get("branch", "")
    faults = {"branch": NO_CHOICE} if branch and branch not in branches else {}
    since, until = args.get("since", "").strip(), args.get("until", "").strip()
    if since or until:
        typed = _typed(since, until, today)
        return Asked(
            preset=None,
            since=since,
            until=until,
            stretch=None if faults else typed.stretch,
            branch=branch,
            faults={**typed.faults, **faults},
        )
    name = args.get("period", FIRST_SHOWN.value)
    preset = Preset(name) if name in (*Preset,) else FIRST_SHOWN
    found = stretch(preset, today)
    return Asked(
        preset=preset,
        since=found.first.isoformat(),
        until=found.last.isoformat(),
        stretch=None if faults else found,
        branch=branch,
        faults=faults,
    )


@dataclass(frozen=True, slots=True)
class _Typed:
    stretch: Stretch | None
    faults: dict[str, Text]


def _typed(since: str, until: str, today: date) -> _Typed:
    days: dict[str, date] = {}
    faults: dict[str, Text] = {}
    for name, text in (("since", since), ("until", until)):
        try:
            if not text:
                faults[name] = REQUIRED
            else:
                days[name] = read_day(text)
        except BadValue as error:
            faults[name] = error.reason
    if faults:
        return _Typed(None, faults)
    found = Stretch(days["since"], days["until"])
    wrong = _wrong(found, today)
    return _Typed(None, dict([wrong])) if wrong else _Typed(found, {})


def _wrong(found: Stretch, today: date) -> tuple[str, Text] | None:
    if found.last < found.first:
        return "until", FAULTS["backwards"]
    if found.first > today:
        return "since", FAULTS["ahead"]
    if found.days > MOST_DAYS:
        return "until", FAULTS["too_long"]
    return None


def stretch(preset: Preset, today: date) -> Stretch:
    """Return the days of a period that has a name; what is still to come is not in it."""
    if preset is Preset.YESTERDAY:
        return Stretch(today - DAY, today - DAY)
    if preset is Preset.THIS_MONTH:
        return Stretch(today.replace(day=1), today)
    if preset is Preset.LAST_MONTH:
        last = today.replace(day=1) - DAY
        return Stretch(last.replace(day=1), last)
    return Stretch(today - (LENGTHS[preset] - 1) * DAY, today)


def before(period: Stretch, today: date) -> Stretch:
    """Return the period that this one is compared with: the one just before, as long.

    Of whole months, and of a month that goes on, it is as many months before.
    """
    begins, ends = period.first.day == 1, (period.last + DAY).day == 1
    goes_on = period.last == today and _month(period.first) == _month(period.last)
    if begins and ends:
        count = _month(period.last) - _month(period.first) + 1
        return Stretch(_first_of(_month(period.first) - count), period.first - DAY)
    if begins and goes_on:
        first, last = _first_of(_month(period.first) - 1), period.first - DAY
        return Stretch(first, min(last, first + (period.days - 1) * DAY))
    return Stretch(period.first - period.days * DAY, period.first - DAY)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
