"""Which missed callers are asked for: read from the query, so that a list has an address. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from duty.changes import every_branch
from duty.strip import midnight
from ivr.flow.hours import Calendar
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import Cause, Language, Text
from models.lists.last_call import LastCall
from models.lists.stretches import MissedFilter, Order, Spans, Standing
from models.lists.wanted import LEAST_DIGITS, Origin, WantedNumber
from web.forms import NO_CHOICE
from web.pages.missed.holidays import holidays
from web.pages.reports.asking import Preset, asked
from web.texts.missed import FAULTS

EVERY = "all"
MOST_DIGITS = 6  # of a number in an address; a whole one never stands there
CAUSES = (
    *(Cause.NOBODY_ON_DUTY, Cause.NO_ANSWER, Cause.DECLINED, Cause.MACHINE, Cause.BUSY),
    *(Cause.BAD_NUMBER, Cause.HUNG_UP, Cause.SHORT, Cause.CLOSED, Cause.HOLIDAY, Cause.OUR_FAULT),
)
YES_NO = {"yes": True, "no": False}
REPEATS = ("2", "3", "5")
DAY = timedelta(days=1)
PERIOD = ("period", "since", "until")


NAMES = (
    *("state", "branch", "unit", "cause", "misses", "message", "hours", "origin", "order"),
    *("officer", "language", "holiday", "known", *PERIOD, "mine", "ending", "after"),
)
# What is asked of each call by itself: many callers are looked through where few are such.
ONE_BY_ONE = ("officer", "language", "known")
HOLIDAYS = {"on": 0, "1": 1, "3": 3, "7": 7}  # days before and after
A_YEAR = timedelta(days=365)


def same(args: Mapping[str, str]) -> dict[str, Any]:
    """Return what leads back to the list that a query asked for; what is none of ours is left."""
    return {name: args[name] for name in NAMES if args.get(name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What whoever asks may ask for: the branches that are theirs, and how many digits.

    `branches` None is all of them. `digits` are as many as they could see anyhow, `officers` the
    codes of those who may have been rung.
    """

    branches: frozenset[str] | None
    actor: str
    digits: int = LEAST_DIGITS
    officers: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for, as a filter and as it was typed; with faults there is no filter."""

    filter: MissedFilter | None
    query: Mapping[str, str]
    faults: Mapping[str, Text]

    @property
    def is_too_telling(self) -> bool:
        """Whether a number was typed that must not stay in the address: it is taken out of it."""
        return "ending" in self.faults and "ending" not in self.query

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked than who is to be called back."""
        return any(name not in ("state", "order") for name in self.query)


def choices(switchboard: Switchboard, scope: Scope) -> dict[str, Collection[str]]:
    """Return what each field of a list may be."""
    branches = scope.branches
    own = [b for b in every_branch(switchboard) if branches is None or b.id in branches]
    return {
        "state": (*(word.value for word in Standing), EVERY),
        "branch": [branch.id for branch in own],
        "unit": sorted({branch.agency for branch in own if branch.agency}),
        "cause": [cause.value for cause in CAUSES],
        "misses": REPEATS,
        "message": (*YES_NO,),
        "hours": (*YES_NO,),
        "officer": scope.officers,
        "language": [word.value for word in Language],
        "holiday": (*HOLIDAYS,),
        "known": [word.value for word in CallOrigin],
        "origin": [word.value for word in Origin],
        "order": [word.value for word in Order],
        "period": [word.value for word in Preset],
    }


