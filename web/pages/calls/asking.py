"""Which calls are asked for: read from the query, so that a list has an address. Pure.

No number stands in it: `ending` are a few last digits, `caller` is the code of a call whose number
is meant.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from duty.strip import midnight
from ivr.flow.hours import Calendar
from ivr.flow.words import MISSED, OFFERED, Text, Verdict
from models.lists.calls import CallFilter
from models.lists.wanted import LEAST_DIGITS, WantedNumber
from web.forms import NO_CHOICE
from web.pages.reports.asking import Preset, asked
from web.texts.calls import FAULTS

AN_HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LAST_HOUR = "hour"
GROUPS = {"offered": OFFERED, "missed": MISSED}
VERDICTS = (*GROUPS, *(verdict.value for verdict in Verdict))
PERIODS = (LAST_HOUR, *(preset.value for preset in Preset))
NAMES = ("branch", "verdict", "officer", "period", "since", "until", "ending", "caller", "tests")
SHOWS_TESTS = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What whoever asks may ask for; `branches` None is all of them.

    `caller` is the number behind the call that the query names.
    """

    branches: frozenset[str] | None
    choices: Mapping[str, Collection[str]]
    digits: int
    caller: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for, as a filter and as it was given; with faults there is no filter."""

    filter: CallFilter | None
    query: Mapping[str, str]
    faults: Mapping[str, Text]


def wanted(args: Mapping[str, str], calendar: Calendar, scope: Scope, now: datetime) -> Wanted:
    """Return what a query asks for."""
    query = {name: args[name].strip() for name in NAMES if args.get(name, "").strip()}
    faults = {
        name: NO_CHOICE
        for name, values in scope.choices.items()
        if name in query and query[name] not in values
    }
    since, until, wrong = period(query, calendar, now)
    faults |= wrong
    ending = query.get("ending", "")
    if ending and not is_ending(ending, scope.digits):
        faults["ending"] = too_many(scope.digits)
        del query["ending"]  # it may be a whole number, and goes into no address of ours
    if faults:
        return Wanted(filter=None, query=query, faults=faults)
    verdicts = _verdicts(query.get("verdict", ""))
    found = CallFilter(
        since=since,
        until=until,
        branches=frozenset({query["branch"]}) if "branch" in query else scope.branches,
        verdicts=verdicts,
        officer=query.get("officer", ""),
        number=_number(ending, scope.caller),
        tests=query.get("tests") == SHOWS_TESTS or Verdict.TEST in verdicts,
    )
    return Wanted(filter=found, query=query, faults={})


def is_ending(text: str, most: int) -> bool:
    """Say whether a text is as many last digits as may be looked for."""
    return text.isascii() and text.isdigit() and LEAST_DIGITS <= len(text) <= most


def too_many(most: int) -> Text:
    """Return what is said where it is not."""
    return FAULTS["three" if most == LEAST_DIGITS else "digits"]


def period(
    query: Mapping[str, str], calendar: Calendar, now: datetime
) -> tuple[datetime | None, datetime | None, Mapping[str, Text]]:
    """Return the period that is asked for, all time where none is, and what is wrong with it."""
    if query.get("period") == LAST_HOUR:
        return now - AN_HOUR, None, {}
    typed = {name: query[name] for name in ("period", "since", "until") if name in query}
    if not typed:
        return None, None, {}
    found = asked(typed, calendar.local(now).date(), ())
    if found.stretch is None:
        return None, None, found.faults
    first, last = found.stretch.first, found.stretch.last
    return midnight(calendar, first), midnight(calendar, last + DAY), {}


def _verdicts(name: str) -> frozenset[Verdict]:
    if not name:
        return frozenset()
    return GROUPS[name] if name in GROUPS else frozenset({Verdict(name)})


def _number(ending: str, caller: str | None) -> WantedNumber | None:
    if caller:
        return WantedNumber(exact=caller)
    return WantedNumber(ending=ending) if ending else None
