"""The figures of calls, rings and line checks: the golden vectors, and each boundary.

Source of V1 to V3: the project's notes on reports, section 2.3.
"""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from ivr.flow.measures.calls import (
    DoesNotAddUp,
    abandon_times,
    answer_times,
    count,
    handle_times,
    reconcile,
    service_level,
)
from ivr.flow.measures.figures import (
    DASH,
    Durations,
    Mean,
    Ratio,
    durations,
    percentile,
    vietnamese,
)
from ivr.flow.measures.officers import Attempt, LineCheck, availability, officer_answers
from ivr.flow.measures.tally import PastCall, Tally, by_branch, tallied
from ivr.flow.words import LegOutcome, Verdict
from tests.flow.past_calls import answered, missed, past_call

GONE, RANG_OUT, MAILBOX, BAD = (
    LegOutcome.CANCELED,
    LegOutcome.NO_ANSWER,
    LegOutcome.MACHINE,
    LegOutcome.FAILED,
)
CONFIRMED = LegOutcome.ANSWERED


def abandoned(wait_s: int, *outcomes: LegOutcome) -> PastCall:
    return past_call(Verdict.ABANDONED, wait_s=wait_s, outcomes=outcomes)


# V1: 1,000 answered, 860 of them in 20 s; 60 abandoned, 20 of them in 20 s.
V1 = [
    *[answered(wait_s=20)] * 860,
    *[answered(wait_s=21)] * 140,
    *[abandoned(20)] * 20,
    *[abandoned(21)] * 40,
]
# V1b: 70 answered and 10 abandoned within the threshold, 20 beyond it.
V1B = [
    *[answered(wait_s=30)] * 70,
    *[abandoned(30)] * 10,
    *[answered(wait_s=31)] * 12,
    *[abandoned(31)] * 8,
]
# V2: thirteen calls of a day to branch 4, short under 5 s.
V2 = [
    answered(wait_s=8, outcomes=[CONFIRMED]),
    answered(wait_s=25, outcomes=[CONFIRMED]),
    answered(wait_s=18, outcomes=[CONFIRMED]),
    abandoned(3, GONE),
    abandoned(40, GONE),
    missed(wait_s=75, outcomes=[RANG_OUT] * 3),
    missed(wait_s=75, outcomes=[RANG_OUT] * 3),
    answered(wait_s=50, outcomes=[MAILBOX, CONFIRMED]),
    missed(wait_s=80, outcomes=[MAILBOX] * 2),
    missed(wait_s=0),
    past_call(Verdict.MENU_ENDED, wait_s=0),
    past_call(Verdict.TEST, wait_s=0),
    past_call(Verdict.OUT_OF_HOURS, wait_s=0),
]
V2_RINGS = [attempt for call in V2 for attempt in call.attempts]


def test_v1_one_day_has_four_honest_service_levels() -> None:
    level = service_level(tallied(V1), within_s=20)

    assert (level.type_1, level.type_1.percent()) == (Ratio(860, 1040), "82,69 %")
    assert (level.type_2, level.type_2.percent()) == (Ratio(860, 1060), "81,13 %")
    assert (level.type_3, level.type_3.percent()) == (Ratio(880, 1060), "83,02 %")
    assert (level.answered_only, level.answered_only.percent()) == (Ratio(860, 1000), "86,00 %")


def test_v1_abandonment() -> None:
    left = count(tallied(V1)).abandonment

    assert (left, left.percent()) == (Ratio(60, 1060), "5,66 %")


def test_v1b_is_the_example_of_cisco() -> None:
    level = service_level(tallied(V1B), within_s=30)

    assert (level.type_1, level.type_1.percent(1)) == (Ratio(70, 90), "77,8 %")
    assert (level.type_2, level.type_2.percent(0)) == (Ratio(70, 100), "70 %")
    assert (level.type_3, level.type_3.percent(0)) == (Ratio(80, 100), "80 %")


def test_v2_counts() -> None:
    day = count(tallied(V2))

    assert (day.total, day.offered, day.answered, day.abandoned, day.short) == (13, 10, 4, 2, 1)
    assert (day.not_answered, day.missed) == (4, 6)
    assert (day.menu_ended, day.out_of_hours, day.blocked, day.test) == (1, 1, 0, 1)


def test_v2_rates() -> None:
    day = count(tallied(V2))

    assert day.answer_rate.percent(0) == "40 %"
    assert day.missed_rate.percent(0) == "60 %"
    assert day.abandonment.percent(0) == "20 %"
    without = day.abandonment_without_short
    assert (without, without.percent(1)) == (Ratio(1, 9), "11,1 %")


