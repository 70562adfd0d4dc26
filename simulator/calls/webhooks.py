"""The carrier's requests to the application: signed, retried, logged, and disturbed on request.

Source: [Voice] for flow and event requests, [Security] for the signature, [Overrides] for the
settings in the URL's fragment and the idempotency token.
"""

import random
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from simulator.calls.process import Process, Promise, sleep
from simulator.calls.records import CallError, HttpExchange
from simulator.clock import Due, Timeline
from simulator.faults import Fault, Faults
from simulator.signing import signature
from simulator.transport import LIMIT_S, Answer, Transport, TransportError

REORDER_LIMIT_S = 30.0


@dataclass(frozen=True, kw_only=True)
class Hook:
    """A request to be made."""

    kind: str
    url: str
    form: Mapping[str, str]
    method: str = "POST"


class Log(Protocol):
    """Where requests are written down: the call they belong to."""

    def note_exchange(self, exchange: HttpExchange) -> None:
        """Write down a request and its answer."""

    def note_error(self, error: CallError) -> None:
        """Write down a failure."""


@dataclass(frozen=True)
class Overrides:
    """[Overrides]: `rc` retries (default 1) of failures named by `rp` (default `ct`)."""

    retries: int = 1
    policy: tuple[str, ...] = ("ct",)

    @classmethod
    def of(cls, url: str) -> "Overrides":
        """Read the connection overrides in the fragment of a URL."""
        asked = parse_qs(urlsplit(url).fragment)
        retries = min(5, int(asked.get("rc", ["1"])[-1]))
        return cls(retries, tuple(",".join(asked.get("rp", ["ct"])).split(",")))

    def calls_for_retry(self, outcome: Answer | TransportError) -> bool:
        """Tell whether a failed attempt is worth another."""
        if isinstance(outcome, TransportError):
            reason = {11205: "ct", 11200: "rt"}.get(outcome.code, "")
        else:
            reason = f"{outcome.status // 100}xx"
        failed = reason in ("ct", "rt", "4xx", "5xx")
        return failed and (reason in self.policy or "all" in self.policy)


@dataclass(eq=False)
class Sending:
    """One webhook under way, with all its attempts."""

    hook: Hook
    log: Log
    headers: Mapping[str, str]
    at_latest: Due | None = None


