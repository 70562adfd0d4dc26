"""Hosts of one hotline: on each a web process and a worker with a disk of their own; both die.

They share the database and nothing else. The balancer in front of them asks another host where one
does not answer, as the carrier's own retry would find it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import sqlalchemy as sa
from flask import Flask

from app import create_app, make_hotline
from drill.doors import Fate, Killed, Weather, doors
from ivr.hotline import Hotline
from ivr.settings import Settings
from ivr.spool import Spool
from jobs import reconciliation, teller
from jobs.schedule import Work
from simulator.transport import Answer, TransportError, WsgiTransport

log = logging.getLogger(__name__)

FALLBACK = "elsewhere.example.gov.vn"
Clock = Callable[[], datetime]


@dataclass
class Place:
    """What the hosts of one hotline have in common."""

    settings: Settings
    clock: Clock
    http: requests.Session
    weather: Weather = field(default_factory=Weather)


class Host:
    """One machine: `app` and `worker` are None while that process is dead."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place = place
        self.settings = place.settings.model_copy(update={"var_dir": folder})
        self.web_fate, self.worker_fate = Fate(), Fate()
        self.app: Flask | None = None
        self.worker: Hotline | None = None
        self.start_web()
        self.start_worker()

    @property
    def web(self) -> Hotline:
        """Return the switchboard of the living web process."""
        assert self.app is not None
        running: Hotline = self.app.extensions["hotline"]
        return running

    @property
    def spool(self) -> Spool:
        """Return the events that wait on this host's disk."""
        return Spool(self.settings.var_dir / "spool")

    def start_web(self) -> None:
        """Start the web process anew: nothing of the one before is left but its disk."""
        self.web_fate = Fate()
        place = self.place
        way = doors(place.weather, self.web_fate, place.clock)
        self.app = create_app(self.settings, clock=place.clock, http=lambda: place.http, doors=way)

    def start_worker(self) -> None:
        """Start the worker anew."""
        self.worker_fate = Fate()
        place = self.place
        way = doors(place.weather, self.worker_fate, place.clock)
        self.worker = make_hotline(self.settings, place.clock, lambda: place.http, way)

    def kill_web(self) -> None:
        """End the web process; what its threads held is let go, as the system would."""
        if self.app is not None:
            _let_go(self.web)
            self.app = None

    def kill_worker(self) -> None:
        """End the worker."""
        if self.worker is not None:
            _let_go(self.worker)
            self.worker = None

    def look(self) -> None:
        """Let the web process look at the board, as its thread does every second."""
        if self.app is not None:
            self.web.board.refresh()

    def work(self, *jobs: str) -> list[str]:
        """Fire jobs of the worker; return what failed though it should not have."""
        faults = []
        for job in jobs:
            if self.worker is None:
                break
            try:
                self._fire(job, self.worker)
            except Killed:
                self.kill_worker()
            except sa.exc.OperationalError:
                log.debug("database away, job comes again")
            except Exception as error:
                log.exception("job failed")
                faults.append(f"job {job} failed: {type(error).__name__}")
        return faults

    def _fire(self, job: str, hotline: Hotline) -> None:
        """Fire one job; two of them without the waiting that lets others in on a real machine."""
        match job:
            case "look":
                hotline.board.refresh()
            case "tell":
                _tell(hotline)
            case "reconcile":
                Work(hotline, self.spool).replay()
                reconciliation.run(hotline, lambda _seconds: None)
            case _:
                getattr(Work(hotline, self.spool), job)()


def _tell(hotline: Hotline) -> None:
    taken = 1
    while taken:
        with hotline.database.transaction() as session:
            switchboard, now = hotline.board.board.switchboard, hotline.clock()
            taken = teller.run(session, switchboard, now=now, at_once=teller.AT_ONCE)


def _let_go(hotline: Hotline) -> None:
    hotline.ledger.close()
    hotline.database.close()


class Balancer:
    """Asks the hosts in turn; the fallback document lies on a host of its own, and stays."""

    def __init__(self, hosts: list[Host], fallback: Callable[[], bytes]) -> None:
        self.hosts, self.fallback = hosts, fallback
        self.lose_answers = 0
        self._turn = 0

    def send(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """Send one request; raises TransportError where nobody answers, or the asked one dies."""
        if urlsplit(url).hostname == FALLBACK:
            return Answer(200, "text/xml", self.fallback())
        host = self._next()
        app: Any = host.app
        try:
            answer = WsgiTransport(app).send(method, url, form, headers)
        except Killed:
            host.kill_web()
            raise TransportError(11205, "connection reset") from None
        if self.lose_answers:
            self.lose_answers -= 1
            raise TransportError(11205, "connection reset after the answer was made")
        return answer

    def _next(self) -> Host:
        self._turn += 1
        living = [host for host in self.hosts if host.app is not None]
        if not living:
            raise TransportError(11205, "connection refused")
        return living[self._turn % len(living)]
