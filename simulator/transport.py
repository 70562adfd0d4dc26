"""How the carrier's HTTP requests reach the application: over the network, or straight into WSGI.

Source: [Voice], "Twilio makes HTTP requests to your application just like a regular web browser",
and [Overrides]: 15 seconds are the ceiling for the whole of a voice request.
"""

import io
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes, urlencode, urljoin, urlsplit

import requests
from requests.adapters import BaseAdapter
from urllib3.response import HTTPResponse

LIMIT_S = 15.0
CONNECT_LIMIT_S = 5.0
MOST_REDIRECTS = 10
FORM_TYPE = "application/x-www-form-urlencoded; charset=UTF-8"

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class TransportError(Exception):
    """The request did not come to an answer; `code` is the carrier's error number.

    11205 is a failed connection, 11200 an answer that did not come in time, 11215 too many
    redirects.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Answer:
    """What the application answered."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ok(self) -> bool:
        """Tell whether the request succeeded."""
        return 200 <= self.status < 300


class Transport(Protocol):
    """A way to send one request."""

    def send(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """Send a request and return the last answer; raises TransportError where none came."""


def body_of(form: Mapping[str, str]) -> bytes:
    """Return the bytes of a form."""
    return urlencode(form).encode()


def following_redirects(once: Callable[[str, str, bytes], Answer], request: "Request") -> Answer:
    """Send `request` and follow where it leads.

    [Voice]: up to ten redirects, then 11215; like a browser a 301, 302 or 303 becomes a GET without
    a form.
    """
    method, url, body = request.method, request.url, request.body
    for _ in range(MOST_REDIRECTS + 1):
        answer = once(method, url, body)
        target = answer.headers.get("Location")
        if answer.status not in (301, 302, 303, 307, 308) or not target:
            return answer
        url = urljoin(url, target)
        if answer.status in (301, 302, 303):
            method, body = "GET", b""
    raise TransportError(11215, f"more than {MOST_REDIRECTS} redirects from {request.url}")


@dataclass(frozen=True)
class Request:
    """One request as it leaves."""

    method: str
    url: str
    body: bytes


class HttpTransport:
    """Requests over the network; each has 15 seconds for everything."""

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self.limit_s = limit_s

    def send(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """Send a request with `requests`, without the proxies of the environment."""
        deadline = time.monotonic() + self.limit_s
        with requests.Session() as session:
            session.trust_env = False
            session.headers.update(headers)

            def once(method: str, url: str, body: bytes) -> Answer:
                return self._once(session, Request(method, url, body), deadline)

            return following_redirects(once, Request(method, url, body_of(form)))

    def _once(self, session: requests.Session, request: Request, deadline: float) -> Answer:
        left_s = max(0.001, deadline - time.monotonic())
        try:
            with session.request(
                request.method,
                request.url,
                data=request.body or None,
                headers={"Content-Type": FORM_TYPE} if request.body else {},
                timeout=(min(CONNECT_LIMIT_S, left_s), left_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = _read(response, deadline)
                kind = response.headers.get("Content-Type", "")
                return Answer(response.status_code, kind, body, response.headers)
        except requests.ReadTimeout as error:
            raise TransportError(11200, f"no answer within {self.limit_s:g} s") from error
        except (requests.RequestException, UnicodeError) as error:
            raise TransportError(11205, f"connection failed ({type(error).__name__})") from error


def _read(response: requests.Response, deadline: float) -> bytes:
    chunks = []
    for chunk in response.iter_content(65536):
        chunks.append(chunk)
        if time.monotonic() > deadline:
            raise requests.ReadTimeout
    return b"".join(chunks)


class WsgiTransport:
    """Requests straight into a WSGI application, with the very bytes a server would hand over.

    An exception in the application is a 500 whose body is the traceback. `others` names
    applications that answer for another host than the rest, such as one for the fallback URL.
    """

    def __init__(self, app: WsgiApp, others: Mapping[str, WsgiApp] | None = None) -> None:
        self.app = app
        self.others = dict(others or {})

    def send(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """Call the application, and again where it redirects to."""

        def once(method: str, url: str, body: bytes) -> Answer:
            app = self.others.get(urlsplit(url).hostname or "", self.app)
            typed = dict(headers) | ({"Content-Type": FORM_TYPE} if body else {})
            return call_wsgi(app, Request(method, url, body), typed)

        return following_redirects(once, Request(method, url, body_of(form)))


def call_wsgi(app: WsgiApp, request: Request, headers: Mapping[str, str]) -> Answer:
    """Let a WSGI application answer one request."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], None]:
        started[:] = [(status, headers)]
        return written.append

    try:
        chunks = app(_environ(request, headers), start_response)
        written.extend(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
    except Exception:  # As a server does at its border.
        return Answer(500, "text/plain", traceback.format_exc().encode())
    status, answered = started[0]
    named = {name.title(): value for name, value in answered}
    return Answer(int(status.split()[0]), named.get("Content-Type", ""), b"".join(written), named)


def _environ(request: Request, headers: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(request.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    raw = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "RAW_URI": raw,
        "REQUEST_URI": raw,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": parts.netloc.rpartition("@")[2],
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    return environ


class WsgiAdapter(BaseAdapter):
    """Mounts a WSGI application into a `requests.Session`, so that a REST client needs no socket.

    `session.mount("https://api.example", WsgiAdapter(app))`.
    """

    def __init__(self, app: WsgiApp) -> None:
        super().__init__()
        self.app = app

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Answer a prepared request from the application."""
        body = request.body or b""
        assert isinstance(body, (str, bytes))
        sent = Request(
            request.method or "GET",
            request.url or "",
            body.encode() if isinstance(body, str) else body,
        )
        answer = call_wsgi(self.app, sent, {k: str(v) for k, v in request.headers.items()})
        response = requests.Response()
        response.status_code = answer.status
        response.headers.update(answer.headers)
        response.request, response.url = request, sent.url
        response.encoding = requests.utils.get_encoding_from_headers(response.headers)
        response.raw = HTTPResponse(
            io.BytesIO(answer.body),
            headers=dict(answer.headers),
            status=answer.status,
            preload_content=False,
        )
        return response

    def close(self) -> None:
        """Nothing is held open."""