class Webhooks:
    """Sends requests: flow requests are awaited, event requests go their own way.

    `on_delivered` is told whenever an event request is done with.
    """

    def __init__(
        self, timeline: Timeline, transport: Transport, token: str, rng: random.Random
    ) -> None:
        self.timeline = timeline
        self.transport = transport
        self.faults = Faults()
        self._token = token
        self._rng = rng
        self._held: list[Sending] = []
        self.on_delivered: Callable[[], None] = lambda: None
        self._under_way = 0
        self._pool: ThreadPoolExecutor | None = None

    @property
    def are_under_way(self) -> bool:
        """Tell whether some event has not been delivered yet."""
        return self._under_way > 0

    async def ask(self, hook: Hook, log: Log) -> Answer:
        """Send a flow request; raises TransportError where no answer came within 15 seconds."""
        fault = self.faults.take(hook.kind)
        sending = self._prepare(hook, log)
        if fault and fault.action == "drop":
            return self._lost(sending)
        outcome = await self._send(sending)
        if fault and fault.action == "repeat":
            Process(self.timeline, self._later(fault.delay_s, sending))
        if fault and fault.action == "delay":
            await sleep(self.timeline, min(fault.delay_s, LIMIT_S))
            if fault.delay_s > LIMIT_S:
                raise TransportError(11200, f"no answer within {LIMIT_S:g} s")
        if isinstance(outcome, TransportError):
            raise outcome
        return outcome

    def tell(self, hook: Hook, log: Log) -> None:
        """Send an event request, whose answer is ignored."""
        self._under_way += 1
        Process(self.timeline, self._counted(self._event(hook, log)))

    async def fetch(self, url: str) -> Answer:
        """Get a media file; raises TransportError where no answer came."""
        headers = {"User-Agent": "TwilioProxy/1.1", "X-Twilio-Signature": self._sign(url, {})}
        outcome = await self._attempt(Hook(kind="play", url=url, form={}, method="GET"), headers)
        if isinstance(outcome, TransportError):
            raise outcome
        return outcome

    def close(self) -> None:
        """Let go of the threads."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)

    async def _counted(self, event: Coroutine[Any, None, None]) -> None:
        try:
            await event
        finally:
            self._under_way -= 1
            self.on_delivered()

    async def _event(self, hook: Hook, log: Log) -> None:
        fault = self.faults.take(hook.kind) or Fault(kind=hook.kind, action="delay")
        sending = self._prepare(hook, log)
        if fault.action == "drop":
            return
        if fault.action == "reorder":
            self._hold(sending)
            return
        if fault.delay_s and fault.action == "delay":
            await sleep(self.timeline, fault.delay_s)
        self._note_failure(sending, await self._send(sending))
        for held in [other for other in self._held if other.log is log]:
            await self._release(held)
        if fault.action == "repeat":
            await self._later(fault.delay_s, sending)

    def _hold(self, sending: Sending) -> None:
        """Keep an event back until the call's next one, or until none will come."""

        def release() -> None:
            Process(self.timeline, self._release(sending))

        self._held.append(sending)
        sending.at_latest = self.timeline.after(REORDER_LIMIT_S, release)

    async def _release(self, sending: Sending) -> None:
        if sending in self._held:
            self._held.remove(sending)
            if sending.at_latest:
                sending.at_latest.cancel()
            self._note_failure(sending, await self._send(sending))

    async def _later(self, delay_s: float, sending: Sending) -> None:
        await sleep(self.timeline, delay_s)
        await self._send(sending)

    def _prepare(self, hook: Hook, log: Log) -> Sending:
        if hook.method == "GET" and hook.form:
            bare, _, fragment = hook.url.partition("#")
            glue = "&" if "?" in bare else "?"
            url = f"{bare}{glue}{urlencode(hook.form)}" + (f"#{fragment}" if fragment else "")
            hook = Hook(kind=hook.kind, url=url, form={}, method="GET")
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "X-Twilio-Signature": self._sign(hook.url, hook.form),
            "I-Twilio-Idempotency-Token": str(UUID(int=self._rng.getrandbits(128))),
        }
        return Sending(hook, log, headers)

    def _sign(self, url: str, form: Mapping[str, str]) -> str:
        return signature(self._token, url, form.items())

    def _lost(self, sending: Sending) -> Answer:
        error = TransportError(11205, "connection failed")
        self._note(sending, error)
        raise error

    def _note_failure(self, sending: Sending, outcome: Answer | TransportError) -> None:
        """A failed event is only seen in the debugger; nothing is done about it."""
        if isinstance(outcome, Answer):
            if outcome.is_ok:
                return
            outcome = TransportError(11200, f"HTTP {outcome.status}")
        error = CallError(self.timeline.now(), outcome.code, outcome.message, sending.hook.url)
        sending.log.note_error(error)

    async def _send(self, sending: Sending) -> Answer | TransportError:
        """Send with retries, all with the same token and all within 15 seconds."""
        overrides = Overrides.of(sending.hook.url)
        began = self.timeline.now()
        for _ in range(overrides.retries + 1):
            outcome = await self._attempt(sending.hook, sending.headers)
            self._note(sending, outcome)
            spent_s = (self.timeline.now() - began).total_seconds()
            if not overrides.calls_for_retry(outcome) or spent_s >= LIMIT_S:
                break
        return outcome

    def _note(self, sending: Sending, outcome: Answer | TransportError) -> None:
        hook, status, body = sending.hook, 0, ""
        if isinstance(outcome, Answer):
            status, body = outcome.status, outcome.body.decode(errors="replace")
        sending.log.note_exchange(
            HttpExchange(
                at=self.timeline.now(),
                kind=hook.kind,
                method=hook.method,
                url=hook.url,
                form=hook.form,
                headers=sending.headers,
                status=status,
                body=body,
            )
        )

    async def _attempt(self, hook: Hook, headers: Mapping[str, str]) -> Answer | TransportError:
        """One attempt: inline in virtual time, where it takes none; else on a thread of its own."""
        if self.timeline.clock.is_virtual:
            return self._exchange(hook, headers)
        if self._pool is None:
            self._pool = ThreadPoolExecutor(32, "webhook")
        arrival = Promise[Answer | TransportError]()

        def work() -> None:
            outcome = self._exchange(hook, headers)
            self.timeline.deliver(lambda: arrival.keep(outcome))

        self.timeline.expect()
        self._pool.submit(work)
        return await arrival

    def _exchange(self, hook: Hook, headers: Mapping[str, str]) -> Answer | TransportError:
        try:
            return self.transport.send(hook.method, hook.url.partition("#")[0], hook.form, headers)
        except TransportError as error:
            return error
