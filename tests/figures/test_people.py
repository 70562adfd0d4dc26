"""People in the figures: who was missed, who was called back, whose matter was settled."""

import pytest

from ivr.flow.measures.figures import Mean, Ratio
from ivr.flow.words import CallbackOutcome, CallbackState, CallResult, Channel, Did, Verdict
from models.callback_actions import CallbackAction
from tests.figures.rows import owed, past, reached, result
from tests.models.rows import BRANCH, minutes

DAY = 24 * 60


def test_pranks_say_nothing_of_matters_settled(keep, read):
    prank, other = past(0, "CA1", caller="+84505000001"), past(5, "CA2", caller="+84505000002")
    keep(prank, other)
    keep(result(prank, CallResult.NUISANCE))

    told = read().total.resolution

    assert (told.callers, told.declared) == (Ratio(1, 1), Ratio(0, 0))


def test_a_missed_prank_is_known_by_how_its_callback_was_closed(keep, read):
    caller = "+84505000001"
    answered = past(0, "CA1", caller=caller)
    missed = past(5, "CA2", caller=caller, verdict=Verdict.NOT_ANSWERED)
    keep(answered, missed)
    before = read().total.resolution.callers
    debt = owed(
        missed,
        state=CallbackState.CLOSED,
        outcome=CallbackOutcome.NUISANCE,
        closed_at=minutes(60),
    )
    keep(debt)
    missed.callback_id = debt.id
    keep(missed)

    assert (before, read().total.resolution.callers) == (Ratio(0, 1), Ratio(1, 1))


# Who was served.


def test_who_was_missed_is_followed_beyond_the_period(keep, read):
    first, second = "+84505000001", "+84505000002"
    missed = [
        past(0, "CA1", caller=first, verdict=Verdict.NOT_ANSWERED),
        past(10, "CA2", caller=second, verdict=Verdict.ABANDONED),
        past(20, "CA3", verdict=Verdict.NOT_ANSWERED),
    ]
    keep(*missed, past(200, "CA4", caller=first))  # due at 14:00
    keep(past(310, "CA5", caller=second))  # ten minutes late

    told = read(0, 60).total.not_served

    assert (told.share, told.numbers, told.nameless) == (Ratio(1, 2), (second,), 1)


def test_a_caller_of_two_branches_is_one_person_in_all_and_one_in_each(keep, read):
    caller = "+84505000001"
    for n, branch in enumerate((BRANCH, "tu-phap")):
        keep(past(n, f"CA{n}", caller=caller, branch=branch, verdict=Verdict.NOT_ANSWERED))

    told = read()

    assert told.total.not_served.share == Ratio(1, 1)
    assert told.branches["tu-phap"].not_served.share == Ratio(1, 1)


def test_misses_of_the_week_before_are_known(keep, read):
    caller = "+84505000001"
    for n, day_ in enumerate((-5, -1, 0)):
        keep(past(day_ * DAY, f"CA{n}", caller=caller, verdict=Verdict.NOT_ANSWERED))

    told = read(0, 60).total

    assert told.repeat_missed.share == told.flagged.share == Ratio(1, 1)
    assert told.counts.missed == 1


def test_calling_again_within_a_week_is_known_when_the_week_is_over(keep, read):
    caller = "+84505000001"
    keep(past(0, "CA1", caller=caller), past(6 * DAY, "CA2", caller=caller))

    early = read(0, 60, now=5 * DAY).total.resolution
    late = read(0, 60, now=8 * DAY).total.resolution

    assert (early.callers, early.pending) == (Ratio(0, 0), 1)
    assert (late.callers, late.pending) == (Ratio(0, 1), 0)


# Callbacks.


def test_callbacks_are_kept_by_whom_and_how_late(day, read, keep):
    done = {"state": CallbackState.CLOSED, "closed_at": minutes(100)}
    missed = [day[n] for n in (3, 4, 5, 6, 8, 9)]
    early, late, by_caller, given_up, withdrawn, still_open = missed
    keep(
        reached(early, minutes(60)),  # due at 151
        reached(late, minutes(400)),
        owed(by_caller, **done, outcome=CallbackOutcome.SELF_REACHED),
        owed(given_up, **done, outcome=CallbackOutcome.UNREACHABLE),
        owed(withdrawn, **done, outcome=CallbackOutcome.WITHDRAWN),
        owed(still_open),
    )

    told = read().total

    kept = told.callbacks
    assert (kept.on_time, kept.by_officer, kept.by_caller) == (Ratio(2, 5), 1, 1)
    assert (kept.late, kept.given_up, kept.open) == (1, 1, 1)
    assert told.callback_times.plain.longest_s == (400 - 41) * 60
    assert told.callback_times.working.longest_s == (400 - 41 - 120) * 60  # less lunch
    assert told.not_served.share == Ratio(3, 6)


def test_what_is_not_due_yet_is_no_failure(day, read, keep):
    keep(owed(day[3]), owed(day[9]))  # due at 151 and 211

    assert read(now=100).total.callbacks.on_time == Ratio(0, 0)
    assert read(now=160).total.callbacks.on_time == Ratio(0, 1)
    assert read(now=300).total.callbacks.on_time == Ratio(0, 2)


def moved(call, at, *, to, **changes):
    """Return a debt that was handed to another branch, and the deed that did it."""
    closed = {"state": CallbackState.CLOSED, "outcome": CallbackOutcome.MOVED, "closed_at": at}
    debt = owed(call, **closed, **changes)
    deed = CallbackAction(
        key=f"moved to {to}",
        did=Did.MOVED,
        at=at,
        actor="an",
        channel=Channel.KEYPAD,
        to_branch=to,
    )
    return debt, deed


@pytest.fixture
def hand_over(keep):
    """Return what keeps a debt with the deed by which it was moved."""

    def kept(debt, deed):
        keep(debt)
        deed.callback_id = debt.id
        keep(deed)

    return kept


def test_what_was_moved_is_due_where_it_went_and_a_word_there_serves(day, read, keep, hand_over):
    hand_over(*moved(day[5], minutes(70), to="tu-phap"))
    keep(reached(day[5], minutes(90), branch="tu-phap"))

    told = read()

    assert told.branches[BRANCH].callbacks.on_time == Ratio(0, 0)
    assert told.branches["tu-phap"].callbacks.on_time == Ratio(1, 1)
    assert told.branches[BRANCH].not_served.share == Ratio(5, 6)
    assert told.total.callback_times.plain.mean == Mean((90 - 51) * 60, 1)


def test_what_was_moved_may_go_on_and_become_part_of_what_was_owed_before(
    day, read, keep, hand_over
):
    standing = owed(day[5], branch="tai-chinh-cong", due_at=minutes(50))
    keep(standing)
    hand_over(*moved(day[5], minutes(70), to="tu-phap"))
    hand_over(*moved(day[5], minutes(75), to="tai-chinh-cong", branch="tu-phap"))

    before = read().branches[BRANCH].not_served.share
    standing.state, standing.outcome = CallbackState.CLOSED, CallbackOutcome.REACHED
    standing.reached_at = standing.closed_at = minutes(95)
    keep(standing)

    assert (before, read().branches[BRANCH].not_served.share) == (Ratio(6, 6), Ratio(5, 6))


def test_a_word_with_that_branch_before_the_matter_came_there_is_none_about_it(
    day, read, keep, hand_over
):
    keep(reached(day[5], minutes(60), branch="tu-phap"))
    hand_over(*moved(day[5], minutes(70), to="tu-phap"))

    assert read().branches[BRANCH].not_served.share == Ratio(6, 6)
