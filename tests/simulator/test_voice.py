"""The voice of the phone page: what it speaks, what it refuses to choke on, what it remembers."""

import array
import io
import math
import wave
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator.voice import PAUSE_S, Espeak, Voice, speakable

WELCOME = (
    "Kính chào quý khách đã gọi đến đường dây nóng của tỉnh. "
    "Để được hướng dẫn thủ tục hành chính, xin bấm phím bốn."
)
SORRY = "All our officers are busy. Please leave a message after the tone."
NOT_TESTED = "the phone page's voice is NOT TESTED, as it is not installed: boot.py setup --voice"
RATE = 100  # Of the voices that are played here: a second is two hundred bytes.


class Played:
    """Speaks a second for each letter, and counts what it was asked."""

    def __init__(self):
        self.asked, self.voices = [], []

    def __call__(self, text, voice):
        self.asked.append(text)
        self.voices.append(voice)
        return bytes(2 * RATE * len(text))


@pytest.fixture
def voice():
    loaded = Voice.load()
    if loaded is None:
        pytest.skip(NOT_TESTED)
    return loaded


def samples(wav):
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return array.array("h", file.readframes(file.getnframes())), file.getframerate()


def seconds(wav):
    spoken, rate = samples(wav)
    return len(spoken) / rate


def loudness(wav):
    spoken, _ = samples(wav)
    return math.sqrt(sum(sample * sample for sample in spoken) / len(spoken))


# What it speaks.


def test_vietnamese_is_spoken_at_a_pace_that_can_be_followed(voice):
    spoken = seconds(voice.speak(WELCOME, "vi-VN")) - PAUSE_S

    assert 0.12 < spoken / len(WELCOME.split()) < 0.5


def test_english_is_spoken_at_a_pace_that_can_be_followed(voice):
    spoken = seconds(voice.speak(SORRY, "en-US")) - PAUSE_S

    assert 0.25 < spoken / len(SORRY.split()) < 0.75


def test_a_longer_text_takes_longer(voice):
    one, two = (seconds(voice.speak(WELCOME * n, "vi-VN")) - PAUSE_S for n in (1, 2))

    assert two == pytest.approx(2 * one, rel=0.1)


@pytest.mark.parametrize(
    ("language", "is_vietnamese"),
    [
        ("vi", True),
        ("vi-VN", True),
        ("VI-vn", True),
        ("en-GB", False),
        ("fr-FR", False),
        ("", False),
    ],
)
def test_the_language_decides_who_speaks(language, is_vietnamese):
    played = Played()

    Voice(played, RATE).speak("Xin chào", language)

    assert played.voices == ["vi" if is_vietnamese else "en-us"]


def test_the_two_languages_sound_different(voice):
    vietnamese, english = (seconds(voice.speak(WELCOME, language)) for language in ("vi", "en"))

    assert vietnamese != pytest.approx(english, rel=0.05)


def test_the_loudest_sound_is_not_clipped(voice):
    spoken, _ = samples(voice.speak(WELCOME, "vi-VN"))

    assert 8_000 < max(map(abs, spoken)) < 32_000


def test_each_sentence_ends_in_a_pause(voice):
    spoken, rate = samples(voice.speak(SORRY, "en-US"))

    assert not any(spoken[-round(PAUSE_S * rate) :])
    assert any(spoken[: -round(PAUSE_S * rate)])


# Odd texts.


@pytest.mark.parametrize("language", ["vi-VN", "en-US"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "...",
        "<",
        "`",
        "(-)",
        "\x00\x01\x1b\x7f",
        "\ud800\udfff",
        "😀",
        "\ufeff",
        "你好",
    ],
)
def test_where_nothing_can_be_spoken_there_is_a_short_silence(voice, text, language):
    spoken, rate = samples(voice.speak(text, language))

    assert set(spoken) == {0}
    assert len(spoken) / rate == pytest.approx(PAUSE_S, abs=0.05)


@pytest.mark.parametrize("text", ["<b>Xin</b> & chào", "Xin\x01150S chào", "\ud800Xin chào\x00"])
def test_the_words_between_odd_characters_are_spoken(voice, text):
    assert 0.5 < seconds(voice.speak(text, "vi-VN")) < 4


