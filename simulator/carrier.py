"""The simulated carrier: one account, one number, any number of calls at once."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from simulator.callers import CallerScript, ScriptedCaller
from simulator.calls.call import Call
from simulator.calls.desk import CarrierConfig, Desk, ListedLeg
from simulator.calls.records import Line
from simulator.calls.webhooks import Webhooks
from simulator.clock import Clock, Timeline
from simulator.faults import Faults
from simulator.phones import Behaviour, Exchange, PhoneDriver
from simulator.recordings import Recordings
from simulator.transport import Transport

__all__ = ["Call", "CarrierConfig", "SimulatedCarrier"]


class SimulatedCarrier:
    """Stands in for the carrier: takes calls, runs documents, rings phones, keeps recordings.

    `on_line` is told each line of each call as it happens.
    """

    def __init__(
        self, config: CarrierConfig, transport: Transport, clock: Clock, rng: random.Random
    ) -> None:
        self.config = config
        self.timeline = Timeline(clock)
        self.phones = Exchange()
        self.calls: dict[str, Call] = {}
        self.api_refusals = 0
        self.on_line: Callable[[Call, Line], None] | None = None
        self._webhooks = Webhooks(self.timeline, transport, config.auth_token, rng)
        self._desk = Desk(config, self.timeline, self._webhooks, rng, self.phones, self._tell_line)

    @property
    def faults(self) -> Faults:
        """Return the faults that will befall webhooks; may be replaced."""
        return self._webhooks.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._webhooks.faults = faults

    @property
    def legs(self) -> dict[str, ListedLeg]:
        """Return every leg by its sid: the callers' and the officers'."""
        return self._desk.legs

    @property
    def recordings(self) -> Recordings:
        """Return the recordings kept."""
        return self._desk.recordings

    def now(self) -> datetime:
        """Return the moment it is, as an aware UTC datetime; the clock for the application."""
        return self.timeline.now()

    def call(
        self,
        from_number: str,
        script: CallerScript | PhoneDriver | None = None,
        officers: Sequence[Behaviour] = (),
    ) -> Call:
        """Start a call. Without a script the caller is silent and patient.

        `officers` is how the phones of this call's successive legs behave; then the exchange says
        it.
        """
        if script is None or isinstance(script, CallerScript):
            return self.call(from_number, ScriptedCaller(script or CallerScript()), officers)
        call = Call(self._desk, from_number, script, officers)
        self.calls[call.sid] = call
        return call

    def _tell_line(self, call_sid: str, line: Line) -> None:
        if self.on_line:
            self.on_line(self.calls[call_sid], line)

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
        """Run until `call` waits for its caller, or is over.

        It waits when the prompt of a Gather was heard to its end, or a Record has begun.
        """
        self.run_for(0)
        while not (call.awaits_caller or call.is_over) and self.timeline.step():
            pass

    def close(self) -> None:
        """Let go of threads."""
        self.timeline.stop()
        self._webhooks.close()
