"""Scripted people: those who call, and those who are called."""

import re
from dataclasses import dataclass

from simulator.phones import Handset, PhoneDriver
from simulator.recordings import Recording


@dataclass(frozen=True)
class CallerScript:
    """What a caller will do.

    `keys`, each at the next moment the call listens, `key_after_s` into it: `0-9*#` is pressed (a
    Gather that takes several digits is fed until it has them or its finish key), `,` stays silent
    through one Gather, `~` hangs up. At a Record they speak `message_s` seconds (0: say nothing)
    and press `#`, or hang up where the next key is `~`. With the keys used up they stay silent and
    patient. `hang_up_after_s` hangs up so long after the call began; `talk_s`, after being joined
    to an officer.
    """

    keys: str = ""
    message_s: float = 8.0
    hang_up_after_s: float | None = None
    key_after_s: float = 1.0
    talk_s: float | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9*#,~]*", self.keys):
            raise ValueError(f"keys {self.keys!r}; allowed: 0-9 * # , ~")
        for name in ("message_s", "hang_up_after_s", "key_after_s", "talk_s"):
            if (getattr(self, name) or 0) < 0:
                raise ValueError(f"{name} must not be negative")


class ScriptedCaller(PhoneDriver):
    """Drives a leg as a script says."""

    name = "caller"

    def __init__(self, script: CallerScript) -> None:
        self.script = script
        self._left = script.keys

    def on_ring(self, leg: Handset) -> None:
        """The call begins."""
        if self.script.hang_up_after_s is not None:
            leg.after(self.script.hang_up_after_s, leg.hang_up)

    def on_listening(self, leg: Handset, most_digits: int | None, finish_on_key: str) -> None:
        """Press what comes next in the script, or stay silent."""
        if self._left.startswith(","):
            self._left = self._left[1:]
            return
        moment = leg.listening

        def act() -> None:
            if leg.listening is moment:
                self._act(leg, most_digits, finish_on_key)

        if self._left:
            leg.after(self.script.key_after_s, act)

    def on_recording(self, leg: Handset, recording: Recording) -> None:
        """Speak, then press # or hang up."""
        speaks_s = self.script.message_s
        leg.speak(speaks_s)
        if self._left.startswith("~"):
            leg.after(speaks_s, leg.hang_up)
        elif speaks_s:
            leg.after(speaks_s, lambda: leg.press("#"))

    def on_joined(self, leg: Handset) -> None:
        """Talk to the officer."""
        if self.script.talk_s is not None:
            leg.after(self.script.talk_s, leg.hang_up)

    def _act(self, leg: Handset, most_digits: int | None, finish_on_key: str) -> None:
        if self._left.startswith("~"):
            leg.hang_up()
            return
        keys = self._next_keys(most_digits, finish_on_key)
        self._left = self._left[len(keys) :]
        leg.press(keys)

    def _next_keys(self, most_digits: int | None, finish_on_key: str) -> str:
        """Return as many keys as this Gather takes."""
        keys = ""
        for key in self._left:
            if key in ",~":
                break
            keys += key
            if key == finish_on_key or len(keys) == most_digits:
                break
        return keys


class ScriptedCallee(ScriptedCaller):
    """Is called: picks up after `rings_s`, and goes on as a caller would from there."""

    name = "callee"

    def __init__(self, script: CallerScript, rings_s: float = 4.0) -> None:
        super().__init__(script)
        self._rings_s = rings_s

    def on_ring(self, leg: Handset) -> None:
        """Pick up when it is time."""
        leg.after(self._rings_s, leg.pick_up)

    def on_picked_up(self, leg: Handset) -> None:
        """The call begins."""
        super().on_ring(leg)
