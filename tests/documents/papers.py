"""Tables, reports and imprints of November 2026; each test says what differs."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from documents.letterhead import letterhead_of
from documents.monthly import MonthlyReport
from documents.table import Imprint
from ivr.branches import load_branches
from ivr.flow.measures.callbacks import Owed
from ivr.flow.measures.coverage import Coverage, coverage
from ivr.flow.measures.officers import Attempt, LineCheck
from ivr.flow.measures.report import Figures, Gathered, Part, figures, period
from ivr.flow.measures.tally import PastCall, by_branch
from ivr.flow.words import Cause, LegOutcome, Text, Verdict
from tests.flow.scenes import at
from tests.guards.sources import ROOT

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SINCE, UNTIL = at("2026-11-01 00:00"), at("2026-12-01 00:00")
MADE_AT = at("2026-12-01 08:02:00.123456")
IMPRINT = Imprint(
    since=SINCE,
    until=UNTIL,
    made_at=MADE_AT,
    made_by="tran-thi-b",
    definitions="2026-11",
    zone=HANOI,
    filters=((Text("Nhánh", "Branch"), "4"),),
    reconciled_until=at("2026-12-01 07:30"),
)
SWITCHBOARD = load_branches(ROOT / "branches.yaml", today=SINCE.date())
NINE = at("2026-11-23 09:00")
CAUSES = {Cause.NO_ANSWER: 2, Cause.MACHINE: 1, Cause.NOBODY_ON_DUTY: 1, Cause.HUNG_UP: 2}


def a_call(verdict: Verdict, wait_s: int = 0, minute: int = 0, **differs: object) -> PastCall:
    """Return a call to branch four in the morning of the 23rd."""
    begin = NINE + timedelta(minutes=minute)
    values: dict[str, object] = {"branch": "thu-tuc-hanh-chinh", "caller": f"+84505000{minute:03}"}
    return PastCall(
        verdict=verdict,
        started_at=begin,
        ended_at=begin + timedelta(seconds=wait_s + 30),
        wait_s=wait_s,
        **(values | differs),  # type: ignore[arg-type]
    )


def golden_day() -> list[PastCall]:
    """Return the thirteen calls of the golden day V2, with rings that the report tells apart."""
    answered, abandoned, missed = Verdict.ANSWERED, Verdict.ABANDONED, Verdict.NOT_ANSWERED
    told = [
        *((answered, 8), (answered, 25), (answered, 18), (abandoned, 3), (abandoned, 40)),
        *((missed, 75), (missed, 75), (answered, 50), (missed, 80), (missed, 0)),
    ]
    rung = (Attempt("a", LegOutcome.NO_ANSWER), Attempt("b", LegOutcome.ANSWERED))
    calls = [a_call(verdict, wait, minute) for minute, (verdict, wait) in enumerate(told)]
    calls[7] = a_call(answered, 50, 7, attempts=rung)
    others = (Verdict.MENU_ENDED, Verdict.TEST, Verdict.OUT_OF_HOURS)
    branches = ("", "thu-tuc-hanh-chinh", "doanh-nghiep")
    pairs = zip(others, branches, strict=True)
    return [*calls, *(a_call(v, 0, 10 + n, branch=b) for n, (v, b) in enumerate(pairs))]


def november(
    calls: Iterable[PastCall] = (),
    owed: Iterable[Owed] = (),
    checks: Iterable[LineCheck] = (),
    covered: Mapping[str, Coverage] | None = None,
) -> Figures[Part]:
    """Return the figures of the month."""
    told = tuple(calls)
    gathered = Gathered(
        tallies=by_branch(told),
        visits=told,
        owed=tuple(owed),
        checks=tuple(checks),
        coverage=covered or {},
    )
    return figures(gathered, SWITCHBOARD, period(SWITCHBOARD, SINCE, UNTIL, now=MADE_AT))


def a_debt(caller: str, due: datetime, **differs: object) -> Owed:
    """Return what branch four owes, missed at nine on the 23rd."""
    values = {"branch": "thu-tuc-hanh-chinh", "last_missed_at": NINE}
    return Owed(caller=caller, due_at=due, **(values | differs))  # type: ignore[arg-type]


def busy_november() -> Figures[Part]:
    """Return a month with something in every section of the report."""
    due = NINE + timedelta(hours=2)
    morning = (at("2026-11-23 07:00"), at("2026-11-23 11:00"))
    manned = (at("2026-11-23 07:00"), at("2026-11-23 10:30"))
    return november(
        golden_day(),
        owed=(
            a_debt("+84505000003", due, reached_at=NINE + timedelta(minutes=50)),
            a_debt("+84505000005", due, reached_at=NINE + timedelta(hours=3)),
            a_debt("+84505000006", due, reached_at=NINE + timedelta(hours=1), self_reached=True),
            a_debt("+84505000008", due),
            a_debt("+84505000009", due, given_up=True),
        ),
        checks=(
            LineCheck(("thu-tuc-hanh-chinh",), 12),
            LineCheck(("thu-tuc-hanh-chinh",), None),
            LineCheck(("doanh-nghiep",), 7),
        ),
        covered={"thu-tuc-hanh-chinh": coverage([morning], [manned])},
    )


def a_report(found: Figures[Part] | None = None, **differs: object) -> MonthlyReport:
    """Return the report of November, of a busy one where no other is given."""
    values: dict[str, object] = {
        "letterhead": letterhead_of(SWITCHBOARD),
        "switchboard": SWITCHBOARD,
        "figures": found or busy_november(),
        "imprint": IMPRINT,
        "causes": CAUSES,
    }
    return MonthlyReport(**(values | differs))  # type: ignore[arg-type]
