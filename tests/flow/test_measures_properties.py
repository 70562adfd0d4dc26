"""What holds for the figures of any calls whatever, against slow and plain readings of each."""

import itertools
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.hours import add_working_time
from ivr.flow.measures.callbacks import Owed, callback_times, callbacks_kept
from ivr.flow.measures.callers import (
    WEEK,
    callers_not_served,
    first_call_resolution,
    repeat_missed,
)
from ivr.flow.measures.calls import (
    abandon_times,
    answer_times,
    count,
    handle_times,
    service_level,
)
from ivr.flow.measures.coverage import Moments, coverage, working_s
from ivr.flow.measures.figures import Ratio, percentile, vietnamese
from ivr.flow.measures.officers import Attempt, officer_answers
from ivr.flow.measures.tally import PastCall, by_branch, summed, tallied
from ivr.flow.words import MISSED, LegOutcome, Verdict
from tests.flow.past_calls import DAY, after
from tests.flow.scenes import CALENDAR, OFFICE
from tests.flow.test_hours_properties import CALENDARS, HOURS, MOMENTS

MINUTE = timedelta(minutes=1)
# Few minutes, so that many calls meet the edges of a period, of a week, and each other.
MINUTES = st.builds(
    lambda day, minute: day * DAY + minute, st.sampled_from([0, 0, 7, 8]), st.integers(0, 3)
)
CALLER = st.sampled_from(["A"] * 6 + ["B", None])
BRANCH = st.sampled_from(["noi-vu"] * 5 + ["thue"])
VISITS = st.sampled_from([Verdict.ANSWERED] * 4 + [Verdict.NOT_ANSWERED] * 4 + [*Verdict])
WAITS = st.integers(0, 90)
SINCE, UNTIL = after(1), after(8 * DAY + 2)
LATER = st.integers(6 * DAY, 16 * DAY) | MINUTES.map(lambda minute: minute + 8 * DAY)


CALLS = st.lists(
    st.builds(
        PastCall,
        verdict=st.sampled_from(Verdict),
        started_at=MINUTES.map(after),
        ended_at=st.just(UNTIL),
        branch=BRANCH,
        wait_s=WAITS,
        talk_s=WAITS,
        wrap_up_s=st.none() | WAITS,
    ),
    max_size=12,
)


@st.composite
def a_visit(draw: st.DrawFn) -> PastCall:
    minute = draw(MINUTES)
    return PastCall(
        verdict=draw(VISITS),
        started_at=after(minute),
        ended_at=after(minute + draw(st.integers(0, 1))),
        branch=draw(BRANCH),
        caller=draw(CALLER),
        settled=draw(st.none() | st.booleans()),
        is_set_apart=draw(st.sampled_from([False] * 5 + [True])),
    )


@st.composite
def a_debt(draw: st.DrawFn) -> Owed:
    missed_at, reached = draw(MINUTES), draw(st.none() | MINUTES)
    return Owed(
        caller=draw(st.sampled_from("AB")),
        branch=draw(BRANCH),
        last_missed_at=after(missed_at),
        due_at=after(draw(MINUTES)),
        reached_at=None if reached is None else after(max(missed_at, reached)),
        self_reached=draw(st.booleans()),
        given_up=draw(st.booleans()),
    )


DEBTS = st.lists(a_debt(), max_size=4)
TALES = st.lists(a_visit(), min_size=2, max_size=9)
RINGS = st.lists(
    st.builds(
        Attempt,
        officer=st.sampled_from(["an", "binh"]),
        outcome=st.none() | st.sampled_from(LegOutcome),
        on_hotline_call=st.booleans(),
    )
)


