"""The recordings that the carrier keeps.

Source: [Recordings] and [Record].
"""

from dataclasses import dataclass
from datetime import datetime

from simulator.audio import RATE, silence, speech, to_mp3, to_wav, trimmed


@dataclass
class Recording:
    """One recording; `status` is in-progress, processing, completed, absent or deleted.

    `seconds` is the length of the audio, of which the first `spoken_s` are speech. The audio is
    made up, unless a microphone sent it: `is_awaited` while it is still to do so. `is_trimmed`
    where silence at both ends is not kept.
    """

    sid: str
    call_sid: str
    url: str
    source: str
    started_at: datetime
    channels: int = 1
    seconds: float = 0.0
    spoken_s: float = 0.0
    status: str = "in-progress"
    is_trimmed: bool = False
    is_awaited: bool = False
    samples: bytes | None = None

    def take(self, samples: bytes | None) -> None:
        """Take what a microphone heard (16-bit samples of 8 kHz), or None where there is none."""
        if samples is not None:
            self.samples = trimmed(samples) if self.is_trimmed else samples
            self.seconds = len(self.samples) / 2 / RATE
        self.is_awaited = False

    @property
    def is_available(self) -> bool:
        """[Recordings]: the media exists only once the recording is completed."""
        return self.status == "completed"

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing more happens to it by itself."""
        return self.status not in ("in-progress", "processing")

    @property
    def duration(self) -> int:
        """Return the length as the carrier reports it."""
        return round(self.seconds)

    def wav(self) -> bytes:
        """Return the audio as a WAV file."""
        return to_wav(self._samples(), self.channels)

    def mp3(self) -> bytes:
        """Return the audio as an MP3 file."""
        return to_mp3(self._samples())

    def _samples(self) -> bytes:
        if self.samples is not None:
            return self.samples
        spoken_s = min(self.spoken_s, self.seconds)
        return speech(self.sid, spoken_s) + silence(self.seconds - spoken_s)


class Recordings:
    """All recordings, by sid, in the order in which they began."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Recording] = {}

    def add(self, recording: Recording) -> None:
        """Keep a recording."""
        self._by_sid[recording.sid] = recording

    def get(self, sid: str) -> Recording | None:
        """Return a recording that has not been deleted, or None."""
        recording = self._by_sid.get(sid)
        return None if recording is None or recording.status == "deleted" else recording

    def all(self) -> list[Recording]:
        """Return the recordings that have not been deleted, newest first."""
        return [r for r in reversed(list(self._by_sid.values())) if r.status != "deleted"]
