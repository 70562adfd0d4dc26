"""`flask restore`: a backup back into a hotline, also on another engine."""

import getpass
from pathlib import Path
from typing import IO

import click

from backups import archive
from backups.manifest import Damaged
from backups.restoring import CannotRestore, Restored, Restorer
from commands.period import database_needed, hotline, local
from commands.upkeep.backup import summary


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--force", is_flag=True, help="Thay hết dữ liệu hiện có · replace all there is.")
@click.option("--check", is_flag=True, help="Chỉ kiểm tra tệp · only look whether it is whole.")
def restore(file: IO[bytes], *, force: bool, check: bool) -> None:
    """Phục hồi từ bản sao lưu · put a backup back: all of it, or nothing.

    Dừng web và worker trước · stop web and worker before. From SQLite to PostgreSQL and back: set
    DATABASE_URL to the new database, then restore into it.
    """
    with database_needed():
        try:
            if check:
                manifest = archive.check(file)
                click.echo(f"✓ {local(manifest.taken_at)}: {summary(manifest)}")
                return
            restorer = Restorer(hotline(), getpass.getuser(), hotline().clock())
            _tell(restorer.restore(file, force=force))
        except (Damaged, CannotRestore) as fault:
            raise click.ClickException(f"{Path(file.name).name}: {fault}") from None
        except OSError as fault:
            raise click.ClickException(f"{fault.strerror or fault}") from None


def _tell(restored: Restored) -> None:
    taken = local(restored.manifest.taken_at)
    click.echo(f"✓ Đã phục hồi bản · put back, as of {taken}: {summary(restored.manifest)}")
    for path in restored.files:
        click.echo(
            f"  tệp · file: {path} (bản trước vẫn còn bên cạnh · the former one is beside it)"
        )
    if restored.settings:
        click.echo("  Cài đặt khi đó, nay khác · settings then, not so now:")
    for line in restored.settings:
        click.echo(f"    {line}")
