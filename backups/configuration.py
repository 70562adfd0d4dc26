"""What a hotline is besides its books: the menu, its own recorded sentences, its settings."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from ivr.prompts import find_recordings
from ivr.settings import Settings

BRANCHES, SETTINGS, PROMPTS = "branches.yaml", "settings.env", "prompts/"
# Texts that are no secrets; of every other setting that is a text only the name is kept.
OPEN_TEXTS = frozenset(
    {"public_url", "twilio_account_sid", "twilio_api_url", "recordings_url", "website"}
)
# What must be different on another machine, and so is no news when it is.
OF_THE_PLACE = frozenset(
    {"branches_file", "recordings_dir", "prompts_dir", "var_dir", "port", "forwarded_allow_ips"}
)


def found(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the configuration, by its name in a backup."""
    yield SETTINGS, "".join(f"{line}\n" for line in lines(settings)).encode()
    yield BRANCHES, settings.branches_file.read_bytes()
    for (language, _), file in sorted(find_recordings(settings.prompts_dir).items()):
        recorded = settings.prompts_dir / language / file
        yield f"{PROMPTS}{language}/{file}", recorded.read_bytes()


def lines(settings: Settings) -> list[str]:
    """Return the settings as lines of a `.env` file; of secrets there is the name only."""
    told = []
    for name, field in sorted(type(settings).model_fields.items()):
        value = getattr(settings, name)
        is_open = name in OPEN_TEXTS or field.annotation in (bool, int, float, Path)
        told.append(f"{name.upper()}={value}" if is_open else f"# {name.upper()}= (kept apart)")
    return told


def differences(settings: Settings, written: bytes) -> list[str]:
    """Return the lines of a backup's settings that are not so here, but for paths and ports."""
    here = set(lines(settings))
    told = written.decode(errors="replace").splitlines()
    return [line for line in told if line not in here and _name(line) not in OF_THE_PLACE]


def put_back(settings: Settings, name: str, content: bytes, *, at: datetime) -> Path | None:
    """Put one file back where it belongs; return where, None where it is there already.

    What stood there stays beside it, under a name that ends in `before-` and the moment. A name
    that leads elsewhere is put nowhere.
    """
    path = _place(settings, name)
    if path is None or (path.is_file() and path.read_bytes() == content):
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.rename(path.with_name(f"{path.name}.before-{at:%Y%m%dT%H%M%SZ}"))
    path.write_bytes(content)
    return path


def _place(settings: Settings, name: str) -> Path | None:
    if name == BRANCHES:
        return settings.branches_file
    parts = PurePosixPath(name).parts
    is_prompt = name.startswith(PROMPTS) and len(parts) == 3 and ".." not in parts
    return settings.prompts_dir.joinpath(*parts[1:]) if is_prompt else None


def _name(line: str) -> str:
    return line.removeprefix("# ").partition("=")[0].lower()
