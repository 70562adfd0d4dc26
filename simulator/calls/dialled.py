"""The leg that a Dial rings: it hears the whisper, and is joined with the leg that dialled.

In a citizen's call an officer is there, in an outgoing call whoever is to be reached through it.

Source: [Number] for the whisper and the callbacks, [Dial] for the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from simulator.calls import forms
from simulator.calls.leg import APOLOGY, Leg, LineDropped, Unfit
from simulator.calls.process import sleep
from simulator.calls.records import LegTruth, mask
from simulator.calls.ringing import Progress, Ring
from simulator.calls.webhooks import Hook
from simulator.phones import Behaviour, PhoneDriver
from simulator.verbs import Dial, Document, Gather, Hangup, Number, Pause, Play, Say


@dataclass(frozen=True, kw_only=True)
class Ringing:
    """What a leg needs to know of the Dial it belongs to, and how it reports to it."""

    caller: Leg
    dial: Dial
    number: Number
    on_picked_up: Callable[["DialledLeg"], None]
    on_joined: Callable[["DialledLeg"], None]
    on_ended: Callable[["DialledLeg"], None]


class DialledLeg(Leg):
    """One attempt to reach somebody through a Dial."""

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
        self.who = caller.dials
        self._planned = planned
        caller.notebook.truth.legs.append(self.truth)
        super().__init__(desk, self.truth.sid, PhoneDriver(), caller.notebook)
        self.status = "initiated"
        self._phone = Ring(self, self.truth.number)
        self._progress = Progress(self, "leg-status", ringing.number.status_callback_event)

    @property
    def parent_sid(self) -> str:
        """Return the sid of the leg that dialled."""
        return self.ringing.caller.sid

    @property
    def numbers(self) -> tuple[str, str, str]:
        """[Number]: `To` is whose phone rings, `From` the caller ID shown."""
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
        """[Number]: the common set of the child leg, with the sid of the leg that dialled."""
        return super().form() | {"ParentCallSid": self.parent_sid}

    def pick_up(self) -> None:
        """Take the call."""
        self._phone.respond("in-progress")

    def decline(self) -> None:
        """Refuse the call: the network reports a busy line."""
        self._phone.respond("busy")

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
        if not self._may_show(self.truth.caller_id):
            self.fault(13214, f"callerId {mask(self.truth.caller_id)} is not ours to show")
            self.status = "failed"
            return
        driver = self.desk.phones.driver(self.truth.number, self._planned)
        # [Dial]: the carrier adds about five seconds to the timeout.
        rings_s = self.ringing.dial.timeout + self.desk.config.ring_slack_s
        self.status = await self._phone.run(driver, rings_s, self._tell)

    def _may_show(self, caller_id: str) -> bool:
        """[Dial], "callerId": the call's From or To, or a number that the account may use."""
        caller, called, _ = self.ringing.caller.numbers
        return caller_id in (caller, called) or self.desk.config.owns(caller_id)

    async def _talk(self) -> None:
        """Whisper, then join; returns only by an exception."""
        self.truth.picked_up_at = self.desk.timeline.now()
        self.note(self.who, "picks up")
        self.driver.on_picked_up(self)
        self._tell("answered")
        self.ringing.on_picked_up(self)
        await self._whisper()
        self.truth.joined_at = self.desk.timeline.now()
        self.note("carrier", f"joins {self.ringing.caller.who} and {self.who}")
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
        """[Number]: CallDuration comes with the last event only."""
        number = self.ringing.number
        self._progress.tell(
            event,
            url=number.status_callback,
            method=number.status_callback_method,
            more={"CallDuration": str(self.duration)} if event == "completed" else {},
        )

    def _end(self) -> None:
        self.truth.status = self.status
        self.truth.ended_at = self.desk.timeline.now()
        self._phone.release()
        self.cut()
        self.note("carrier", f"{mask(self.truth.number)} ends: {self.status}")
        self._tell("completed")
        self.ringing.on_ended(self)
