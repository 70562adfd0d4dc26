"""A day's figures, held against what really happened at the simulated carrier."""

from datetime import timedelta

import pytest

from figures.full import read
from ivr.flow.measures.figures import Ratio
from ivr.flow.measures.report import period
from tests.harness import NINE_ON_MONDAY

BRANCH, LAW = "thu-tuc-hanh-chinh", "tu-phap"
AN, BINH, CHI, DUNG = (f"+8450500000{n}" for n in (1, 2, 3, 4))
MIDNIGHT = NINE_ON_MONDAY - timedelta(hours=9)


@pytest.fixture
def day(hotline):
    """Live through a day; return the calls that chose a branch while it was open."""
    calls = [
        hotline.call("4", "accept@3/60", caller=AN),
        hotline.call("4", "mailbox,accept@3/30", caller=BINH),
        hotline.call("4", "decline,no-answer,busy,silent", caller=CHI),
        hotline.call("4", "no-answer", caller=DUNG, hang_up_after_s=30),
        hotline.call("3", "bad-number,bad-number,off,no-answer", caller="anonymous"),
    ]
    hotline.call("", "", hang_up_after_s=5)
    hotline.pass_time(minutes=30)
    calls.append(hotline.call("4", "no-answer,accept@4/90", caller=CHI))
    hotline.pass_time(hours=9)
    hotline.call("5", "", caller=DUNG, hang_up_after_s=30)  # in the evening
    hotline.tell()
    return calls


def figures_of(hotline):
    """Return the figures of the day as it looks now."""
    switchboard, now = hotline.hotline.board.board.switchboard, hotline.now
    asked = period(switchboard, MIDNIGHT, MIDNIGHT + timedelta(days=1), now=now)
    with hotline.hotline.database.reading() as session:
        return read(session, switchboard, asked)


def test_every_call_that_the_carrier_had_is_counted_once(hotline, day):
    counts = figures_of(hotline).total.counts

    joined = [call for call in day if call.truth.was_joined]
    assert (counts.total, counts.offered) == (len(hotline.carrier.calls), len(day))
    assert (counts.answered, counts.abandoned, counts.not_answered) == (len(joined), 1, 2)
    assert (counts.menu_ended, counts.out_of_hours, counts.test) == (1, 1, 0)


def test_rings_are_those_of_the_carrier(hotline, day):
    told = figures_of(hotline).branches[BRANCH].officers

    legs = [leg for call in day for leg in call.truth.legs]
    of_branch = [leg for call in day if call is not day[4] for leg in call.truth.legs]
    assert len(legs) > len(of_branch)
    assert told.rate == Ratio(sum(leg.was_joined for leg in legs), len(of_branch))
    assert told.on_hotline_call == told.bad_number == ()


def test_a_number_that_does_not_exist_is_nobodys_fault(hotline, day):
    told = figures_of(hotline).branches[LAW].officers

    assert told.rate == Ratio(0, 2)
    assert [ring.officer for ring in told.bad_number] == ["tu-phap-1", "tu-phap-2"]


def test_talks_are_as_long_as_they_were(hotline, day):
    told = figures_of(hotline).total

    seconds = sum(call.truth.talk_s for call in day)
    assert told.handle_times.times.mean.count == told.handle_times.talk_only == 3
    assert told.handle_times.times.mean.total_s == pytest.approx(seconds, abs=3)


def test_waits_last_until_the_officers_key(hotline, day):
    told = figures_of(hotline).branches[BRANCH].answer_times

    waits = [hotline.row(call).wait_s for call in day if call.truth.was_joined]
    assert (told.mean.total_s, told.longest_s) == (sum(waits), max(waits))
    assert all(wait < 60 for wait in waits)


def test_who_called_again_and_got_through_is_served_and_has_called_back_alone(hotline, day):
    told = figures_of(hotline).branches[BRANCH]

    assert (told.not_served.share, told.not_served.numbers) == (Ratio(1, 2), (DUNG,))
    assert (told.callbacks.on_time, told.callbacks.by_caller) == (Ratio(1, 2), 1)
    assert told.callbacks.open == 1
    assert figures_of(hotline).branches[LAW].not_served.nameless == 1


def test_telling_all_stories_again_changes_no_figure(hotline, day):
    before = figures_of(hotline)

    with hotline.hotline.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE events SET told_at = NULL")
    hotline.tell()

    assert figures_of(hotline).branches == before.branches
