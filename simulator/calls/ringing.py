"""A phone that is rung, and what is told of it meanwhile: the same for a Dial and for a call.

Source: [Number] and [CallResource], "StatusCallbackEvent"; [Dial] for the ringing itself.
"""

from collections.abc import Callable

from simulator.calls import forms
from simulator.calls.leg import Leg
from simulator.calls.process import Inbox, sleep
from simulator.calls.records import mask
from simulator.calls.webhooks import Hook
from simulator.phones import PhoneDriver


class Ring:
    """One phone that rings for a leg, until somebody or the network answers."""

    def __init__(self, leg: Leg, number: str) -> None:
        self._leg = leg
        self._number = number
        self._responses = Inbox[str](leg.desk.timeline)
        self._is_in_use = False

    def respond(self, status: str) -> None:
        """Answer: in-progress where the phone is picked up, or a final status."""
        self._leg.desk.timeline.post(lambda: self._responses.post(status))

    async def run(self, driver: PhoneDriver, rings_s: float, tell: Callable[[str], None]) -> str:
        """Ring, at most `rings_s` seconds; return in-progress, or how the leg ended.

        `tell` is told the events of call progress.
        """
        leg = self._leg
        leg.driver = driver
        leg.status = "initiated"
        leg.note("carrier", f"rings {mask(self._number)} as {driver.name}")
        tell("initiated")
        if driver.network_answer:
            status, after_s = driver.network_answer
            await sleep(leg.desk.timeline, after_s)
            return status
        leg.desk.phones.occupy(self._number)
        self._is_in_use = True
        leg.status = "ringing"
        tell("ringing")
        driver.on_ring(leg)
        return await self._responses.receive(rings_s) or "no-answer"

    def release(self) -> None:
        """Let the phone be rung again."""
        if self._is_in_use:
            self._is_in_use = False
            self._leg.desk.phones.free(self._number)


class Progress:
    """Sends the events of a leg's progress that were asked for, counted from 0.

    [Number]: `completed` fires for every ending; the order of arrival is not promised.
    """

    def __init__(self, leg: Leg, kind: str, events: tuple[str, ...]) -> None:
        self._leg, self._kind, self._events = leg, kind, events
        self._told = 0

    def tell(self, event: str, *, url: str | None, method: str, more: forms.Form) -> None:
        """Send an event to `url`, if it was asked for, with `more` parameters."""
        if url is None or event not in self._events:
            return
        leg = self._leg
        form = leg.form() | forms.progress(at=leg.desk.timeline.now(), number=self._told) | more
        self._told += 1
        leg.desk.webhooks.tell(
            Hook(kind=self._kind, url=url, form=form, method=method), leg.notebook
        )
