"""A whole hotline in virtual time: our application, the simulated carrier, the worker's jobs.

A test calls, presses keys, lets officers' phones behave, and reads the rows. An hour passes in a
millisecond; nothing sleeps and nothing leaves the process.
"""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import requests
from flask import Flask

from app import create_app
from ivr.flow.events import Event
from ivr.flow.words import CallbackState
from ivr.hotline import Hotline
from ivr.settings import Settings
from ivr.spool import Spool
from jobs.schedule import Work
from models import calls as call_table
from models import events as event_table
from models.callbacks import Callback, list_missed
from models.calls import Call as CallRow
from simulator.callers import CallerScript
from simulator.calls.call import Call
from simulator.carrier import CarrierConfig, SimulatedCarrier
from simulator.clock import VirtualClock
from simulator.phones import parse_behaviour
from simulator.rest import create_rest
from simulator.transport import Transport, WsgiAdapter, WsgiApp, WsgiTransport

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NINE_ON_MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI).astimezone(UTC)
TEN_AT_NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=HANOI).astimezone(UTC)
NATIONAL_DAY = datetime(2026, 9, 2, 9, 0, tzinfo=HANOI).astimezone(UTC)
PUBLIC_URL = "https://hotline.example.gov.vn"
API_URL = "http://127.0.0.1:8081"  # loopback, so that shipped placeholder numbers are accepted
ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "00112233445566778899aabbccddeeff"
HOTLINE_NUMBER = "+84500000000"
CITIZEN = "+84505000001"
ROOT = Path(__file__).resolve().parent.parent


def test_settings(folder: Path, database_url: str, **changes: Any) -> Settings:
    """Return settings of a hotline that lives in `folder`."""
    values: dict[str, Any] = {
        "public_url": PUBLIC_URL,
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": (TOKEN,),
        "twilio_api_url": API_URL,
        "secret_key": "a secret of sixteen letters or more",
        "database_url": database_url,
        "branches_file": ROOT / "branches.yaml",
        "recordings_dir": folder / "recordings",
        "prompts_dir": folder / "prompts",
        "var_dir": folder / "var",
    }
    return Settings(_env_file=None, **(values | changes))


test_settings.__test__ = False  # type: ignore[attr-defined]  # no test, whatever pytest thinks


class TestHotline:
    """One hotline, its carrier and its worker, on one virtual clock."""

    __test__ = False

    def __init__(
        self,
        settings: Settings,
        *,
        at: datetime = NINE_ON_MONDAY,
        seed: int = 1,
        wrap: Callable[[Flask], WsgiApp] | None = None,
        transport: Transport | None = None,
        **config: Any,
    ) -> None:
        """Start at `at`; `config` are fields of the carrier's configuration.

        Requests go straight into the application, unless `transport` takes them another way.
        """
        self.settings = settings
        clock = VirtualClock(at)
        http = requests.Session()
        self.app = create_app(settings, clock=clock.now, http=lambda: http)
        answers: WsgiApp = wrap(self.app) if wrap else self.app
        self.carrier = SimulatedCarrier(
            CarrierConfig(
                account_sid=settings.twilio_account_sid,
                auth_token=settings.twilio_auth_token[0],
                number=HOTLINE_NUMBER,
                voice_url=f"{settings.public_url}/voice",
                status_url=f"{settings.public_url}/voice/status",
                api_url=settings.twilio_api_url,
                **config,
            ),
            transport or WsgiTransport(answers),
            clock,
            random.Random(seed),
        )
        http.mount(settings.twilio_api_url, WsgiAdapter(create_rest(self.carrier)))
        self.hotline: Hotline = self.app.extensions["hotline"]
        self.spool = Spool(settings.var_dir / "spool")
        self.work = Work(self.hotline, self.spool)

    @property
    def now(self) -> datetime:
        """Return the virtual moment."""
        return self.carrier.now()

    def call(
        self, keys: str = "", officers: str = "", caller: str = CITIZEN, **script: Any
    ) -> Call:
        """Make a call from ring to end: `officers` are behaviours, comma-separated."""
        call = self.start(keys, officers, caller, **script)
        self.carrier.run()
        return call

    def start(
        self, keys: str = "", officers: str = "", caller: str = CITIZEN, **script: Any
    ) -> Call:
        """Begin a call and leave it to the test to let time pass."""
        behaviours = [parse_behaviour(name) for name in officers.split(",") if name]
        return self.carrier.call(caller, CallerScript(keys, **script), behaviours)

    def pass_time(self, **span: float) -> None:
        """Let virtual time pass: `pass_time(minutes=5)`."""
        self.carrier.run_until(self.now + timedelta(**span))

    def tell(self) -> None:
        """Let the worker tell the stories of all calls with news."""
        self.work.tell()

    def work_off(self) -> None:
        """Let the worker do all of its jobs until nothing is due within an hour."""
        for _ in range(20):
            self.work.replay()
            self.work.tell()
            self.work.fetch()
            self.pass_time(minutes=3)

    def row(self, call: Call) -> CallRow:
        """Return the row of a call, told from what is known by now, with its legs and messages."""
        self.tell()
        with self.hotline.database.reading() as session:
            found = call_table.find(session, call.sid)
            assert found is not None, "the call was never told"
            session.expunge_all()
        return found

    def events(self, call: Call) -> list[Event]:
        """Return the events of a call."""
        with self.hotline.database.reading() as session:
            return event_table.of_calls(session, [call.sid]).get(call.sid, [])

    def callbacks(self, *, state: CallbackState | None = None) -> Sequence[Callback]:
        """Return what is owed, told from what is known by now."""
        self.tell()
        far = timedelta(days=400)
        with self.hotline.database.reading() as session:
            found = list_missed(
                session, since=self.now - far, until=self.now + far, branch=None, limit=1000
            )
        return [row for row in found if state in (None, row.state)]

    def close(self) -> None:
        """Let go of threads, connections and files."""
        self.carrier.close()
        self.hotline.ledger.close()
        self.hotline.database.close()
