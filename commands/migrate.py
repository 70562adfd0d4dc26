"""`flask migrate`: bring the database up to date, as the release step of a deployment."""

import click

from commands.period import database_needed, hotline
from models.migrate import migrate as run
from models.migrate import revision


@click.command()
def migrate() -> None:
    """Cập nhật cơ sở dữ liệu · bring the database to this version's schema."""
    with database_needed():
        run(hotline().database)
        at = revision(hotline().database)
    click.echo(f"✓ Cơ sở dữ liệu · database at revision {at}")