def test_v2_service_levels() -> None:
    level = service_level(tallied(V2), within_s=20)

    assert (level.type_2, level.type_2.percent(0)) == (Ratio(2, 10), "20 %")
    assert (level.type_1, level.type_1.percent(1)) == (Ratio(2, 9), "22,2 %")
    assert (level.type_3, level.type_3.percent(0)) == (Ratio(3, 10), "30 %")
    assert (level.answered_only, level.answered_only.percent(0)) == (Ratio(2, 4), "50 %")


def test_v2_speed_of_answer() -> None:
    times = answer_times(tallied(V2))

    assert (times.mean, times.mean.text()) == (Mean(101, 4), "25,25")
    assert (times.median_s, times.p90_s, times.longest_s) == (18, 50, 50)


def test_v2_a_mailbox_picks_up_and_answers_nothing() -> None:
    rate = officer_answers(V2_RINGS).rate

    assert (rate, rate.percent(1)) == (Ratio(4, 15), "26,7 %")
    assert sum(ring.outcome in (CONFIRMED, MAILBOX) for ring in V2_RINGS) == 7


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1071, 1404, "76,28 %"),
        (333, 1404, "23,72 %"),
        (146, 333, "43,84 %"),
        (93, 333, "27,93 %"),
        (94, 333, "28,23 %"),  # what was printed for 93
    ],
)
def test_v3_percentages_are_written_as_in_vietnam(part: int, whole: int, shown: str) -> None:
    assert Ratio(part, whole).percent() == shown


# What is shown.


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (1404, 0, "1.404"),
        (999, 0, "999"),
        (Fraction(12_345_675, 10), 1, "1.234.567,5"),
        (Fraction(1, 8), 2, "0,13"),  # half up, where Python's own rounding says 0,12
        (Fraction(5, 2), 0, "3"),
        (Fraction(49, 10_000), 2, "0,00"),
        (Fraction(99_995, 1000), 2, "100,00"),
        (Fraction(7, 100), 2, "0,07"),
        (Fraction(-3, 2), 1, "-1,5"),
        (None, 2, "–"),
    ],
)
def test_numbers_are_written_as_in_vietnam(
    value: Fraction | int | None, places: int, shown: str
) -> None:
    assert vietnamese(value, places) == shown