def every_figure(calls: list[PastCall], debts: list[Owed], rings: list[Attempt]) -> list[object]:
    return [
        by_branch(calls),
        count(tallied(calls)),
        service_level(tallied(calls), within_s=20),
        answer_times(tallied(calls)),
        abandon_times(tallied(calls)),
        handle_times(tallied(calls)),
        officer_answers(rings),
        callers_not_served(calls, debts, since=SINCE, until=UNTIL, by=after(9 * DAY)),
        repeat_missed(calls, debts, since=SINCE, until=UNTIL),
        first_call_resolution(calls, since=SINCE, until=UNTIL, known_until=after(15 * DAY)),
        callbacks_kept(debts, since=SINCE, until=UNTIL),
        callback_times(debts, {"noi-vu": OFFICE, "thue": OFFICE}, CALENDAR),
    ]


@given(calls=CALLS, visits=TALES, debts=DEBTS, rings=RINGS, seed=st.integers())
def test_no_figure_depends_on_the_order_of_what_it_is_taken_from(
    calls: list[PastCall],
    visits: list[PastCall],
    debts: list[Owed],
    rings: list[Attempt],
    seed: int,
) -> None:
    calls = calls + visits
    told = every_figure(calls, debts, rings)

    for each in (calls, debts, rings):
        random.Random(seed).shuffle(each)

    assert every_figure(calls, debts, rings) == told


# Figures.


@given(value=st.fractions(0, 2000), places=st.integers(0, 4))
def test_what_is_shown_is_the_nearest_number_and_the_greater_of_two(
    value: Fraction, places: int
) -> None:
    shown = vietnamese(value, places)

    error = Fraction(shown.replace(".", "").replace(",", ".")) - value
    half = Fraction(1, 2 * 10**places)
    assert -half < error <= half


@given(halves=st.integers(0, 10**6), places=st.integers(0, 3))
def test_halves_are_rounded_up(halves: int, places: int) -> None:
    unit = Fraction(1, 10**places)

    shown = vietnamese((halves + Fraction(1, 2)) * unit, places)

    assert shown == vietnamese((halves + 1) * unit, places)


@given(values=st.lists(st.integers(0, 50), min_size=1), percent=st.integers(1, 100))
def test_a_percentile_is_the_smallest_value_that_enough_do_not_exceed(
    values: list[int], percent: int
) -> None:
    enough = [v for v in values if sum(w <= v for w in values) * 100 >= percent * len(values)]

    assert percentile(values, percent) == min(enough)


# Calls.


@given(calls=CALLS, short_s=st.integers(0, 90))
def test_offered_and_total_add_up_from_the_verdicts(calls: list[PastCall], short_s: int) -> None:
    by_verdict = Counter(call.verdict.value for call in calls)

    found = count(tallied(calls), short_s=short_s)

    assert found.total == len(calls) == sum(by_verdict.values())
    assert found.missed == by_verdict["abandoned"] + by_verdict["not_answered"]
    assert found.offered == found.missed + by_verdict["answered"]
    assert found.answer_rate.part + found.missed_rate.part == found.offered
    assert (found.blocked, found.test) == (by_verdict["blocked"], by_verdict["test"])
    assert 0 <= found.short <= found.abandoned


@given(calls=CALLS)
def test_what_the_branches_count_adds_up_to_what_the_hotline_counts(calls: list[PastCall]) -> None:
    assert summed(by_branch(calls).values()) == tallied(calls)


@given(calls=CALLS)
def test_a_tally_tells_every_call_that_it_was_given(calls: list[PastCall]) -> None:
    tally = tallied(calls)

    waits = sorted(call.wait_s for call in calls if call.verdict is Verdict.ABANDONED)
    handled = sorted(
        call.talk_s + (call.wrap_up_s or 0) for call in calls if call.verdict is Verdict.ANSWERED
    )
    assert sorted(tally.waits_of(Verdict.ABANDONED).elements()) == waits
    assert sorted(tally.handled.elements()) == handled


@given(calls=CALLS, within_s=WAITS)
def test_each_reading_of_the_service_level_flatters_more_than_type_2(
    calls: list[PastCall], within_s: int
) -> None:
    level = service_level(tallied(calls), within_s=within_s)

    if level.type_2.share is None or level.type_3.share is None:
        assert count(tallied(calls)).offered == 0
        return
    assert level.type_3.share >= level.type_2.share
    assert level.type_1.share is None or (
        level.type_3.share >= level.type_1.share >= level.type_2.share
    )
    assert level.answered_only.share is None or (
        level.answered_only.share >= (level.type_1.share or 0)
    )


