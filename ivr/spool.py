"""The spool: events on disk, for the hours when the database is away.

One file an event, written whole and synced before it gets its name, so that neither a crash nor a
worker that reads at the same moment ever sees half of one. The names sort by time.
"""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

_SUFFIX = ".event.json"


class Spool:
    """A folder of events that are waiting to be put into the database."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made when the first event is written."""
        self.folder = folder

    def write(self, row: Mapping[str, Any]) -> None:
        """Keep one written event, durably.

        Raises OSError where the disk will not take it.
        """
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            _sync(self.folder.parent)
        name = f"{row['at'].translate(_PLAIN)}-{os.urandom(8).hex()}"
        half = self.folder / f"{name}.half"
        with half.open("wb") as file:
            file.write(json.dumps(row).encode())
            file.flush()
            os.fsync(file.fileno())
        half.rename(self.folder / f"{name}{_SUFFIX}")
        _sync(self.folder)

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
        path.rename(path.with_suffix(".unreadable"))


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
