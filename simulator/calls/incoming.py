"""A citizen's call: the caller's leg, which runs our documents from the first ring to the end.

Source: [Voice] and [Fallback].
"""

from collections.abc import Sequence

from simulator.calls import forms
from simulator.calls.call import LONGEST_CALL_S, Call
from simulator.calls.desk import Desk
from simulator.calls.records import DEAD_END
from simulator.calls.webhooks import Hook
from simulator.phones import Behaviour, PhoneDriver


class IncomingCall(Call):
    """A call to the hotline; `officers` is how the phones that it dials behave."""

    def __init__(
        self,
        desk: Desk,
        from_number: str,
        driver: PhoneDriver,
        officers: Sequence[Behaviour] = (),
    ) -> None:
        self._from = from_number
        super().__init__(desk, driver, officers)

    @property
    def numbers(self) -> tuple[str, str, str]:
        """Return From, To and Direction."""
        return self._from, self.desk.config.number, "inbound"

    async def connect(self) -> None:
        """[Voice]: the number's voice URL is requested while it rings."""
        self.note("caller", f"calls from {self.from_number}")
        self.desk.phones.occupy(self.from_number)
        self.after(LONGEST_CALL_S, lambda: self.drop("carrier"))
        self.driver.on_ring(self)
        token = {"CallToken": f"{self.desk.rng.getrandbits(256):064x}"}
        await self.follow(
            Hook(kind="voice", url=self.desk.config.voice_url, form=self.form() | token)
        )

    def fallback(self) -> tuple[str, str] | None:
        """[Fallback]: a fatal error anywhere in the call goes to the number's fallback URL."""
        url = self.desk.config.fallback_url
        return (url, "POST") if url else None

    def ran_out(self, url: str) -> None:
        """A caller who hears no more is an error of ours."""
        self.fault(DEAD_END, "the document ran out of verbs: the caller is cut off", url)

    def tell_end(self) -> None:
        """[Voice]: the number's status callback comes at the end.

        Of an unanswered call it says no-answer, without a duration.
        """
        self.desk.phones.free(self.from_number)
        form = self.form() | forms.progress(at=self.desk.timeline.now(), number=0)
        if self.answered_at:
            form |= forms.ended(self.duration)
        hook = Hook(kind="call-status", url=self.desk.config.status_url, form=form)
        self.desk.webhooks.tell(hook, self.notebook)
