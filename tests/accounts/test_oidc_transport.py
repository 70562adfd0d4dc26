"""How an issuer is asked, against one on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from accounts.oidc.transport import LARGEST, Away, Requests

ANSWERS = {
    "/good": (200, b'{"a": 1}'),
    "/refused": (400, b'{"error": "invalid_grant"}'),
    "/elsewhere": (302, b"{}"),
    "/page": (200, b"<html>"),
    "/list": (200, b"[]"),
    "/long": (200, b'{"a": "' + b"a" * LARGEST + b'"}'),
}


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self):
        status, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Location", "/good")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.server.told = (  # type: ignore[attr-defined]  # for the test to see
            self.rfile.read(int(self.headers["Content-Length"])),
            self.headers["Authorization"],
        )
        self.do_GET()

    def log_message(self, format, *args):
        """Say nothing."""


@pytest.fixture(scope="module")
def server():
    found = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def address(server, path):
    return f"http://127.0.0.1:{server.server_port}{path}"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [("/good", 200, {"a": 1}), ("/refused", 400, {"error": "invalid_grant"}),
     ("/elsewhere", 302, {})],
)  # fmt: skip
def test_what_it_says_is_returned_and_nobody_is_led_elsewhere(server, path, status, said):
    answer = Requests().get(address(server, path))

    assert (answer.status, answer.said) == (status, said)


@pytest.mark.parametrize("path", ["/page", "/list", "/long"])
def test_what_makes_no_sense_is_as_good_as_no_answer(server, path):
    with pytest.raises(Away):
        Requests().get(address(server, path))


def test_a_form_is_sent_with_who_we_are(server):
    Requests().post(address(server, "/good"), {"code": "x y"}, ("a", "b"))

    assert server.told == (b"code=x+y", "Basic YTpi")


def test_nobody_there_is_told_as_such(server):
    with pytest.raises(Away, match="ConnectionError"):
        Requests().get("http://127.0.0.1:9/")
