"""A room of phones before a tiny application, in virtual time."""

from datetime import UTC, datetime

import pytest

from simulator.clock import RealClock
from simulator.phone.books import Books
from simulator.phone.pretence import Pretence
from simulator.phone.room import Room
from simulator.phone.views import phone_page
from simulator.server import create_server_app
from simulator.transport import WsgiTransport

OFFICER = "+84500000041"
HERE = "https://hotline.test"
PROMPT = "Xin mời ông bà bấm phím từ một đến tám."
ANSWERS = {
    "/voice": f'<Gather numDigits="1" action="{HERE}/key">'
    f'<Say language="vi-VN" voice="Google.vi-VN-Standard-A">{PROMPT}</Say></Gather>',
    "/key": f'<Dial action="{HERE}/dial"><Number url="{HERE}/whisper">{OFFICER}</Number></Dial>',
    "/whisper": f'<Gather numDigits="1" action="{HERE}/accept"><Say>Press one.</Say></Gather>'
    "<Hangup/>",
    "/accept": "",
    "/dial": f'<Record action="{HERE}/recorded" timeout="5" finishOnKey="#" trim="trim-silence"'
    f' recordingStatusCallback="{HERE}/recording"'
    ' recordingStatusCallbackEvent="completed absent"/>',
    "/recorded": "<Hangup/>",
}
WALL = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def desk(stage):
    """Yield a stage; calls that a test left alone come to their end."""
    stage = stage(dict(ANSWERS))
    yield stage
    for call in stage.carrier.calls.values():
        call.hang_up()
    stage.carrier.run()


@pytest.fixture
def carrier(desk):
    return desk.carrier


@pytest.fixture
def pretence(carrier):
    return Pretence(carrier, RealClock(lambda: WALL), None)


@pytest.fixture
def room(carrier, pretence):
    return Room(carrier, pretence)


@pytest.fixture
def books(carrier, desk):
    return Books(carrier.config, WsgiTransport(desk.app), "https://hotline.test/rehearsal")


@pytest.fixture
def page(carrier, room, books):
    """Return a client of the page with one officer's phone on the table."""
    room.know([("tu-phap-1", OFFICER)])
    return create_server_app(carrier, phone_page(room, books)).test_client()


@pytest.fixture
def ask(page):
    """Return what posts JSON to an address of the page and gives the answer's JSON back."""

    def post(path, **body):
        answer = page.post(f"/phone{path}", json=body)
        assert answer.status_code == 200, answer.json
        return answer.json

    return post
