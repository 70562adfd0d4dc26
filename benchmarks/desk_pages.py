"""The pages that are measured: the queries of each, as its view asks them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from sqlalchemy.orm import Session

from benchmarks.loading import BRANCHES
from benchmarks.past_calls import AHEAD, NOW, SWITCHBOARD
from figures.sums import Asked, take
from ivr.branches import load_branches
from ivr.flow.measures.report import period
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import MISSED, Cause, Language, Verdict
from models.duty.reading import read_roster
from models.lists import figures
from models.lists.audit import AuditFilter, list_audit
from models.lists.calls import CallFilter, count_calls, list_calls
from models.lists.figures import Days
from models.lists.going_on import list_going_on
from models.lists.last_call import LastCall
from models.lists.missed import count_missed, list_missed
from models.lists.missed_details import details
from models.lists.one_call import one_call
from models.lists.paging import Place
from models.lists.stretches import MissedFilter, Order, Standing
from models.lists.today import today
from models.lists.wanted import WantedNumber

TODAY = (NOW + AHEAD).date()
MIDNIGHT = NOW.replace(hour=17, minute=0) - timedelta(days=1)
WEEK, MONTH, QUARTER = (NOW - timedelta(days=days) for days in (7, 30, 90))
BRANCH = frozenset({"thu-tuc-hanh-chinh"})
TWO = frozenset({"noi-vu-cchc", "to-chuc-can-bo"})
Page = Callable[[Session], object]


def pages(*, far_d: int = 500) -> dict[str, Page]:
    """Return every page that is measured, by what the table calls it; the far ones so many days."""
    far = NOW - timedelta(days=far_d)
    return _of_missed(far) | _of_calls(far) | _others()


@cache
def _menu() -> Switchboard:
    return load_branches(BRANCHES, today=TODAY)


def report(session: Session, first: date, days: int) -> object:
    """Take the figures of some days from the sums, without those of the days before them."""
    menu = _menu()
    since = datetime(first.year, first.month, first.day, tzinfo=UTC) - AHEAD
    until = since + timedelta(days=days)
    roster = read_roster(session, since=since)
    menu = replace(menu, calendar=roster.over(menu.calendar))
    of = period(menu, since, until, now=NOW)
    return take(session, Asked(switchboard=menu, roster=roster, period=of))


def _of_missed(far: datetime) -> dict[str, Page]:
    of_missed = Place("time", far, 1).token()
    work, past = MissedFilter(), MissedFilter(order=Order.TIME)
    weekly = replace(past, since=WEEK)

    def missed(wanted: MissedFilter, after: str | None = None) -> Page:
        def page(session: Session) -> object:
            rows = list_missed(session, wanted, now=NOW, after=after).rows
            return details(session, rows)

        return page

    return {
        "missed: work list": missed(work),
        "missed: of one branch": missed(replace(work, branches=BRANCH)),
        "missed: overdue": missed(replace(work, standing=Standing.OVERDUE)),
        "missed: its total (500+)": lambda s: count_missed(s, work, now=NOW),
        "missed: by time, far down": missed(past, of_missed),
        "missed: by time, one branch, far down": missed(replace(past, branches=BRANCH), of_missed),
        "missed: a week, one branch": missed(replace(weekly, branches=BRANCH)),
        "missed: a week, a rare cause": missed(replace(weekly, causes=frozenset({Cause.BUSY}))),
        "missed: a week, repeated": missed(replace(weekly, misses=3)),
        "missed: a week, with a message": missed(replace(weekly, has_message=True)),
        "missed: a week, one officer": missed(replace(weekly, last=LastCall(officer="can-bo-4-2"))),
        "missed: a week, in English": missed(replace(weekly, last=LastCall(language=Language.EN))),
        "missed: a quarter, by reconciliation": missed(
            replace(past, since=QUARTER, last=LastCall(origin=CallOrigin.RECONCILIATION))
        ),
        "missed: around a holiday": missed(
            replace(past, since=far, within=((far, far + timedelta(days=2)),))
        ),
        "missed: last 4 digits": missed(replace(past, number=WantedNumber(ending="4321"))),
    }


def _of_calls(far: datetime) -> dict[str, Page]:
    of_calls = Place("calls", far, 1).token()

    def calls(wanted: CallFilter, after: str | None = None) -> Page:
        return lambda session: list_calls(session, wanted, after=after)

    return {
        "calls: first page": calls(CallFilter()),
        "calls: far down": calls(CallFilter(), of_calls),
        "calls: one branch": calls(CallFilter(branches=BRANCH)),
        "calls: two branches, far down": calls(CallFilter(branches=TWO), of_calls),
        "calls: missed ones, all branches": calls(CallFilter(verdicts=MISSED)),
        "calls: a rare verdict": calls(CallFilter(verdicts=frozenset({Verdict.BLOCKED}))),
        "calls: a week, missed, two branches": calls(
            CallFilter(since=WEEK, branches=TWO, verdicts=MISSED)
        ),
        "calls: its total (500+)": lambda s: count_calls(
            s, CallFilter(since=MONTH, branches=TWO, verdicts=MISSED)
        ),
        "calls: one officer": calls(CallFilter(officer="can-bo-4-2")),
        "calls: whole number": calls(CallFilter(number=WantedNumber(exact="+84500004321"))),
        "calls: a number that calls a lot": calls(
            CallFilter(number=WantedNumber(exact=SWITCHBOARD))
        ),
        "calls: last 6 digits": calls(CallFilter(number=WantedNumber(ending="004321"))),
        "calls: last 4 digits": calls(CallFilter(number=WantedNumber(ending="4321"))),
        "calls: last 3 digits": calls(CallFilter(number=WantedNumber(ending="321"))),
    }


def _others() -> dict[str, Page]:
    year = Days(date(TODAY.year - 1, TODAY.month, TODAY.day), TODAY)
    last_month = Days(date(2026, 10, 1), date(2026, 11, 1))

    def audit(wanted: AuditFilter) -> Page:
        return lambda session: list_audit(session, wanted)

    return {
        "one call": lambda s: one_call(s, f"CA{5000:032x}", now=NOW),
        "calls of this moment": lambda s: list_going_on(s, now=NOW),
        "today": lambda s: today(s, on=TODAY, begin=MIDNIGHT, now=NOW),
        "audit: newest": audit(AuditFilter()),
        "audit: far down": audit(AuditFilter(until=MONTH)),
        "audit: one actor": audit(AuditFilter(actor="can-bo-4-2")),
        "audit: one kind": audit(AuditFilter(subjects=frozenset({"exported"}))),
        "a month's report": lambda s: report(s, TODAY.replace(month=10, day=1), 31),
        "a week's report": lambda s: report(s, TODAY - timedelta(days=7), 7),
        "a quarter's report": lambda s: report(s, TODAY - timedelta(days=90), 90),
        "a month: branch by day": lambda s: figures.by_branch_and_day(s, last_month),
        "a month: all figures": lambda s: figures.total(s, last_month),
        "a year: heat map": lambda s: figures.heat_map(s, year),
        "a year: day by day": lambda s: figures.by_day(s, year),
        "a year: waits": lambda s: figures.total(s, year),
    }
