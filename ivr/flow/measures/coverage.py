"""Time that is staffed, and time that is worked: arithmetic of half-open spans of moments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile

from ivr.flow.hours import HORIZON_D, Calendar, Hours, open_spans
from ivr.flow.measures.figures import Ratio

Moments = tuple[datetime, datetime]
SECOND = timedelta(seconds=1)
AT_ONCE = timedelta(days=HORIZON_D - 1)  # what open spans surely reach, asked at any time of day


@dataclass(frozen=True, slots=True)
class Coverage:
    """Seconds of duty hours with a verified number on the roster, of all; `gaps` are those without.

    In seconds, as spans need not begin on the minute; a page that shows minutes divides by sixty.
    """

    share: Ratio
    gaps: tuple[Moments, ...]


def coverage(duty: Iterable[Moments], covered: Iterable[Moments]) -> Coverage:
    """Return how much of the duty hours was covered; both half-open, in any order, overlapping.

    `covered` is when at least one number on the roster was verified, one span for each number if
    that is easier; outside duty hours it counts for nothing. What is not covered is rounded up to
    whole seconds, so that only duty without any gap shows as complete.
    """
    hours = merged(duty)
    gaps = without(hours, covered)
    whole_s = _length(hours) // SECOND
    missing_s = -(-_length(gaps) // SECOND)
    return Coverage(Ratio(max(0, whole_s - missing_s), whole_s), tuple(gaps))


def merged(spans: Iterable[Moments]) -> list[Moments]:
    """Return the same time as spans in order that do not touch; an end before its begin is none."""
    apart: list[Moments] = []
    for begin, end in sorted(span for span in spans if span[0] < span[1]):
        if apart and begin <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((begin, end))
    return apart


def cut(spans: Iterable[Moments], *, since: datetime, until: datetime) -> list[Moments]:
    """Return the parts of spans that lie in `[since, until)`."""
    inside = ((max(begin, since), min(end, until)) for begin, end in spans)
    return [span for span in inside if span[0] < span[1]]


def without(spans: Iterable[Moments], taken: Iterable[Moments]) -> list[Moments]:
    """Return the time of `spans` that no span of `taken` holds, as spans in order."""
    held = merged(taken)
    found: list[Moments] = []
    passed = 0
    for begin, end in merged(spans):
        reached = begin
        while passed < len(held) and held[passed][1] <= begin:
            passed += 1
        for start, stop in takewhile(lambda span: span[0] < end, islice(held, passed, None)):  # noqa: B023
            found.append((reached, max(start, begin)))
            reached = min(stop, end)
        found.append((reached, end))
    return merged(found)


def working_s(hours: Hours, calendar: Calendar, *, since: datetime, until: datetime) -> int:
    """Return how many whole seconds of open time lie in `[since, until)`; 0 where until is first.

    Open spans are told up to a horizon only, so a long time is asked for in parts.
    """
    passed = timedelta(0)
    while since < until:
        end = min(until, since + AT_ONCE)
        passed += _length(_open_between(hours, calendar, since, end))
        since = end
    return passed // SECOND


def _open_between(
    hours: Hours, calendar: Calendar, since: datetime, until: datetime
) -> list[Moments]:
    near = takewhile(lambda span: span[0] < until, open_spans(hours, calendar, since))
    return merged(cut(near, since=since, until=until))


def _length(spans: Iterable[Moments]) -> timedelta:
    return sum((end - begin for begin, end in spans), timedelta(0))
