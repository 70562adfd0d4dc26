"""Puts a backup back: all of it or nothing, on either engine, brought to this release's schema.

The file is read twice: first to the end, to know that it is whole, then to put it back. Rows go in
at the schema that they were taken from; what later releases changed is then done to them as it
would have been where they were.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

import psycopg
import sqlalchemy as sa
from sqlalchemy.orm import Session

from backups import archive, configuration
from backups.archive import Entry
from backups.loading import loader_for, rows_of
from backups.manifest import Damaged, Manifest, Section, Table
from ivr.hotline import Hotline
from ivr.spool import Spool
from models.audit import AuditRow
from models.migrate import head, migrate_within
from models.tables import Base

SUBJECT = "backups"


class CannotRestore(Exception):
    """Nothing was put back; says why and what to do, in both languages."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: what it was, files of the configuration, settings that are not so here."""

    manifest: Manifest
    files: tuple[Path, ...]
    settings: tuple[str, ...]


@dataclass(slots=True)
class _Kept:
    """What one reading put back so far, so that it can be counted and undone."""

    rows: dict[str, int] = field(default_factory=dict)
    spooled: list[Path] = field(default_factory=list)
    configuration: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Restorer:
    """Puts one backup back into one hotline; `actor` is who asked for it."""

    hotline: Hotline
    actor: str
    at: datetime

    def restore(self, file: IO[bytes], *, force: bool) -> Restored:
        """Check the file, then put it back; with `force` over what there is.

        Raises Damaged or CannotRestore, and then the books are as they were.
        """
        manifest = archive.check(file)
        _refuse_newer(manifest)
        kept = _Kept()
        try:
            with self.hotline.database.transaction() as session:
                self._restore(session, file, manifest, force=force, kept=kept)
        except BaseException as fault:
            for path in kept.spooled:
                path.unlink(missing_ok=True)
            if isinstance(fault, psycopg.Error | sa.exc.DBAPIError):
                raise _refused(fault) from None
            raise
        return self._configure(manifest, kept)

    def _restore(
        self,
        session: Session,
        file: IO[bytes],
        manifest: Manifest,
        *,
        force: bool,
        kept: _Kept,
    ) -> None:
        connection = session.connection()
        _hold_everything(connection)
        _make_room(connection, force=force)
        migrate_within(connection, manifest.revision)
        self._load(connection, file, manifest, kept)
        migrate_within(connection)
        session.add(
            AuditRow(
                at=self.at,
                actor=self.actor,
                subject=SUBJECT,
                key="restored",
                before=None,
                after={"taken_at": manifest.taken_at.isoformat(), "rows": manifest.rows},
            )
        )

    def _load(
        self, connection: sa.Connection, file: IO[bytes], manifest: Manifest, kept: _Kept
    ) -> None:
        loader, tables = loader_for(connection), {table.name: table for table in manifest.tables}
        spool = Spool(self.hotline.settings.var_dir / "spool")

        def row(entry: Entry) -> None:
            table = _found(tables, entry.name.partition("/")[0])
            rows = rows_of(table, entry.content)
            loader.load(table, rows)
            kept.rows[table.name] = kept.rows.get(table.name, 0) + len(rows)

        def spooled(entry: Entry) -> None:
            if "/" not in entry.name and not (spool.folder / entry.name).exists():
                kept.spooled.append(spool.folder / entry.name)
                spool.put_back(entry.name, entry.content)

        def recording(entry: Entry) -> None:
            self.hotline.storage.put(entry.name, [entry.content], limit=archive.LARGEST)

        put_back: dict[Section, Callable[[Entry], None]] = {
            Section.TABLES: row,
            Section.SPOOL: spooled,
            Section.RECORDINGS: recording,
            Section.CONFIGURATION: kept.configuration.append,
        }
        for entry in archive.entries(file):
            if isinstance(entry, Entry):
                put_back[entry.section](entry)
        for table in manifest.tables:
            _refuse_other_count(table, kept.rows.get(table.name, 0))
            loader.finish(table)

    def _configure(self, manifest: Manifest, kept: _Kept) -> Restored:
        """Put the configuration back at last: files know no transaction."""
        settings, files, told = self.hotline.settings, [], []
        for entry in kept.configuration:
            if entry.name == configuration.SETTINGS:
                told = configuration.differences(settings, entry.content)
            elif path := configuration.put_back(settings, entry.name, entry.content, at=self.at):
                files.append(path)
        return Restored(manifest, tuple(files), tuple(told))


def _found(tables: Mapping[str, Table], name: str) -> Table:
    if name not in tables:
        raise Damaged(f"bảng không có trong mục lục · a table that the manifest has not: {name}")
    return tables[name]


def _refuse_newer(manifest: Manifest) -> None:
    if manifest.revision > head():
        raise CannotRestore(
            f"bản sao lưu ở phiên bản {manifest.revision}, phần mềm này ở {head()}: hãy cập nhật"
            f" phần mềm trước · the backup is at revision {manifest.revision}, this release at"
            f" {head()}: update the software first"
        )


def _hold_everything(connection: sa.Connection) -> None:
    """Let nobody write until the end; on SQLite nobody can."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(_quoted(connection))
        connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")


def _make_room(connection: sa.Connection, *, force: bool) -> None:
    """Refuse a database that holds anything, or empty it."""
    full = [
        table.name
        for table in Base.metadata.sorted_tables
        if connection.scalar(sa.select(sa.exists(sa.select(sa.literal(1)).select_from(table))))
    ]
    if full and not force:
        raise CannotRestore(
            f"cơ sở dữ liệu không trống ({', '.join(full)}): dùng cơ sở dữ liệu mới, hoặc --force"
            " để thay tất cả · the database is not empty: use a new one, or --force to replace"
            " everything in it"
        )
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in full:
            connection.execute(sa.delete(table))


def _quoted(connection: sa.Connection) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    return [quote(table.name) for table in Base.metadata.sorted_tables]


def _refuse_other_count(table: Table, found: int) -> None:
    if found != table.rows:
        raise Damaged(
            f"bảng {table.name}: {found} hàng thay vì {table.rows}"
            f" · table {table.name}: {found} rows instead of {table.rows}"
        )


def _refused(fault: BaseException) -> CannotRestore:
    """Say which kind of fault it was: its own words may quote a row, and so a number."""
    cause = getattr(fault, "orig", None) or fault
    where = getattr(getattr(cause, "diag", None), "table_name", None) or ""
    return CannotRestore(
        f"cơ sở dữ liệu không nhận, chưa có gì thay đổi ({type(cause).__name__} {where})"
        f" · the database refused a row, nothing was changed ({type(cause).__name__} {where})"
    )
