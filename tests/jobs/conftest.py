"""What fetches messages, with a carrier and a folder of its own."""

import pytest

from ivr.storage import Folder
from jobs.recordings import Fetcher
from models import messages
from tests.jobs.fetching import FakeCarrier
from tests.models.rows import a_call, a_message


@pytest.fixture
def carrier():
    return FakeCarrier()


@pytest.fixture
def storage(tmp_path):
    return Folder(tmp_path / "recordings")


@pytest.fixture
def fetcher(database, carrier, storage):
    return Fetcher(database, carrier, storage)


@pytest.fixture
def waiting(database):
    """Return what adds messages that wait, each with its own changes."""

    def add(**by_sid):
        with database.transaction() as session:
            rows = [a_message(sid, **changes) for sid, changes in by_sid.items()]
            session.add(a_call(messages=rows))

    return add


@pytest.fixture
def message(database):
    """Return what reads a message's row."""

    def read(sid="RE1"):
        with database.reading() as session:
            found = messages.by_recording(session, sid)
            session.expunge_all()
        return found

    return read
