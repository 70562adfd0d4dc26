"""What stands beside the rows is held against them: right as it is written, told once it is not."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from figures import beside
from ivr.flow.words import Did, LegOutcome, Verdict
from models import recount
from models.callbacks import Callback
from models.calls import Call
from models.duty.reading import read_roster
from models.sums.tables import HeldRings
from tests.duty.conftest import change, staffed
from tests.figures.test_checks import check
from tests.figures.test_sums import CALLS, DEEDS, HOUR, done, kept, properties, summed_up
from tests.jobs.telling import forget
from tests.models.rows import BRANCH, minutes

__all__ = ["change", "staffed"]
MISSED = (0, "+84505000001", BRANCH, Verdict.NOT_ANSWERED, 20, [LegOutcome.NO_ANSWER])


def differences(database, switchboard):
    """Return all that stands beside the rows of any day, and is not as they say."""
    with database.reading() as session:
        roster = read_roster(session)
        days = list(recount.days(session))
        found = [beside.differences(session, switchboard, roster, on) for on in days]
        return [(row.branch, row.count, row.rolled_up) for rows in found for row in rows]


@properties
@given(history=st.tuples(CALLS, DEEDS))
def test_what_is_written_is_what_the_rows_say(database, switchboard, history):
    forget(database)
    kept(database, switchboard, history[0])
    done(database, switchboard, history[1])
    summed_up(database, switchboard)

    assert differences(database, switchboard) == []


@pytest.fixture
def reached(database, switchboard):
    """A caller who was missed, and called back an hour later; all of it summed up."""
    kept(database, switchboard, [MISSED])
    done(database, switchboard, [(0, Did.REACHED, HOUR)])
    summed_up(database, switchboard)


@pytest.mark.parametrize(
    ("column", "what"),
    [
        (Call.followed_at, "misses told otherwise"),
        (Call.insistence, "misses told otherwise"),
        (Callback.worked_s, "callbacks told otherwise"),
    ],
)
def test_what_was_written_otherwise_is_told(database, switchboard, reached, column, what):
    wrong = minutes(7) if column is Call.followed_at else 7
    with database.transaction() as session:
        session.execute(sa.update(column.class_).values({column: wrong}))

    assert differences(database, switchboard) == [(BRANCH, what, 1)]


def test_what_waits_to_be_written_is_no_difference(database, switchboard, reached):
    with database.transaction() as session:
        session.execute(sa.update(Call).values(insistence=None, followed_at=None))
        session.execute(sa.update(Callback).values(worked_s=None))

    assert differences(database, switchboard) == []


def test_held_rings_that_were_not_so_are_told(database, switchboard, reached):
    with database.transaction() as session:
        on = session.scalars(sa.select(Call.local_on)).one()
        place = {"branch": BRANCH, "officer_id": "an", "outcome": "busy"}
        session.add(HeldRings(local_on=on, number=3, **place))

    assert differences(database, switchboard) == [
        (BRANCH, "rings of an on a call of ours: busy", 3)
    ]


def test_a_check_made_for_another_branch_is_told_unless_nobody_knows(
    database, switchboard, keep, staffed
):
    kept(database, switchboard, [MISSED])
    keep(check("an", branches="iso"), check("nobody", branches="iso"))

    assert differences(database, switchboard) == [(BRANCH, "line checks told otherwise", 1)]
