"""All figures of a period together: what must add up, and for whom how long is looked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.hours import Promise
from ivr.flow.measures.callbacks import Owed
from ivr.flow.measures.coverage import Coverage
from ivr.flow.measures.figures import Ratio
from ivr.flow.measures.officers import LineCheck
from ivr.flow.measures.report import Figures, FullPart, Gathered, Period, figures, period
from ivr.flow.measures.tally import PastCall, by_branch
from ivr.flow.words import Verdict
from tests.flow.past_calls import DAY, after, answered, missed, owed
from tests.flow.scenes import a_branch, a_switchboard, at

MENU = a_switchboard(a_branch("noi-vu"), a_branch("thue", "2"))
SINCE, UNTIL = after(0), after(DAY)
BRANCHES = st.sampled_from(["", "noi-vu", "thue", "da-bo"])


def told(*calls: PastCall, now: float = 30 * DAY, **more: object) -> Figures[FullPart]:
    """Return the figures of the day from nine on."""
    asked = period(MENU, SINCE, UNTIL, now=after(now))
    inside = [call for call in calls if SINCE <= call.started_at < UNTIL]
    gathered = Gathered(tallies=by_branch(inside), visits=calls, coverage={})
    return figures(replace(gathered, **more), MENU, asked)  # type: ignore[arg-type]


CALLS = st.lists(
    st.builds(
        PastCall,
        verdict=st.sampled_from(Verdict),
        started_at=st.integers(-9, DAY + 9).map(after),
        ended_at=st.integers(DAY + 10, 9 * DAY).map(after),
        branch=BRANCHES,
        caller=st.sampled_from(["A", "B", "C", None]),
        wait_s=st.integers(0, 90),
    ),
    max_size=15,
)
DEBTS = st.lists(
    st.builds(
        Owed,
        caller=st.sampled_from("ABC"),
        branch=BRANCHES,
        last_missed_at=st.integers(0, DAY).map(after),
        due_at=st.integers(-9, 2 * DAY).map(after),
        reached_at=st.none() | st.integers(DAY, 3 * DAY).map(after),
        self_reached=st.booleans(),
    ),
    max_size=6,
)


@given(calls=CALLS)
def test_both_identities_hold_for_the_hotline_and_for_every_branch(calls: list[PastCall]) -> None:
    found = told(*calls)

    for part in (found.total, *found.branches.values()):
        counts = part.counts
        assert counts.offered == counts.answered + counts.abandoned + counts.not_answered
        outside = counts.menu_ended + counts.out_of_hours + counts.blocked + counts.test
        assert counts.total == counts.offered + outside


@given(calls=CALLS, debts=DEBTS)
def test_what_is_counted_by_branch_adds_up_to_the_hotline(
    calls: list[PastCall], debts: list[Owed]
) -> None:
    found = told(*calls, owed=tuple(debts))

    parts = list(found.branches.values())
    called = {call.branch for call in calls if SINCE <= call.started_at < UNTIL}
    called |= {debt.branch for debt in debts}
    assert set(found.branches) == {"noi-vu", "thue", "truc-ban"} | called
    assert found.total.counts.total == sum(part.counts.total for part in parts)
    assert found.total.counts.missed == sum(part.counts.missed for part in parts)
    assert found.total.levels[0].type_2.part == sum(p.levels[0].type_2.part for p in parts)


@given(calls=CALLS, debts=DEBTS)
def test_the_people_of_the_hotline_are_at_least_those_of_any_branch(
    calls: list[PastCall], debts: list[Owed]
) -> None:
    found = told(*calls, owed=tuple(debts))

    for part in found.branches.values():
        assert set(part.not_served.numbers) <= set(found.total.not_served.numbers)
        assert set(part.repeat_missed.numbers) <= set(found.total.repeat_missed.numbers)
        assert set(part.flagged.numbers) <= set(part.repeat_missed.numbers)
        assert part.not_served.share.whole == part.repeat_missed.share.whole


def test_branches_come_in_the_order_of_the_menu_and_those_that_are_no_more_after_them() -> None:
    found = told(answered(1, branch="da-bo"), answered(2, branch=""))

    assert list(found.branches) == ["noi-vu", "thue", "truc-ban", "", "da-bo"]


def test_callbacks_are_due_by_now_at_most() -> None:
    debts = (owed(due=60), owed(due=120), owed(due=121), owed(due=-1))

    assert told(owed=debts, now=121).total.callbacks.on_time == Ratio(0, 2)
    assert told(owed=debts, now=0).total.callbacks.on_time == Ratio(0, 0)


def test_a_branch_that_is_no_more_is_timed_by_the_duty_desks_clock() -> None:
    debt = owed(missed_at=0, due=300, reached=240, branch="da-bo")

    assert told(owed=(debt,)).total.callback_times.working.longest_s == 240 * 60


def test_a_check_counts_once_in_all_and_once_for_each_branch_that_it_was_for() -> None:
    checks = (LineCheck(("noi-vu", "thue"), 12), LineCheck(("thue",), None), LineCheck((), 9))

    found = told(checks=checks)

    assert found.total.lines == Ratio(2, 3)
    assert found.branches["noi-vu"].lines == Ratio(1, 1)
    assert found.branches["thue"].lines == Ratio(1, 2)


def test_hours_of_all_branches_are_covered_together() -> None:
    gap, earlier = (after(10), after(11)), (after(3), after(4))
    parts = {
        "noi-vu": Coverage(Ratio(60, 120), (gap,)),
        "thue": Coverage(Ratio(120, 180), (earlier,)),
    }

    found = told(coverage=parts)

    assert found.total.coverage == Coverage(Ratio(180, 300), (earlier, gap))
    assert found.branches["thue"].coverage == parts["thue"]
    assert found.branches["truc-ban"].coverage.share.percent() == "–"


# For how long people are followed.


@pytest.mark.parametrize(
    ("until", "served_by"),
    [
        ("2026-11-23 10:00", "2026-11-23 14:00"),  # two hours of work, over lunch
        ("2026-11-24 00:00", "2026-11-24 10:00"),
        ("2026-11-28 00:00", "2026-11-30 10:00"),  # the week's end
    ],
)
def test_missed_callers_are_followed_until_the_last_of_them_had_to_be_called(
    until: str, served_by: str
) -> None:
    asked = period(MENU, SINCE - timedelta(days=9), at(until), now=at(until))

    assert asked.served_by == at(served_by)


def test_people_are_followed_a_week_and_a_day_on_either_side() -> None:
    asked = Period(after(0), after(DAY), now=after(0), served_by=after(2 * DAY))

    assert asked.followed_since == after(-8 * DAY)
    assert asked.followed_until == after(9 * DAY)


def test_people_are_followed_over_a_long_holiday() -> None:
    slow = replace(MENU, promise=Promise(timedelta(hours=100)))

    asked = period(slow, SINCE, UNTIL, now=after(0))

    assert asked.followed_until == asked.served_by > after(9 * DAY)


@pytest.mark.parametrize(
    ("now", "over_by"), [(-5, 0), (0, 0), (600, 600), (DAY, DAY), (9 * DAY, DAY)]
)
def test_a_period_is_over_as_far_as_time_has_passed(now: float, over_by: float) -> None:
    asked = Period(after(0), after(DAY), now=after(now), served_by=after(DAY))

    assert asked.over_by == after(over_by)


def test_missed_twice_and_then_reached_is_told_by_branch() -> None:
    calls = [missed(0), missed(5), missed(9, branch="thue"), answered(20)]

    found = told(*calls)

    assert found.branches["noi-vu"].repeat_missed.share == Ratio(1, 1)
    assert found.branches["noi-vu"].not_served.share == Ratio(0, 1)
    assert found.branches["thue"].not_served.share == Ratio(1, 1)
    assert found.total.not_served.share == Ratio(1, 1)
