"""A call that the account places: a phone is rung, and whoever picks up hears our documents.

Source: [CallResource], "Create a Call"; [AMD] for machine detection.
"""

from dataclasses import dataclass
from datetime import datetime

from simulator.calls import forms
from simulator.calls.call import LONGEST_CALL_S, Call
from simulator.calls.desk import Desk
from simulator.calls.leg import Unfit
from simulator.calls.own_line import NearEnd
from simulator.calls.process import sleep
from simulator.calls.ringing import Progress, Ring
from simulator.calls.webhooks import Hook
from simulator.phones import PhoneDriver
from simulator.twiml_reader import TwimlError, read_twiml
from simulator.verbs import Document

DETECTION_S = 4.0  # [AMD] holds the request of the document back for about as long.
# What the network said, by how the call ended. The 487 was seen on a live account, in a capture of
# somleng-switch's issue 7; the others are what SIP says for the same.
SIP_CODES = {
    "completed": "200",
    "busy": "486",
    "no-answer": "487",
    "canceled": "487",
    "failed": "404",
}


@dataclass(frozen=True, kw_only=True)
class Order:
    """A call that was asked for; it runs the document at `url`, or else `twiml` itself.

    `timeout` is for how many seconds the phone rings, `time_limit` how many the call may last.
    """

    to_number: str
    from_number: str
    url: str = ""
    method: str = "POST"
    twiml: str = ""
    fallback_url: str | None = None
    fallback_method: str = "POST"
    status_callback: str | None = None
    status_callback_event: tuple[str, ...] = ("completed",)
    status_callback_method: str = "POST"
    timeout: int = 60
    time_limit: int = LONGEST_CALL_S
    machine_detection: str = ""


class OutgoingCall(Call):
    """A call from one of the account's numbers; it begins when it is its turn."""

    who = "callee"
    dials = "other"

    def __init__(self, desk: Desk, order: Order) -> None:
        self.order = order
        self.queue_s = desk.turns.take(desk.timeline.now())
        self._dialled_at: datetime | None = None
        super().__init__(desk, PhoneDriver())
        self.status = "queued"
        self._phone = Ring(self, order.to_number)
        self._progress = Progress(self, "outgoing-status", order.status_callback_event)

    @property
    def numbers(self) -> tuple[str, str, str]:
        """Return From, To and Direction."""
        return self.order.from_number, self.order.to_number, "outbound-api"

    @property
    def dialled_at(self) -> datetime | None:
        """Return when it was the call's turn; None before."""
        return self._dialled_at

    def pick_up(self) -> None:
        """Take the call."""
        self.respond("in-progress")

    def decline(self) -> None:
        """Refuse the call: the network reports a busy line."""
        self.respond("busy")

    def respond(self, status: str) -> None:
        """Answer for the phone: in-progress, or a final status."""
        self._phone.respond(status)

    async def connect(self) -> None:
        """Wait for the turn, ring, and follow the documents once somebody picks up."""
        await self._queue()
        # [CallResource]: the carrier adds about five seconds to the timeout.
        rings_s = self.order.timeout + self.desk.config.ring_slack_s
        self.status = await self._phone.run(self._callee(), rings_s, self._tell)
        if self.status != "in-progress":
            self.final_status = self.status
            return
        self.note(self.who, "picks up")
        self.answer()
        self._tell("answered")
        self.after(self.order.time_limit, lambda: self.drop("carrier"))
        await self._detect_machine()
        await self.follow(self._first())

    async def _queue(self) -> None:
        if self.queue_s:
            self.note("carrier", f"waits {self.queue_s:g} s for its turn")
            await sleep(self.desk.timeline, self.queue_s)
        self._dialled_at = self.desk.timeline.now()

    def _callee(self) -> PhoneDriver:
        """Return who is called: our own number is no phone, but takes a call."""
        if self.order.to_number == self.desk.config.number:
            return NearEnd(self.desk, self.order.from_number, self.respond)
        return self.desk.phones.driver(self.order.to_number)

    async def _detect_machine(self) -> None:
        """[AMD]: without AsyncAmd the document is asked for only once it is known who picked up."""
        if self.order.machine_detection:
            await sleep(self.desk.timeline, DETECTION_S)
            self.answered_by = "machine_start" if self.driver.is_machine else "human"
            self.note("carrier", f"detects: {self.answered_by}")

    def _first(self) -> Hook:
        form = self.form() | self._answered_by()
        if self.order.twiml:
            return Hook(kind="inline", url="", form=form)
        return Hook(kind="outgoing", url=self.order.url, form=form, method=self.order.method)

    async def read(self, hook: Hook) -> Document:
        """Read the document that came with the order, or request one."""
        if hook.kind != "inline":
            return await super().read(hook)
        try:
            return read_twiml(self.order.twiml.encode())
        except TwimlError as error:
            raise Unfit(self.fault(error.code, error.message)) from error

    def fallback(self) -> tuple[str, str] | None:
        """[CallResource], "FallbackUrl": requested if the document fails."""
        url = self.order.fallback_url
        return (url, self.order.fallback_method) if url else None

    def tell_end(self) -> None:
        """[CallResource]: a call that was cancelled while still queued sends nothing.

        Unanswered calls have a duration of 0, as in the capture named above.
        """
        self._phone.release()
        if self._dialled_at is None:
            return
        lasted = forms.ended(self.duration) if self.answered_at else forms.NEVER_ANSWERED
        sip = {"SipResponseCode": SIP_CODES[self.status]}
        self._tell("completed", lasted | sip | self._answered_by())

    def _answered_by(self) -> forms.Form:
        return {"AnsweredBy": self.answered_by} if self.answered_by else {}

    def _tell(self, event: str, more: forms.Form | None = None) -> None:
        url, method = self.order.status_callback, self.order.status_callback_method
        self._progress.tell(event, url=url, method=method, more=more or {})
