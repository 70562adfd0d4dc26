"""What line checks have found, by day and in sums: values for the page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from duty.labels import SIGNS
from duty.strip import midnight
from ivr.flow.hours import Calendar
from ivr.flow.words import Grade, Text
from models.line_checks import LineCheck
from web.showing import filled
from web.texts.checks import CALLING, CALLING_SIGN, CHECKS, SHORT_GRADES

DAYS = 14
Sign = tuple[str, Text]
NONE = Text("–", "–")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the signs of each day, the share of the month that passed, how quickly."""

    days: tuple[tuple[Sign, ...], ...]
    rate: str
    seconds: Text


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A phone, or a way in, and what was found; `last` is when it last passed."""

    key: str
    name: Text
    found: Found
    last: datetime | None
    may_call: bool
    number: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are shown, today last, and the month that is summed up."""

    calendar: Calendar
    now: datetime

    @property
    def today(self) -> date:
        """The local day."""
        return self.calendar.local(self.now).date()

    @property
    def days(self) -> tuple[date, ...]:
        """The days that are shown."""
        return tuple(self.today - timedelta(days=DAYS - 1 - step) for step in range(DAYS))

    @property
    def since(self) -> datetime:
        """From when on checks are looked at."""
        return midnight(self.calendar, min(self.days[0], self.today.replace(day=1)))

    def found(self, checks: Iterable[LineCheck], seconds: Callable[[LineCheck], float]) -> Found:
        """Return what some checks found; `seconds` tells of one that passed how long it took."""
        by_day: dict[date, list[LineCheck]] = {}
        for check in checks:
            by_day.setdefault(self.calendar.local(check.placed_at).date(), []).append(check)
        first = self.today.replace(day=1)
        month = [c for day, there in by_day.items() if day >= first for c in there if c.grade]
        passed = [check for check in month if check.grade is Grade.PASSED]
        took = round(median(map(seconds, passed))) if passed else None
        return Found(
            days=tuple(tuple(sign(c.grade) for c in by_day.get(day, ())) for day in self.days),
            rate=_rate(len(passed), len(month)),
            seconds=NONE if took is None else filled(CHECKS["seconds"], count=took),
        )


def _rate(passed: int, made: int) -> str:
    if not made:
        return "–"
    return f"{passed}/{made} ({100 * passed // made}\N{NO-BREAK SPACE}%)"


def to_pick_up(check: LineCheck) -> float:
    """Return how long a phone rang, in seconds; where that is not known, until the key."""
    if check.answered_at is None:
        return check.seconds or 0
    return (check.answered_at - check.placed_at).total_seconds()


def to_an_officer(check: LineCheck) -> float:
    """Return how long a citizen would have waited for an officer, in seconds."""
    return check.seconds or 0


def sign(grade: Grade | None) -> Sign:
    """Return how a check is shown, and said."""
    return (SIGNS[grade], SHORT_GRADES[grade]) if grade else (CALLING_SIGN, CALLING)
