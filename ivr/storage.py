"""Where messages are kept, behind one interface: here a folder, in `object_store` a bucket."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Protocol


class TooLarge(Exception):
    """More bytes came than a message can have."""


class BadName(ValueError):
    """A name that would leave the storage."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: its size in bytes and the SHA-256 of every one of them, in hex."""

    size: int
    sha256: str


class Storage(Protocol):
    """A place for audio. Names are relative, with slashes; they tell nothing about a person."""

    def put(self, name: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Store the chunks whole or not at all, over what stood under that name.

        Raises TooLarge past `limit` bytes, OSError where they cannot be stored.
        """

    def open(self, name: str) -> BinaryIO:
        """Return the audio for reading. Raises FileNotFoundError where there is none."""

    def delete(self, name: str) -> None:
        """Forget the audio; none there is no fault."""


class Folder:
    """A storage in a local folder."""

    def __init__(self, root: Path) -> None:
        """Keep audio below `root`, which is made when it is first needed."""
        self.root = root

    def put(self, name: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Write beside the name, sync, then rename: nobody ever sees half a message.

        The name is synced too, as the carrier's own copy may be deleted right after.
        """
        path = self._path(name)
        self._make(path.parent)
        half = path.with_name(f".{path.name}.{os.urandom(6).hex()}.half")
        try:
            with half.open("wb") as file:
                stored = copy_limited(chunks, file, limit)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
            _sync(path.parent)
        finally:
            half.unlink(missing_ok=True)
        return stored

    def open(self, name: str) -> BinaryIO:
        """Open the file for reading."""
        return self._path(name).open("rb")

    def delete(self, name: str) -> None:
        """Remove the file."""
        self._path(name).unlink(missing_ok=True)

    def _make(self, folder: Path) -> None:
        """Make a folder and those above it, each durable before what goes into it."""
        if not folder.is_dir():
            self._make(folder.parent)
            folder.mkdir(exist_ok=True)
            _sync(folder.parent)

    def _path(self, name: str) -> Path:
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()) or path == self.root.resolve():
            raise BadName("a message's name must stay inside the storage")
        return path


def copy_limited(chunks: Iterable[bytes], file: IO[bytes], limit: int) -> Stored:
    """Write the chunks into a file, and tell what they were; raises TooLarge past `limit`."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"more than {limit} bytes")
        digest.update(chunk)
        file.write(chunk)
    return Stored(size, digest.hexdigest())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
