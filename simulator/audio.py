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
_KILOBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_FRAME, _MARGIN, _FAINT = RATE // 50, RATE // 5, 400  # samples, samples, of 32767


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


def trimmed(samples: bytes) -> bytes:
    """Return 16-bit samples without the silence at both ends; nothing where all is silence."""
    whole = array.array("h", samples)
    frames = range(0, len(whole), _FRAME)
    loud = [n for n in frames if max(map(abs, whole[n : n + _FRAME])) > _FAINT]
    if not loud:
        return b""
    return whole[max(0, loud[0] - _MARGIN) : loud[-1] + _FRAME + _MARGIN].tobytes()


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


def media_seconds(body: bytes) -> float | None:
    """Return how long a WAV or MP3 file plays, or None where it is neither."""
    return wav_seconds(body) if body.startswith(b"RIFF") else mp3_seconds(body)


def mp3_seconds(body: bytes) -> float | None:
    """Return how long an MP3 file plays, counting its frames.

    Source: ISO/IEC 11172-3 2.4.2.3 and 13818-3 for the header of a frame, id3.org for the tag.
    """
    at, seconds = _behind_tag(body), 0.0
    while at + 4 <= len(body) and (frame := _frame(body[at : at + 4])):
        at += frame[0]
        seconds += frame[1]
    return seconds or None


def _behind_tag(body: bytes) -> int:
    if body[:3] != b"ID3" or len(body) < 10:
        return 0
    size = 0
    for seven_bits in body[6:10]:
        size = size << 7 | seven_bits & 0x7F
    return size + 10


def _frame(header: bytes) -> tuple[int, float] | None:
    """Return the length in bytes and in seconds of the layer III frame under a header."""
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if header[0] != 0xFF or header[1] < 0xE0 or layer != 1 or version == 1:
        return None
    if bitrate in (0, 15) or rate == 3:
        return None
    hertz = (44100, 48000, 32000)[rate] // {3: 1, 2: 2, 0: 4}[version]
    kilobits = (_KILOBITS_1 if version == 3 else _KILOBITS_2)[bitrate - 1]
    samples = 1152 if version == 3 else 576
    return samples // 8 * kilobits * 1000 // hertz + padding, samples / hertz


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
