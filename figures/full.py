"""Every figure of a period: those of sums, and beside them those that only the calls can tell.

That is how long officers were kept, and whether callers were served at once. Of each call no more
is read than these need.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from sqlalchemy.orm import Session

from figures.calls import handled, visits
from figures.sums import Asked, take
from ivr.flow.measures.callers import first_call_resolution
from ivr.flow.measures.calls import HandleTimes
from ivr.flow.measures.figures import durations
from ivr.flow.measures.report import Figures, FullPart, Part, Period
from ivr.flow.measures.tally import PastCall
from ivr.flow.switchboard import Switchboard
from models.duty.reading import read_roster


@dataclass(slots=True)
class _Kept:
    """How often officers were kept how long; `talk_only` of them have no after-call time in it."""

    seconds: Counter[int] = field(default_factory=Counter)
    talk_only: int = 0


def read(session: Session, switchboard: Switchboard, period: Period) -> Figures[FullPart]:
    """Return the figures of a period; the calendar must have the roster's days over it."""
    roster = read_roster(session, since=period.since)
    found = take(session, Asked(switchboard=switchboard, roster=roster, period=period)).figures
    kept = _kept(session, period)
    calls = list(visits(session, period.since, period.followed_until))
    own: dict[str, list[PastCall]] = {}
    for call in calls:
        own.setdefault(call.branch, []).append(call)
    parts = {
        id: _full(part, [kept.get(id, _Kept())], own.get(id, ()), period)
        for id, part in found.branches.items()
    }
    return Figures(period, _full(found.total, kept.values(), calls, period), parts)


def _kept(session: Session, period: Period) -> Mapping[str, _Kept]:
    found: dict[str, _Kept] = {}
    for each in handled(session, period.since, period.until):
        kept = found.setdefault(each.branch, _Kept())
        kept.seconds[each.seconds] += each.number
        kept.talk_only += each.number if each.is_talk_only else 0
    return found


def _full(part: Part, kept: Iterable[_Kept], calls: Iterable[PastCall], period: Period) -> FullPart:
    whole = _Kept()
    for each in kept:
        whole.seconds.update(each.seconds)
        whole.talk_only += each.talk_only
    return FullPart(
        **{each.name: getattr(part, each.name) for each in fields(Part)},
        handle_times=HandleTimes(durations(whole.seconds), whole.talk_only),
        resolution=first_call_resolution(
            calls,
            since=period.since,
            until=period.until,
            known_until=min(period.now, period.followed_until),
        ),
    )
