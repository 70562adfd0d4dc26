"""A roster in a database, with the shipped branches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from duty.changes import Change, changing
from ivr.branches import load_branches
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import AbsenceReason, Role
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow
from models.duty.officers import OfficerRow
from models.session import Database
from tests.guards.sources import ROOT
from tests.harness import NINE_ON_MONDAY

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BRANCH = "thu-tuc-hanh-chinh"
WORKDAYS = "01234"


@pytest.fixture(scope="session")
def switchboard() -> Switchboard:
    """Return the shipped branches."""
    return load_branches(ROOT / "branches.yaml", today=NINE_ON_MONDAY.date())


@pytest.fixture
def change(database: Database, switchboard: Switchboard) -> Callable[..., Any]:
    """Return what opens a change to the roster, in a transaction of its own."""

    @contextmanager
    def opened(now: datetime = NINE_ON_MONDAY, actor: str = "supervisor") -> Iterator[Change]:
        with (
            database.transaction() as session,
            changing(session, switchboard, now=now, actor=actor) as change,
        ):
            yield change

    return opened


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a local moment of November 2026; the 23rd is a Monday."""
    return datetime.combine(date(2026, 11, day), time(hour, minute), ZONE)


def officer(code: str, number: str, **given: Any) -> OfficerRow:
    """Return a verified officer."""
    said = {
        "agency": "van-phong-ubnd",
        "post_vi": f"Chuyên viên {code}",
        "post_en": f"Officer {code}",
        "person": "",
        "languages": "vi",
        "active_from": date(2026, 1, 1),
        "active_to": None,
        "verified_at": NINE_ON_MONDAY,
    }
    return OfficerRow(code=code, number=number, **(said | given))


def shift(code: str, **given: Any) -> ShiftRow:
    """Return a shift of branch four over its whole office hours."""
    said = {
        "branch": BRANCH,
        "role": Role.PRIMARY,
        "position": 1,
        "weekdays": WORKDAYS,
        "start": time(7),
        "end": time(17),
        "valid_from": date(2026, 11, 1),
        "valid_to": None,
    }
    return ShiftRow(officer=code, **(said | given))


def absence(code: str, since: datetime, until: datetime, **given: Any) -> AbsenceRow:
    """Return an absence."""
    said = {"reason": AbsenceReason.MISSION, "stand_in": None, "note": ""}
    return AbsenceRow(officer=code, since=since, until=until, **(said | given))


def swap(giver: str, taker: str, since: datetime, until: datetime) -> SwapRow:
    """Return a swap of turns of branch four."""
    return SwapRow(
        branch=BRANCH, giver=giver, taker=taker, since=since, until=until, reason="đổi ca"
    )


@pytest.fixture
def staffed(change: Callable[..., Any]) -> Callable[..., Any]:
    """Return what opens a change, after two officers got a shift each."""
    with change() as first:
        first.enter(officer("an", "+84500000141"))
        first.enter(officer("binh", "+84500000142"))
        first.enter(shift("an"))
    return change
