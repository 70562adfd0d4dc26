"""What a backup says of itself, as values: its last member, without which it is not whole."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

PROJECT, FORMAT = "tam-nhanh", 1


class Section(StrEnum):
    """What a member of a backup belongs to; in this order they stand in the file."""

    SPOOL = "spool"
    TABLES = "tables"
    RECORDINGS = "recordings"
    CONFIGURATION = "configuration"


class Kind(StrEnum):
    """How the values of a column are written, the same on every engine."""

    PLAIN = "plain"  # numbers and texts, as JSON has them
    FLAG = "flag"  # true, false
    MOMENT = "moment"  # ISO 8601 with its zone
    DAY = "day"  # ISO 8601
    TIME = "time"  # ISO 8601, local
    DOCUMENT = "document"  # JSON, as a text, to the letter
    BYTES = "bytes"  # base64


class Damaged(Exception):
    """The file is no whole backup; says what is wrong with it, in both languages."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the columns in the order of each line, and how many lines there are."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Seal:
    """What a section held: members, bytes, and the SHA-256 of all of it in order, in hex."""

    members: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole of it; `revision` is the schema's, `missing` counts audio that was nowhere."""

    taken_at: datetime
    revision: str
    tables: tuple[Table, ...]
    seals: Mapping[Section, Seal]
    missing: int

    @property
    def rows(self) -> int:
        """Return how many rows there are in all."""
        return sum(table.rows for table in self.tables)

    def written(self) -> bytes:
        """Return it as JSON."""
        head = {"project": PROJECT, "format": FORMAT}
        document = asdict(self) | {"taken_at": self.taken_at.isoformat()}
        return json.dumps(head | document).encode()

    @classmethod
    def read(cls, written: bytes) -> "Manifest":
        """Return what was written; raises Damaged where that is none, or one of another format."""
        try:
            document = json.loads(written)
            is_ours = (document["project"], document["format"]) == (PROJECT, FORMAT)
            return _manifest(document) if is_ours else _refuse(document["format"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Damaged(
                "mục lục của bản sao lưu không đọc được · the backup's manifest cannot be read"
            ) from error


def _manifest(document: Any) -> Manifest:
    return Manifest(
        taken_at=datetime.fromisoformat(document["taken_at"]),
        revision=str(document["revision"]),
        tables=tuple(_table(table) for table in document["tables"]),
        seals={Section(name): Seal(**seal) for name, seal in document["seals"].items()},
        missing=int(document["missing"]),
    )


def _table(document: Any) -> Table:
    columns = tuple((str(name), Kind(kind)) for name, kind in document["columns"])
    return Table(str(document["name"]), columns, int(document["rows"]))


def _refuse(found: object) -> Manifest:
    raise Damaged(
        f"bản sao lưu có dạng {found}, bản này đọc dạng {FORMAT}"
        f" · the backup is of format {found}, this release reads {FORMAT}"
    )
