"""One bad day in virtual time: calls by chance, blows by plan, then all is mended and told."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import requests

from drill import people
from drill.books import read
from drill.hosts import FALLBACK, Balancer, Host, Place
from drill.plan import Blow, Strike, strikes
from drill.record import seen
from drill.verdicts import Calm, Evidence, Violation, violations
from ivr.fallback.document import fallback_document
from ivr.settings import ROOT, Settings
from simulator.calls.call import Call
from simulator.carrier import CarrierConfig, SimulatedCarrier
from simulator.clock import VirtualClock
from simulator.faults import FLOW_KINDS, Fault, Faults
from simulator.rest import create_rest
from simulator.transport import WsgiAdapter

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BEGINS = ((9, 0), (10, 30), (7, 30), (16, 20), (13, 30), (22, 0))  # hours that days begin at
NUMBER, PUBLIC_URL = "+84500000000", "https://hotline.example.gov.vn"
API_URL = "http://127.0.0.1:8081"  # loopback, so that shipped placeholder numbers are accepted
ACCOUNT, TOKEN = "AC" + "0" * 31 + "1", "00112233445566778899aabbccddeeff"
STEP_S = 4
GAPS_S = (0, 0, 1, 3, 7, 12, 20, 40)
LONGEST_S = 12 * 60 * 60
LATE_S = 20.0  # past the carrier's patience


@dataclass(frozen=True, slots=True)
class Plan:
    """What a day is made from: the same plan is the same day."""

    seed: int
    calls: int
    begin: tuple[int, int] = BEGINS[0]
    hosts: int = 2
    blow_every_s: float = 60.0
    fault_rate: float = 0.15


@dataclass(slots=True)
class Outcome:
    """How a day went; `tale` tells a call, and what befell meanwhile, in lines."""

    plan: Plan
    violations: list[Violation]
    verdicts: dict[str, int]
    blows: dict[str, int]
    tale: Callable[[str], list[str]]
    place_of: Callable[[str], int]
    wanted: dict[str, int] = field(default_factory=dict)


class Cries(logging.Handler):
    """Collects what the application cries out about: nothing of that may happen."""

    def __init__(self) -> None:
        super().__init__(logging.CRITICAL)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one cry."""
        self.heard.append(f"{record.getMessage()} {getattr(record, 'fault', '')}".strip())


