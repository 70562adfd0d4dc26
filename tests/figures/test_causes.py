"""Causes of the missed calls of a period: they add up to the missed calls, or there are none."""

import pytest

from figures.causes import missed_by_cause
from ivr.flow.words import Cause, Verdict
from tests.figures.rows import past
from tests.models.rows import BRANCH, minutes

OTHER = "tai-chinh"


@pytest.fixture
def causes(database):
    """Return what reads the causes of the hour after nine."""

    def told(branches=None):
        with database.reading() as session:
            return missed_by_cause(session, minutes(0), minutes(60), branches)

    return told


def missed(minute, cause, **differs):
    values = {"verdict": Verdict.NOT_ANSWERED, "cause": cause} | differs
    return past(minute, f"CA{minute}", **values)


def test_each_missed_call_of_the_period_counts_for_its_cause(keep, causes, read):
    keep(
        missed(0, Cause.NO_ANSWER),
        missed(1, Cause.NO_ANSWER),
        missed(2, Cause.SHORT, verdict=Verdict.ABANDONED),
        missed(3, Cause.MACHINE, branch=OTHER),
        missed(-1, Cause.BUSY),  # before
        missed(60, Cause.BUSY),  # after
        missed(4, Cause.BUSY, ended_at=None),  # goes on
        missed(5, Cause.CLOSED, verdict=Verdict.OUT_OF_HOURS),
        missed(6, None, verdict=Verdict.ANSWERED),
    )

    found = causes()

    assert found == {Cause.NO_ANSWER: 2, Cause.SHORT: 1, Cause.MACHINE: 1}
    assert sum(found.values()) == read(0, 60).total.counts.missed


def test_those_of_some_branches_are_theirs(keep, causes):
    keep(missed(0, Cause.NO_ANSWER), missed(1, Cause.MACHINE, branch=OTHER))

    assert causes(frozenset({BRANCH})) == {Cause.NO_ANSWER: 1}
    assert causes(frozenset()) == {}


def test_where_one_call_does_not_say_why_no_cause_is_told(keep, causes):
    keep(missed(0, Cause.NO_ANSWER), missed(1, None), missed(2, None, branch=OTHER))

    assert causes() == {}
