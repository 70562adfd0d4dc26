"""A citizen's call: the caller's leg, which runs our documents from the first ring to the end.

Source: [Voice] for the whole, each verb's page for its own part.
"""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from simulator.calls import forms
from simulator.calls.desk import Desk
from simulator.calls.dialing import Dialing
from simulator.calls.leg import APOLOGY, Leg, LineDropped, Unfit
from simulator.calls.notebook import Notebook
from simulator.calls.recorder import Recorder
from simulator.calls.records import DEAD_END
from simulator.calls.webhooks import Hook
from simulator.phones import Behaviour, PhoneDriver
from simulator.verbs import (
    Dial,
    Document,
    Gather,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Verb,
)

LONGEST_CALL_S = 14400


class Call(Leg):
    """One call to the hotline, with everything that is known about it.

    `lines`, `exchanges`, `heard`, `errors`, `notes` and `truth` are those of its notebook.
    `final_status` and `ended_at` are None while the call goes on.
    """

    def __init__(
        self,
        desk: Desk,
        from_number: str,
        driver: PhoneDriver,
        officers: Sequence[Behaviour] = (),
    ) -> None:
        sid = desk.new_sid("CA")
        notebook = Notebook(desk.timeline, partial(desk.on_line, sid))
        self.from_number = from_number
        self.lines, self.exchanges = notebook.lines, notebook.exchanges
        self.heard, self.errors = notebook.heard, notebook.errors
        self.notes, self.truth = notebook.notes, notebook.truth
        self.final_status: str | None = None
        self._planned = deque(officers)
        super().__init__(desk, sid, driver, notebook)

    # What is known about the call.

    @property
    def numbers(self) -> tuple[str, str, str]:
        """Return From, To and Direction."""
        return self.from_number, self.desk.config.number, "inbound"

    @property
    def answered_at(self) -> datetime | None:
        """Return when the call was answered."""
        return self.truth.answered_at

    @property
    def ended_at(self) -> datetime | None:
        """Return when the call ended."""
        return self.truth.ended_at

    @property
    def is_over(self) -> bool:
        """Tell whether the call has ended."""
        return self.final_status is not None

    def note_key(self, key: str) -> None:
        """Write down a key."""
        self.truth.keys += key

    def note_heard(self, what: str) -> None:
        """Write down what the caller hears."""
        self.heard.append(what)

    # The life of the call.

    async def live(self) -> None:
        """Run the documents until the line is gone."""
        self.note("caller", f"calls from {self.from_number}")
        self.after(LONGEST_CALL_S, lambda: self.drop("carrier"))
        self.driver.on_ring(self)
        voice = Hook(
            kind="voice",
            url=self.desk.config.voice_url,
            form=self.form() | {"CallToken": f"{self.desk.rng.getrandbits(256):064x}"},
        )
        try:
            await self._follow(voice)
        except LineDropped as dropped:
            self.truth.hung_up_by = dropped.by
            if dropped.by == "caller":
                self.note("caller", "hangs up")
            if dropped.by == "api" and self.truth.answered_at is None:
                self.final_status = "canceled"
        self._end()

    async def _follow(self, hook: Hook) -> None:
        """Run document after document. A failure leads to the fallback URL, or to an apology.

        [Fallback]: a fatal error anywhere in the call goes to the number's fallback URL.
        """
        while True:
            try:
                hook = await self._run(await self.read(hook), hook.url)
            except Unfit as unfit:
                if self.desk.config.fallback_url is None or hook.kind == "fallback":
                    self.answer()
                    await self.hear(APOLOGY)
                    raise LineDropped("carrier") from unfit
                failure = {"ErrorCode": str(unfit.error.code), "ErrorUrl": unfit.error.url}
                url = self.desk.config.fallback_url
                hook = Hook(kind="fallback", url=url, form=self.form() | failure)

    async def _run(self, document: Document, url: str) -> Hook:
        for verb in document:
            if hook := await self._do(verb):
                return hook
        self.fault(DEAD_END, "the document ran out of verbs: the caller is cut off", url)
        self.answer()
        raise LineDropped("carrier")

    async def _do(self, verb: Verb) -> Hook | None:
        """Execute one verb; return the request it leads to, or None where the next verb follows."""
        if self._is_answered_by(verb):
            self.answer()
        match verb:
            case Say() | Play() | Pause():
                await self.hear(verb)
                return None
            case Gather():
                return await self.gathered(verb)
            case Dial():
                return await Dialing(self, verb, self._next_planned, self._joined).run()
            case Record():
                return await Recorder(self, verb).run()
            case Redirect():
                return Hook(kind="redirect", url=verb.url, form=self.form(), method=verb.method)
        if isinstance(verb, Reject) and self.truth.answered_at is None:
            self.final_status = "busy" if verb.reason == "busy" else "no-answer"
        raise LineDropped("application")

    def _is_answered_by(self, verb: Verb) -> bool:
        """Tell whether a verb picks up the caller's call.

        [Reject] does not, [Pause] delays it, [Dial] with answerOnBridge waits for the officer;
        everything else does, also Hangup.
        """
        answers_later = isinstance(verb, Dial) and verb.answer_on_bridge
        return not (answers_later or isinstance(verb, Reject | Pause | Redirect))

    def answer(self) -> None:
        """Pick up the caller's call, once."""
        if self.truth.answered_at is None:
            self.truth.answered_at = self.desk.timeline.now()
            self.status = "in-progress"

    def _next_planned(self) -> Behaviour | None:
        """Return how the next officer's phone of this call was planned to behave."""
        return self._planned.popleft() if self._planned else None

    def _joined(self) -> None:
        """Caller and officer hear each other: with answerOnBridge only now the call is answered."""
        self.answer()
        self.driver.on_joined(self)

    def _end(self) -> None:
        """[Voice]: the number's status callback comes at the end.

        Of an unanswered call it says no-answer, without a duration.
        """
        now = self.desk.timeline.now()
        is_answered = self.truth.answered_at is not None
        self.truth.ended_at = now
        self.final_status = self.final_status or ("completed" if is_answered else "no-answer")
        self.status = self.final_status
        self.cut()
        self.note("carrier", f"call ends: {self.status}")
        form = self.form() | forms.progress(at=now, number=0)
        if is_answered:
            form |= forms.ended(self.duration)
        hook = Hook(kind="call-status", url=self.desk.config.status_url, form=form)
        self.desk.webhooks.tell(hook, self.notebook)
