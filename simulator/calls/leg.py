"""One phone's connection: what it hears, and the keys that are pressed on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from simulator.calls.desk import Desk, sound_of
from simulator.calls.forms import Form, common
from simulator.calls.notebook import Notebook
from simulator.calls.process import Inbox, Process, sleep
from simulator.calls.records import CallError, whole_seconds
from simulator.calls.webhooks import Hook
from simulator.clock import Due
from simulator.phones import PhoneDriver
from simulator.transport import Answer, TransportError
from simulator.twiml_reader import TwimlError, read_twiml
from simulator.verbs import Document, Gather, Pause, Play, Say, Spoken

_SECOND = timedelta(seconds=1)
APOLOGY = Say(text="An application error has occurred. Goodbye.")


class LineDropped(Exception):
    """The line is gone; `by` is who was at the phone, or application, api or carrier."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class Unfit(Exception):
    """A flow request brought no document; the error has been noted."""

    def __init__(self, error: CallError) -> None:
        super().__init__(error.message)
        self.error = error


@dataclass(frozen=True, eq=False)
class Listening:
    """A Gather in progress; each has its own."""

    gather: Gather


class Leg:
    """A leg of a call; all legs of one call write into the same notebook.

    Its process is `live`; what a phone does comes in through `press`, `speak` and `hang_up`, which
    take effect as soon as what happens now is over. `who` is at its phone, and `dials` at those
    that it dials.
    """

    who = "caller"
    dials = "officer"
    gather_kind = "gather"
    answered_by: str | None = None
    queue_s = 0.0

    def __init__(self, desk: Desk, sid: str, driver: PhoneDriver, notebook: Notebook) -> None:
        self.desk = desk
        self.sid = sid
        self.driver = driver
        self.notebook = notebook
        self.status = "ringing"
        self.started_at = desk.timeline.now()
        self.listening: Listening | None = None
        self.is_recording = False
        self.awaits_caller = False
        self.on_star: Callable[[], None] | None = None
        self.spoken_since = self.spoken_until = self.started_at
        self.inbox = Inbox[str](desk.timeline)
        self._timers: list[Due] = []
        self._is_dropped = False
        desk.legs[sid] = self
        self._process = Process(desk.timeline, self.live())

    # What the phone does.

    def press(self, digits: str) -> None:
        """Press keys; they are lost where nothing listens."""
        for key in digits:
            self.desk.timeline.post(partial(self._key, key))

    def speak(self, seconds: float) -> None:
        """Speak into a recording from now on; without one nobody hears it."""
        self.desk.timeline.post(lambda: self._voice(seconds))

    def hang_up(self) -> None:
        """Put the phone down."""
        self.drop_later(self.who)

    def pick_up(self) -> None:
        """Take the call; only a ringing phone can."""

    def decline(self) -> None:
        """Refuse the call without taking it; only a ringing phone can."""

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Let the phone's user do something later, if the line is still there."""
        self._timers.append(self.desk.timeline.after(seconds, action))

    def drop_later(self, by: str) -> None:
        """End the leg from outside, as soon as what happens now is over."""
        self.desk.timeline.post(lambda: self.drop(by))

    def drop(self, by: str) -> None:
        """End the leg from outside; only the first time counts."""
        if not self._is_dropped:
            self._is_dropped = True
            self._process.interrupt(LineDropped(by))

    def _key(self, key: str) -> None:
        if self._process.is_over:
            return
        self.note(self.who, f"presses {key}")
        self.note_key(key)
        if self.listening or self.is_recording:
            self.inbox.post(key)
        elif key == "*" and self.on_star:
            self.on_star()

    def _voice(self, seconds: float) -> None:
        if self.is_recording and seconds > 0:
            now = self.desk.timeline.now()
            if self.spoken_until == self.spoken_since:
                self.spoken_since = self.spoken_until = now
            if self.spoken_until <= now:  # A live voice comes in many pieces, and is told once.
                self.note(self.who, f"speaks for {seconds:g} s" if seconds >= 1 else "speaks")
            self.spoken_until = max(self.spoken_until, now + seconds * _SECOND)
            self.inbox.post("")  # Not a key: it only makes the Record look again.

    # What each kind of leg is.

    async def live(self) -> None:
        """Be connected, from the first ring to the end."""
        raise NotImplementedError

    @property
    def parent_sid(self) -> str | None:
        """Return the sid of the leg that this one was rung for; None where it came by itself."""
        return None

    @property
    def numbers(self) -> tuple[str, str, str]:
        """Return the leg's From, To and Direction."""
        raise NotImplementedError

    @property
    def dialled_at(self) -> datetime | None:
        """Return when the leg left the queue; None before."""
        return self.started_at

    @property
    def answered_at(self) -> datetime | None:
        """Return when the leg was answered."""
        raise NotImplementedError

    @property
    def ended_at(self) -> datetime | None:
        """Return when the leg ended."""
        raise NotImplementedError

    def note_key(self, key: str) -> None:
        """Write down a key in the carrier's own record."""
        raise NotImplementedError

    # What happens on the line.

    @property
    def duration(self) -> int:
        """Return the seconds since the leg was answered."""
        if self.answered_at is None:
            return 0
        return whole_seconds(self.answered_at, self.ended_at or self.desk.timeline.now())

    def note(self, who: str, text: str) -> None:
        """Add a line to the call's tale."""
        self.notebook.tell_line(who, text)

    def form(self) -> Form:
        """Return the common parameters of this leg."""
        return common(
            sid=self.sid,
            account_sid=self.desk.config.account_sid,
            numbers=self.numbers,
            status=self.status,
        )

    def fault(self, code: int | str, message: str, url: str = "") -> CallError:
        """Note an error."""
        error = CallError(self.desk.timeline.now(), code, message, url)
        self.notebook.note_error(error)
        return error

    async def read(self, hook: Hook) -> Document:
        """Request a document; raises Unfit where none comes that can be run."""
        try:
            answer = await self.desk.webhooks.ask(hook, self.notebook)
            return read_twiml(_fit(answer).body, answer.content_type)
        except (TransportError, TwimlError) as error:
            raise Unfit(self.fault(error.code, error.message, hook.url)) from error

    async def ask_in_vain(self, hook: Hook) -> None:
        """Request what can no longer be run: the answer is thrown away ([Dial], [Record])."""
        try:
            _fit(await self.desk.webhooks.ask(hook, self.notebook))
        except (TransportError, TwimlError) as error:
            self.fault(error.code, error.message, hook.url)

    async def hear(self, verb: Spoken, *, barge_in: bool = False) -> bool:
        """Hear a verb to its end; return True where a key cut it short."""
        try:
            seconds = await self.desk.seconds_of(verb)
        except TransportError as error:
            self.fault(error.code, f"Play failed: {error.message}", getattr(verb, "url", ""))
            return False
        self._note_heard(verb)
        self.driver.on_hearing(self, sound_of(verb, seconds))
        is_cut = False
        if barge_in:
            is_cut = await self.inbox.wait(seconds)
        else:
            await sleep(self.desk.timeline, seconds)
        self.driver.on_silence(self, is_cut=is_cut)
        return is_cut

    async def gathered(self, gather: Gather) -> Hook | None:
        """Run a Gather; return the request it leads to, or None where the next verb follows.

        [Gather]: without digits no request is made unless actionOnEmptyResult is true; "timeout"
        starts after the nested verbs and again after each key. A finish key alone requests the
        action with empty Digits.
        """
        self.inbox.clear()
        self.listening = Listening(gather)
        most, finish = gather.num_digits, gather.finish_on_key
        self.driver.on_listening(self, most, finish)
        try:
            for verb in gather.prompt:
                if await self.hear(verb, barge_in=gather.barge_in):
                    break
            self.awaits_caller = True
            digits, finished_on = await self._collect(gather)
        finally:
            self.listening, self.awaits_caller = None, False
        if not digits and not finished_on and not gather.action_on_empty_result:
            return None
        form = self.form() | {"Digits": digits, "FinishedOnKey": finished_on}
        return Hook(kind=self.gather_kind, url=gather.action, form=form, method=gather.method)

    async def _collect(self, gather: Gather) -> tuple[str, str]:
        digits = ""
        while gather.num_digits is None or len(digits) < gather.num_digits:
            key = await self.inbox.receive(gather.timeout)
            if key is None or key == gather.finish_on_key:
                return digits, key or ""
            digits += key
        return digits, ""

    def _note_heard(self, verb: Spoken) -> None:
        match verb:
            case Say(text=text):
                self.note_heard(text)
                self.note(self.who, f"hears: {text}")
            case Play(url=url) if url:
                self.note_heard(url)
                self.note(self.who, f"hears: ♪ {url}")
            case Play() | Pause():
                pass

    def note_heard(self, what: str) -> None:
        """Write down what was heard; what an officer hears is not the caller's."""

    def cut(self) -> None:
        """Let go of everything that waits for this leg."""
        for timer in self._timers:
            timer.cancel()
        self.driver.on_ended(self)


def _fit(answer: Answer) -> Answer:
    if answer.is_ok:
        return answer
    end = answer.body[-300:].decode(errors="replace")
    raise TransportError(11200, f"HTTP {answer.status}: {end}")
