"""The phones that ring, and how each of them behaves when it does."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from simulator.recordings import Recording

ACCEPT_KEY = "1"
DECLINE_KEY = "2"
LISTENS_S = 2.0


@dataclass(frozen=True)
class Sound:
    """Something that is heard for `seconds`: a text that is read aloud, or a file that is played.

    `text` is the sentence, or the file's address; `language` is empty for a file. `tones` are the
    keys that are sent where it is neither, with `w` and `W` for pauses.
    """

    text: str
    language: str
    seconds: float
    tones: str = ""


class Handset(Protocol):
    """A leg as the user of its phone has it in hand."""

    @property
    def sid(self) -> str:
        """Return the leg's identifier."""

    @property
    def parent_sid(self) -> str | None:
        """Return the sid of the leg that dialled this one; None where none did."""

    @property
    def numbers(self) -> tuple[str, str, str]:
        """Return From, To and Direction; a phone that rings shows From."""

    @property
    def status(self) -> str:
        """Return the status in the carrier's words."""

    @property
    def listening(self) -> object | None:
        """Return the Gather that hears keys now, another one each time, or None."""

    def pick_up(self) -> None:
        """Take the call; only a ringing phone can."""

    def decline(self) -> None:
        """Refuse the call without taking it; only a ringing phone can."""

    def press(self, digits: str) -> None:
        """Press keys; they are lost where nothing listens."""

    def speak(self, seconds: float) -> None:
        """Speak into a recording; without one nobody hears it."""

    def hang_up(self) -> None:
        """Put the phone down."""

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something later, if the line is still there."""


class PhoneDriver:
    """Who uses a phone: a script, or a person in front of a browser. Alone it does nothing.

    The simulator tells it what happens, and it acts through the handset of its leg.
    `network_answer` is set where the network answers in the phone's stead: a final status, and the
    seconds until it comes. `is_machine` where no person picks up.
    """

    name = "nobody"
    network_answer: tuple[str, float] | None = None
    is_machine = False

    def on_ring(self, leg: Handset) -> None:
        """The phone rings (for a caller: the call begins)."""

    def on_picked_up(self, leg: Handset) -> None:
        """The phone was picked up, by whomever (for a caller: the call was answered)."""

    def on_listening(self, leg: Handset, most_digits: int | None, finish_on_key: str) -> None:
        """A Gather began: keys are heard from now on."""

    def on_hearing(self, leg: Handset, sound: Sound) -> None:
        """Something begins to be heard."""

    def on_silence(self, leg: Handset, *, is_cut: bool) -> None:
        """It is over; `is_cut` where a key cut it short."""

    def on_recording(self, leg: Handset, recording: Recording) -> None:
        """A Record began."""

    def on_recorded(self, leg: Handset) -> None:
        """It is over."""

    def on_joined(self, leg: Handset) -> None:
        """Two lines hear each other."""

    def on_parted(self, leg: Handset) -> None:
        """The other line is gone, and this one goes on."""

    def on_ended(self, leg: Handset) -> None:
        """The line is gone."""


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """What somebody does with a ringing phone; `parse_behaviour` knows the usual ones by name.

    `rings_s` None: never picks up. `keys` are pressed two seconds into listening to the first
    Gather. `talk_s` None: does not hang up once joined. `stays_s`: hangs up so long after picking
    up, whatever happens. `network`: the network answers with this status after `rings_s`, and
    nothing rings. `is_machine`: no person picks up.
    """

    name: str
    rings_s: float | None = 4.0
    keys: str = ""
    talk_s: float | None = 30.0
    stays_s: float | None = None
    network: str | None = None
    is_machine: bool = False


BEHAVIOURS = {
    behaviour.name: behaviour
    for behaviour in (
        Behaviour(name="accept", keys=ACCEPT_KEY),
        Behaviour(name="decline", keys=DECLINE_KEY),
        Behaviour(name="silent"),
        Behaviour(name="wrong-key", keys="5"),
        Behaviour(name="mailbox", rings_s=12.0, stays_s=30.0, talk_s=None, is_machine=True),
        Behaviour(name="busy", rings_s=1.0, network="busy"),
        Behaviour(name="no-answer", rings_s=None),
        Behaviour(name="off", rings_s=2.0, network="no-answer"),
        Behaviour(name="bad-number", rings_s=1.0, network="failed"),
        Behaviour(name="talk-until-caller", keys=ACCEPT_KEY, talk_s=None),
    )
}
ALLOWED = ", ".join([*BEHAVIOURS, "accept@SECONDS", "accept@SECONDS/TALK", "hang-up@SECONDS"])


def parse_behaviour(text: str) -> Behaviour:
    """Return the behaviour that `text` names; raises ValueError listing the allowed names.

    `accept@3/60` rings 3 seconds, accepts and talks for 60; `hang-up@5` hangs up 5 seconds after
    picking up.
    """
    found = re.fullmatch(r"([a-z-]+?)(?:@([0-9.]+))?(?:/([0-9.]+))?", text.strip())
    try:
        name, at, talk = found.groups() if found else ("", None, None)
        if name == "hang-up" and at and not talk:
            return Behaviour(name=text, stays_s=float(at), talk_s=None)
        if name != "accept" and (at or talk):
            raise KeyError(name)
        behaviour = BEHAVIOURS[name]
        if at:
            behaviour = replace(behaviour, name=text, rings_s=float(at))
        return replace(behaviour, name=text, talk_s=float(talk)) if talk else behaviour
    except (KeyError, ValueError):
        raise ValueError(f"unknown behaviour {text!r}; allowed: {ALLOWED}") from None


class ScriptedPhone(PhoneDriver):
    """A phone that does what its behaviour says."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.name = behaviour.name
        self.is_machine = behaviour.is_machine
        self.network_answer = None
        if behaviour.network:
            self.network_answer = (behaviour.network, behaviour.rings_s or 0.0)
        self._keys = behaviour.keys

    def on_ring(self, leg: Handset) -> None:
        """Pick up when it is time, and hang up when that is."""
        rings_s, stays_s = self.behaviour.rings_s, self.behaviour.stays_s
        if rings_s is None:
            return
        leg.after(rings_s, leg.pick_up)
        if stays_s is not None:
            leg.after(rings_s + stays_s, leg.hang_up)

    def on_listening(self, leg: Handset, most_digits: int | None, finish_on_key: str) -> None:
        """Press the keys, once."""
        keys, self._keys = self._keys, ""
        if keys:
            leg.after(LISTENS_S, lambda: leg.press(keys))

    def on_joined(self, leg: Handset) -> None:
        """Talk, then hang up."""
        if self.behaviour.talk_s is not None:
            leg.after(self.behaviour.talk_s, leg.hang_up)


class Engaged(PhoneDriver):
    """A phone that is in use: whoever rings it hears that it is busy, and it hears nothing."""

    name = "engaged"
    network_answer = ("busy", 1.0)


class Exchange:
    """Which phone is behind which number; one that rings, calls or is in a call is busy.

    `attend` makes the driver of a number where somebody sits at its phone, and None where nobody
    does.
    """

    def __init__(
        self, behaviours: Mapping[str, Behaviour] | None = None, default: str = "no-answer"
    ) -> None:
        self.behaviours = dict(behaviours or {})
        self.default = parse_behaviour(default)
        self.attend: Callable[[str], PhoneDriver | None] = lambda _number: None
        self._in_use = Counter[str]()

    def occupy(self, number: str) -> None:
        """Count one more call on a phone."""
        self._in_use[number] += 1

    def free(self, number: str) -> None:
        """Count one call less."""
        self._in_use[number] -= 1

    def driver(self, number: str, planned: Behaviour | None = None) -> PhoneDriver:
        """Return who will use the phone for the next ring; `planned` goes before what is usual."""
        if self._in_use[number] > 0:
            return Engaged()
        attended = None if planned else self.attend(number)
        return attended or ScriptedPhone(planned or self.behaviours.get(number, self.default))
