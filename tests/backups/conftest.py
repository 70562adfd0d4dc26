"""Hotlines to be backed up, and others to be put back into, each in a folder of its own."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from backups.restoring import Restorer
from backups.taking import take
from ivr.hotline import Hotline
from tests.harness import NINE_ON_MONDAY, ROOT, test_settings


@pytest.fixture
def hotline_at(tmp_path: Path) -> Iterator[Callable[..., Hotline]]:
    """Yield a maker of hotlines: `hotline_at("here", url)`."""
    made: list[Hotline] = []

    def make(name: str, url: str, **changes: Any) -> Hotline:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        branches = folder / "branches.yaml"
        branches.write_bytes((ROOT / "branches.yaml").read_bytes())
        settings = test_settings(folder, url, branches_file=branches, **changes)
        app = create_app(settings, clock=lambda: NINE_ON_MONDAY)
        made.append(app.extensions["hotline"])
        return made[-1]

    yield make
    for hotline in made:
        hotline.ledger.close()
        hotline.database.close()


@pytest.fixture
def here(hotline_at, sqlite_url):
    """Return a hotline on SQLite."""
    return hotline_at("here", sqlite_url)


@pytest.fixture
def there(hotline_at, postgres_url):
    """Return another one, on PostgreSQL."""
    return hotline_at("there", postgres_url)


@pytest.fixture
def taken():
    """Return a function that takes a backup of a hotline into memory."""

    def take_it(hotline: Hotline) -> io.BytesIO:
        file = io.BytesIO()
        take(hotline, file, at=NINE_ON_MONDAY)
        return file

    return take_it


@pytest.fixture
def put_back():
    """Return a function that puts a backup back into a hotline."""

    def restore(file: io.BytesIO, hotline: Hotline, *, force: bool = False):
        return Restorer(hotline, "operator", NINE_ON_MONDAY).restore(file, force=force)

    return restore
