"""A carrier that does nothing but call: it follows our documents over kept-open connections.

Unlike `simulator/` it keeps no record and checks nothing but that each call ends; so it takes
little of the machine that it measures. Pauses are those of people in a hurry.
"""

import asyncio
import base64
import hashlib
import hmac
import random
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from benchmarks.servers import ACCOUNT, TOKEN

HOTLINE = "+84500000000"
CHOOSES_S, ANSWERS_S, ACCEPTS_S, TALKS_S = 1.0, 2.0, 1.0, 6.0
NOT_ACCEPTED = 0.15  # of the officers' phones ring out
MOST_STEPS = 40
IDLE_S = 60.0  # what is kept open for longer unused is let go, as proxies do
Form = dict[str, str]
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Measured:
    """What one stretch of calls showed; latencies in seconds, from due to answered."""

    latencies: list[float] = field(default_factory=list)
    joined: Counter[bool] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)  # by what was wrong

    @property
    def failed(self) -> int:
        """How many webhooks had no good answer."""
        return self.failures.total()

    @property
    def share(self) -> float:
        """How many of the calls were answered, of all."""
        return self.joined[True] / max(1, self.joined.total())

    def percentile(self, share: float) -> float:
        """Return the latency that `share` of the webhooks did not exceed, in milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Exchange:
    """Kept-open connections to one server, taken in turns."""

    def __init__(self, port: int, measured: Measured) -> None:
        """Talk to a server on this machine."""
        self._port, self.measured = port, measured
        self._idle: list[tuple[Connection, float]] = []

    async def post(self, url: str, form: Mapping[str, str]) -> bytes:
        """Send a signed form; return the body of the answer, empty where it failed."""
        due = time.perf_counter()
        try:
            reader, writer = await self._connection(due)
            writer.write(_request(url.partition("#")[0], form))
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(_length(head))
            self._idle.append(((reader, writer), time.perf_counter()))
        except (OSError, asyncio.IncompleteReadError) as error:
            self.measured.failures[type(error).__name__] += 1
            return b""
        self.measured.latencies.append(time.perf_counter() - due)
        if head[9:10] != b"2":
            self.measured.failures[head[9:12].decode()] += 1
        return body

    async def _connection(self, now: float) -> Connection:
        while self._idle:
            (reader, writer), since = self._idle.pop()
            if now - since < IDLE_S:
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self._port)


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


def _request(url: str, form: Mapping[str, str]) -> bytes:
    body = urlencode(form).encode()
    message = url + "".join(name + form[name] for name in sorted(form))
    digest = hmac.digest(TOKEN.encode(), message.encode(), hashlib.sha1)
    parts = urlsplit(url)
    head = (
        f"POST {parts.path}{'?' * bool(parts.query)}{parts.query} HTTP/1.1\r\n"
        f"Host: {parts.netloc}\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"X-Twilio-Signature: {base64.b64encode(digest).decode()}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Caller:
    """One citizen's call from the first ring to the end."""

    def __init__(self, exchange: Exchange, base: str, number: int) -> None:
        """Be the caller with this number of order, who behaves as chance of that number has it."""
        self._exchange, self._base = exchange, base
        self._rng = random.Random(number)
        self._sid = f"CA{number:032x}"
        self._from = f"+84505{number % 10**6:06d}"
        self._joined = False
        self._legs = 0

    async def call(self) -> None:
        """Follow the documents until there is nothing left to follow."""
        body = await self._post(f"{self._base}/voice", CallStatus="ringing")
        for _ in range(MOST_STEPS):
            verb = _last_verb(body)
            if verb is None or verb.tag == "Hangup":
                break
            body = await self._obey(verb)
        await self._post(f"{self._base}/voice/status", CallStatus="completed", CallDuration="20")
        self._exchange.measured.joined[self._joined] += 1

    async def _obey(self, verb: ET.Element) -> bytes:
        if verb.tag == "Gather":
            await asyncio.sleep(self._rng.uniform(0.5, 1.5) * CHOOSES_S)
            at_menu = "s=menu" in verb.attrib["action"] or "s=" not in verb.attrib["action"]
            key = str(self._rng.randint(1, 8)) if at_menu else "2"
            return await self._post(verb.attrib["action"], Digits=key)
        if verb.tag == "Dial":
            return await self._ring(verb)
        return await self._post((verb.text or "").strip())

    async def _ring(self, dial: ET.Element) -> bytes:
        (number,) = dial.findall("Number")
        self._legs += 1
        leg = f"{self._sid[:-2]}{self._legs:02x}".replace("CA", "CB", 1)
        await asyncio.sleep(self._rng.uniform(0.5, 1.5) * ANSWERS_S)
        status = number.attrib["statusCallback"]
        if self._rng.random() < NOT_ACCEPTED:
            await self._leg(status, leg, CallStatus="no-answer")
            return await self._post(dial.attrib["action"], DialCallStatus="no-answer")
        await self._leg(status, leg, CallStatus="in-progress")
        whisper = _last_verb(await self._leg(number.attrib["url"], leg, CallStatus="in-progress"))
        self._joined = False
        if whisper is not None and whisper.tag == "Gather":
            await asyncio.sleep(ACCEPTS_S)
            accept = whisper.attrib["action"]
            await self._leg(accept, leg, CallStatus="in-progress", Digits="1")
            self._joined = True
            await asyncio.sleep(self._rng.uniform(0.5, 1.5) * TALKS_S)
        await self._leg(status, leg, CallStatus="completed", CallDuration="8")
        return await self._post(
            dial.attrib["action"],
            DialCallStatus="completed",
            DialCallSid=leg,
            DialCallDuration="6",
            DialBridged=str(self._joined).lower(),
        )

    async def _post(self, url: str, **more: str) -> bytes:
        form = {
            "CallSid": self._sid,
            "From": self._from,
            "To": HOTLINE,
            "CallStatus": "in-progress",
        }
        return await self._exchange.post(url, _COMMON | form | more)

    async def _leg(self, url: str, leg: str, **more: str) -> bytes:
        form = {"CallSid": leg, "ParentCallSid": self._sid, "From": HOTLINE, "To": "+84500000011"}
        return await self._exchange.post(url, _COMMON | form | more)


_COMMON = {"AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "Direction": "inbound"}


def _last_verb(body: bytes) -> ET.Element | None:
    """Return the verb that decides how it goes on: people here always press a key."""
    verbs = list(ET.fromstring(body)) if body else []
    told = [verb for verb in verbs if verb.tag in {"Gather", "Dial"}]
    led = [verb for verb in verbs if verb.tag in {"Redirect", "Hangup"}]
    return next(iter((*told, *led)), None)


async def calls(
    exchange: Exchange, base: str, *, per_minute: float, seconds: float, first: int
) -> None:
    """Let so many calls a minute begin for so long; return once all are over."""
    start, count = time.perf_counter(), int(per_minute * seconds / 60)
    under_way = set()
    for number in range(count):
        due = start + number * 60 / per_minute
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        caller = Caller(exchange, base, first + number)
        under_way.add(task := asyncio.create_task(caller.call()))
        task.add_done_callback(under_way.discard)
    while under_way:
        await asyncio.wait(under_way)
