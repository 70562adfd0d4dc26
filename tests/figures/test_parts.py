"""What was gathered, of some branches only."""

import pytest

from figures.parts import figures_of, gathered_of
from figures.reading import gather
from ivr.flow.measures.figures import Ratio
from ivr.flow.measures.report import figures, period
from ivr.flow.words import Verdict
from tests.figures.rows import owed, past
from tests.models.rows import BRANCH, minutes

OTHER = "tai-chinh"
DAY = 24 * 60


@pytest.fixture
def told(database, switchboard, keep):
    """Return the figures of some branches, of a day in which two were called."""
    mine, theirs = (
        past(0, "CA1", verdict=Verdict.NOT_ANSWERED, caller="+84505000101"),
        past(1, "CA2", verdict=Verdict.NOT_ANSWERED, caller="+84505000102", branch=OTHER),
    )
    keep(mine, theirs, past(2, "CA3"), past(3, "CA4", verdict=Verdict.MENU_ENDED, branch=""))
    keep(owed(mine), owed(theirs))
    asked = period(switchboard, minutes(0), minutes(60 * 10), now=minutes(DAY))

    def read(branches):
        with database.reading() as session:
            gathered = gathered_of(gather(session, switchboard, asked), branches)
        return figures_of(figures(gathered, switchboard, asked), branches)

    return read


def test_of_one_branch_all_is_that_branch(told):
    found = told(frozenset({BRANCH}))

    assert list(found.branches) == [BRANCH]
    assert found.total == found.branches[BRANCH]
    assert (found.total.counts.total, found.total.counts.missed) == (2, 1)
    assert found.total.not_served.share == Ratio(1, 1)
    assert found.total.callbacks.on_time == Ratio(0, 1)


def test_of_all_it_is_everything_also_who_chose_no_branch(told):
    found = told(None)

    assert found.total.counts.total == 4
    assert found.branches[""].counts.menu_ended == 1
    assert found.total.callbacks.on_time == Ratio(0, 2)


def test_of_none_it_is_nothing(told):
    found = told(frozenset())

    assert (found.total.counts.total, dict(found.branches)) == (0, {})
    assert found.total.coverage.share == Ratio(0, 0)
