"""What must be written down: each setting, each package, each change."""

import pytest

from commands import NAMES
from ivr.flow.steps import Prompt
from ivr.prompts import TEXTS
from ivr.settings import Settings
from tests.guards.sources import PACKAGES, ROOT


def text_of(name: str) -> str:
    path = ROOT / name
    if not path.is_file():
        pytest.skip(f"{name} is not written yet")
    return path.read_text("utf-8")


def test_each_setting_is_told_in_the_readme():
    readme = text_of("README.md")

    assert [name for name in Settings.model_fields if name.upper() not in readme] == []


def test_each_command_is_told_in_the_readme():
    readme = text_of("README.md")

    def is_told(name: str) -> bool:
        return f"flask --app app {name}" in readme or f"`{name}" in readme

    assert [name for name in NAMES if not is_told(name)] == []


def test_each_sentence_is_told_to_those_who_record_it():
    lines = text_of("prompts/README.md").splitlines()
    told = {line.split("`")[1]: line for line in lines if line.startswith("| `")}

    assert set(told) == set(Prompt)
    for prompt, text in TEXTS.items():
        assert told[prompt].endswith(f" | {text.vi} | {text.en} |"), prompt


def test_each_package_is_told_in_the_architecture():
    architecture = text_of("docs/architecture.md")

    told = [name for name in PACKAGES if f"{name}/" in architecture or f"`{name}`" in architecture]
    assert told == list(PACKAGES)


def test_there_is_a_changelog_that_speaks_of_this_version():
    changelog = text_of("CHANGELOG.md")

    assert changelog.startswith("# ")
