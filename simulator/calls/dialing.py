"""A Dial in progress: phones ring, one of them wins, two lines are joined.

Source: [Dial].
"""

from collections.abc import Callable

from simulator.calls.dialled import DialledLeg, Ringing
from simulator.calls.leg import Leg, LineDropped
from simulator.calls.process import Inbox
from simulator.calls.recorder import Tape
from simulator.calls.webhooks import Hook
from simulator.phones import Behaviour
from simulator.verbs import Dial, Number


class Dialing:
    """One Dial, run on the leg of `caller`: a citizen's, or that of an outgoing call.

    `next_planned` gives the behaviour meant for the next phone; `on_joined` is told when caller and
    called hear each other.
    """

    def __init__(
        self,
        caller: Leg,
        dial: Dial,
        next_planned: Callable[[], Behaviour | None],
        on_joined: Callable[[], None],
    ) -> None:
        self.caller = caller
        self.dial = dial
        self.next_planned = next_planned
        self.on_joined = on_joined
        self.legs: list[DialledLeg] = []
        self.winner: DialledLeg | None = None
        self._ended = Inbox[DialledLeg](caller.desk.timeline)
        self._tape: Tape | None = None

    async def run(self) -> Hook | None:
        """Ring and talk; return the request the Dial leads to, or None where the next verb follows.

        Where the caller hangs up, the action is requested all the same with CallStatus=completed,
        and its answer thrown away; LineDropped is raised then.
        """
        try:
            if self.dial.hangup_on_star:
                self.caller.on_star = self._star
            await self._ring()
        except LineDropped as dropped:
            await self._call_off(dropped.by)
            raise
        finally:
            self.caller.on_star = None
        return self._action(self._status())

    async def _ring(self) -> None:
        """[Dial]: Numbers ring at once; with `sequential` one after another."""
        if not self.dial.sequential:
            for number in self.dial.numbers:
                self._start(number)
            await self._all_ended()
            return
        for number in self.dial.numbers:
            self._start(number)
            await self._all_ended()
            if self.winner:
                return

    def _start(self, number: Number) -> None:
        ringing = Ringing(
            caller=self.caller,
            dial=self.dial,
            number=number,
            on_picked_up=self._picked_up,
            on_joined=self._joined,
            on_ended=self._ended.post,
        )
        self.legs.append(DialledLeg(ringing, self.next_planned()))

    async def _all_ended(self) -> None:
        while not all(leg.is_over for leg in self.legs):
            await self._ended.receive(None)

    def _picked_up(self, winner: DialledLeg) -> None:
        """[Dial]: the first pick-up wins, also a mailbox; the others are cancelled."""
        self.winner = winner
        for leg in self.legs:
            if leg is not winner:
                leg.drop("carrier")

    def _joined(self, leg: DialledLeg) -> None:
        self.on_joined()
        if self.dial.record != "do-not-record":
            self._tape = Tape(self.caller, self.dial)

    def _star(self) -> None:
        if self.winner:
            self.winner.drop_later(self.caller.who)

    async def _call_off(self, by: str) -> None:
        status = "completed" if self.is_bridged else "canceled"
        for leg in self.legs:
            leg.drop(by)
        await self._all_ended()
        self.caller.status = "completed" if self.caller.answered_at else "no-answer"
        hook = self._action(status)
        if hook and (self.is_bridged or self.caller.desk.config.dial_action_on_hangup):
            await self.caller.ask_in_vain(hook)

    @property
    def is_bridged(self) -> bool:
        """Tell whether two lines were joined."""
        return self.winner is not None and self.winner.truth.was_joined

    def _status(self) -> str:
        """Return DialCallStatus.

        [Dial] leaves open which of several misses it names; here no-answer goes before busy before
        failed.
        """
        if self.winner:
            return "completed"
        statuses = [leg.status for leg in self.legs]
        return next((s for s in ("no-answer", "busy", "failed") if s in statuses), "no-answer")

    def _action(self, status: str) -> Hook | None:
        """Close the Dial's recording and return the request of its action, if it has one."""
        leg = self.winner or self.legs[-1]
        form = self.caller.form() | {"DialCallStatus": status, "DialCallSid": leg.sid}
        if self.winner:
            form["DialCallDuration"] = str(self.winner.duration)
        if self.caller.desk.config.send_dial_bridged:
            form["DialBridged"] = str(self.is_bridged).lower()
        if self._tape:
            self._tape.end(seconds=leg.truth.talk_s, spoken_s=leg.truth.talk_s)
            form["RecordingUrl"] = self._tape.recording.url
        if self.dial.action is None:
            return None
        return Hook(kind="dial", url=self.dial.action, form=form, method=self.dial.method)
