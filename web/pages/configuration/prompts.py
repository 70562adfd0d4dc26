"""What the hotline says: each sentence, recorded and to be listened to, or to be read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Response, send_from_directory
from flask.typing import ResponseReturnValue

from accounts.rights import Right
from ivr.flow.steps import Prompt
from ivr.flow.words import Language, Text
from ivr.prompts import TEXTS, Prompts
from ivr.texts.citizens import CITIZENS
from ivr.texts.officers import OFFICERS
from web.pages.configuration.blueprint import configuration, tabs
from web.session import hotline, needs, not_there
from web.showing import show
from web.texts.configuration import PROMPTS


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded sentence: in which language, of which name, in which file."""

    language: Language
    name: str
    file: str


@dataclass(frozen=True, slots=True)
class PromptTold:
    """A sentence as it is said, and its recordings: of a branch's own, too."""

    name: str
    text: Text
    recordings: tuple[Recording, ...]


class _Blanks(dict[str, object]):
    """Fills every blank that is not known with dots."""

    def __missing__(self, _name: str) -> str:
        return "…"


@configuration.get("/prompts")
@needs(Right.SEE_CONFIGURATION)
def show_prompts() -> ResponseReturnValue:
    """Show every sentence."""
    prompts = hotline().board.prompts
    return show(
        "configuration/prompts.html",
        PROMPTS,
        tabs=tabs(),
        citizens=[*_told(prompts, CITIZENS)],
        officers=[*_told(prompts, OFFICERS)],
    )


@configuration.get("/prompts/<language>/<name>")
@needs(Right.SEE_CONFIGURATION)
def play_prompt(language: str, name: str) -> Response:
    """Play a recording; only those are played that the hotline would play."""
    recorded = hotline().board.prompts.recorded
    if (language, name) not in {(spoken, file) for (spoken, _), file in recorded.items()}:
        not_there("recording", f"{language}/{name}")
    folder = hotline().settings.prompts_dir / language
    return send_from_directory(folder, name, conditional=True)


def _told(prompts: Prompts, group: Mapping[Prompt, Text]) -> Iterator[PromptTold]:
    recorded = defaultdict(list)
    for (spoken, name), file in sorted(prompts.recorded.items()):
        recorded[name.partition(".")[0]].append(Recording(spoken, name, file))
    for prompt in group:
        text = TEXTS[prompt]
        vi, en = (_filled(prompts, text, language) for language in (Language.VI, Language.EN))
        yield PromptTold(prompt.value, Text(vi, en), tuple(recorded[prompt.value]))


def _filled(prompts: Prompts, text: Text, language: Language) -> str:
    blanks = _Blanks(province=prompts.province.in_(language))
    return text.in_(language).format_map(blanks)
