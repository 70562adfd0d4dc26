"""The file itself: a gzipped tar, written and read from one end to the other in constant memory.

Its last member is the manifest, so a file that was cut short has none and is never believed.
"""

import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, Protocol, Self

from backups.manifest import Damaged, Manifest, Seal, Section, Table

MANIFEST = "manifest.json"
LARGEST = 64 * 1024 * 1024  # bytes of one member, all of which is in memory at a time
PACK = 1  # gzip's quickest: half as large again as its best, in a fifth of the time
SKIP = 1024 * 1024


class Digest(Protocol):
    """A running checksum, as `hashlib` has them."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes in."""

    def hexdigest(self) -> str:
        """Return the checksum so far, in hex."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: of which section, its name in it, what it holds."""

    section: Section
    name: str
    content: bytes


@dataclass(slots=True)
class Sealing:
    """The seal of one section in the making."""

    members: int = 0
    size: int = 0
    digest: Digest = field(default_factory=hashlib.sha256)

    def take(self, entry: Entry) -> None:
        """Take one more member in, with its name and its length: none can slip into another."""
        self.members += 1
        self.size += len(entry.content)
        self.digest.update(f"{entry.name}\0{len(entry.content)}\0".encode())
        self.digest.update(entry.content)

    def seal(self) -> Seal:
        """Return the seal of what was taken in."""
        return Seal(self.members, self.size, self.digest.hexdigest())


class Writer:
    """Writes one backup into an open file, member by member; closed at the end of its block."""

    def __init__(self, file: IO[bytes], *, at: datetime) -> None:
        """Begin; `at` is when it is taken."""
        self._at = at
        self._packed = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=PACK, mtime=0)
        self._tar = tarfile.open(fileobj=self._packed, mode="w|")  # noqa: SIM115 (see __exit__)
        self._sealings = {section: Sealing() for section in Section}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is still held back; without its manifest it is no backup all the same."""
        try:
            self._tar.close()
        finally:
            self._packed.close()

    def add(self, section: Section, name: str, content: bytes) -> None:
        """Add one member."""
        self._sealings[section].take(Entry(section, name, content))
        self._write(f"{section}/{name}", content)

    def finish(self, *, revision: str, tables: tuple[Table, ...], missing: int) -> Manifest:
        """Write the manifest, which makes it a backup, and return it."""
        seals = {section: sealing.seal() for section, sealing in self._sealings.items()}
        manifest = Manifest(self._at, revision, tables, seals, missing)
        self._write(MANIFEST, manifest.written())
        return manifest

    def _write(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = len(content), 0o600, int(self._at.timestamp())
        self._tar.addfile(member, io.BytesIO(content))
        _forget(self._tar)


def entries(file: IO[bytes]) -> Iterator[Entry | Manifest]:
    """Yield every member in order, the manifest last; raises Damaged where one cannot be read."""
    file.seek(0)
    try:
        with gzip.GzipFile(fileobj=file) as unpacked:
            with tarfile.open(fileobj=unpacked, mode="r|") as tar:
                while (member := tar.next()) is not None:
                    _forget(tar)
                    yield _entry(tar, member)
            while unpacked.read(SKIP):  # to the end, where the checksum of all of it stands
                pass
    except (gzip.BadGzipFile, EOFError, zlib.error, tarfile.TarError) as error:
        raise Damaged(
            "tệp hỏng hoặc bị cắt, không phải bản sao lưu trọn vẹn"
            " · the file is broken or cut short, no whole backup"
        ) from error


def _forget(tar: Any) -> None:
    """Let go of the members so far: the library would remember each one until the end."""
    tar.members.clear()


def _entry(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Entry | Manifest:
    section, _, name = member.name.partition("/")
    content = tar.extractfile(member) if member.size <= LARGEST else None
    if content is not None and member.name == MANIFEST:
        return Manifest.read(content.read())
    if content is None or section not in list(Section) or not name:
        raise Damaged(f"thành phần lạ · a member that does not belong there: {member.name}")
    return Entry(Section(section), name, content.read())


def check(file: IO[bytes]) -> Manifest:
    """Read a backup from one end to the other; return its manifest, raise Damaged if not whole."""
    sealings = {section: Sealing() for section in Section}
    manifest = None
    for entry in entries(file):
        if manifest is not None:
            raise Damaged("có dữ liệu sau mục lục · something follows the manifest")
        if isinstance(entry, Manifest):
            manifest = entry
        else:
            sealings[entry.section].take(entry)
    if manifest is None:
        raise Damaged("tệp bị cắt, thiếu mục lục · the file was cut short: it has no manifest")
    for section, sealing in sealings.items():
        if manifest.seals.get(section) != sealing.seal():
            raise Damaged(
                f"phần «{section}» không khớp mã kiểm tra"
                f" · the part “{section}” does not match its checksum"
            )
    return manifest
