"""What the switchboard says: complete in both languages, short enough, and replaceable."""

import string
import unicodedata
from datetime import datetime
from pathlib import Path

import pytest

from ivr.branches import load_branches
from ivr.flow import dialogue
from ivr.flow.position import Position
from ivr.flow.steps import Prompt, Sentence
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Language, Text
from ivr.prompts import LONGEST_S, TEXTS, Prompts, find_recordings, seconds
from tests.flow.scenes import ROOT, everything_said
from tests.ivr.sentences import AT_NIGHT, HOLIDAY, IN_HOURS, TODAY, scene, sentences

LONGEST_CLOSED_S = 12.0  # with the name of a holiday, a day and an hour in it
LONGEST_MENU_S = 32.0  # from the answer to the last key that is announced
MOST_SYLLABLES_OFF = 1.3  # seconds by which the estimate of an English sentence may be wrong
SHIPPED = load_branches(ROOT / "branches.yaml", today=TODAY)
TWO_LEVELS = load_branches(ROOT / "docs" / "examples" / "two-level.yaml", today=TODAY)
SWITCHBOARDS = [pytest.param(SHIPPED, id="shipped"), pytest.param(TWO_LEVELS, id="two levels")]
LANGUAGES = list(Language)
VI, EN = Language.VI, Language.EN


def text(switchboard: Switchboard, sentence: Sentence) -> str:
    return Prompts(switchboard.province).text(sentence)


def blanks(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize("prompt", list(Prompt))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_prompt_is_written_in_every_language(prompt: Prompt, language: Language) -> None:
    written = TEXTS[prompt].in_(language)

    assert written.strip() == written
    assert written.endswith(".")
    assert "  " not in written


@pytest.mark.parametrize("prompt", list(Prompt))
def test_both_languages_leave_the_same_blanks(prompt: Prompt) -> None:
    assert blanks(TEXTS[prompt].vi) == blanks(TEXTS[prompt].en)


@pytest.mark.parametrize("prompt", list(Prompt))
@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_composed_and_numbers_are_words(prompt: Prompt, language: Language) -> None:
    written = TEXTS[prompt].in_(language)

    assert unicodedata.is_normalized("NFC", written)
    assert not any(letter.isdigit() for letter in written)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_flow_says_every_prompt(language: Language) -> None:
    said = {s.prompt for s in (*sentences(SHIPPED, language), *sentences(TWO_LEVELS, language))}

    only_for_english = {Prompt.WHISPER_ENGLISH} if language is VI else set()
    assert set(Prompt) - said == only_for_english


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("switchboard", SWITCHBOARDS)
def test_the_flow_fills_in_just_the_blanks_there_are(
    switchboard: Switchboard, language: Language
) -> None:
    for sentence in sentences(switchboard, language):
        wanted = blanks(TEXTS[sentence.prompt].in_(sentence.language)) - {"province"}
        assert {name for name, _ in sentence.blanks} == wanted, sentence
        assert all(value.strip() for _, value in sentence.blanks), sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("switchboard", SWITCHBOARDS)
def test_no_sentence_is_longer_than_a_caller_can_bear(
    switchboard: Switchboard, language: Language
) -> None:
    for sentence in sentences(switchboard, language):
        said = text(switchboard, sentence)
        closed = sentence.prompt in (Prompt.HOLIDAY, Prompt.REOPENS)
        limit = LONGEST_CLOSED_S if closed else LONGEST_S
        assert seconds(said, sentence.language) <= limit, said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("switchboard", SWITCHBOARDS)
def test_what_is_said_is_composed_and_has_no_braces(
    switchboard: Switchboard, language: Language
) -> None:
    for sentence in sentences(switchboard, language):
        said = text(switchboard, sentence)
        assert unicodedata.is_normalized("NFC", said)
        assert not set("{}") & set(said), said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("switchboard", SWITCHBOARDS)
def test_all_numbers_are_said_in_words(switchboard: Switchboard, language: Language) -> None:
    for sentence in sentences(switchboard, language):
        if sentence.prompt is Prompt.HOLIDAY:  # a name from the calendar's library: "29 Tết"
            continue
        said = text(switchboard, sentence)
        assert not any(letter.isdigit() for letter in said), said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("now", [AT_NIGHT, HOLIDAY], ids=["night", "holiday"])
def test_why_it_is_closed_and_until_when_takes_twelve_seconds_at_most(
    language: Language, now: datetime
) -> None:
    start = Position(n=1, lang=language)

    for branch in SHIPPED.branches():
        step = dialogue.on_key(scene(SHIPPED, now), start, branch.key)
        lead = everything_said(step)[:2]
        assert [s.prompt for s in lead][1] is Prompt.REOPENS
        assert sum(seconds(text(SHIPPED, s), language) for s in lead) <= LONGEST_CLOSED_S


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_menu_is_said_in_half_a_minute(language: Language) -> None:
    step = dialogue.resume(scene(SHIPPED, IN_HOURS), Position(lang=language))
    greeting = (Sentence(Prompt.GREET, language), Sentence(Prompt.OTHER_LANGUAGE, language.other))

    said = (*greeting, *everything_said(step))

    taken = sum(seconds(text(SHIPPED, s), s.language) for s in said)
    assert len(said) == 2 + 1 + 8 + 1
    assert taken <= LONGEST_MENU_S


@pytest.mark.parametrize(
    ("language", "said", "taken"),
    [
        (VI, "Kính chào ông bà.", 1.0),
        (VI, "Cuộc gọi này không ghi âm.", 1.5),
        (EN, "Please choose a topic.", 1.25),
        (VI, "", 0.0),
    ],
)
def test_a_syllable_takes_a_quarter_of_a_second(
    language: Language, said: str, taken: float
) -> None:
    assert seconds(said, language) == taken


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("Welcome to the Hau Giang administrative reform hotline.", 3.8),
        ("That key is not valid. Please choose again.", 2.5),
        ("Organisation and staff training, press five.", 2.8),
        ("All officers are busy. To leave a message, press one.", 3.6),
    ],
)
def test_english_is_measured_well_enough(said: str, taken: float) -> None:
    assert seconds(said, EN) == pytest.approx(taken, abs=MOST_SYLLABLES_OFF)


