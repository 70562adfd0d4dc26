"""The figures of people and of promises: who was not served, who called again, who was called."""

from dataclasses import replace

import pytest

from ivr.flow.measures.callbacks import CallbacksKept, Owed, callback_times, callbacks_kept
from ivr.flow.measures.callers import (
    Callers,
    callers_not_served,
    first_call_resolution,
    repeat_missed,
)
from ivr.flow.measures.figures import DASH, Mean, Ratio
from ivr.flow.measures.tally import PastCall
from ivr.flow.words import Verdict
from tests.flow.past_calls import (
    DAY,
    NEIGHBOUR,
    after,
    answered,
    missed,
    owed,
    past_call,
)
from tests.flow.scenes import AROUND_THE_CLOCK, CALENDAR, CITIZEN, OFFICE, at


def not_served(*calls: PastCall, debts: tuple[Owed, ...] = ()) -> Callers:
    """Ask about the eight hours from nine on, two hours later."""
    return callers_not_served(calls, debts, since=after(0), until=after(480), by=after(600))


def test_a_caller_missed_again_and_again_is_one_person() -> None:
    found = not_served(missed(0), missed(5), past_call(Verdict.ABANDONED, 9, branch="thue"))

    assert found == Callers(Ratio(1, 1), (CITIZEN,), nameless=0)


def test_a_caller_who_got_through_later_was_served() -> None:
    found = not_served(missed(0), answered(20), missed(30, caller=NEIGHBOUR))

    assert found == Callers(Ratio(1, 2), (NEIGHBOUR,), nameless=0)


def test_being_answered_before_the_last_miss_serves_nobody() -> None:
    assert not_served(missed(0), answered(20), missed(30)).share == Ratio(1, 1)


def test_being_answered_at_the_moment_of_the_miss_is_not_being_answered_after_it() -> None:
    assert not_served(missed(0), answered(0)).share == Ratio(1, 1)


def test_being_answered_by_another_branch_settles_nothing() -> None:
    assert not_served(missed(0), answered(20, branch="thue")).share == Ratio(1, 1)


@pytest.mark.parametrize(("reached", "left"), [(600, 0), (600.1, 1)])
def test_a_callback_serves_until_the_deadline_after_the_period(reached: float, left: int) -> None:
    assert not_served(missed(470), debts=(owed(reached=reached),)).share == Ratio(left, 1)


def test_a_word_with_the_branch_that_the_matter_was_moved_to_serves() -> None:
    moved = replace(owed(reached=60), moved=True)

    assert not_served(missed(0), debts=(moved,)).share == Ratio(0, 1)


def test_an_open_callback_serves_nobody() -> None:
    assert not_served(missed(0), debts=(owed(),)).share == Ratio(1, 1)


def test_only_calls_of_the_period_ask_to_be_served() -> None:
    calls = missed(-1), missed(480), past_call(Verdict.OUT_OF_HOURS, 9), answered(10)

    assert not_served(*calls).share.percent() == DASH


def test_calls_without_a_number_are_told_of_nobody() -> None:
    found = not_served(missed(0, caller=None), missed(1, caller=None), answered(9, caller=None))

    assert found == Callers(Ratio(0, 0), (), nameless=2)


# Missed again and again.


def repeated(*calls: PastCall, debts: tuple[Owed, ...] = (), **asked: int) -> Callers:
    """Ask about the two weeks from nine on."""
    return repeat_missed(calls, debts, since=after(0), until=after(14 * DAY), **asked)


@pytest.mark.parametrize(
    ("calls", "found"),
    [
        ([missed(0)], 0),
        ([missed(0), missed(1)], 1),
        ([missed(0), past_call(Verdict.ABANDONED, 1)], 1),
        ([missed(0), missed(7 * DAY)], 1),
        ([missed(0), missed(7 * DAY + 1)], 0),
        ([missed(0), answered(5), missed(9)], 0),
        ([missed(0), answered(5, branch="thue"), missed(9)], 1),
        ([missed(0), answered(5), missed(9), missed(12)], 1),
        ([missed(0), missed(9, branch="thue")], 0),
        ([missed(0), past_call(Verdict.OUT_OF_HOURS, 9)], 0),
    ],
)
def test_a_caller_is_missed_again_where_nobody_spoke_to_them_in_a_week(
    calls: list[PastCall], found: int
) -> None:
    assert repeated(*calls).share == Ratio(found, 1)


def test_a_callback_between_two_misses_is_a_contact() -> None:
    calls = [missed(0), missed(90)]

    assert repeated(*calls, debts=(owed(reached=60),)).numbers == ()
    assert repeated(*calls, debts=(owed(reached=95),)).numbers == (CITIZEN,)


def test_three_misses_are_asked_for_apart() -> None:
    twice = [missed(n, caller=NEIGHBOUR) for n in (0, 1)]
    thrice = [missed(n * DAY) for n in (0, 3, 9, 10)]

    assert repeated(*twice, *thrice).numbers == (CITIZEN, NEIGHBOUR)
    assert repeated(*twice, *thrice, misses=3).numbers == (CITIZEN,)
    assert repeated(*twice, *thrice, misses=4).numbers == ()


def test_a_miss_of_the_week_before_counts_where_the_last_one_is_of_the_period() -> None:
    early, late = missed(-6 * DAY), missed(0)

    assert repeated(early, late).share == Ratio(1, 1)
    assert repeated(early, missed(-1), late, misses=3).share == Ratio(1, 1)
    assert repeated(early, missed(-1)).share == Ratio(0, 0)
    assert repeated(missed(14 * DAY - 1), missed(14 * DAY)).share == Ratio(0, 1)


# First call.


