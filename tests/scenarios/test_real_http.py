"""Calls over real sockets: our application behind a threaded server on loopback."""

import logging
import threading

import pytest
from werkzeug.serving import make_server

from simulator.transport import HttpTransport, WsgiApp
from tests.harness import TestHotline, test_settings
from tests.scenarios.told import Told, heard, stored_audio, told

BRANCH = "thu-tuc-hanh-chinh"


class Handover:
    """Stands where an application will: its address must be known before it can be made."""

    app: WsgiApp

    def __call__(self, environ, start_response):
        return self.app(environ, start_response)


# On SQLite: this server has a thread for each request; on PostgreSQL each would connect anew.
@pytest.fixture
def hotline(tmp_path, sqlite_url):
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    handover = Handover()
    server = make_server("127.0.0.1", 0, handover, threaded=True)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings = test_settings(tmp_path, sqlite_url, public_url=address)
    hotline = TestHotline(settings, transport=HttpTransport())
    handover.app = hotline.app
    yield hotline
    hotline.close()
    server.shutdown()
    serving.join()
    server.server_close()


def test_a_call_over_real_sockets_is_answered(hotline):
    call = hotline.call("4", "no-answer,accept")

    assert call.truth.was_joined
    assert call.errors == []
    assert {exchange.status for exchange in call.exchanges} == {200, 204}
    assert told(hotline, call) == Told("answered", None, BRANCH, ("no_answer", "answered"), (), ())


def test_a_message_over_real_sockets_is_heard_again_and_kept(hotline):
    call = hotline.call("4121", "bad-number," * 4)
    hotline.work_off()

    (recording,) = hotline.carrier.recordings.all()
    assert heard(call, f"{hotline.settings.public_url}/voice/playback?", "đã được ghi nhận")
    assert call.errors == []
    assert stored_audio(hotline) == [recording.mp3()]


def test_many_calls_over_real_sockets_at_once(hotline):
    calls = [hotline.start("1" if n % 2 else "4", caller=f"+8450500010{n}") for n in range(6)]
    hotline.carrier.run()

    assert all(call.errors == [] for call in calls)
    assert {told(hotline, call).verdict for call in calls} == {"not_answered"}
    assert len(hotline.callbacks()) == 6