def wanted(
    args: Mapping[str, str], switchboard: Switchboard, scope: Scope, now: datetime
) -> Wanted:
    """Return what a query asks for."""
    allowed = choices(switchboard, scope)
    given = {
        name: args.get(name, "").strip() for name in (*allowed, "mine", "since", "until", "ending")
    }
    query = {name: value for name, value in given.items() if value}
    faults = {
        name: NO_CHOICE
        for name, values in allowed.items()
        if name in query and query[name] not in values
    }
    _narrow(query, switchboard.calendar, now)
    since, until, period_faults = _period(query, switchboard.calendar, now)
    faults |= period_faults
    ending = _digits(query.get("ending", ""))
    if "ending" in query and not LEAST_DIGITS <= len(ending) <= scope.digits:
        faults["ending"] = _too_many(scope.digits)
        if len(ending) > scope.digits:
            del query["ending"]
    if faults:
        return Wanted(filter=None, query=query, faults=faults)
    return Wanted(
        filter=MissedFilter(
            since=since,
            until=until,
            branches=_branches(query, switchboard, scope),
            standing=_standing(query),
            causes=frozenset({Cause(query["cause"])} if "cause" in query else ()),
            misses=int(query.get("misses", 1)),
            has_message=YES_NO.get(query.get("message", "")),
            claimed_by=scope.actor if "mine" in query else "",
            in_hours=YES_NO.get(query.get("hours", "")),
            number=WantedNumber(ending=ending) if ending else None,
            origin=Origin(query["origin"]) if "origin" in query else None,
            within=_within(query, switchboard.calendar, since, until),
            last=_last(query),
            order=Order(query.get("order", Order.PRIORITY)),
        ),
        query=query,
        faults={},
    )


def _narrow(query: dict[str, str], calendar: Calendar, now: datetime) -> None:
    """Choose a period where none is chosen, and all callers there ever were would be read."""
    if any(name in query for name in PERIOD):
        return
    if "holiday" in query:
        today = calendar.local(now).date()
        query |= {"since": (today - A_YEAR).isoformat(), "until": today.isoformat()}
    elif query.get("state") in (EVERY, Standing.CLOSED) and any(n in query for n in ONE_BY_ONE):
        query["period"] = Preset.DAYS_90.value


def _within(
    query: Mapping[str, str], calendar: Calendar, since: datetime | None, until: datetime | None
) -> Spans | None:
    if "holiday" not in query or since is None or until is None:
        return None
    first, last = (calendar.local(moment).date() for moment in (since, until - DAY))
    around = holidays(calendar, first, last, HOLIDAYS[query["holiday"]])
    return tuple((midnight(calendar, a), midnight(calendar, b + DAY)) for a, b in around)


def _last(query: Mapping[str, str]) -> LastCall:
    return LastCall(
        officer=query.get("officer", ""),
        language=Language(query["language"]) if "language" in query else None,
        origin=CallOrigin(query["known"]) if "known" in query else None,
    )


def _standing(query: Mapping[str, str]) -> Standing | None:
    """Return the state that is asked for: who is to be called back, where none is."""
    state = query.get("state", Standing.OPEN)
    return None if state == EVERY else Standing(state)


def _branches(
    query: Mapping[str, str], switchboard: Switchboard, scope: Scope
) -> frozenset[str] | None:
    found = scope.branches
    for name, key in (("branch", _id), ("unit", _agency)):
        if name in query:
            those = {b.id for b in every_branch(switchboard) if key(b) == query[name]}
            found = frozenset(those) if found is None else found & those
    return found


def _id(branch: Branch) -> str:
    return branch.id


def _agency(branch: Branch) -> str:
    return branch.agency


def _period(
    query: dict[str, str], calendar: Calendar, now: datetime
) -> tuple[datetime | None, datetime | None, Mapping[str, Text]]:
    """Return the period that is asked for, all time where none is."""
    typed = {name: query[name] for name in PERIOD if name in query}
    if not typed:
        return None, None, {}
    found = asked(typed, calendar.local(now).date(), ())
    if found.stretch is None:
        return None, None, found.faults
    first, last = found.stretch.first, found.stretch.last
    return midnight(calendar, first), midnight(calendar, last + DAY), {}


def _digits(text: str) -> str:
    return "".join(letter for letter in text[:40] if "0" <= letter <= "9")


def _too_many(most: int) -> Text:
    name = "ending_three" if most == LEAST_DIGITS else "ending"
    return FAULTS[name]