def resolved(*calls: PastCall, known: float = 30 * DAY) -> Ratio:
    """Ask about callers answered within a day, when a month is known."""
    return first_call_resolution(
        calls, since=after(0), until=after(DAY), known_until=after(known)
    ).callers


@pytest.mark.parametrize(
    "again",
    [
        answered(DAY),
        missed(2),
        past_call(Verdict.ABANDONED, 2),
        past_call(Verdict.OUT_OF_HOURS, 7 * DAY + 1),  # the talk ended at minute one
    ],
)
def test_whoever_chooses_the_branch_again_in_a_week_was_not_helped(again: PastCall) -> None:
    assert resolved(answered(0), again) == Ratio(0, 1)


@pytest.mark.parametrize(
    "other",
    [
        missed(-60),
        missed(0.5),  # another person behind the same number, while the first one talked
        missed(7 * DAY + 1.1),
        missed(2, branch="thue"),
        missed(2, caller=NEIGHBOUR),
        past_call(Verdict.MENU_ENDED, 2),
        past_call(Verdict.BLOCKED, 2),
        past_call(Verdict.TEST, 2),
        replace(answered(2), is_set_apart=True),
    ],
)
def test_no_other_call_says_that_the_first_did_not_help(other: PastCall) -> None:
    assert resolved(answered(0), other) == Ratio(1, 1)


def test_callers_are_counted_once_and_all_their_talks_must_have_helped() -> None:
    calls = answered(0), answered(9, branch="thue"), missed(20, branch="thue")

    assert resolved(*calls, answered(3, caller=NEIGHBOUR)) == Ratio(1, 2)


def test_only_callers_answered_in_the_period_are_asked_about() -> None:
    assert resolved(answered(-1), answered(DAY, caller=NEIGHBOUR), missed(3)) == Ratio(0, 0)


def test_pranks_confidential_calls_and_calls_without_a_number_are_left_out() -> None:
    set_apart = replace(answered(0), is_set_apart=True)

    assert resolved(set_apart, answered(1, caller=None)) == Ratio(0, 0)


@pytest.mark.parametrize(
    ("known", "asked", "pending"), [(1, 0, 2), (30, 1, 1), (61, 1, 1), (61.1, 2, 0)]
)
def test_whose_week_is_not_over_may_still_call_again(
    known: float, asked: int, pending: int
) -> None:
    calls = [answered(0), answered(60, caller=NEIGHBOUR)]

    found = first_call_resolution(
        calls, since=after(0), until=after(DAY), known_until=after(7 * DAY + known)
    )

    assert (found.callers, found.pending) == (Ratio(asked, asked), pending)


def test_what_officers_declare_is_told_apart() -> None:
    calls = [
        replace(answered(0), settled=True),
        replace(answered(1), settled=False),
        answered(2),
        replace(answered(-1), settled=True),
        replace(answered(3), settled=True, is_set_apart=True),
    ]

    found = first_call_resolution(
        calls, since=after(0), until=after(DAY), known_until=after(30 * DAY)
    )

    assert found.declared == Ratio(1, 2)


# What was owed.


def test_callbacks_are_kept_by_the_date_on_which_they_were_due() -> None:
    debts = [
        owed(reached=119),
        owed(reached=120),
        owed(reached=30, self_reached=True),
        owed(reached=121),
        owed(reached=500, self_reached=True),
        owed(given_up=True),
        owed(),
        owed(due=0),
        owed(due=-1, reached=-5),  # due before the period
        replace(owed(reached=30), moved=True),  # another branch owes it
        owed(due=240),  # due after it
    ]

    found = callbacks_kept(debts, since=after(0), until=after(240))

    assert found == CallbacksKept(
        on_time=Ratio(3, 8), by_officer=2, by_caller=1, late=2, given_up=1, open=2
    )


def test_with_nothing_due_nothing_was_broken() -> None:
    assert callbacks_kept([owed()], since=after(0), until=after(120)).on_time.percent() == DASH


def test_time_to_callback_is_told_in_working_time_and_by_the_clock() -> None:
    over_the_weekend = Owed(
        caller=CITIZEN,
        branch="noi-vu",
        last_missed_at=at("2026-11-20 16:30"),
        due_at=at("2026-11-23 08:30"),
        reached_at=at("2026-11-23 07:45"),
    )
    over_lunch = replace(
        over_the_weekend,
        last_missed_at=at("2026-11-23 10:50"),
        reached_at=at("2026-11-23 13:10"),
    )
    hours = {"noi-vu": OFFICE}

    found = callback_times([over_the_weekend, over_lunch], hours, CALENDAR)

    assert found.working.mean == Mean(75 * 60 + 20 * 60, 2)
    assert (found.working.median_s, found.working.p90_s) == (20 * 60, 75 * 60)
    assert found.plain
    assert (found.plain.median_s, found.plain.longest_s) == (140 * 60, (63 * 60 + 15) * 60)


def test_each_branch_has_its_own_working_time() -> None:
    hours = {"noi-vu": OFFICE, "thue": AROUND_THE_CLOCK}

    found = callback_times(
        [owed(missed_at=150, reached=180), owed(missed_at=150, reached=180, branch="thue")],
        hours,
        CALENDAR,
    )

    assert found.working.mean == Mean(30 * 60, 2)
    assert found.plain
    assert found.plain.mean == Mean(60 * 60, 2)


def test_a_citizen_who_calls_again_does_not_make_us_look_quick() -> None:
    debts = [owed(reached=1, self_reached=True), owed(reached=60), owed()]
    debts.append(replace(owed(reached=2), moved=True))  # told by the branch that called

    found = callback_times(debts, {"noi-vu": OFFICE}, CALENDAR)

    assert found.plain
    assert found.working.mean == found.plain.mean == Mean(3600, 1)
