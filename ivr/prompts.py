"""Everything the switchboard says, in every language, in one place.

A blank in braces is filled by the decision. Southern usage, formal address "ông bà"; topic first,
key last. No sentence may take longer than ten seconds to say (a syllable, or an English syllable's
worth of word, is a quarter of a second); sentences with blanks are measured with real names.
An operator who records a sentence drops the file into `prompts/<language>/`, named after the
prompt, or after prompt and variant where the prompt has one for each branch.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr.flow.steps import Prompt, Sentence
from ivr.flow.words import Language, Text
from ivr.texts.citizens import CITIZENS
from ivr.texts.officers import OFFICERS

LONGEST_S = 10.0
SYLLABLES_PER_S = 4.0
SUFFIXES = (".wav", ".mp3")

TEXTS: dict[Prompt, Text] = CITIZENS | OFFICERS


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is said: the sentences with the province's name in them, and the recordings there are.

    `recorded` maps (language, name) to the file's name below `prompts/<language>/`.
    """

    province: Text
    recorded: Mapping[tuple[Language, str], str] = field(default_factory=dict)

    def text(self, sentence: Sentence) -> str:
        """Return what a sentence says."""
        pattern = TEXTS[sentence.prompt].in_(sentence.language)
        blanks = dict(sentence.blanks)
        return pattern.format(province=self.province.in_(sentence.language), **blanks)

    def recording(self, sentence: Sentence) -> str | None:
        """Return the path below `prompts/` of the recording to play instead, or None.

        A prompt that differs by branch is only replaced by that branch's own recording: another one
        would say the wrong name.
        """
        has_blanks = bool(sentence.blanks)
        names = [f"{sentence.prompt}.{sentence.variant}"] if sentence.variant else []
        names += [] if has_blanks else [str(sentence.prompt)]
        for name in names:
            if file := self.recorded.get((sentence.language, name)):
                return f"{sentence.language}/{file}"
        return None


def find_recordings(folder: Path) -> dict[tuple[Language, str], str]:
    """Return the recordings in `folder`, by language and prompt (and variant).

    Files that are named after no prompt are left alone; `check` tells of them.
    """
    found = {}
    for language in Language:
        for path in sorted((folder / language).glob("*")):
            if path.suffix in SUFFIXES and path.stem.partition(".")[0] in set(Prompt):
                found[language, path.stem] = path.name
    return found


def seconds(text: str, language: Language) -> float:
    """Return how long a sentence takes to say, pauses left out.

    A Vietnamese word is one syllable; an English one has about as many as it has groups of vowels.
    """
    words = re.findall(r"\w+", text)
    if language is Language.VI:
        return len(words) / SYLLABLES_PER_S
    syllables = (len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e"))) for word in words)
    return sum(max(1, count) for count in syllables) / SYLLABLES_PER_S