@given(calls=CALLS, within_s=WAITS, later=st.integers(0, 30))
def test_no_service_level_falls_when_more_time_is_allowed(
    calls: list[PastCall], within_s: int, later: int
) -> None:
    strict = service_level(tallied(calls), within_s=within_s)
    mild = service_level(tallied(calls), within_s=within_s + later)

    for name in ("type_1", "type_2", "type_3", "answered_only"):
        before, since = getattr(strict, name).share, getattr(mild, name).share
        assert before is None or since is None or since >= before


@given(calls=CALLS, wait_s=WAITS)
def test_callers_cannot_improve_type_2_by_giving_up_sooner(
    calls: list[PastCall], wait_s: int
) -> None:
    sooner = [
        replace(call, wait_s=wait_s) if call.verdict is Verdict.ABANDONED else call
        for call in calls
    ]

    assert (
        service_level(tallied(sooner), within_s=20).type_2
        == service_level(tallied(calls), within_s=20).type_2
    )


@given(calls=CALLS)
def test_the_bands_hold_every_abandoned_call_once(calls: list[PastCall]) -> None:
    bands = abandon_times(tallied(calls)).bands
    level = service_level(tallied(calls), within_s=20)

    assert sum(band.part for band in bands) == count(tallied(calls)).abandoned
    assert bands[0].part == count(tallied(calls)).short
    assert bands[0].part + bands[1].part == level.type_3.part - level.type_2.part


@given(rings=RINGS)
def test_every_ring_counts_or_is_listed_once(rings: list[Attempt]) -> None:
    found = officer_answers(rings)

    left_out = Counter([*found.on_hotline_call, *found.bad_number])
    counted = Counter(rings) - left_out
    assert found.rate.whole == counted.total() == len(rings) - left_out.total()
    assert not any(ring.outcome is LegOutcome.FAILED for ring in counted)
    assert not any(ring.outcome is LegOutcome.ANSWERED for ring in left_out)


# People. The slow readings look at every pair of calls, and know no order.


def spoken_to(
    calls: Iterable[PastCall], debts: Iterable[Owed]
) -> list[tuple[str | None, str, datetime]]:
    answered = [(c.caller, c.branch, c.ended_at) for c in calls if c.verdict is Verdict.ANSWERED]
    return answered + [(d.caller, d.branch, d.reached_at) for d in debts if d.reached_at]


@given(calls=TALES, debts=DEBTS, minute=LATER)
def test_not_served_is_who_was_spoken_to_after_no_miss_of_the_period(
    calls: list[PastCall], debts: list[Owed], minute: int
) -> None:
    by = after(minute)
    missed = [c for c in calls if c.verdict in MISSED and SINCE <= c.started_at < UNTIL]
    slow = {
        call.caller
        for call in missed
        if not any(
            (caller, branch) == (call.caller, call.branch) and call.ended_at < at <= by
            for caller, branch, at in spoken_to(calls, debts)
        )
    } - {None}

    found = callers_not_served(calls, debts, since=SINCE, until=UNTIL, by=by)

    assert set(found.numbers) == slow
    assert found.share == Ratio(len(slow), len({c.caller for c in missed} - {None}))
    assert found.nameless == sum(c.caller is None for c in missed)


@given(calls=TALES, debts=DEBTS, misses=st.integers(2, 3))
def test_repeat_missed_is_who_was_missed_so_often_in_a_week_with_no_word_between(
    calls: list[PastCall], debts: list[Owed], misses: int
) -> None:
    period = [c for c in calls if c.verdict in MISSED and SINCE <= c.started_at < UNTIL]
    contacts = spoken_to(calls, debts)
    slow = set()
    for chosen in itertools.combinations((c for c in calls if c.verdict in MISSED), misses):
        first, last = min(c.ended_at for c in chosen), max(c.ended_at for c in chosen)
        who = {(c.caller, c.branch) for c in chosen}
        between = any((n, b) in who and first < at <= last for n, b, at in contacts)
        is_now = any((c.caller, c.branch) in who and c.ended_at == last for c in period)
        if len(who) == 1 and last - first <= WEEK and is_now and not between:
            slow |= {c.caller for c in chosen}

    found = repeat_missed(calls, debts, since=SINCE, until=UNTIL, misses=misses)

    assert set(found.numbers) == slow - {None}