@pytest.mark.parametrize("text", ["xin chào " * 5000, "x" * 100_000, "9" * 100_000, "9 " * 100_000])
def test_a_text_without_end_comes_to_an_end(voice, text):
    assert 10 < seconds(voice.speak(text, "vi-VN")) < 310

    assert seconds(voice.speak("Xin chào", "vi-VN")) < 2  # What came before is over.


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Để gặp cán bộ, xin bấm phím 0.", "Để gặp cán bộ, xin bấm phím 0."),
        ("Don’t hang up!", "Don't hang up!"),
        ("lúc 8:30, 1.500 đồng", "lúc 8:30, 1.500 đồng"),
        ("Xin cha\u0300o", "Xin chào"),
        ("« Chờ – máy »\n(#1)", "Chờ máy 1"),
        ("a ` b <- c", "a b c"),
        ("gọi +84…", "gọi 84"),
        ("Привет 你好", ""),
        ("a" * 5000, "a" * 4096),
    ],
)
def test_the_library_is_given_words_and_pauses_only(text, spoken):
    assert speakable(text) == spoken


# What it remembers.


def test_the_same_sentence_is_spoken_once_for_each_language():
    played = Played()
    voice = Voice(played, RATE)

    first, again = voice.speak("Alo", "vi-VN"), voice.speak("Alo", "vi")
    voice.speak("Alo", "en-US")

    assert first is again
    assert played.asked == ["Alo", "Alo"]


def test_the_sentence_that_was_not_heard_for_longest_is_forgotten_first():
    played = Played()
    voice = Voice(played, RATE, cache_bytes=2 * 2 * RATE * 4)
    for text in ("aaa", "bbb", "aaa", "ccc"):  # There is room for two of them, with their pauses.
        voice.speak(text, "vi")

    voice.speak("aaa", "vi")
    voice.speak("bbb", "vi")

    assert played.asked == ["aaa", "bbb", "ccc", "bbb"]


def test_a_sentence_too_long_to_remember_is_spoken_all_the_same():
    played = Played()
    voice = Voice(played, RATE, cache_bytes=1000)

    lengths = [seconds(voice.speak("a" * 50, "vi")) for _ in range(2)]
    voice.speak("b", "vi")
    voice.speak("b", "vi")

    assert lengths == [50 + PAUSE_S] * 2
    assert played.asked == ["a" * 50, "a" * 50, "b"]


# Two at once.


def test_two_who_speak_at_once_do_not_take_each_others_words(voice):
    sentences = [(WELCOME, "vi-VN"), (SORRY, "en-US")] * 8
    alone = {sentence: voice.speak(*sentence) for sentence in sentences}

    def speak(sentence):
        newcomer = Voice.load()  # With a memory of its own.
        assert newcomer is not None
        return newcomer.speak(*sentence)

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(speak, sentences))

    # It never says a sentence twice the same, bit by bit: it wavers like a voice.
    for sentence, wav in zip(sentences, together, strict=True):
        assert seconds(wav) == pytest.approx(seconds(alone[sentence]), rel=0.02)
        assert loudness(wav) == pytest.approx(loudness(alone[sentence]), rel=0.1)


def test_two_who_want_the_same_sentence_get_the_same(voice):
    with ThreadPoolExecutor(8) as threads:
        heard = set(threads.map(lambda _: voice.speak(WELCOME, "vi-VN"), range(8)))

    assert len(heard) == 1


# Where there is none.


class Package:
    """A package as espeakng-loader is one, with faults."""

    def __init__(self, library="nowhere.so", data="nowhere"):
        self.library, self.data = library, data

    def get_library_path(self):
        return self.library

    def get_data_path(self):
        if self.data is None:
            raise RuntimeError("data path not exists")
        return self.data


def test_without_its_package_there_is_no_voice():
    assert Espeak.open(None) is None


def test_with_a_library_that_does_not_load_there_is_no_voice(caplog):
    assert Espeak.open(Package()) is None
    assert "no voice: the library does not load" in caplog.text


@pytest.mark.parametrize("data", [None, "/" + "deep/" * 40])
def test_with_data_out_of_its_reach_there_is_no_voice(data, capfd):
    package = pytest.importorskip("espeakng_loader", reason=NOT_TESTED)
    library = package.get_library_path()

    assert Espeak.open(Package(library, data)) is None
    assert capfd.readouterr() == ("", "")
