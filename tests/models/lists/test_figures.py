"""Figures from the roll-up are those that counting the calls one by one gives."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.measures import calls as measures
from ivr.flow.measures.figures import percentile
from ivr.flow.measures.tally import PastCall, tallied
from ivr.flow.words import Verdict
from models import recount
from models.call_hours import Moves, summary
from models.lists import figures
from models.lists.figures import Days, Heat
from models.lists.sums import Estimate, Sums
from tests.models.lists.many import BRANCHES
from tests.models.rows import a_call, minutes

FIRST = date(2026, 11, 16)  # a Monday
WEEK = Days(FIRST, FIRST + timedelta(days=7))
SOME = frozenset({"iso", "tu-phap"})


def a_past_call(number, rng):
    verdict, day = rng.choice([*Verdict]), rng.randrange(9)
    return a_call(
        f"CA{number}",
        branch=rng.choice(BRANCHES),
        verdict=verdict,
        wait_s=rng.choice([0, 4, 5, 6, 20, 21, 30, 31, 60, 61, 200, rng.randrange(200)]),
        talk_s=rng.randrange(300),
        message_s=rng.choice([0, 9]),
        started_at=minutes((day - 7) * 24 * 60),
        local_on=FIRST + timedelta(days=day),
        local_hour=rng.randrange(7, 12),
        is_counted=True,
    )


@pytest.fixture
def past(database):
    """Put a week of calls and two days more in, counted; return them."""
    rng = random.Random(3)
    with database.transaction() as session:
        calls = [a_past_call(number, rng) for number in range(400)]
        session.add_all(calls)
        session.flush()
        moves = Moves()
        for call in calls:
            moves.move(None, summary(call))
        moves.write(session)
    return calls


def measured(calls):
    """Return the tally of the measures: what the reports are made of."""
    return tallied(
        PastCall(
            verdict=call.verdict,
            started_at=call.started_at,
            ended_at=call.ended_at,
            branch=call.branch,
            wait_s=call.wait_s,
            talk_s=call.talk_s,
        )
        for call in calls
    )


def agree(sums, calls):
    """Hold the sums against the measures of the same calls."""
    tally = measured(calls)
    times = measures.answer_times(tally)
    assert sums.counts == measures.count(tally)
    assert sums.answer_time == times.mean
    assert sums.abandon_time == measures.abandon_times(tally).times.mean
    assert sums.talk_time == measures.handle_times(tally).times.mean
    for within_s in (20, 30, 60):
        assert sums.service_level(within_s) == measures.service_level(tally, within_s=within_s)
    assert sums.messages == sum(call.message_s > 0 for call in calls)


def of_week(calls, branches=None):
    return [
        call
        for call in calls
        if WEEK.since <= call.local_on < WEEK.until
        and (branches is None or call.branch in branches)
    ]


def grouped(calls, key):
    found = defaultdict(list)
    for call in calls:
        found[key(call)].append(call)
    return found


@pytest.mark.parametrize("branches", [None, SOME, frozenset({""}), frozenset()])
def test_a_periods_figures_are_those_of_its_calls(database, past, branches):
    days = Days(WEEK.since, WEEK.until, branches)

    with database.reading() as session:
        agree(figures.total(session, days), of_week(past, branches))


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (figures.by_branch, lambda call: call.branch),
        (figures.by_day, lambda call: call.local_on),
        (figures.by_hour, lambda call: call.local_hour),
        (figures.by_branch_and_day, lambda call: (call.branch, call.local_on)),
    ],
)
@pytest.mark.parametrize("branches", [None, SOME])
def test_parts_of_a_period_are_those_of_their_calls(database, past, asked, key, branches):
    with database.reading() as session:
        found = asked(session, Days(WEEK.since, WEEK.until, branches))

    expected = grouped(of_week(past, branches), key)
    assert list(found) == sorted(expected)
    for part, sums in found.items():
        agree(sums, expected[part])


@pytest.mark.parametrize("branches", [None, SOME])
def test_the_heat_map_has_each_hour_of_the_week(database, past, branches):
    with database.reading() as session:
        found = figures.heat_map(session, Days(WEEK.since, WEEK.until, branches))

    cells = grouped(
        of_week(past, branches), lambda call: (call.local_on.weekday(), call.local_hour)
    )
    counts = {cell: measures.count(measured(calls)) for cell, calls in cells.items()}
    assert found == {cell: Heat(own.offered, own.missed) for cell, own in counts.items()}


def test_where_there_was_no_call_there_is_nothing(database):
    with database.reading() as session:
        assert figures.total(session, WEEK) == Sums()
        assert figures.by_day(session, WEEK) == {}
        assert figures.heat_map(session, WEEK) == {}
    assert Sums().answer_time.value_s is None
    assert Sums().wait_percentile(90) is None


def test_the_same_calls_are_found_after_a_rebuild(database, past):
    with database.reading() as session:
        before = figures.by_branch_and_day(session, WEEK)
    with database.transaction() as session:
        for on in recount.days(session):
            recount.rebuild(session, on)

    with database.reading() as session:
        assert figures.by_branch_and_day(session, WEEK) == before


# Sums, without a database.


def sums_of(waits):
    bands = (5, 10, 15, 20, 25, 30, 40, 50, 60, 90, 120, 180, 10**9)
    within = [0] * len(bands)
    for wait in waits:
        within[next(i for i, end in enumerate(bands) if wait <= end)] += 1
    return Sums(answered=len(waits), answered_within=tuple(within))


WAITS = st.lists(st.integers(0, 40) | st.integers(0, 400), min_size=1, max_size=60)


@given(WAITS, st.sampled_from([50, 75, 90, 100]))
def test_a_percentile_lies_in_the_band_of_the_exact_one(waits, percent):
    exact = percentile(waits, percent)
    found = sums_of(waits).wait_percentile(percent)

    assert exact is not None
    if exact > 180:
        assert found == Estimate(180, is_more=True)
    else:
        begin = max(end for end in (-1, 5, 10, 15, 20, 25, 30, 40, 50, 60, 90, 120) if end < exact)
        end = min(end for end in (5, 10, 15, 20, 25, 30, 40, 50, 60, 90, 120, 180) if end >= exact)
        assert begin < found.seconds <= end
        assert not found.is_more


@given(st.integers(1, 400))
def test_evenly_spread_waits_give_nearly_the_exact_percentile(count):
    waits = [number % 61 for number in range(count * 61)]

    found = sums_of(waits).wait_percentile(90)

    assert abs(found.seconds - percentile(waits, 90)) <= 1


@given(WAITS, WAITS)
def test_sums_add_up(ours, theirs):
    assert sums_of(ours) + sums_of(theirs) == sums_of(ours + theirs)


def test_a_service_level_that_no_band_can_tell_is_refused():
    with pytest.raises(ValueError, match="25 s"):
        Sums().service_level(25)
