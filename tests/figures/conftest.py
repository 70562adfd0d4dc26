"""Books to read figures from: rows on both engines, with the shipped branches."""

from collections.abc import Callable

import pytest

from figures import full
from ivr.flow.measures.report import Figures, FullPart, period
from ivr.flow.switchboard import Switchboard
from models.base import Base
from models.calls import Call
from models.session import Database
from tests.duty.conftest import switchboard
from tests.figures.rows import v2
from tests.models.rows import minutes

__all__ = ["switchboard"]
DAY = 24 * 60


@pytest.fixture
def keep(database: Database) -> Callable[..., None]:
    """Return what puts rows into the database."""

    def kept(*rows: Base) -> None:
        with database.transaction() as session:
            session.add_all(rows)

    return kept


@pytest.fixture
def read(database: Database, switchboard: Switchboard) -> Callable[..., Figures[FullPart]]:
    """Return what reads the figures of a period, in minutes after nine on Monday."""

    def told(since: float = -60, until: float = 600, now: float = 30 * DAY) -> Figures[FullPart]:
        asked = period(switchboard, minutes(since), minutes(until), now=minutes(now))
        with database.reading() as session:
            return full.read(session, switchboard, asked)

    return told


@pytest.fixture
def day(keep: Callable[..., None]) -> list[Call]:
    """Keep the day V2; return its calls."""
    calls = v2()
    keep(*calls)
    return calls
