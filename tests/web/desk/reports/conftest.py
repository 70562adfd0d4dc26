"""A day of branch four in the books of a hotline, its answers worked out by hand."""

import pytest

from models import recount
from tests.figures.rows import v2


@pytest.fixture
def keep(hotline):
    """Return what puts rows into the books, and brings the roll-up to what they say."""

    def kept(*rows):
        database = hotline.hotline.database
        with database.transaction() as session:
            for row in rows:
                if hasattr(row, "is_counted"):
                    row.is_counted = True
            session.add_all(rows)
        with database.transaction() as session:
            for day in [*recount.days(session)]:
                recount.rebuild(session, day)

    return kept


@pytest.fixture
def day(hotline, keep):
    """Keep the golden day V2; it is six in the evening of that Monday."""
    calls = v2()
    keep(*calls)
    hotline.pass_time(hours=9)
    return calls
