"""`flask backup`: the whole hotline into one file, while calls run."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import click

from backups.manifest import Manifest, Section
from backups.restoring import SUBJECT
from backups.taking import CannotTake, take
from commands.period import database_needed, hotline
from models.audit import AuditRow

STREAM = "-"


@click.command()
@click.argument("target", type=click.Path(path_type=Path, allow_dash=True))
def backup(target: Path) -> None:
    """Sao lưu toàn bộ vào một tệp · back the whole hotline up into one file.

    TARGET là tệp mới, thư mục, hoặc “-” để chuyển sang lệnh khác · a new file, a folder (in which
    the moment names it), or “-” to pipe it into a program that encrypts it.
    """
    now = hotline().clock()
    with database_needed():
        try:
            with _opened(target, now) as (file, name):
                manifest = take(hotline(), file, at=now)
        except (CannotTake, OSError) as fault:
            raise click.ClickException(_words(fault)) from None
        _audit(manifest, now)
    _tell(manifest, name)


@contextmanager
def _opened(target: Path, now: datetime) -> Iterator[tuple[IO[bytes], str]]:
    """Yield the file to write into; it gets its name once it is whole and on the disk."""
    if str(target) == STREAM:
        yield sys.stdout.buffer, STREAM
        return
    path = target / f"tam-nhanh-{now:%Y%m%dT%H%M%SZ}.tar.gz" if target.is_dir() else target
    if path.exists():
        raise click.ClickException(f"đã có tệp này, không ghi đè · is there already: {path}")
    half = path.with_name(f".{path.name}.{os.urandom(4).hex()}.half")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file, str(path)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)


def _words(fault: Exception) -> str:
    if not isinstance(fault, OSError):
        return str(fault)
    return f"không ghi hoặc đọc được · cannot be written or read: {fault.strerror or fault}"


def _audit(manifest: Manifest, now: datetime) -> None:
    after = {"rows": manifest.rows, "recordings": manifest.seals[Section.RECORDINGS].members}
    row = AuditRow(
        at=now, actor=getpass.getuser(), subject=SUBJECT, key="taken", before=None, after=after
    )
    with hotline().database.transaction() as session:
        session.add(row)


def _tell(manifest: Manifest, name: str) -> None:
    click.echo(f"✓ {summary(manifest)}: {name}", err=True)
    if manifest.missing:
        click.echo(
            f"{manifest.missing} lời nhắn không còn tệp âm thanh"
            f" · messages whose audio is not where it should be: {manifest.missing}",
            err=True,
        )


def summary(manifest: Manifest) -> str:
    """Return in a line what a backup holds."""
    recordings = manifest.seals[Section.RECORDINGS].members
    spooled = manifest.seals[Section.SPOOL].members
    return (
        f"{manifest.rows} hàng · rows, {recordings} lời nhắn · messages,"
        f" {spooled} sự kiện chờ · events waiting"
    )
