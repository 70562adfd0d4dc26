"""The leg of an officer: it rings, hears the whisper, and is joined with the caller.

Source: [Number] for the whisper and the callbacks, [Dial] for the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from simulator.calls import forms
from simulator.calls.leg import APOLOGY, Leg, LineDropped, Unfit
from simulator.calls.process import Inbox, sleep
from simulator.calls.records import LegTruth, mask
from simulator.calls.webhooks import Hook
from simulator.phones import Behaviour
from simulator.verbs import Dial, Document, Gather, Hangup, Number, Pause, Play, Say


@dataclass(frozen=True, kw_only=True)
class Ringing:
    """What an officer's leg needs to know of the Dial it belongs to, and how it reports to it."""

    caller: Leg
    dial: Dial
    number: Number
    on_picked_up: Callable[["OfficerLeg"], None]
    on_joined: Callable[["OfficerLeg"], None]
    on_ended: Callable[["OfficerLeg"], None]


class OfficerLeg(Leg):
    """One attempt to reach an officer."""

    who = "officer"
    gather_kind = "whisper-gather"

    def __init__(self, ringing: Ringing, planned: Behaviour | None) -> None:
        caller, desk = ringing.caller, ringing.caller.desk
        self.ringing = ringing
        self.truth = LegTruth(
            sid=desk.new_sid("CA"),
            number=ringing.number.number,
            dialled_at=desk.timeline.now(),
            caller_id=ringing.dial.caller_id or caller.numbers[0],
        )
        self._responses = Inbox[str](desk.timeline)
        self._told = 0
        self._is_engaged = False
        caller.notebook.truth.legs.append(self.truth)
        driver = desk.phones.driver(self.truth.number, planned)
        super().__init__(desk, self.truth.sid, driver, caller.notebook)
        self.status = "initiated"

    @property
    def parent_sid(self) -> str:
        """Return the sid of the citizen's leg."""
        return self.ringing.caller.sid

    @property
    def numbers(self) -> tuple[str, str, str]:
        """[Number]: `To` is the officer, `From` the caller ID shown."""
        return self.truth.caller_id, self.truth.number, "outbound-dial"

    @property
    def answered_at(self) -> datetime | None:
        """Return when the phone was picked up."""
        return self.truth.picked_up_at

    @property
    def ended_at(self) -> datetime | None:
        """Return when the leg ended."""
        return self.truth.ended_at

    @property
    def is_over(self) -> bool:
        """Tell whether the leg has ended."""
        return self.truth.ended_at is not None

    def note_key(self, key: str) -> None:
        """Write down a key."""
        self.truth.keys += key

    def form(self) -> forms.Form:
        """[Number]: the common set of the child leg, with the sid of the citizen's leg."""
        return super().form() | {"ParentCallSid": self.parent_sid}

    def pick_up(self) -> None:
        """Take the call."""
        self.desk.timeline.post(lambda: self._responses.post("in-progress"))

    def decline(self) -> None:
        """Refuse the call: the network reports a busy line."""
        self.desk.timeline.post(lambda: self._responses.post("busy"))

    async def live(self) -> None:
        """Ring, whisper, join."""
        try:
            await self._ring()
            if self.status == "in-progress":
                await self._talk()
        except LineDropped as dropped:
            self.truth.hung_up_by = dropped.by
            self.status = "completed" if self.truth.picked_up_at else "canceled"
        self._end()

    async def _ring(self) -> None:
        phones, number = self.desk.phones, self.truth.number
        self.note("carrier", f"rings {mask(number)} as {self.driver.name}")
        self._tell("initiated")
        engaged = ("busy", 1.0) if number in phones.in_use else self.driver.network_answer
        if engaged:
            status, after_s = engaged
            await sleep(self.desk.timeline, after_s)
            self.status = status
            return
        phones.in_use.add(number)
        self._is_engaged = True
        self.status = "ringing"
        self._tell("ringing")
        self.driver.on_ring(self)
        # [Dial]: the carrier adds about five seconds to the timeout.
        rings_s = self.ringing.dial.timeout + self.desk.config.ring_slack_s
        self.status = await self._responses.receive(rings_s) or "no-answer"

    async def _talk(self) -> None:
        """Whisper, then join; returns only by an exception."""
        self.truth.picked_up_at = self.desk.timeline.now()
        self.note("officer", "picks up")
        self.driver.on_picked_up(self)
        self._tell("answered")
        self.ringing.on_picked_up(self)
        await self._whisper()
        self.truth.joined_at = self.desk.timeline.now()
        self.note("carrier", "joins caller and officer")
        self.ringing.on_joined(self)
        self.driver.on_joined(self)
        await sleep(self.desk.timeline, self.ringing.dial.time_limit)
        raise LineDropped("carrier")

    async def _whisper(self) -> None:
        """[Number]: a document that ends normally lets the two be joined; Hangup does not.

        What a failed one does is left open: here the leg ends, and nobody is joined.
        """
        number = self.ringing.number
        if number.url is None:
            return
        hook: Hook | None
        hook = Hook(kind="whisper", url=number.url, form=self.form(), method=number.method)
        try:
            while hook is not None:
                hook = await self._run(await self.read(hook), hook.url)
        except Unfit as unfit:
            await self.hear(APOLOGY)
            raise LineDropped("carrier") from unfit

    async def _run(self, document: Document, url: str) -> Hook | None:
        for verb in document:
            match verb:
                case Say() | Play() | Pause():
                    await self.hear(verb)
                case Gather():
                    if hook := await self.gathered(verb):
                        return hook
                case Hangup():
                    raise LineDropped("application")
                case _:
                    name = type(verb).__name__
                    raise Unfit(self.fault(12200, f"<{name}> is not run in a whisper", url))
        return None

    def _tell(self, event: str) -> None:
        """Send a call-progress event if the document asked for it.

        [Number]: `completed` fires for every ending, CallDuration comes with it only.
        """
        number = self.ringing.number
        if number.status_callback is None or event not in number.status_callback_event:
            return
        now = self.desk.timeline.now()
        form = self.form() | forms.progress(at=now, number=self._told)
        self._told += 1
        if event == "completed":
            form["CallDuration"] = str(self.duration)
        hook = Hook(
            kind="leg-status",
            url=number.status_callback,
            form=form,
            method=number.status_callback_method,
        )
        self.desk.webhooks.tell(hook, self.notebook)

    def _end(self) -> None:
        self.truth.status = self.status
        self.truth.ended_at = self.desk.timeline.now()
        if self._is_engaged:
            self.desk.phones.in_use.discard(self.truth.number)
        self.cut()
        self.note("carrier", f"{mask(self.truth.number)} ends: {self.status}")
        self._tell("completed")
        self.ringing.on_ended(self)
