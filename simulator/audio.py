"""Audio that sounds like somebody speaking, and the little that is read from audio of others."""

import array
import io
import math
import random
import wave

import lameenc

RATE = 8000
PATTERN_S = 2
SYLLABLES_PER_S = 4


def speech(seed: str, seconds: float) -> bytes:
    """Return 16-bit samples of somebody speaking, always the same for one seed."""
    rng = random.Random(seed)
    pitch = rng.uniform(95, 230)
    samples = array.array("h")
    for n in range(RATE * PATTERN_S):
        t = n / RATE
        syllable = max(0.0, math.sin(math.pi * SYLLABLES_PER_S * t)) if n % RATE < 7000 else 0.0
        tone = sum(math.sin(math.tau * pitch * k * t) / k for k in (1, 2, 3, 5))
        samples.append(int(5000 * syllable * tone))
    whole = round(seconds * RATE) * 2
    pattern = samples.tobytes()
    return (pattern * (whole // len(pattern) + 1))[:whole]


def silence(seconds: float) -> bytes:
    """Return 16-bit samples of nobody speaking."""
    return bytes(2 * round(seconds * RATE))


def to_wav(samples: bytes, channels: int = 1) -> bytes:
    """Return a WAV file of 8 kHz; two channels both hold the same."""
    if channels == 2:
        mono = array.array("h", samples)
        both = array.array("h", bytes(2 * len(samples)))
        both[0::2] = both[1::2] = mono
        samples = both.tobytes()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples)
    return file.getvalue()


def to_mp3(samples: bytes) -> bytes:
    """Return an MP3 file of 32 kbit/s ([Recordings])."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(32)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    return bytes(encoder.encode(samples)) + bytes(encoder.flush())


def wav_seconds(body: bytes) -> float | None:
    """Return how long a WAV file plays, or None where it is none."""
    try:
        with wave.open(io.BytesIO(body)) as file:
            return float(file.getnframes() / file.getframerate())
    except (wave.Error, EOFError):
        return _seconds_by_header(body)


def _seconds_by_header(body: bytes) -> float | None:
    """Read a µ-law WAV, which `wave` refuses: size of the data over bytes per second."""
    at = body.find(b"data", 12)
    if body[:4] != b"RIFF" or body[8:12] != b"WAVE" or at < 0 or body[12:16] != b"fmt ":
        return None
    per_second = int.from_bytes(body[28:32], "little")
    return int.from_bytes(body[at + 4 : at + 8], "little") / per_second if per_second else None