class Day:
    """One day of one hotline on several hosts."""

    def __init__(self, plan: Plan, folder: Path, database_url: str) -> None:
        self.plan = plan
        self.rng = random.Random(f"{plan.seed} callers")
        hour, minute = plan.begin
        self.begin = datetime(2026, 11, 23, hour, minute, tzinfo=HANOI).astimezone(UTC)
        clock, http = VirtualClock(self.begin), requests.Session()
        self.place = Place(_settings(folder, database_url), clock.now, http)
        self.hosts = [Host(self.place, folder / f"host-{n}") for n in range(plan.hosts)]
        self.document = fallback_document(self.hosts[0].web.board.board, clock.now())
        self.balancer = Balancer(self.hosts, lambda: self.document)
        self.carrier = SimulatedCarrier(
            _config(), self.balancer, clock, random.Random(f"{plan.seed} carrier")
        )
        http.mount(API_URL, WsgiAdapter(create_rest(self.carrier)))
        faults = random.Random(f"{plan.seed} faults")
        self.carrier.faults = Faults.random(faults, plan.fault_rate)
        officers = random.Random(f"{plan.seed} officers")
        self.carrier.phones.attend = lambda _number: people.officer(officers)
        blows = random.Random(f"{plan.seed} blows")
        self.strikes = strikes(
            blows, seconds=LONGEST_S, hosts=plan.hosts, every_s=plan.blow_every_s
        )
        self.struck: list[Strike] = []
        self.calls: list[Call] = []
        self.faults: list[str] = []
        self._ticks = 0

    def run(self) -> Outcome:
        """Play the day, mend everything, and judge it."""
        cries = Cries()
        logging.getLogger().addHandler(cries)
        try:
            for _ in range(self.plan.calls):
                caller = people.caller(self.rng)
                self.calls.append(self.carrier.call(caller, people.script(self.rng)))
                self.pass_time(self.rng.choice(GAPS_S))
            while not all(call.is_over for call in self.calls):
                self.pass_time(STEP_S)
            self._mend()
        finally:
            logging.getLogger().removeHandler(cries)
        return self._outcome([*self.faults, *cries.heard])

    def pass_time(self, seconds: float) -> None:
        """Let time pass in small steps: blows fall, boards are looked at, workers work."""
        until = self.carrier.now() + timedelta(seconds=seconds)
        while self.carrier.now() < until:
            left = (until - self.carrier.now()).total_seconds()
            self.carrier.run_for(min(STEP_S, left))
            self._fall()
            self._tick()

    def _tick(self) -> None:
        """Let one host at a time look around and work, each job about as often as it is fired."""
        self._ticks += 1
        turn, host = divmod(self._ticks, len(self.hosts))
        jobs = ["replay", "tell"]
        jobs += ["fetch"] * (turn % 3 == 0)
        jobs += ["look", "sweep"] * (turn % 10 == 0)
        jobs += ["reconcile"] * (turn % 100 == 0)
        self.hosts[host].look()
        self.faults += self.hosts[host].work(*jobs)

    def _fall(self) -> None:
        passed_s = (self.carrier.now() - self.begin).total_seconds()
        while self.strikes and self.strikes[0].at_s <= passed_s:
            strike = self.strikes.pop(0)
            self.struck.append(strike)
            self._strike(strike)

    def _strike(self, strike: Strike) -> None:
        host, weather = self.hosts[strike.host], self.place.weather
        match strike.blow:
            case Blow.DATABASE_AWAY | Blow.DATABASE_MUTE | Blow.DATABASE_BACK:
                weather.is_away = strike.blow is Blow.DATABASE_AWAY
                weather.is_mute = strike.blow is Blow.DATABASE_MUTE
            case Blow.WEB_DOOMED:
                host.web_fate.steps = strike.count
            case Blow.WORKER_DOOMED:
                host.worker_fate.steps = strike.count * 3
            case Blow.ANSWERS_LOST:
                self.balancer.lose_answers = 1 + strike.count % 2
            case Blow.CARRIER_REFUSES:
                self.carrier.api_refusals = strike.count
            case Blow.REQUEST_LOST | Blow.ANSWER_LATE:
                self.carrier.faults.add(_fault(strike))
            case _:
                _live_or_die(host, strike.blow)

    def _mend(self) -> None:
        """Mend all, then let the workers come round until nothing is left to be done."""
        self.strikes.clear()
        self.place.weather.is_away = self.place.weather.is_mute = False
        self.carrier.api_refusals, self.balancer.lose_answers = 0, 0
        for host in self.hosts:
            host.web_fate.steps = host.worker_fate.steps = None
            _live_or_die(host, Blow.HOST_STARTED)
        for _ in range(8):
            self.carrier.run_for(15 * 60)
            for host in self.hosts:
                self.faults += host.work("look", "replay", "tell", "fetch", "sweep", "reconcile")
        for host in self.hosts:
            self.faults += host.work("replay", "tell", "fetch")

    def _outcome(self, cries: list[str]) -> Outcome:
        host = self.hosts[0]
        recordings = self.carrier.recordings.all()
        saw = [seen(call, recordings) for call in self.calls]
        books = read(host.web.database, host.web.storage)
        switchboard = host.web.board.board.switchboard
        audio = {r.sid: r.mp3() for r in recordings if r.is_available}
        branches = frozenset(branch.id for branch in switchboard.branches())
        evidence = Evidence(saw, books, audio, switchboard.desk.id, branches, self._calm())
        found = [Violation("nothing cried out", cry) for cry in cries]
        found += [
            Violation("spool replayed", f"{len(h.spool.found())} files")
            for h in self.hosts
            if h.spool.found()
        ]
        verdicts: dict[str, int] = {}
        for rows in books.calls.values():
            name = str(rows[0].verdict)
            verdicts[name] = verdicts.get(name, 0) + 1
        blows: dict[str, int] = {}
        for strike in self.struck:
            blows[strike.blow.value] = blows.get(strike.blow.value, 0) + 1
        places = {call.sid: n for n, call in enumerate(self.calls)}
        return Outcome(
            self.plan,
            [*found, *violations(evidence)],
            verdicts,
            blows,
            self._tale,
            lambda sid: places.get(sid, len(places) - 1),
        )

    def _calm(self) -> Calm:
        """Return when nothing was broken: a blow is over some minutes after it fell."""
        moments = [self.begin + timedelta(seconds=strike.at_s) for strike in self.struck]
        return Calm((moment, moment + timedelta(minutes=15)) for moment in moments)

    def _tale(self, sid: str) -> list[str]:
        call = next((call for call in self.calls if call.sid == sid), None)
        if call is None:
            return []
        begin, end = call.truth.started_at, call.ended_at or self.carrier.now()
        lines = [(line.at, f"{line.who}: {line.text}") for line in call.lines]
        for strike in self.struck:
            at = self.begin + timedelta(seconds=strike.at_s)
            if begin - timedelta(minutes=10) <= at <= end:
                lines.append((at, f"*** {strike.blow.value}, host {strike.host}"))
        return [f"{at:%H:%M:%S} {text}" for at, text in sorted(lines, key=lambda pair: pair[0])]

    def close(self) -> None:
        """Let go of everything."""
        self.carrier.close()
        for host in self.hosts:
            host.kill_web()
            host.kill_worker()


def _live_or_die(host: Host, blow: Blow) -> None:
    if blow in (Blow.WEB_KILLED, Blow.HOST_KILLED):
        host.kill_web()
    if blow is Blow.HOST_KILLED:
        host.kill_worker()
    if blow in (Blow.WEB_STARTED, Blow.HOST_STARTED) and host.app is None:
        host.start_web()
    if blow in (Blow.WORKER_STARTED, Blow.HOST_STARTED) and host.worker is None:
        host.start_worker()


def _fault(strike: Strike) -> Fault:
    kind = FLOW_KINDS[strike.count % len(FLOW_KINDS)]
    if strike.blow is Blow.REQUEST_LOST:
        return Fault(kind=kind, action="drop")
    return Fault(kind=kind, action="delay", delay_s=LATE_S)


def _settings(folder: Path, database_url: str) -> Settings:
    return Settings(
        _env_file=None,
        public_url=PUBLIC_URL,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=(TOKEN,),
        twilio_api_url=API_URL,
        secret_key="a secret of sixteen letters or more",
        database_url=database_url,
        branches_file=ROOT / "branches.yaml",
        recordings_dir=folder / "recordings",
        prompts_dir=folder / "prompts",
    )


def _config() -> CarrierConfig:
    return CarrierConfig(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        number=NUMBER,
        voice_url=f"{PUBLIC_URL}/voice",
        status_url=f"{PUBLIC_URL}/voice/status#rc=3&rp=all",
        fallback_url=f"https://{FALLBACK}/fallback.xml",
        api_url=API_URL,
    )
