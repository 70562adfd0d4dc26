"""A whole day in rows, of which every figure was worked out by hand."""

import pytest

from figures.reading import gather
from ivr.flow.measures.figures import Mean, Ratio
from ivr.flow.measures.report import period
from ivr.flow.words import CallResult, Channel, LegOutcome, Verdict
from tests.figures.rows import past, result
from tests.models.rows import BRANCH, minutes

DAY = 24 * 60


def test_v2_as_rows_has_its_counts(day, read):
    told = read().total.counts

    assert (told.total, told.offered, told.answered, told.not_answered) == (13, 10, 4, 4)
    assert (told.abandoned, told.short, told.missed) == (2, 1, 6)
    assert (told.menu_ended, told.out_of_hours, told.blocked, told.test) == (1, 1, 0, 1)


def test_v2_as_rows_has_its_rates(day, read):
    told = read().total.counts

    assert told.answer_rate.percent(0) == "40 %"
    assert told.missed_rate.percent(0) == "60 %"
    assert told.abandonment.percent(0) == "20 %"
    assert told.abandonment_without_short.percent(1) == "11,1 %"


def test_v2_as_rows_has_its_service_levels(day, read):
    level, *later = read().total.levels

    assert level.within_s == 20
    assert (level.type_2, level.type_1) == (Ratio(2, 10), Ratio(2, 9))
    assert (level.type_3, level.answered_only) == (Ratio(3, 10), Ratio(2, 4))
    assert [(one.within_s, one.type_2) for one in later] == [(30, Ratio(3, 10)), (60, Ratio(4, 10))]


def test_v2_as_rows_has_its_times(day, read):
    told = read().total

    assert told.answer_times.mean == Mean(101, 4)
    assert told.answer_times.mean.text() == "25,25"
    assert (told.answer_times.median_s, told.answer_times.p90_s) == (18, 50)
    assert told.answer_times.longest_s == 50
    assert told.abandon_times.times.mean == Mean(43, 2)
    assert (told.handle_times.times.mean, told.handle_times.talk_only) == (Mean(240, 4), 4)


def test_v2_as_rows_has_its_rings_without_those_of_the_line_check(day, read):
    rate = read().total.officers.rate

    assert (rate, rate.percent(1)) == (Ratio(4, 15), "26,7 %")


def test_the_branches_add_up_to_the_hotline(day, read):
    told = read()

    counted = [part.counts for part in told.branches.values()]
    assert sum(counts.total for counts in counted) == 13
    assert told.branches[BRANCH].counts.total == 12
    assert told.branches[""].counts.menu_ended == 1
    assert next(iter(told.branches)) == "noi-vu-cchc"
    assert told.branches["noi-vu-cchc"].counts.answer_rate.percent() == "–"


def test_a_branch_that_the_menu_has_no_more_is_told_after_the_others(keep, read):
    keep(past(0, "CA1", branch="da-bo"))

    told = read()

    assert list(told.branches)[-1] == "da-bo"
    assert told.branches["da-bo"].counts.answered == 1


def test_a_call_belongs_to_the_period_in_which_it_started(keep, read):
    keep(*(past(minute, f"CA{minute}") for minute in (-1, 0, 59.9, 60, 3000)))

    assert read(0, 60).total.counts.total == 2
    assert read(60, 3001).total.counts.total == 2
    assert read(-9000, -60).total.counts.total == 0


def test_a_call_that_goes_on_has_no_place_in_the_figures_yet(keep, read):
    keep(past(0, "CA1", ended_at=None, verdict=None))

    assert read().total.counts.total == 0


def test_days_are_read_one_after_another_and_none_twice(keep, read):
    keep(*(past(hour * 60, f"CA{hour}") for hour in range(0, 24 * 9, 5)))

    assert read(0, 9 * DAY).total.counts.total == 44
    assert read(7, 5 * DAY).total.counts.total == 23


# After the talk.


def test_the_officers_key_ends_the_after_call_time(day, read, keep):
    keep(result(day[0], CallResult.SOLVED, after_s=30), result(day[1], CallResult.NOTED, after_s=6))

    told = read().total

    assert told.handle_times.times.mean == Mean(240 + 36, 4)
    assert told.handle_times.talk_only == 2
    assert told.resolution.declared == Ratio(1, 2)


@pytest.mark.parametrize(
    ("told_by", "talk_only"),
    [
        ({"channel": Channel.CALL, "after_s": 900}, 3),
        ({"channel": Channel.CALL, "after_s": 901}, 4),
        ({"channel": Channel.WEB}, 4),
        ({"channel": Channel.COMMAND}, 4),
    ],
)
def test_only_a_key_in_time_tells_how_long_the_officer_was_kept(
    day, read, keep, told_by, talk_only
):
    keep(result(day[0], CallResult.PASSED_ON, **told_by))

    told = read().total

    assert told.handle_times.talk_only == talk_only
    assert told.resolution.declared == Ratio(0, 1)


# Constant memory.


def test_calls_are_counted_and_let_go(database, keep, switchboard):
    keep(*(past(n, f"CA{n}", verdict=Verdict.MENU_ENDED, branch="") for n in range(40)))
    keep(past(41, "CA41", rings=[LegOutcome.ANSWERED]))
    asked = period(switchboard, minutes(0), minutes(60), now=minutes(60))

    with database.reading() as session:
        found = gather(session, switchboard, asked)
        assert not session.identity_map.values()

    assert len(found.visits) == 1  # whoever chose no branch is nobody to follow
    assert found.tallies[""].total == 40
