"""[Voice] and [Overrides]: requests over the network and into WSGI, their redirects and limits."""

import socket
import threading

import pytest
import requests
from werkzeug.serving import make_server

from simulator.transport import HttpTransport, TransportError, WsgiAdapter, WsgiTransport

FORM = {"CallSid": "CA1", "Body": "đất đai + 1"}


def app(environ, start_response):
    path = environ["PATH_INFO"]
    if path.startswith("/loop"):
        start_response("302 Found", [("Location", "/loop")])
        return [b""]
    if path in ("/301", "/307"):
        start_response(f"{path[1:]} Moved", [("Location", "/echo?moved=1")])
        return [b""]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    told = f"{environ['REQUEST_METHOD']} {path} {environ['QUERY_STRING']} {body}"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [told.encode("latin-1"), environ.get("HTTP_X_MARK", "").encode()]


@pytest.fixture(scope="module")
def origin():
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["network", "wsgi"])
def transport(request):
    return HttpTransport() if request.param == "network" else WsgiTransport(app)


def test_both_ways_deliver_the_very_same_bytes(transport, origin):
    answer = transport.send("POST", f"{origin}/a%20b?q=%C4%91", FORM, {"X-Mark": "!"})

    assert answer.status == 200
    assert answer.body.decode() == (
        "POST /a b q=%C4%91 CallSid=CA1&Body=%C4%91%E1%BA%A5t+%C4%91ai+%2B+1!"
    )


def test_a_redirect_turns_a_post_into_a_get_and_the_form_is_lost(transport, origin):
    assert transport.send("POST", f"{origin}/301", FORM, {}).body == b"GET /echo moved=1 "


def test_a_307_keeps_method_and_form(transport, origin):
    answer = transport.send("POST", f"{origin}/307", {"a": "1"}, {})

    assert answer.body == b"POST /echo moved=1 a=1"


def test_more_than_ten_redirects_are_too_many(transport, origin):
    with pytest.raises(TransportError) as failed:
        transport.send("POST", f"{origin}/loop", FORM, {})

    assert failed.value.code == 11215


def test_a_closed_port_is_a_failed_connection():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    with pytest.raises(TransportError) as failed:
        HttpTransport().send("POST", f"http://127.0.0.1:{port}/", FORM, {})

    assert failed.value.code == 11205


def test_a_server_that_does_not_answer_in_time_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"

        with pytest.raises(TransportError) as failed:
            HttpTransport(limit_s=0.05).send("POST", url, FORM, {})

    assert failed.value.code == 11200


def test_a_session_speaks_to_an_application_without_a_socket():
    session = requests.Session()
    session.mount("https://api.test", WsgiAdapter(app))

    answer = session.post("https://api.test/x?y=1", data={"a": "ü"}, headers={"X-Mark": "!"})

    assert answer.text == "POST /x y=1 a=%C3%BC!"
    assert answer.url == "https://api.test/x?y=1"
