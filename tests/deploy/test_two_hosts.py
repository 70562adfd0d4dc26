"""Two hosts behind a real HAProxy: some die, the database goes away, and no call is lost."""

import os
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.calls import Call as CallRow
from models.events import EventRow
from models.session import Database
from simulator.callers import CallerScript
from simulator.calls.call import Call
from simulator.carrier import CarrierConfig, SimulatedCarrier
from simulator.clock import VirtualClock
from simulator.phones import parse_behaviour
from simulator.transport import LIMIT_S, Answer, HttpTransport
from tests.deploy.hosts import HAPROXY, Hosts, until
from tests.harness import ACCOUNT, API_URL, HOTLINE_NUMBER, TOKEN
from tests.scenarios.tcp_proxy import TcpProxy

CARRIERS, CALLS_EACH = 3, 10
CASES = (("4", "no-answer,accept"), ("2", "decline,busy"), ("0", "accept"), ("11", ""), ("", ""))


class Counted:
    """A transport that does what is planned when so many requests were sent."""

    def __init__(self, plan: Mapping[int, Callable[[], None]]) -> None:
        self._plan = dict(plan)
        self._sent, self._lock = 0, threading.Lock()
        self._http = HttpTransport()
        self.slowest_s = 0.0
        self._doing: list[threading.Thread] = []

    def send(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """Send a request; what is planned happens while it is under way."""
        with self._lock:
            self._sent += 1
            planned = self._plan.pop(self._sent, None)
        if planned is not None:
            self._doing.append(threading.Thread(target=planned))
            self._doing[-1].start()
        begun = time.monotonic()
        answer = self._http.send(method, url, form, headers)
        self.slowest_s = max(self.slowest_s, time.monotonic() - begun)
        return answer

    def done(self) -> None:
        """Return once all that was planned has been done."""
        assert self._plan == {}, f"only {self._sent} requests were sent"
        for each in self._doing:
            each.join()


@pytest.fixture
def door(postgres_url: str) -> Iterator[TcpProxy]:
    """Yield the one way to the database, which can be shut."""
    url = sa.make_url(postgres_url)
    folder, port = url.query.get("host"), url.port or 5432
    target = f"{folder}/.s.PGSQL.{port}" if folder else (url.host or "127.0.0.1", port)
    door = TcpProxy(target)
    yield door
    door.cut()


@pytest.fixture
def hosts(tmp_path: Path, postgres_url: str, door: TcpProxy) -> Iterator[Hosts]:
    """Yield two hosts; skips where there is no HAProxy, or fails where it must be there."""
    if HAPROXY is None:
        reason = "no HAProxy: apt-get install haproxy"
        if os.environ.get("PROXY_TESTS") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    url = sa.make_url(postgres_url).set(host="127.0.0.1", port=door.port)
    through = url.difference_update_query(["host"]).render_as_string(hide_password=False)
    hosts = Hosts(tmp_path, through)
    yield hosts
    hosts.stop()


def carrier_at(url: str, transport: Counted, seed: int) -> SimulatedCarrier:
    config = CarrierConfig(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        number=HOTLINE_NUMBER,
        voice_url=f"{url}/voice",
        status_url=f"{url}/voice/status#rc=3&rp=all",
        api_url=API_URL,
    )
    return SimulatedCarrier(config, transport, VirtualClock(datetime.now(UTC)), random.Random(seed))


def make_calls(carrier: SimulatedCarrier, seed: int) -> list[Call]:
    """Make ten calls at once, from ring to end."""
    calls: list[Call] = []
    for number in range(CALLS_EACH):
        keys, officers = CASES[number % len(CASES)]
        behaviours = [parse_behaviour(name) for name in officers.split(",") if name]
        caller = f"+845050{seed:02}{number:03}"
        calls.append(carrier.call(caller, CallerScript(keys), behaviours))
    carrier.run()
    carrier.close()
    return calls


def told(database: Database) -> dict[str, CallRow]:
    with database.reading() as session:
        rows = session.scalars(sa.select(CallRow)).all()
        session.expunge_all()
    return {row.sid: row for row in rows}


def untold(database: Database) -> int:
    query = sa.select(sa.func.count()).select_from(EventRow).where(EventRow.told_at.is_(None))
    with database.reading() as session:
        return session.scalar(query) or 0


def idle_and_half_sent(stack: ExitStack, port: int, count: int) -> None:
    """Open lines on which nothing is said, and as many on which half a request is."""
    half = b"POST /voice HTTP/1.1\r\nHost: tongdai\r\nContent-Length: 500\r\n\r\nCallSid=CA1"
    for number in range(2 * count):
        line = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        if number % 2:
            line.sendall(half)


def test_hosts_that_die_lose_no_call_and_idle_lines_hold_nobody_up(hosts, door, postgres_url):
    one, two = hosts.hosts
    seen: dict[str, int] = {}

    def back() -> None:
        seen["spooled"] = len(one.spooled) + len(two.spooled)
        door.restore()

    plan = Counted(
        {
            60: lambda: one.kill("web"),
            90: lambda: two.kill("worker"),
            100: lambda: one.start("web"),
            130: door.cut,
            160: back,
        }
    )
    carriers = [carrier_at(hosts.url, plan, seed) for seed in range(CARRIERS)]
    with ThreadPoolExecutor(CARRIERS) as pool:
        made = list(pool.map(make_calls, carriers, range(CARRIERS)))
    plan.done()
    two.start("worker")

    database = Database(postgres_url)
    until(lambda: not one.spooled + two.spooled, "both spools are replayed")
    until(lambda: untold(database) == 0, "every story is told")
    calls, rows = [call for some in made for call in some], told(database)
    database.close()
    assert seen["spooled"] > 0
    assert {call.sid for call in calls} == rows.keys()
    assert [row.sid for row in rows.values() if row.verdict is None] == []
    assert {sid for sid, row in rows.items() if row.verdict == "answered"} == {
        call.sid for call in calls if call.truth.was_joined
    }
    assert [call.errors for call in calls if call.errors] == []
    assert "event lost" not in one.said + two.said

    with ExitStack() as stack:
        idle_and_half_sent(stack, hosts.port, 50)
        timed = Counted({})
        more = make_calls(carrier_at(hosts.url, timed, CARRIERS), CARRIERS)
    assert [call.errors for call in more if call.errors] == []
    assert timed.slowest_s < LIMIT_S / 3