def test_the_province_and_the_blanks_are_filled_in() -> None:
    prompts = Prompts(Text("tỉnh Sông Mây", "Song May"))
    choice = Sentence(
        Prompt.MENU_CHOICE, VI, (("choice", "Tài chính công"), ("key", "sáu")), "tai-chinh"
    )

    assert prompts.text(choice) == "Tài chính công, bấm phím sáu."
    assert "tỉnh Sông Mây" in prompts.text(Sentence(Prompt.GREET, VI))
    assert "Song May" in prompts.text(Sentence(Prompt.GREET, EN))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of recordings, and of files that are none."""
    for name in (
        *("vi/greet.wav", "vi/closed.wav", "vi/closed.nhanh-1.mp3", "vi/menu_choice.nhanh-1.wav"),
        *("vi/connecting.wav", "en/bye.mp3", "vi/bye.mp3", "vi/bye.wav"),
        *("vi/holiday.wav", "vi/greeting.wav", "vi/invalid.ogg", "vi/vm_send.txt", "vi/GREET.wav"),
        *("km/greet.wav", "greet.wav", "vi/.greet.wav"),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"RIFF")
    return tmp_path


def test_recordings_are_found_by_language_prompt_and_variant(folder: Path) -> None:
    assert find_recordings(folder) == {
        (VI, "greet"): "greet.wav",
        (VI, "closed"): "closed.wav",
        (VI, "closed.nhanh-1"): "closed.nhanh-1.mp3",
        (VI, "menu_choice.nhanh-1"): "menu_choice.nhanh-1.wav",
        (VI, "connecting"): "connecting.wav",
        (VI, "holiday"): "holiday.wav",
        (VI, "bye"): "bye.wav",
        (EN, "bye"): "bye.mp3",
    }


def test_a_folder_that_is_not_there_holds_no_recordings(tmp_path: Path) -> None:
    assert find_recordings(tmp_path / "nowhere") == {}


CHOICE = (("choice", "Chủ đề"), ("key", "một"))


@pytest.mark.parametrize(
    ("sentence", "played"),
    [
        pytest.param(Sentence(Prompt.GREET, VI), "vi/greet.wav", id="a plain sentence"),
        pytest.param(Sentence(Prompt.GREET, EN), None, id="not in the other language"),
        pytest.param(Sentence(Prompt.INVALID, VI), None, id="not recorded"),
        pytest.param(
            Sentence(Prompt.CLOSED, VI, variant="nhanh-1"),
            "vi/closed.nhanh-1.mp3",
            id="the branch's own",
        ),
        pytest.param(
            Sentence(Prompt.CLOSED, VI, variant="nhanh-2"),
            "vi/closed.wav",
            id="the common one where no name is in it",
        ),
        pytest.param(
            Sentence(Prompt.MENU_CHOICE, VI, CHOICE, "nhanh-1"),
            "vi/menu_choice.nhanh-1.wav",
            id="the branch's own choice",
        ),
        pytest.param(
            Sentence(Prompt.MENU_CHOICE, VI, CHOICE, "nhanh-2"), None, id="no other branch's choice"
        ),
        pytest.param(
            Sentence(Prompt.CONNECTING, VI, (("lead", "Sở Nội vụ"),), "nhanh-1"),
            None,
            id="never the common one where a name is in it",
        ),
        pytest.param(
            Sentence(Prompt.HOLIDAY, VI, (("name", "Quốc khánh"),)),
            None,
            id="never where a name is in it and there is no variant",
        ),
    ],
)
def test_a_recording_replaces_the_text_only_where_it_says_the_same(
    folder: Path, sentence: Sentence, played: str | None
) -> None:
    prompts = Prompts(Text("tỉnh", "province"), find_recordings(folder))

    assert prompts.recording(sentence) == played
