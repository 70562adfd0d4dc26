"""Simulated calls for a command: in virtual time inside this process, in real time outside it."""

import random
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import click
import requests
from flask import Flask

from commands.tale import Told
from ivr.flow.words import MessageState
from ivr.hotline import Hotline
from ivr.spool import Spool
from jobs.schedule import Work
from models import calls
from simulator.callers import CallerScript
from simulator.calls.call import Call
from simulator.calls.records import Line
from simulator.carrier import CarrierConfig, SimulatedCarrier
from simulator.clock import VirtualClock
from simulator.phones import Behaviour
from simulator.rest import create_rest
from simulator.transport import WsgiAdapter, WsgiTransport

POLL_S = 0.3
MEDIA_S = 10.0  # by then a recording that has ended can be fetched
WAITING = MessageState.WAITING


class Rehearsal:
    """A call in virtual time: the same switchboard and ledger, a carrier and a clock of our own.

    What takes a minute on the telephone takes a moment here; the rows carry the virtual times.
    """

    def __init__(
        self,
        create_app: Callable[..., Flask],
        running: Hotline,
        at: datetime,
        tell: Callable[[Told], None],
    ) -> None:
        """Put a carrier and a switchboard together that live at `at`."""
        settings = running.settings
        config = CarrierConfig(
            account_sid=settings.twilio_account_sid,
            auth_token=settings.twilio_auth_token[0],
            number=running.board.board.switchboard.hotline,
            voice_url=f"{settings.public_url}/voice",
            status_url=f"{settings.public_url}/voice/status",
            api_url=settings.twilio_api_url,
        )
        self._clock = VirtualClock(at)
        http = requests.Session()
        app = create_app(settings, clock=self._clock.now, http=lambda: http)
        transport = WsgiTransport(app)
        self.carrier = SimulatedCarrier(config, transport, self._clock, random.Random())
        http.mount(settings.twilio_api_url, WsgiAdapter(create_rest(self.carrier)))
        self.carrier.listeners.append(lambda _call, line: tell(_told(line)))
        hotline: Hotline = app.extensions["hotline"]
        self._hotline = hotline
        self._work = Work(hotline, Spool(settings.var_dir / "spool"))

    def call(self, caller: str, script: CallerScript, officers: Sequence[Behaviour]) -> str:
        """Make one call from ring to rows, its message fetched; return its sid."""
        call: Call = self.carrier.call(caller, script, officers)
        self.carrier.run()
        self.carrier.run_for(MEDIA_S)
        self._work.tell()
        self._fetch(call.sid)
        self._hotline.ledger.close()
        return call.sid

    def _fetch(self, sid: str) -> None:
        """Fetch the call's messages, whoever holds them: only our own carrier has them."""
        with self._hotline.database.reading() as session:
            found = calls.find(session, sid)
            waiting = [m for m in found.messages if m.state is WAITING] if found else []
            session.expunge_all()
        for message in waiting:
            self._work.fetcher.fetch(message, now=self.carrier.now())


def _told(line: Line) -> Told:
    return Told(line.at, line.who, line.text)


class RunningCarrier:
    """The simulated carrier that `make run` has started, in real time."""

    def __init__(self, api_url: str, tell: Callable[[Told], None]) -> None:
        """Reach it at its REST address."""
        self._calls = f"{api_url}/simulator/calls"
        self._tell = tell
        self._http = requests.Session()
        self._http.trust_env = False

    def call(self, caller: str, options: dict[str, Any], officers: list[str]) -> str:
        """Place a call and tell it until it has ended; return its sid."""
        order = {
            "from": caller,
            "keys": options["keys"],
            "officers": [name for name in officers if name],
            "message_s": options["message_s"],
            "hang_up_after_s": options["hang_up_s"],
        }
        sid = str(self._asked("POST", self._calls, json=order)["sid"])
        after = 0
        while True:
            state = self._asked("GET", f"{self._calls}/{sid}", params={"after": after})
            for line in state["lines"]:
                after = line["n"]
                self._tell(Told(datetime.fromisoformat(line["at"]), line["who"], line["text"]))
            if state["ended"]:
                return sid
            wait(POLL_S)

    def _asked(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        try:
            answer = self._http.request(method, url, timeout=5, **options)
        except requests.RequestException as error:
            host = urlsplit(url).netloc
            raise click.ClickException(
                f"nhà mạng mô phỏng không trả lời, hãy chạy `make run`"
                f" · no simulated carrier at {host}: start `make run`, or leave out --real"
            ) from error
        if not answer.ok:
            raise click.ClickException(answer.json().get("error", f"status {answer.status_code}"))
        told: dict[str, Any] = answer.json()
        return told


def wait(seconds: float) -> None:
    """Let real time pass."""
    threading.Event().wait(seconds)
