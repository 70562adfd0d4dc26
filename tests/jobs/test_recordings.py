"""Messages are fetched whole, from the carrier alone, and deleted there only when kept here."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.carrier import Carrier, CarrierAway, NotOurs, NotThere
from ivr.flow.words import MessageState
from ivr.storage import Folder
from jobs import recordings
from jobs.recordings import LEASE, MOST_TRIES, Fetcher, back_off
from tests.harness import TestHotline, test_settings
from tests.jobs.fetching import AUDIO, SHA256, FakeCarrier, Killed
from tests.models.rows import a_call, minutes


def files(storage):
    return [path for path in storage.root.rglob("*") if path.is_file()]


def test_a_message_is_stored_whole_under_a_name_that_tells_nothing_of_the_caller(
    waiting, fetcher, message, storage
):
    waiting(RE1={})

    assert fetcher.run(now=minutes(1))

    row = message()
    assert (row.state, row.sha256, row.size) == (MessageState.STORED, SHA256, 34)
    assert (row.stored_at, row.next_try_at, row.error) == (minutes(1), None, "")
    assert row.path == f"2026/11/{row.id}-RE1.mp3"
    with storage.open(row.path) as file:
        assert file.read() == b"".join(AUDIO)


def test_where_nothing_is_due_nothing_is_asked(waiting, fetcher, carrier):
    waiting(RE1={"next_try_at": minutes(2)}, RE2={"state": MessageState.STORED})

    assert not fetcher.run(now=minutes(1))
    assert carrier.asked == []


def test_a_stored_message_is_not_fetched_again(waiting, fetcher, carrier):
    waiting(RE1={})
    fetcher.run(now=minutes(1))

    assert not fetcher.run(now=minutes(10_000))
    assert len(carrier.asked) == 1


@pytest.mark.parametrize("fault", [CarrierAway("status 503"), NotThere("not yet")])
def test_a_message_that_cannot_be_had_now_is_tried_again_later(
    waiting, fetcher, carrier, message, fault
):
    waiting(RE1={})
    carrier.fault = fault

    fetcher.run(now=minutes(0))

    row = message()
    assert (row.state, row.tries) == (MessageState.WAITING, 1)
    assert row.next_try_at == minutes(0) + timedelta(seconds=15)
    assert row.error == f"{type(fault).__name__}: {fault}"
    carrier.fault = None
    assert fetcher.run(now=row.next_try_at)
    assert (message().state, message().error) == (MessageState.STORED, "")


def test_a_disk_that_takes_nothing_is_tried_again_later(waiting, fetcher, message, storage):
    storage.root.write_text("a file stands where the folder should be")
    waiting(RE1={})

    fetcher.run(now=minutes(0))

    assert message().state is MessageState.WAITING
    assert message().next_try_at > minutes(0)


def test_a_message_is_lost_only_after_days_of_trying(waiting, fetcher, carrier, message):
    waiting(RE1={})
    carrier.fault = NotThere("none")
    now = minutes(0)

    while message().state is MessageState.WAITING:
        now = message().next_try_at
        fetcher.run(now=now)

    assert (message().state, message().tries) == (MessageState.LOST, MOST_TRIES)
    assert message().next_try_at is None
    assert timedelta(days=2) < now - minutes(0) < timedelta(days=3)


@given(tries=st.integers(1, 10**6))
def test_between_two_tries_there_is_ever_more_time_up_to_an_hour(tries):
    assert timedelta(seconds=15) <= back_off(tries) <= back_off(tries + 1) <= timedelta(hours=1)


def test_a_message_that_is_too_large_is_refused_and_leaves_nothing(
    waiting, fetcher, carrier, message, storage
):
    waiting(RE1={})
    carrier.chunks = [b"x" * (1 << 20)] * 21

    fetcher.run(now=minutes(0))

    assert (message().state, message().next_try_at) == (MessageState.REFUSED, None)
    assert "more than" in message().error
    assert files(storage) == []


def test_a_message_that_is_just_not_too_large_is_stored(waiting, fetcher, carrier, message):
    waiting(RE1={})
    carrier.chunks = [b"x" * (1 << 20)] * 20

    fetcher.run(now=minutes(0))

    assert (message().state, message().size) == (MessageState.STORED, recordings.LARGEST)


@pytest.mark.parametrize("url", ["https://evil.test/RE1", "file:///etc/passwd", ""])
def test_an_address_of_another_host_is_refused_and_never_asked(
    waiting, database, storage, message, url
):
    def no_session():
        raise AssertionError("asked")

    carrier = Carrier(api_url="https://api.example", account_sid="A", token="t", http=no_session)
    waiting(RE1={"url": url})

    Fetcher(database, carrier, storage).run(now=minutes(0))

    assert message().state is MessageState.REFUSED
    assert files(storage) == []


def test_a_refused_message_does_not_hold_up_the_next(waiting, fetcher, carrier, message):
    waiting(RE1={"next_try_at": minutes(0)}, RE2={"next_try_at": minutes(1)})
    carrier.fault = NotOurs("another host")
    fetcher.run(now=minutes(2))
    carrier.fault = None

    assert fetcher.run(now=minutes(2))

    assert (message("RE1").state, message("RE2").state) == (
        MessageState.REFUSED,
        MessageState.STORED,
    )


# Killed in the middle.


def test_a_worker_that_is_killed_while_it_fetches_is_followed_by_another(
    waiting, fetcher, carrier, message
):
    waiting(RE1={})
    carrier.fault = Killed()
    with pytest.raises(Killed):
        fetcher.run(now=minutes(0))
    carrier.fault = None

    assert not fetcher.run(now=minutes(0) + LEASE - timedelta(seconds=1))
    assert fetcher.run(now=minutes(0) + LEASE)

    assert (message().state, message().tries) == (MessageState.STORED, 2)


def test_a_worker_that_is_killed_in_the_middle_of_the_audio_leaves_no_half_message(
    waiting, fetcher, carrier, message, storage
):
    def broken():
        yield b"half"
        raise Killed

    waiting(RE1={})
    carrier.chunks = broken()
    with pytest.raises(Killed):
        fetcher.run(now=minutes(0))

    assert files(storage) == []
    assert message().state is MessageState.WAITING


def test_a_worker_that_is_killed_before_it_noted_the_message_stores_it_again(
    waiting, database, carrier, storage, message
):
    class Dying(Folder):
        def put(self, *arguments, **options):
            super().put(*arguments, **options)
            raise Killed

    waiting(RE1={})
    with pytest.raises(Killed):
        Fetcher(database, carrier, Dying(storage.root)).run(now=minutes(0))
    assert message().state is MessageState.WAITING

    Fetcher(database, carrier, storage).run(now=minutes(0) + LEASE)

    assert message().state is MessageState.STORED
    assert len(files(storage)) == 1


def test_while_it_is_fetched_no_transaction_is_open(waiting, database, carrier, storage):
    class Other(FakeCarrier):
        def __init__(self):
            super().__init__()
            self.wrote = False

        @contextmanager
        def audio(self, url):
            with database.transaction() as session:
                session.add(a_call("CA2"))
            self.wrote = True
            yield iter(AUDIO)

    waiting(RE1={})
    carrier = Other()

    Fetcher(database, carrier, storage).run(now=minutes(0))

    assert carrier.wrote


# Deleting at the carrier.


def test_what_is_kept_here_is_deleted_there_once(waiting, fetcher, carrier, message):
    waiting(RE1={})
    fetcher.run(now=minutes(0))

    assert fetcher.clean_up(now=minutes(2000)) == 1
    assert fetcher.clean_up(now=minutes(2001)) == 0

    assert carrier.deleted == ["RE1"]
    assert message().deleted_at_carrier_at == minutes(2000)


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.REFUSED, MessageState.LOST])
def test_what_is_not_kept_here_is_never_deleted_there(waiting, fetcher, carrier, state):
    waiting(RE1={"state": state})

    assert fetcher.clean_up(now=minutes(9000)) == 0
    assert carrier.deleted == []


@pytest.mark.parametrize("state", [MessageState.SUPERSEDED, MessageState.ABSENT])
def test_what_a_late_callback_may_yet_make_the_message_is_kept_there_for_a_day(
    waiting, fetcher, carrier, state
):
    waiting(RE1={"state": state})

    assert fetcher.clean_up(now=minutes(24 * 60)) == 0
    assert fetcher.clean_up(now=minutes(24 * 60 + 1)) == 1


def test_what_could_not_be_deleted_is_tried_again(waiting, fetcher, carrier, message):
    waiting(RE1={"state": MessageState.STORED})
    carrier.fault = CarrierAway("status 500")
    assert fetcher.clean_up(now=minutes(2000)) == 0
    assert message().deleted_at_carrier_at is None
    carrier.fault = None

    assert fetcher.clean_up(now=minutes(2001)) == 1


@pytest.mark.parametrize("is_configured", [True, False])
def test_messages_are_deleted_at_the_carrier_only_where_that_is_configured(
    tmp_path, sqlite_url, is_configured
):
    settings = test_settings(tmp_path, sqlite_url, delete_at_carrier=is_configured)
    hotline = TestHotline(settings)
    hotline.call(keys="4,1", officers="no-answer,no-answer,no-answer,no-answer")
    (recording,) = hotline.carrier.recordings.all()
    audio = recording.mp3()

    hotline.work_off()
    hotline.pass_time(hours=48)
    hotline.work.clean_up()

    (file,) = hotline.settings.recordings_dir.rglob("*.mp3")
    assert file.read_bytes() == audio
    assert (recording.status == "deleted") is is_configured
    hotline.close()
