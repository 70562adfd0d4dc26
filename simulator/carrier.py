"""The simulated carrier: one account, one number, any number of calls at once, either way."""

import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import TypeVar

from simulator.callers import CallerScript, ScriptedCaller
from simulator.calls.call import Call
from simulator.calls.desk import CarrierConfig, Desk, ListedLeg, Media
from simulator.calls.incoming import IncomingCall
from simulator.calls.outgoing import Order, OutgoingCall
from simulator.calls.records import Line
from simulator.calls.webhooks import Webhooks
from simulator.clock import Clock, Timeline
from simulator.faults import Faults
from simulator.phones import Behaviour, Exchange, PhoneDriver
from simulator.recordings import Recordings
from simulator.transport import Transport

Voice = Callable[[str, str], bytes]
T = TypeVar("T")

__all__ = ["Call", "CarrierConfig", "Order", "SimulatedCarrier"]


class SimulatedCarrier:
    """Stands in for the carrier: takes calls and places them, runs documents, rings phones.

    `calls` are those that came in and those that went out, by sid. `listeners` are told each line
    of each call as it happens.
    """

    def __init__(
        self, config: CarrierConfig, transport: Transport, clock: Clock, rng: random.Random
    ) -> None:
        self.config = config
        self.timeline = Timeline(clock)
        self.phones = Exchange()
        self.calls: dict[str, Call] = {}
        self.api_refusals = 0
        self.listeners: list[Callable[[Call, Line], None]] = []
        self._webhooks = Webhooks(self.timeline, transport, config.auth_token, rng)
        self._desk = Desk(
            config=config,
            timeline=self.timeline,
            webhooks=self._webhooks,
            rng=rng,
            phones=self.phones,
            on_line=self._tell_line,
            call_in=self.call,
        )

    @property
    def faults(self) -> Faults:
        """Return the faults that will befall webhooks; may be replaced."""
        return self._webhooks.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._webhooks.faults = faults

    @property
    def voice(self) -> Voice | None:
        """Return what turns a text in a language into a WAV file; it may be given."""
        return self._desk.voice

    @voice.setter
    def voice(self, voice: Voice | None) -> None:
        self._desk.voice = voice

    @property
    def media(self) -> Mapping[str, Media]:
        """Return the files that were played, by address."""
        return self._desk.media

    @property
    def legs(self) -> dict[str, ListedLeg]:
        """Return every leg by its sid: those of calls, and those that were dialled."""
        return self._desk.legs

    @property
    def recordings(self) -> Recordings:
        """Return the recordings kept."""
        return self._desk.recordings

    def when_delivered(self, action: Callable[[], None]) -> None:
        """Let `action` happen whenever an event request is done with."""
        self._webhooks.on_delivered = action

    @property
    def is_quiet(self) -> bool:
        """Tell whether no call goes on, and all has been told of those that ended."""
        calls = all(call.is_over for call in list(self.calls.values()))
        recordings = all(r.is_finished for r in self.recordings.all())
        return calls and recordings and not self._webhooks.are_under_way

    def now(self) -> datetime:
        """Return the moment it is, as an aware UTC datetime; the clock for the application."""
        return self.timeline.now()

    def call(
        self,
        from_number: str,
        script: CallerScript | PhoneDriver | None = None,
        officers: Sequence[Behaviour] = (),
    ) -> IncomingCall:
        """Start a call to the hotline. Without a script the caller is silent and patient.

        `officers` is how the phones of this call's successive legs behave; then the exchange says
        it.
        """
        if script is None or isinstance(script, CallerScript):
            return self.call(from_number, ScriptedCaller(script or CallerScript()), officers)
        call = IncomingCall(self._desk, from_number, script, officers)
        self.calls[call.sid] = call
        return call

    def order(self, order: Order) -> OutgoingCall:
        """Place a call for the account, as its API does; `phones` says who picks up."""
        call = OutgoingCall(self._desk, order)
        self.calls[call.sid] = call
        return call

    def place(
        self, from_number: str, script: CallerScript | PhoneDriver, officers: Sequence[Behaviour]
    ) -> IncomingCall:
        """Start a call to the hotline from any thread."""
        return self.on_timeline(lambda: self.call(from_number, script, officers))

    def on_timeline(self, action: Callable[[], T]) -> T:
        """Do something from any thread, on the one where everything about calls happens."""
        if self.timeline.clock.is_virtual:
            return action()
        done = Future[T]()
        self.timeline.post(lambda: done.set_result(action()))
        return done.result(timeout=5)

    def _tell_line(self, call_sid: str, line: Line) -> None:
        for listen in self.listeners:
            listen(self.calls[call_sid], line)

    def run(self) -> None:
        """Run until nothing is due."""
        self.timeline.run()

    def run_until(self, moment: datetime) -> None:
        """Run all that falls due by `moment`, and leave the clock there."""
        self.timeline.run_until(moment)

    def run_for(self, seconds: float) -> None:
        """Run all that falls due in the next seconds."""
        self.run_until(self.now() + timedelta(seconds=seconds))

    def run_until_listening(self, call: Call) -> None:
        """Run until `call` waits for whoever is at its phone, or is over.

        It waits when the prompt of a Gather was heard to its end, or a Record has begun.
        """
        self.run_for(0)
        while not (call.awaits_caller or call.is_over) and self.timeline.step():
            pass

    def close(self) -> None:
        """Let go of threads."""
        self.timeline.stop()
        self._webhooks.close()
