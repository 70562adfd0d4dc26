"""A clock that is put forward and back, as a simulated carrier's is: nothing waits for months."""

from datetime import timedelta

import pytest

from ivr.carrier import CarrierAway, NotThere
from ivr.flow.words import MessageState
from jobs.recordings import LEASE, MOST_TRIES
from tests.harness import NINE_ON_MONDAY
from tests.jobs.fetching import AUDIO, Killed
from tests.models.rows import minutes

AT_TET = minutes(100_000)


def test_a_message_left_on_a_day_that_was_pretended_is_fetched_today(waiting, fetcher, message):
    waiting(RE1={"recorded_at": AT_TET, "next_try_at": AT_TET})

    assert fetcher.run(now=minutes(0))

    assert message().state is MessageState.STORED


def test_a_message_leased_on_a_day_that_was_pretended_is_fetched_today(
    waiting, fetcher, carrier, message
):
    waiting(RE1={})
    carrier.fault = Killed()
    with pytest.raises(Killed):
        fetcher.run(now=AT_TET)
    carrier.fault = None

    assert fetcher.run(now=minutes(0))

    assert (message().state, message().tries) == (MessageState.STORED, 2)


def test_a_message_of_a_pretended_day_that_cannot_be_had_is_put_off_like_any_other(
    waiting, fetcher, carrier, message
):
    waiting(RE1={"recorded_at": AT_TET, "next_try_at": AT_TET})
    carrier.fault = NotThere("none")

    assert fetcher.run(now=minutes(0))

    assert not fetcher.run(now=minutes(0))
    assert message().next_try_at == minutes(0) + timedelta(seconds=15)


def test_a_message_that_waits_today_is_fetched_on_a_day_that_is_pretended(
    waiting, fetcher, carrier, message
):
    waiting(RE1={})
    carrier.fault = CarrierAway("status 503")
    fetcher.run(now=minutes(0))
    carrier.fault = None

    assert fetcher.run(now=AT_TET)

    assert (message().state, message().stored_at) == (MessageState.STORED, AT_TET)


def test_a_failure_takes_nothing_back_that_another_worker_has_stored(
    waiting, fetcher, carrier, message
):
    def too_slow():
        carrier.chunks = AUDIO
        assert fetcher.run(now=minutes(0) + LEASE)
        yield b"half"
        raise CarrierAway("timeout")

    waiting(RE1={"tries": MOST_TRIES})
    carrier.chunks = too_slow()

    fetcher.run(now=minutes(0))

    assert (message().state, message().error) == (MessageState.STORED, "")
    assert message().next_try_at is None


def test_a_call_cut_off_on_a_pretended_day_goes_on_no_more_and_holds_nobody_today(
    make_hotline, sqlite_url
):
    at_tet = make_hotline(sqlite_url, at=NINE_ON_MONDAY + timedelta(days=80))
    call = at_tet.start("4", "accept@1/600")
    at_tet.pass_time(seconds=60)
    assert at_tet.row(call).ended_at is None

    today = make_hotline(sqlite_url)  # another carrier, which knows nothing of that call
    today.hotline.board.refresh()
    assert today.hotline.board.board.busy == {}
    assert today.work.sweep() == 1

    row = today.row(call)
    assert row.ended_at == row.started_at > today.now
    assert row.verdict is not None
