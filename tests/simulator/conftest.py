"""A stage for the simulated carrier: a tiny application that answers fixed documents."""

import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from simulator.carrier import CarrierConfig, SimulatedCarrier
from simulator.clock import VirtualClock
from simulator.phones import PhoneDriver, parse_behaviour
from simulator.rest import create_rest
from simulator.transport import WsgiAdapter, WsgiTransport

NINE_ON_MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Hanoi.
CONFIG: dict[str, Any] = {
    "account_sid": "AC00000000000000000000000000000001",
    "auth_token": "00112233445566778899aabbccddeeff",
    "number": "+84500000000",
    "voice_url": "https://hotline.test/voice",
    "status_url": "https://hotline.test/status",
    "api_url": "https://api.test",
}
CALLER = "+84505000001"
CALLEE = "+84500000041"


class Application:
    """Answers each path with the verbs written for it; anything else gets an empty document.

    An entry may be the inside of <Response>, a list of answers for one request after another, or a
    pair (status line, body). `requests` holds (path, form) of everything asked.
    """

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.environs: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        form = environ["wsgi.input"].read().decode()
        pairs = parse_qsl(form or environ["QUERY_STRING"], keep_blank_values=True)
        self.requests.append((environ["PATH_INFO"], dict(pairs)))
        self.environs.append(environ)
        answer = self.answers.get(environ["PATH_INFO"], "")
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        status, body = answer if isinstance(answer, tuple) else ("200 OK", document(answer))
        start_response(status, [("Content-Type", "text/xml")])
        return [body.encode()]

    def forms(self, path: str) -> list[dict[str, str]]:
        """Return the forms sent to a path."""
        return [form for asked, form in self.requests if asked == path]

    def form(self, path: str) -> dict[str, str]:
        """Return the only form sent to a path."""
        (form,) = self.forms(path)
        return form

    @property
    def paths(self) -> list[str]:
        """Return the paths in the order in which they were asked."""
        return [path for path, _ in self.requests]


class Stage:
    """A carrier in virtual time before an application."""

    caller = CALLER

    def __init__(self, answers: dict[str, Any], *, seed: int = 1, **config: Any) -> None:
        self.app = Application(answers)
        self.fallback = Application({"/": "<Say>Sorry.</Say><Hangup/>"})
        transport = WsgiTransport(self.app, others={"fallback.test": self.fallback})
        self.carrier = SimulatedCarrier(
            CarrierConfig(**(CONFIG | config)),
            transport,
            VirtualClock(NINE_ON_MONDAY),
            random.Random(seed),
        )

    def call(self, *arguments: Any, **named: Any) -> Any:
        """Start a call from the usual caller and let it happen."""
        call = self.carrier.call(CALLER, *arguments, **named)
        self.carrier.run()
        return call

    def begin(self, *arguments: Any, **named: Any) -> Any:
        """Start a call and let it come to where it waits for its caller."""
        call = self.carrier.call(CALLER, *arguments, **named)
        self.carrier.run_until_listening(call)
        return call

    @property
    def session(self) -> requests.Session:
        """Return what asks the carrier's API."""
        session = requests.Session()
        session.mount(CONFIG["api_url"], WsgiAdapter(create_rest(self.carrier)))
        return session

    @property
    def client(self) -> Client:
        """Return the carrier's own library, before this carrier."""
        http = TwilioHttpClient()
        http.session = self.session
        client = Client(CONFIG["account_sid"], CONFIG["auth_token"], http_client=http)
        client.api.base_url = CONFIG["api_url"]
        return client

    def order(self, to: str = CALLEE, **parameters: Any) -> Any:
        """Place an outgoing call through the library; it begins once time passes."""
        asked = {"from_": CONFIG["number"]} | parameters
        if "twiml" not in asked:
            asked.setdefault("url", "https://hotline.test/outgoing")
        return self.carrier.calls[self.client.calls.create(to=to, **asked).sid]

    def call_out(self, who: str | PhoneDriver = "accept", **parameters: Any) -> Any:
        """Place an outgoing call and let it happen; `who` is a behaviour, or uses the phone."""
        self.answers(CALLEE, who)
        call = self.order(**parameters)
        self.carrier.run()
        return call

    def answers(self, number: str, who: str | PhoneDriver) -> None:
        """Say who answers the phone of a number: a behaviour, or a driver."""
        phones = self.carrier.phones
        if isinstance(who, str):
            phones.behaviours[number] = parse_behaviour(who)
            return
        before = phones.attend
        phones.attend = lambda rung: who if rung == number else before(rung)


def document(verbs: str) -> str:
    """Return a document around some verbs."""
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>'


@pytest.fixture
def stage() -> Callable[..., Stage]:
    """Return a maker of stages."""
    return Stage
