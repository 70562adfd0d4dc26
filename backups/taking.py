"""Takes a backup while calls run: what is in it is one moment of the hotline.

The spool is read before the books. An event that is replayed meanwhile is then in both, and kept
once when they are put back; read the other way round it would be in neither.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from backups import columns, configuration
from backups.archive import LARGEST, Writer
from backups.manifest import Manifest, Section, Table
from ivr.hotline import Hotline
from ivr.spool import Spool
from ivr.storage import Storage
from models.messages import Message
from models.migrate import head, revision
from models.session import Database, hold_still
from models.tables import Base

AT_ONCE = 1000  # rows that the database hands over at a time
CHUNK = 4 * 1024 * 1024  # bytes of rows in one member


class CannotTake(Exception):
    """No backup can be taken; says why and what to do, in both languages."""


def take(hotline: Hotline, file: IO[bytes], *, at: datetime) -> Manifest:
    """Write the whole hotline into an open file, and return what it is.

    Raises CannotTake where the database is not of this release: columns would be left out.
    """
    _refuse_other_schema(hotline.database)
    with Writer(file, at=at) as writer:
        _take_spool(writer, Spool(hotline.settings.var_dir / "spool"))
        with hotline.database.reading() as session:
            hold_still(session)
            tables = tuple(_take_table(writer, session, t) for t in Base.metadata.sorted_tables)
            missing = _take_recordings(writer, _audio(session), hotline.storage)
        for name, content in configuration.found(hotline.settings):
            writer.add(Section.CONFIGURATION, name, content)
        return writer.finish(revision=head(), tables=tables, missing=missing)


def _refuse_other_schema(database: Database) -> None:
    found = revision(database)
    if found != head():
        raise CannotTake(
            f"cơ sở dữ liệu ở phiên bản {found}, phần mềm này ở {head()}: dùng đúng bản phần mềm"
            f" · the database is at revision {found}, this release at {head()}:"
            " use the release that fits it"
        )


def _take_spool(writer: Writer, spool: Spool) -> None:
    for path in spool.found():
        try:
            written = path.read_bytes()
        except FileNotFoundError:
            continue  # replayed meanwhile, so the books have it
        writer.add(Section.SPOOL, path.name, written)


def _take_table(writer: Writer, session: Session, table: sa.Table) -> Table:
    names = tuple((column.name, columns.kind_of(column)) for column in table.columns)
    places = columns.writers(Table(table.name, names, 0))
    query = sa.select(*map(columns.selected, table.columns)).order_by(*table.primary_key)
    found = session.execute(query.execution_options(yield_per=AT_ONCE))
    rows, written = 0, (_line(list(row), places) for row in found)
    for number, (lines, chunk) in enumerate(_chunks(written), start=1):
        writer.add(Section.TABLES, f"{table.name}/{number:06}.jsonl", chunk)
        rows += lines
    return Table(table.name, names, rows)


def _line(row: list[Any], places: list[tuple[int, Callable[[Any], Any]]]) -> bytes:
    return json.dumps(columns.changed(row, places), ensure_ascii=False).encode() + b"\n"


def _chunks(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield lines joined to about a chunk each, with how many they are."""
    waiting, size = [], 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= CHUNK:
            yield len(waiting), b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield len(waiting), b"".join(waiting)


def _audio(session: Session) -> Iterator[str]:
    """Yield the name of each message's audio, once."""
    query = sa.select(Message.path).where(Message.path.is_not(None)).distinct()
    ordered = query.order_by(Message.path).execution_options(yield_per=AT_ONCE)
    return (path for path in session.scalars(ordered) if path)


def _take_recordings(writer: Writer, names: Iterable[str], storage: Storage) -> int:
    """Add each recording; return how many are not where the books say."""
    missing = 0
    for name in names:
        try:
            with storage.open(name) as audio:
                writer.add(Section.RECORDINGS, name, audio.read(LARGEST))
        except FileNotFoundError:
            missing += 1
    return missing
