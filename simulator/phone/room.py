"""All the phones that pages show. What happens on them wakes the pages that wait.

Calls live on the carrier's timeline; pages ask from other threads, and only read.
"""

import hashlib
import itertools
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from simulator.calls.call import Call
from simulator.carrier import SimulatedCarrier
from simulator.phone.handsets import CitizenPhone, OfficerPhone, PagePhone
from simulator.phone.pretence import Pretence
from simulator.phones import Sound

MOST_SIGNALS = 200


@dataclass(frozen=True)
class Signal:
    """A word of one page to another, about the way their voices take."""

    n: int
    from_tab: str
    to_tab: str
    data: object


@dataclass
class Changes:
    """Counts the changes, and lets threads wait for the next one."""

    version: int = 1
    _condition: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self) -> None:
        """Count one more."""
        with self._condition:
            self.version += 1
            self._condition.notify_all()

    def wait(self, after: int, timeout_s: float) -> int:
        """Return the version once it differs from `after`, or when the time is up.

        It differs downwards too: then the page knew another carrier, before this one started.
        """
        with self._condition:
            self._condition.wait_for(lambda: self.version != after, timeout_s)
            return self.version


class Room:
    """The phones, by citizen's call and by officer's number."""

    def __init__(self, carrier: SimulatedCarrier, pretence: Pretence) -> None:
        self.carrier = carrier
        self.pretence = pretence
        self.changes = pretence.changed = Changes()
        self.citizens: dict[str, CitizenPhone] = {}
        self.officers: dict[str, OfficerPhone] = {}
        self.signals: deque[Signal] = deque(maxlen=MOST_SIGNALS)
        self._counter = itertools.count(1)
        self._sounds: dict[str, Sound] = {}
        carrier.phones.attend = self._attend
        carrier.listeners.append(lambda _call, _line: self.changes())
        carrier.when_delivered(self.changes)

    # Phones.

    def know(self, numbers: Iterable[tuple[str, str]]) -> None:
        """Put a phone on the table for each (id, number) that has none yet."""
        for id, number in numbers:
            known = self.officers.get(number)
            if known is None:
                self.officers[number] = OfficerPhone(id, number, self.carrier.now, self.changes)
            elif known.id != id:
                known.id = id

    def officer(self, id: str) -> OfficerPhone | None:
        """Return the phone of an id."""
        return next((p for p in list(self.officers.values()) if p.id == id), None)

    def _attend(self, number: str) -> OfficerPhone:
        if number not in self.officers:
            self.know([(f"phone-{len(self.officers) + 1}", number)])
        return self.officers[number].attend()

    # Calls.

    def call(self, from_number: str, tab: str) -> Call:
        """Call the hotline from a page."""
        phone = CitizenPhone(self.carrier.now, self.changes, self.pretence.slow_down)
        phone.tab = tab
        call = self.carrier.place(from_number, phone, ())
        self.citizens[call.sid] = phone
        return call

    def holder(self, call_sid: str) -> str:
        """Return the tab in which a call is held; empty where it is held by a script."""
        phone: PagePhone | None = self.citizens.get(call_sid)
        for called in list(self.officers.values()):  # An outgoing call is held by whom it rang.
            if called.leg and called.leg.sid == call_sid:
                phone = called
        return phone.tab if phone else ""

    # Sounds.

    def name_of(self, sound: Sound) -> str | None:
        """Return the name under which a sound can be fetched, or None where it makes none."""
        is_file = not sound.language
        if not is_file and self.carrier.voice is None:
            return None
        digest = hashlib.sha256(f"{sound.language}\0{sound.text}".encode(errors="replace"))
        self._sounds[name := digest.hexdigest()[:32]] = sound
        return name

    def sound(self, name: str) -> tuple[bytes, str] | None:
        """Return a sound's bytes and media type by its name."""
        sound = self._sounds.get(name)
        if sound is None:
            return None
        if not sound.language:
            media = self.carrier.media.get(sound.text)
            return (media.body, media.content_type) if media else None
        voice = self.carrier.voice
        return (voice(sound.text, sound.language), "audio/wav") if voice else None

    # Two pages that talk.

    def send_signal(self, from_tab: str, to_tab: str, data: object) -> None:
        """Leave a word for another page."""
        self.signals.append(Signal(next(self._counter), from_tab, to_tab, data))
        self.changes()
