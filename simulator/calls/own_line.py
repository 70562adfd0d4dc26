"""A call to our own number: an outgoing and an incoming call, each the telephone of the other.

What the documents of the one play is what whoever is at the other end does: tones are keys that are
pressed there, a sentence or a file is a voice there. Neither end knows that it speaks with us.

Source: [Voice] for the incoming call, [Play] for the tones; that the carrier lets an account call
its own number is inferred.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from simulator.calls.desk import Desk, tones_s
from simulator.phones import Handset, PhoneDriver, Sound
from simulator.recordings import Recording


class End(PhoneDriver):
    """Whoever is at one end of the line; what `other` hears comes out here."""

    name = "our own line"
    other: "End"
    leg: Handset

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.speaks_until = now()

    def on_hearing(self, leg: Handset, sound: Sound) -> None:
        """Let the other end press the keys, or speak."""
        there = self.other.leg
        for n, key in enumerate(sound.tones):
            if key not in "wW":
                there.after(tones_s(sound.tones[:n]), partial(there.press, key))
        if sound.text:
            self.speaks_until = self._now() + timedelta(seconds=sound.seconds)
            there.speak(sound.seconds)

    def on_recording(self, leg: Handset, recording: Recording) -> None:
        """Let the rest of what the other end is saying be recorded."""
        leg.speak((self.other.speaks_until - self._now()).total_seconds())


class FarEnd(End):
    """At the incoming call; `respond` tells the outgoing one what becomes of it."""

    def __init__(self, now: Callable[[], datetime], respond: Callable[[str], None]) -> None:
        super().__init__(now)
        self._respond = respond
        self._is_answered = False

    def on_picked_up(self, leg: Handset) -> None:
        """The other end is answered when this one is."""
        self._is_answered = True
        self._respond("in-progress")

    def on_ended(self, leg: Handset) -> None:
        """Both end together."""
        if self._is_answered:
            # Not at once: where both happen in one moment, it is answered before it ends.
            self.other.leg.after(0, self.other.leg.hang_up)
        else:
            self._respond(leg.status)


class NearEnd(End):
    """At the outgoing call: when it rings, another call comes in."""

    def __init__(self, desk: Desk, from_number: str, respond: Callable[[str], None]) -> None:
        super().__init__(desk.timeline.now)
        self._call_in = partial(desk.call_in, from_number)
        self.other = FarEnd(desk.timeline.now, respond)
        self.other.other = self

    def on_ring(self, leg: Handset) -> None:
        """Let the call come in."""
        self.leg = leg
        self.other.leg = self._call_in(self.other)

    def on_ended(self, leg: Handset) -> None:
        """Both end together."""
        self.other.leg.hang_up()
