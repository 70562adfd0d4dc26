"""The spool: events on disk, for the hours when the database is away.

One file an event, written whole and synced before it gets its name, so that neither a crash nor a
worker that reads at the same moment ever sees half of one. The names sort by time.
"""

import errno
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_SUFFIX, _HALF, _ASIDE = ".event.json", ".half", ".unreadable"


BLOCK = 4096  # bytes that a file takes on most disks; an event is seldom longer
LOOKS_EVERY = 64  # writes between two countings of a folder that may hold many thousand files


class SpoolFull(OSError):
    """As many events wait as are allowed to; those that wait stay."""

    def __init__(self) -> None:
        super().__init__(errno.EDQUOT, "the spool is full")


class Spool:
    """A folder of events that are waiting to be put into the database."""

    def __init__(self, folder: Path, *, max_mb: int | None = None) -> None:
        """Use `folder`, which is made when the first event is written; None is no bound."""
        self.folder = folder
        self.most = None if max_mb is None else max_mb * 1024 * 1024 // BLOCK
        self._count, self._writes = 0, 0

    def write(self, row: Mapping[str, Any]) -> None:
        """Keep one written event, durably.

        Raises OSError where the disk will not take it, SpoolFull where too many wait: the oldest
        are kept, as an end without its beginning tells little.
        """
        if self._is_full():
            raise SpoolFull
        name = f"{row['at'].translate(_PLAIN)}-{os.urandom(8).hex()}{_SUFFIX}"
        self.put_back(name, json.dumps(row).encode())

    def put_back(self, name: str, written: bytes) -> None:
        """Keep a file as it was found in a spool, durably; raises OSError as `write` does."""
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            _sync(self.folder.parent)
        half = self.folder / f"{name}{_HALF}"
        try:
            with half.open("wb") as file:
                file.write(written)
                file.flush()
                os.fsync(file.fileno())
            half.rename(self.folder / name)
        except OSError:
            half.unlink(missing_ok=True)  # a full disk must not fill up with halves
            raise
        _sync(self.folder)

    def _is_full(self) -> bool:
        """Say whether no more may be written, counting the folder anew now and then.

        What other processes write or replay meanwhile makes it a little more or less.
        """
        if self.most is None:
            return False
        if self._writes % LOOKS_EVERY == 0:
            self._count = sum(1 for _ in os.scandir(self.folder)) if self.folder.is_dir() else 0
        self._writes += 1
        self._count += 1
        return self._count > self.most

    def found(self) -> list[Path]:
        """Return every whole file, in order: those that wait, and those that were put aside."""
        if not self.folder.is_dir():
            return []
        kept = (path for path in self.folder.iterdir() if path.suffix != ".half")
        return sorted(path for path in kept if path.is_file())

    def tally(self) -> tuple[int, datetime | None, int]:
        """Return how many files wait, since when the oldest does, and how many were put aside."""
        names = [path.name for path in self.found()]
        waiting = [name for name in names if name.endswith(_SUFFIX)]
        oldest = written_at(Path(waiting[0])) if waiting else None
        return len(waiting), oldest, len(names) - len(waiting)

    def waiting(self, *, limit: int) -> list[Path]:
        """Return the oldest files that wait, in order."""
        if not self.folder.is_dir():
            return []
        return sorted(self.folder.glob(f"*{_SUFFIX}"))[:limit]

    def read(self, paths: list[Path]) -> Iterator[tuple[Path, dict[str, Any] | None]]:
        """Yield each file with its event, None where what it holds is no event.

        A file that another worker has replayed meanwhile is left out. Raises OSError where one
        cannot be read now: that says nothing against what it holds.
        """
        for path in paths:
            try:
                written = path.read_bytes()
            except FileNotFoundError:
                continue
            yield path, _event(written)

    def remove(self, paths: list[Path]) -> None:
        """Forget files whose events are in the database; one that is gone already is no fault."""
        for path in paths:
            path.unlink(missing_ok=True)

    def put_aside(self, path: Path) -> None:
        """Keep a file that is no event out of the way, for a person to look at."""
        path.rename(path.with_suffix(_ASIDE))

    def forget_unreadable(self, before: datetime, *, holding: str = "") -> int:
        """Delete what was put aside, or left half written, before a moment; return how many.

        Only what has `holding` in it, where that is given: it may be somebody's number.
        """
        count = 0
        for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            is_mine = path.suffix in (_ASIDE, _HALF) and written_at(path) < before
            if is_mine and holding.encode() in path.read_bytes():
                path.unlink(missing_ok=True)
                count += 1
        return count


def written_at(path: Path) -> datetime:
    """Return when a file of ours was written, by its name; one of anybody else's: long ago."""
    try:
        return datetime.strptime(path.name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _event(written: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(written)
        at = datetime.fromisoformat(row["at"])
    except (ValueError, KeyError, TypeError):
        return None
    return row if row.keys() == _FIELDS and at.tzinfo else None


_FIELDS = {"call_sid", "key", "kind", "at", "facts", "raw"}
_PLAIN = str.maketrans("", "", "-:+.")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
