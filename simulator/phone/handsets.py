"""The phones that a page shows: what happens to them, and how they look while it does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from simulator.phones import Handset, PhoneDriver, ScriptedPhone, Sound, parse_behaviour
from simulator.recordings import Recording

BY_HAND = "by-hand"
MODES = (BY_HAND, "talk-until-caller", "off", "busy", "mailbox", "no-answer")

Clock = Callable[[], datetime]


@dataclass
class Ear:
    """What is heard on one leg: every sound so far, which one now, and which was cut short last.

    Sounds are counted from 1; pauses are not among them.
    """

    sounds: list[Sound] = field(default_factory=list)
    playing: int | None = None
    cut: int = 0

    def begin(self, sound: Sound) -> None:
        """Hear something from now on."""
        if sound.text:
            self.sounds.append(sound)
            self.playing = len(self.sounds)

    def end(self, *, is_cut: bool) -> None:
        """Hear no more of it."""
        if is_cut:
            self.cut = len(self.sounds)
        self.playing = None


class PagePhone(PhoneDriver):
    """A phone in somebody's hand. `tab` is the page it is held in, where one is known.

    `phase` is idle, ringing, picked-up or joined, `since` when it began.
    """

    name = BY_HAND

    def __init__(self, clock: Clock, changed: Callable[[], None]) -> None:
        self.leg: Handset | None = None
        self.ear = Ear()
        self.tab = ""
        self.phase = "idle"
        self.since: datetime | None = None
        self._clock, self._changed = clock, changed

    @property
    def listens(self) -> bool:
        """Tell whether a key pressed now is heard."""
        return self.leg is not None and self.leg.listening is not None

    def on_ring(self, leg: Handset) -> None:
        """Begin anew."""
        self.leg, self.ear = leg, Ear()
        self._enter("ringing")

    def on_picked_up(self, leg: Handset) -> None:
        """Show it."""
        self._enter("picked-up")

    def on_listening(self, leg: Handset, most_digits: int | None, finish_on_key: str) -> None:
        """Show that keys are heard."""
        self._changed()

    def on_hearing(self, leg: Handset, sound: Sound) -> None:
        """Show it, and let it be heard."""
        self.ear.begin(sound)
        self._changed()

    def on_silence(self, leg: Handset, *, is_cut: bool) -> None:
        """Show it."""
        self.ear.end(is_cut=is_cut)
        self._changed()

    def on_joined(self, leg: Handset) -> None:
        """Show it."""
        self._enter("joined")

    def on_parted(self, leg: Handset) -> None:
        """Show that the other line is gone."""
        self._enter("picked-up")

    def on_ended(self, leg: Handset) -> None:
        """Hear no more."""
        self.ear.end(is_cut=self.ear.playing is not None)
        self._enter("idle")

    def _enter(self, phase: str) -> None:
        self.phase, self.since = phase, self._clock()
        self._changed()


class CitizenPhone(PagePhone):
    """The phone of a citizen; `recording` while a Record runs, for the page to send its audio."""

    name = "caller"

    def __init__(
        self, clock: Clock, changed: Callable[[], None], on_recording: Callable[[], None]
    ) -> None:
        super().__init__(clock, changed)
        self.recording: Recording | None = None
        self._on_recording = on_recording

    def on_recording(self, leg: Handset, recording: Recording) -> None:
        """Let the page record."""
        self.recording = recording
        recording.is_awaited = True
        self._on_recording()
        self._changed()

    def on_recorded(self, leg: Handset) -> None:
        """Let the page send what it recorded."""
        self.recording = None
        self._changed()


class OfficerPhone(PagePhone):
    """The phone of an officer; in every mode but by hand a script uses it, and it only shows.

    `last` is how its last leg ended, in the carrier's words.
    """

    def __init__(self, id: str, number: str, clock: Clock, changed: Callable[[], None]) -> None:
        super().__init__(clock, changed)
        self.id, self.number = id, number
        self.mode = BY_HAND
        self.last: str | None = None
        self._script = PhoneDriver()

    def attend(self) -> "OfficerPhone":
        """Get ready for the next ring."""
        by_hand = self.mode == BY_HAND
        self._script = PhoneDriver() if by_hand else ScriptedPhone(parse_behaviour(self.mode))
        self.name, self.network_answer = self.mode, self._script.network_answer
        self.is_machine = self._script.is_machine
        self.tab = ""
        return self

    def on_ring(self, leg: Handset) -> None:
        """Ring, and let the script hear it."""
        super().on_ring(leg)
        self._script.on_ring(leg)

    def on_listening(self, leg: Handset, most_digits: int | None, finish_on_key: str) -> None:
        """Let the script press its key."""
        super().on_listening(leg, most_digits, finish_on_key)
        self._script.on_listening(leg, most_digits, finish_on_key)

    def on_joined(self, leg: Handset) -> None:
        """Let the script talk."""
        super().on_joined(leg)
        self._script.on_joined(leg)

    def on_ended(self, leg: Handset) -> None:
        """Remember how it ended."""
        self.last = leg.status
        super().on_ended(leg)
