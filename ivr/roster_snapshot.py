"""The roster on disk, beside the database: for a process that starts while the database is away.

It holds officers' numbers, like the database, so nobody else on the machine may read it.
"""

import logging
import os
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ivr.flow.duty.roster import Roster

log = logging.getLogger(__name__)


@cache
def _json() -> TypeAdapter[Roster]:
    """Return what reads and writes a roster as JSON; made when it is needed, as that takes time."""
    return TypeAdapter(Roster)


class RosterSnapshot:
    """The last roster that this machine knew, in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Roster | None:
        """Return the roster; None where there is none, or none that can be read."""
        try:
            return _json().validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            log.warning("roster snapshot unreadable", extra={"error": type(error).__name__})
            return None

    def write(self, roster: Roster) -> None:
        """Keep a roster, all at once; a disk that will not have it is cried out, no more."""
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.write_bytes(_json().dump_json(roster))
            new.chmod(0o600)
            new.replace(self._path)
        except OSError as error:
            log.error("roster snapshot not written", extra={"error": type(error).__name__})