@pytest.mark.parametrize(("part", "whole"), [(-1, 2), (3, 2), (1, 0)])
def test_no_share_is_less_than_nothing_or_more_than_all(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is no part of"):
        Ratio(part, whole)


def test_a_share_of_nothing_is_not_zero_percent() -> None:
    assert (Ratio(0, 0).share, Ratio(0, 0).percent()) == (None, DASH)
    assert (Ratio(0, 1).share, Ratio(0, 1).percent()) == (Fraction(0), "0,00 %")
    assert (Mean(0, 0).value_s, Mean(0, 0).text()) == (None, DASH)


def test_a_day_without_calls_has_no_figures_but_dashes() -> None:
    day, level, left = count(Tally()), service_level(Tally(), within_s=20), abandon_times(Tally())
    nothing = Durations(Mean(0, 0), None, None, None)

    rates = [day.answer_rate, day.missed_rate, day.abandonment, day.abandonment_without_short]
    rates += [level.type_1, level.type_2, level.type_3, level.answered_only, *left.bands]
    rates += [officer_answers([]).rate, availability([])]
    rates += [reconcile(ours=set(), theirs=set()).gap]
    assert {rate.percent() for rate in rates} == {DASH}
    assert answer_times(Tally()) == left.times == handle_times(Tally()).times == nothing


@pytest.mark.parametrize(("percent", "value"), [(5, 15), (30, 20), (40, 20), (50, 35), (100, 50)])
def test_a_percentile_is_a_value_that_was_seen(percent: int, value: int) -> None:
    assert percentile([50, 15, 40, 20, 35], percent) == value


def test_the_median_of_two_is_the_smaller() -> None:
    assert durations([30, 10]) == Durations(Mean(40, 2), median_s=10, p90_s=30, longest_s=30)


@pytest.mark.parametrize("values", [[], [7], [30, 10, 30], list(range(100, 0, -1))])
def test_durations_are_the_same_one_by_one_and_by_how_many_there_are_of_each(
    values: list[int],
) -> None:
    assert durations(values) == durations(iter(values)) == durations(Counter(values))


# Calls.


@pytest.mark.parametrize("name", ["total", "offered", "answered", "not_answered", "blocked"])
def test_counts_that_do_not_add_up_are_refused(name: str) -> None:
    day = count(tallied(V2))

    with pytest.raises(DoesNotAddUp):
        replace(day, **{name: getattr(day, name) + 1})


def test_calls_are_told_by_branch() -> None:
    calls = [
        answered(0, branch="thue"),
        missed(59, branch="thue"),
        missed(59),
        past_call(Verdict.MENU_ENDED, 30, branch=""),
    ]

    found = {branch: count(tally) for branch, tally in by_branch(calls).items()}

    assert list(found) == ["", "noi-vu", "thue"]
    assert (found[""].total, found[""].offered) == (1, 0)
    assert (found["noi-vu"].total, found["noi-vu"].missed) == (1, 1)
    assert (found["thue"].answered, found["thue"].missed) == (1, 1)


def test_rings_of_a_test_call_are_nobodys_answers() -> None:
    test_call = past_call(Verdict.TEST, outcomes=[CONFIRMED])

    assert tallied([test_call, missed(outcomes=[RANG_OUT])]).rings == {Attempt("an", RANG_OUT): 1}


def test_short_is_under_the_limit_and_only_where_the_caller_left() -> None:
    calls = [abandoned(4), abandoned(5), missed(wait_s=0), answered(wait_s=2)]

    assert count(tallied(calls)).short == 1
    assert count(tallied(calls), short_s=6).short == 2


def test_a_service_level_is_of_offered_calls_alone() -> None:
    outside = (Verdict.MENU_ENDED, Verdict.OUT_OF_HOURS, Verdict.BLOCKED, Verdict.TEST)
    calls = [answered(wait_s=20), *(past_call(verdict, wait_s=1) for verdict in outside)]

    assert service_level(tallied(calls), within_s=20).type_2 == Ratio(1, 1)


def test_a_hunt_that_failed_at_once_is_no_quick_abandon() -> None:
    level = service_level(tallied([answered(wait_s=5), missed(wait_s=0)]), within_s=20)

    assert level.type_1 == level.type_2 == level.type_3 == Ratio(1, 2)


def test_the_bands_of_abandoned_calls_meet_without_a_gap() -> None:
    waits = (0, 4, 5, 20, 21, 60, 61)

    left = abandon_times(tallied([*map(abandoned, waits), missed(wait_s=75), answered(wait_s=3)]))

    assert left.bands == (Ratio(2, 7), Ratio(2, 7), Ratio(2, 7), Ratio(1, 7))
    assert left.times == Durations(Mean(171, 7), median_s=20, p90_s=61, longest_s=61)


def test_handling_is_talk_and_what_comes_after_where_that_is_known() -> None:
    with_key = replace(answered(wait_s=50), talk_s=100, wrap_up_s=20)
    at_once = replace(answered(), talk_s=70, wrap_up_s=0)
    without = replace(answered(), talk_s=60)

    handled = handle_times(tallied([with_key, at_once, without, replace(missed(), talk_s=9)]))

    assert handled.times.mean == Mean(250, 3)
    assert (handled.times.longest_s, handled.talk_only) == (120, 1)


def test_calls_that_the_carrier_alone_knows_are_a_gap() -> None:
    found = reconcile(ours={"CA1", "CA2", "CA9"}, theirs={"CA1", "CA2", "CA4", "CA3"})

    assert found.gap == Ratio(2, 4)
    assert (found.only_theirs, found.only_ours) == (("CA3", "CA4"), ("CA9",))


# Rings and line checks.


def test_rings_that_were_not_theirs_to_answer_are_left_out_and_listed() -> None:
    talking = Attempt("binh", LegOutcome.BUSY, on_hotline_call=True)
    wrong = Attempt("chi", BAD)
    wrong_and_talking = Attempt("chi", BAD, on_hotline_call=True)
    private_call = Attempt("binh", LegOutcome.BUSY)

    found = officer_answers([private_call, talking, wrong_and_talking, wrong])

    assert found.rate == Ratio(0, 1)
    assert found.on_hotline_call == (talking,)
    assert found.bad_number == (wrong, wrong_and_talking)


def test_a_ring_confirmed_during_another_call_counts() -> None:
    found = officer_answers([Attempt("an", CONFIRMED, on_hotline_call=True)])

    assert (found.rate, found.on_hotline_call) == (Ratio(1, 1), ())


@pytest.mark.parametrize("outcome", [GONE, LegOutcome.DECLINED, MAILBOX, RANG_OUT, None])
def test_any_other_ring_is_one_that_was_not_answered(outcome: LegOutcome | None) -> None:
    assert officer_answers([Attempt("an", outcome)]).rate == Ratio(0, 1)


@pytest.mark.parametrize(("confirmed_s", "passed"), [(0, True), (45, True), (46, False)])
def test_a_line_check_is_passed_by_a_key_in_time(confirmed_s: int, passed: bool) -> None:
    assert LineCheck(("noi-vu",), confirmed_s).passed is passed


def test_a_mailbox_presses_nothing_and_fails_its_check() -> None:
    checks = [LineCheck(("noi-vu",), 12), LineCheck(("thue",), None), LineCheck(("thue",), 30)]

    assert availability(checks) == Ratio(2, 3)
