"""A voice for the phone page: eSpeak NG, as the package espeakng-loader brings it.

An optional extra, of the simulated carrier only: the library is under the GPL, and a real carrier
has voices of its own. Where it is missing, the page has the browser's voice, or text only.
"""

import ctypes
import functools
import io
import logging
import os
import re
import threading
import unicodedata
import wave
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Self

try:
    import espeakng_loader
except ImportError:
    espeakng_loader = None

log = logging.getLogger(__name__)

VIETNAMESE, ENGLISH = "vi", "en-us"
WORDS_PER_MINUTE = 150  # Its own pace is 175; many who call the hotline are old.
VOLUME = 80  # At its own, 100, the loudest vowels are clipped.
PAUSE_S = 0.25  # So that the next sentence does not run into this one.
LONGEST_TEXT = 4096  # What a <Say> may hold.
LONGEST_S = 300  # Letters without a sound are spelt out, which takes for ever.
CACHE_BYTES = 32 << 20

LATIN = "0-9A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
WORD = re.compile(f"[{LATIN}]+(?:[.,:'][{LATIN}]+)*[.,:;?!]?")

# Source: speak_lib.h of eSpeak NG 1.52.
SYNCHRONOUS = 2
DO_NOT_EXIT = 0x8000
CHARACTERS, UTF_8 = 1, 1
RATE_PARAMETER, VOLUME_PARAMETER = 1, 2
LONGEST_PATH = 150  # It keeps 160 bytes for the folder of its data, and complains on stderr.
TAKE_SAMPLES = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)

# The library has one state in a process, and one speaker at a time.
_sole_right = threading.Lock()


class Espeak:
    """The library, opened; there is one in a process."""

    def __init__(self, library: ctypes.CDLL, rate: int) -> None:
        self.rate = rate
        self._library = library
        self._samples = bytearray()
        self._take = TAKE_SAMPLES(self._on_samples)  # Held, as the library does not hold it.
        library.espeak_Synth.argtypes = [
            *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int),
            *(ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p),
        ]
        library.espeak_SetSynthCallback(self._take)

    @classmethod
    def open(cls, package: Any) -> Self | None:
        """Open the library that a package brings; None where there is none or it does not work."""
        if package is None:
            log.info("no voice: espeakng-loader is not installed")
            return None
        try:
            library = ctypes.CDLL(package.get_library_path())
            data = os.fsencode(package.get_data_path())
        except (OSError, RuntimeError) as fault:
            log.warning("no voice: the library does not load: %s", fault)
            return None
        if len(data) > LONGEST_PATH:
            log.warning("no voice: the folder of its data has too long a path")
            return None
        rate = library.espeak_Initialize(SYNCHRONOUS, 0, data, DO_NOT_EXIT)
        voices = (VIETNAMESE, ENGLISH)
        if rate <= 0 or any(library.espeak_SetVoiceByName(voice.encode()) for voice in voices):
            log.warning("no voice: the library finds no voices")
            return None
        return cls(library, rate)

    def synthesise(self, text: str, voice: str) -> bytes:
        """Return 16-bit samples of a text; none where nothing in it can be spoken.

        The same text sounds the same but is never the same bit by bit: the voice wavers a little.
        """
        spoken = text.encode()
        with _sole_right:
            self._samples.clear()
            self._library.espeak_SetVoiceByName(voice.encode())
            self._library.espeak_SetParameter(RATE_PARAMETER, WORDS_PER_MINUTE, 0)
            self._library.espeak_SetParameter(VOLUME_PARAMETER, VOLUME, 0)
            size = len(spoken) + 1
            self._library.espeak_Synth(spoken, size, 0, CHARACTERS, 0, UTF_8, None, None)
            return bytes(self._samples)

    def _on_samples(self, samples: int | None, count: int, _events: int | None) -> int:
        """Take what the library has spoken; anything but 0 stops it."""
        if samples and count > 0:
            self._samples += ctypes.string_at(samples, 2 * count)
        return int(len(self._samples) > 2 * LONGEST_S * self.rate)


@functools.cache
def _open_once() -> Espeak | None:
    return Espeak.open(espeakng_loader)


class Voice:
    """Speaks sentences, and remembers the latest of them.

    In memory only, since a sentence may hold a caller's number.
    """

    def __init__(
        self,
        synthesise: Callable[[str, str], bytes],
        rate: int,
        *,
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        self._synthesise = synthesise
        self._rate = rate
        self._room = cache_bytes
        self._spoken: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def load(cls) -> Self | None:
        """Return the voice; None where its package is not installed or does not work here."""
        with _sole_right:
            espeak = _open_once()
        return cls(espeak.synthesise, espeak.rate) if espeak else None

    def speak(self, text: str, language: str) -> bytes:
        """Return a text as a WAV file: mono, 16 bit; a short silence where nothing can be spoken.

        Vietnamese where the language (BCP 47) says so, and English otherwise.
        """
        voice = VIETNAMESE if language.lower().startswith("vi") else ENGLISH
        sentence = speakable(text), voice
        with self._lock:  # Who asks for a sentence that is being spoken waits for it.
            if sentence in self._spoken:
                self._spoken.move_to_end(sentence)
                return self._spoken[sentence]
            return self._remember(sentence, self._to_wav(self._synthesise(*sentence)))

    def _remember(self, sentence: tuple[str, str], audio: bytes) -> bytes:
        """Keep a sentence's audio, and forget the least used ones where there is no room."""
        self._spoken[sentence] = audio
        self._room -= len(audio)
        while self._room < 0:
            _, forgotten = self._spoken.popitem(last=False)
            self._room += len(forgotten)
        return audio

    def _to_wav(self, samples: bytes) -> bytes:
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(self._rate)
            out.writeframes(samples + bytes(2 * round(PAUSE_S * self._rate)))
        return file.getvalue()


def speakable(text: str) -> str:
    """Return the words of a text, and the marks at which a speaker pauses.

    Nothing else reaches the library: it obeys control characters, names an accent that stands apart
    from its letter, and breaks down, with the whole process, at a lone ` or <- in Vietnamese.
    """
    whole = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).replace("’", "'")
    return " ".join(WORD.findall(whole))