@given(calls=TALES, minute=LATER)
def test_resolved_is_who_did_not_choose_the_branch_again_in_a_week(
    calls: list[PastCall], minute: int
) -> None:
    known_until = after(minute)
    told = [c for c in calls if not c.is_set_apart and c.caller]
    answered = [c for c in told if c.verdict is Verdict.ANSWERED and SINCE <= c.started_at < UNTIL]
    asked = [c for c in answered if c.ended_at + WEEK < known_until]
    outside = {Verdict.MENU_ENDED, Verdict.BLOCKED, Verdict.TEST}
    again = {
        c.caller
        for c, other in itertools.product(asked, told)
        if (c.caller, c.branch) == (other.caller, other.branch)
        and other.verdict not in outside
        and c.ended_at < other.started_at <= c.ended_at + WEEK
    }

    found = first_call_resolution(calls, since=SINCE, until=UNTIL, known_until=known_until)

    callers = {c.caller for c in asked}
    assert found.callers == Ratio(len(callers - again), len(callers))
    assert found.pending == len({c.caller for c in answered} - callers)


@given(debts=DEBTS)
def test_every_callback_due_went_one_way(debts: list[Owed]) -> None:
    found = callbacks_kept(debts, since=SINCE, until=UNTIL)

    ways = (found.by_officer, found.by_caller, found.late, found.given_up, found.open)
    assert sum(ways) == found.on_time.whole
    assert min(ways) >= 0
    assert found.on_time.part == found.by_officer + found.by_caller


# Time.

SPANS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(-5, 60)).map(
        lambda drawn: (after(drawn[0]), after(drawn[0] + drawn[1]))
    ),
    max_size=6,
)


def minutes_in(spans: Iterable[Moments]) -> set[datetime]:
    """Look at every minute by itself."""
    found = set()
    for begin, end in spans:
        moment = begin
        while moment < end:
            found.add(moment)
            moment += MINUTE
    return found


@given(duty=SPANS, covered=SPANS)
def test_coverage_is_what_looking_at_every_minute_shows(
    duty: list[Moments], covered: list[Moments]
) -> None:
    on_duty, there = minutes_in(duty), minutes_in(covered)

    found = coverage(duty, covered)

    assert found.share == Ratio(len(on_duty & there) * 60, len(on_duty) * 60)
    assert minutes_in(found.gaps) == on_duty - there
    assert list(found.gaps) == sorted(found.gaps)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(found.gaps))


@given(duty=SPANS, covered=SPANS, seed=st.integers())
def test_coverage_knows_no_order_of_spans(
    duty: list[Moments], covered: list[Moments], seed: int
) -> None:
    told = coverage(duty, covered)

    for each in (duty, covered):
        random.Random(seed).shuffle(each)

    assert coverage(duty, covered) == told


@given(hours=HOURS, calendar=CALENDARS, since=MOMENTS, minutes=st.integers(1, 2400))
def test_working_time_is_what_was_added(hours, calendar, since, minutes) -> None:
    until = add_working_time(hours, calendar, since, timedelta(minutes=minutes))

    assert until is None or working_s(hours, calendar, since=since, until=until) == minutes * 60


@given(hours=HOURS, calendar=CALENDARS, moments=st.tuples(MOMENTS, MOMENTS, MOMENTS).map(sorted))
def test_working_time_adds_up(hours, calendar, moments) -> None:
    first, middle, last = moments

    parts = [
        working_s(hours, calendar, since=since, until=until)
        for since, until in ((first, middle), (middle, last))
    ]

    assert working_s(hours, calendar, since=first, until=last) == sum(parts)
