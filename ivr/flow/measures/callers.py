"""The figures that count people, not calls: who was not served, who had to call again.

A caller is a number, and calls one branch for one matter: reaching them from another branch settles
nothing. So what happened to somebody is looked at for each caller and branch, and callers are then
counted once, however many branches it concerns. Calls without a number belong to nobody.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.flow.measures.callbacks import Owed
from ivr.flow.measures.figures import Ratio
from ivr.flow.measures.tally import PastCall
from ivr.flow.words import MISSED, OFFERED, Verdict

WEEK = timedelta(days=7)
CHOSE_BRANCH = OFFERED | {Verdict.OUT_OF_HOURS}
Key = tuple[str, str]  # caller and branch
Timeline = Mapping[Key, list[datetime]]  # moments in order, of each


@dataclass(frozen=True, slots=True)
class Callers:
    """Some of the callers who were missed, of all of them, and their numbers in order.

    `nameless` is how many calls were missed without a number; they are in neither part of `share`.
    """

    share: Ratio
    numbers: tuple[str, ...]
    nameless: int


def callers_not_served(
    calls: Iterable[PastCall],
    owed: Iterable[Owed],
    *,
    since: datetime,
    until: datetime,
    by: datetime,
) -> Callers:
    """Return the callers missed in `[since, until)` to whom nobody had spoken until `by`.

    `by` is the period's end and the deadline; calls and callbacks up to then must be given. Spoken
    to means after their last miss of the period: being answered at eight does not serve somebody
    who is missed at ten. Source: StringeeX, distinct customers not served.
    """
    told = list(calls)
    missed = [call for call in told if call.verdict in MISSED and since <= call.started_at < until]
    contacts = _contacts(told, owed)
    left = [
        caller
        for (caller, branch), misses in _by_key(missed, lambda call: call.ended_at).items()
        if not _is_followed(contacts, (caller, branch), misses[-1], until=by)
    ]
    return _callers(left, missed)


def repeat_missed(
    calls: Iterable[PastCall],
    owed: Iterable[Owed],
    *,
    since: datetime,
    until: datetime,
    misses: int = 2,
) -> Callers:
    """Return the callers missed in `[since, until)` for the `misses`th time in a week.

    No contact lies between. The calls of the week before must be given: who was missed on Monday
    and today has called twice for nothing. Three misses are flagged: ask again with 3. Source:
    TIM Plus and 8x8 rank by attempts.
    """
    told = list(calls)
    missed = [call for call in told if call.verdict in MISSED]
    period = [call for call in missed if since <= call.started_at < until]
    latest = {(_key(call), call.ended_at) for call in period}
    contacts = _contacts(told, owed)
    insistent = [
        key[0]
        for key, moments in _by_key(missed, lambda call: call.ended_at).items()
        if any(
            (key, last) in latest
            and last - first <= WEEK
            and not _is_followed(contacts, key, first, until=last)
            for first, last in zip(moments, moments[misses - 1 :], strict=False)
        )
    ]
    return _callers(insistent, period)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whether matters were settled at the first call, told in two ways.

    `callers` are those who did not call again, of those answered; `pending` are answered callers
    left out of it, as they may still call again. `declared` are answered calls that the officer's
    key called settled, of those with a key.
    """

    callers: Ratio
    pending: int
    declared: Ratio


def first_call_resolution(
    calls: Iterable[PastCall],
    *,
    since: datetime,
    until: datetime,
    known_until: datetime,
    within: timedelta = WEEK,
) -> Resolution:
    """Return how many of the callers answered in `[since, until)` did not call that branch again.

    Calling again is choosing the same branch, answered or not, in or out of hours, up to `within`
    after the talk. Calls before `known_until` must be given; whoever could call again later than
    that is pending, or the last days of a period would always look settled.
    Windows of 1 to 30 days are in use, and no standard; confidential calls and pranks are left out.
    """
    told = [call for call in calls if not call.is_set_apart]
    chosen = _by_key(
        (call for call in told if call.verdict in CHOSE_BRANCH), lambda call: call.started_at
    )
    answered = [
        call
        for call in told
        if call.verdict is Verdict.ANSWERED and since <= call.started_at < until
    ]
    known = [c for c in answered if c.caller and c.ended_at + within < known_until]
    callers = {call.caller for call in known}
    again = {
        call.caller
        for call in known
        if _is_followed(chosen, _key(call), call.ended_at, until=call.ended_at + within)
    }
    keys = [call.settled for call in answered if call.settled is not None]
    return Resolution(
        callers=Ratio(len(callers - again), len(callers)),
        pending=len({call.caller for call in answered if call.caller} - callers),
        declared=Ratio(sum(keys), len(keys)),
    )


def _key(call: PastCall) -> Key:
    return call.caller or "", call.branch


def _by_key(calls: Iterable[PastCall], moment: Callable[[PastCall], datetime]) -> Timeline:
    """Return a moment of each call, in order, by caller and branch; without a caller it is none."""
    found: defaultdict[Key, list[datetime]] = defaultdict(list)
    for call in calls:
        if call.caller:
            found[_key(call)].append(moment(call))
    return {key: sorted(moments) for key, moments in found.items()}


def _contacts(calls: Iterable[PastCall], owed: Iterable[Owed]) -> Timeline:
    """Return when we spoke to each caller: they were answered, or reached by a callback."""
    answered = (call for call in calls if call.verdict is Verdict.ANSWERED)
    found = dict(_by_key(answered, lambda call: call.ended_at))
    for debt in owed:
        if debt.reached_at:
            found.setdefault((debt.caller, debt.branch), []).append(debt.reached_at)
    return {key: sorted(moments) for key, moments in found.items()}


def _is_followed(timeline: Timeline, key: Key, since: datetime, *, until: datetime) -> bool:
    """Say whether one of these moments comes after `since`, and not after `until`."""
    own = timeline.get(key, [])
    after = bisect_right(own, since)
    return after < len(own) and own[after] <= until


def _callers(some: Iterable[str], missed: list[PastCall]) -> Callers:
    everyone = {call.caller for call in missed if call.caller}
    numbers = sorted(set(some))
    nameless = sum(not call.caller for call in missed)
    return Callers(Ratio(len(numbers), len(everyone)), tuple(numbers), nameless)
