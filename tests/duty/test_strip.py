"""The days to come of a branch: who is planned, what is missing, at a glance."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duty.strip import DAYS, State, about, strip
from ivr.flow.duty.gaps import cover
from ivr.flow.hours import Hours
from ivr.flow.words import Text
from tests.flow.duty.rosters import (
    CALENDAR,
    EVERY_DAY,
    MONDAY,
    away,
    branch,
    days,
    on,
    roster,
    shift,
    swap,
)

NOW = on(9)


def seen(entries, of=None, now=NOW):
    return strip(entries, of or branch(), entries.over(CALENDAR), now)


def test_fourteen_days_begin_with_today():
    found = seen(roster(shift("a")))

    assert [day.day for day in found] == [MONDAY + days(step) for step in range(DAYS)]
    assert [day.state for day in found[4:8]] == [
        State.COVERED,
        State.CLOSED,
        State.CLOSED,
        State.COVERED,
    ]


def test_without_shifts_the_files_officers_are_there():
    monday = seen(roster(), branch(Hours(week=branch().hours.week), "x", "y"))[0]

    assert monday.state is State.BY_FILE
    assert monday.officers == ("x", "y")
    assert [(t.begin, t.end) for t in monday.turns[:2]] == [(on(7), on(11))] * 2


def test_what_is_missing_is_counted_from_now_on_only():
    found = seen(roster(shift("a"), away("a", on(7), on(7, day=MONDAY + days(2)))))

    monday, tuesday, wednesday = found[:3]
    assert (monday.state, monday.missing) == (State.GAP, timedelta(hours=6))
    assert [(gap.begin, gap.end) for gap in monday.gaps] == [(on(9), on(11)), (on(13), on(17))]
    assert tuesday.missing == timedelta(hours=8)
    assert wednesday.state is State.COVERED


def test_a_gap_over_midnight_belongs_to_both_days():
    always = branch(Hours(always=True))
    entries = roster(
        shift("a", 0, 0, weekdays=EVERY_DAY), away("a", on(22), on(2, day=MONDAY + days(1)))
    )

    monday, tuesday, wednesday = seen(entries, always)[:3]

    assert [(g.begin, g.end) for g in monday.gaps] == [(on(22), on(0, day=MONDAY + days(1)))]
    assert [(g.begin, g.end) for g in tuesday.gaps] == [
        (on(0, day=MONDAY + days(1)), on(2, day=MONDAY + days(1)))
    ]
    assert wednesday.gaps == ()


def test_who_stands_in_or_swaps_is_who_is_counted():
    tuesday = MONDAY + days(1)
    entries = roster(
        shift("a"),
        away("a", on(0), on(0, day=tuesday), stand_in="b"),
        swap("a", "c", on(0, day=tuesday), on(0, day=tuesday + days(1))),
    )

    found = seen(entries)

    assert [day.officers for day in found[:3]] == [("b",), ("c",), ("a",)]


def test_whose_number_is_not_verified_is_planned_and_counts_as_nobody():
    monday = seen(roster(shift("a"), a={"is_verified": False}))[0]

    assert monday.state is State.GAP
    assert [turn.there.officer.id for turn in monday.turns] == ["a"]
    assert monday.officers == ()


def test_a_day_off_is_closed_also_where_shifts_run_on():
    entries = replace(roster(shift("a")), days_off={date(2026, 11, 24): Text("Nghỉ bù", "Day off")})

    assert seen(entries)[1].state is State.CLOSED


def test_only_what_can_matter_for_the_branch_is_looked_at():
    tuesday = MONDAY + days(1)
    entries = roster(
        shift("a"),
        shift("e", branch="another"),
        away("a", on(0), on(0, day=tuesday), stand_in="b"),
        away("b", on(9), on(10), stand_in="c"),
        away("c", on(9), on(9, 30)),
        away("d", on(8), on(9)),
        replace(swap("a", "e", on(0), on(0, day=tuesday)), branch="another"),
    )

    own = about(entries, branch())

    assert [absence.officer for absence in own.absences] == ["a", "b", "c"]
    assert [each.officer for each in own.shifts] == ["a"]
    assert own.swaps == ()
    assert own.officers == entries.officers


@given(
    stand_ins=st.lists(st.tuples(*[st.sampled_from("abcde")] * 2, *[st.integers(0, 72)] * 2)),
    swapped=st.lists(st.tuples(*[st.sampled_from("abcde")] * 2, *[st.integers(0, 72)] * 2)),
)
def test_nothing_that_was_left_out_mattered(stand_ins, swapped):
    def since(hours):
        return on(0) + timedelta(hours=hours)

    entries = roster(
        shift("a"),
        shift("b", 9, 11),
        *(
            away(who, since(first), since(first + length), stand_in=other if length % 3 else None)
            for who, other, first, length in stand_ins
            if length and who != other
        ),
        *(
            swap(giver, taker, since(first), since(first + length))
            for giver, taker, first, length in swapped
            if length and giver != taker
        ),
    )
    end = on(0, day=MONDAY + days(4))

    def gaps(of):
        return cover(of, branch(), CALENDAR, NOW, end).gaps

    assert gaps(about(entries, branch())) == gaps(entries)
