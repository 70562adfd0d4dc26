"""A call: a leg that runs our documents, one after another, until the line is gone.

Source: [Voice] for the whole, each verb's page for its own part.
"""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from simulator.calls.desk import Desk
from simulator.calls.dialing import Dialing
from simulator.calls.leg import APOLOGY, Leg, LineDropped, Unfit
from simulator.calls.notebook import Notebook
from simulator.calls.recorder import Recorder
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
    """One call that came in or went out, with everything that is known about it.

    `lines`, `exchanges`, `heard`, `errors`, `notes` and `truth` are those of its notebook.
    `final_status` and `ended_at` are None while the call goes on. How it begins, what follows a
    failure and what is told of its end depends on which way it went.
    """

    def __init__(self, desk: Desk, driver: PhoneDriver, planned: Sequence[Behaviour] = ()) -> None:
        sid = desk.new_sid("CA")
        notebook = Notebook(desk.timeline, partial(desk.on_line, sid))
        self.lines, self.exchanges = notebook.lines, notebook.exchanges
        self.heard, self.errors = notebook.heard, notebook.errors
        self.notes, self.truth = notebook.notes, notebook.truth
        self.final_status: str | None = None
        self._planned = deque(planned)
        super().__init__(desk, sid, driver, notebook)

    # What is known about the call.

    @property
    def from_number(self) -> str:
        """Return who calls."""
        return self.numbers[0]

    @property
    def to_number(self) -> str:
        """Return who is called."""
        return self.numbers[1]

    @property
    def direction(self) -> str:
        """Return inbound or outbound-api."""
        return self.numbers[2]

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
        """Write down what is heard."""
        self.heard.append(what)

    # What is different in each direction.

    async def connect(self) -> None:
        """Begin, and follow the documents."""
        raise NotImplementedError

    def fallback(self) -> tuple[str, str] | None:
        """Return URL and method of what a failure leads to, or None where there is none."""
        raise NotImplementedError

    def ran_out(self, url: str) -> None:
        """A document ended without a verb that leads on."""

    def tell_end(self) -> None:
        """Tell the application that the call is over."""
        raise NotImplementedError

    # The life of the call.

    async def live(self) -> None:
        """Run the documents until the line is gone."""
        try:
            await self.connect()
        except LineDropped as dropped:
            self.truth.hung_up_by = dropped.by
            if dropped.by == self.who:
                self.note(self.who, "hangs up")
            if dropped.by == "api" and self.truth.answered_at is None:
                self.final_status = "canceled"
        self._end()

    async def follow(self, hook: Hook) -> None:
        """Run document after document. A failure leads to the fallback URL, or to an apology."""
        while True:
            try:
                hook = await self._run(await self.read(hook), hook.url)
            except Unfit as unfit:
                fallback = self.fallback()
                if fallback is None or hook.kind == "fallback":
                    self.answer()
                    await self.hear(APOLOGY)
                    raise LineDropped("carrier") from unfit
                failure = {"ErrorCode": str(unfit.error.code), "ErrorUrl": unfit.error.url}
                url, method = fallback
                hook = Hook(kind="fallback", url=url, form=self.form() | failure, method=method)

    async def _run(self, document: Document, url: str) -> Hook:
        for verb in document:
            if hook := await self._do(verb):
                return hook
        self.ran_out(url)
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
                return await self._dial(verb)
            case Record():
                return await Recorder(self, verb).run()
            case Redirect():
                return Hook(kind="redirect", url=verb.url, form=self.form(), method=verb.method)
        if isinstance(verb, Reject) and self.truth.answered_at is None:
            self.final_status = "busy" if verb.reason == "busy" else "no-answer"
        raise LineDropped("application")

    def _is_answered_by(self, verb: Verb) -> bool:
        """Tell whether a verb picks up a call that came in.

        [Reject] does not, [Pause] delays it, [Dial] with answerOnBridge waits for the officer;
        everything else does, also Hangup.
        """
        answers_later = isinstance(verb, Dial) and verb.answer_on_bridge
        return not (answers_later or isinstance(verb, Reject | Pause | Redirect))

    def answer(self) -> None:
        """The call is picked up, once."""
        if self.truth.answered_at is None:
            self.truth.answered_at = self.desk.timeline.now()
            self.status = "in-progress"
            self.driver.on_picked_up(self)

    async def _dial(self, dial: Dial) -> Hook | None:
        dialing = Dialing(self, dial, self._next_planned, self._joined)
        hook = await dialing.run()
        if dialing.is_bridged:
            self.driver.on_parted(self)
        return hook

    def _next_planned(self) -> Behaviour | None:
        """Return how the next phone that this call dials was planned to behave."""
        return self._planned.popleft() if self._planned else None

    def _joined(self) -> None:
        """Two lines hear each other: with answerOnBridge only now the call is answered."""
        self.answer()
        self.driver.on_joined(self)

    def _end(self) -> None:
        is_answered = self.truth.answered_at is not None
        self.truth.ended_at = self.desk.timeline.now()
        self.final_status = self.final_status or ("completed" if is_answered else "no-answer")
        self.status = self.final_status
        self.cut()
        self.note("carrier", f"call ends: {self.status}")
        self.tell_end()
