"""The clock of a hotline whose carrier is simulated: it follows the one that the carrier shows.

On the telephone page somebody may pretend that it is another day, or let time run faster. The
carrier writes down how its time is told from the wall, and web, worker and commands tell it alike.
Why it is a file: `docs/decisions/0011`. A hotline with a real carrier has no such clock.
"""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

log = logging.getLogger(__name__)

LARGEST = 500  # bytes
FASTEST = 1000.0
FARTHEST = timedelta(days=50 * 366)  # from the wall: beyond that the calendars know nothing

Stamp = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How simulated time is told: `moment` when the wall's clock shows `wall`, `speed` from then.

    A speed of 10.0 lets ten simulated seconds pass in one.
    """

    wall: datetime
    moment: datetime
    speed: float

    @classmethod
    def parse(cls, written: bytes) -> "Reckoning":
        """Return what a clock file says.

        Raises ValueError, KeyError, TypeError or OverflowError where it is half written, or makes
        no sense.
        """
        said = json.loads(written)
        wall, moment = (_moment(said[name]) for name in ("wall", "moment"))
        speed = said["speed"]
        if isinstance(speed, bool) or not isinstance(speed, int | float):
            raise TypeError("the speed is no number")
        if not 0 < speed <= FASTEST:
            raise ValueError("the speed is out of range")
        if abs(moment - wall) > FARTHEST:
            raise ValueError("the moment is too far from the wall's")
        return cls(wall, moment, float(speed))

    def at(self, wall: datetime) -> datetime:
        """Return the simulated moment at a moment of the wall's clock."""
        return self.moment + (wall - self.wall) * self.speed


class FollowingClock:
    """Simulated time as a file tells it; the wall's where there is no file.

    It is asked at every webhook, so the file is read only when it has changed. One that cannot be
    read, or makes no sense, changes nothing: a call must not fall into another day because a file
    was read while it was being written.
    """

    def __init__(self, path: Path, wall: Callable[[], datetime]) -> None:
        """Follow the file at `path`; `wall` returns the moment on the wall, aware."""
        self._path, self._wall = path, wall
        self._reckoning: Reckoning | None = None
        self._stamp: Stamp | None = None
        self._is_lost = False
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the moment it is."""
        stamp = self._look()
        if stamp != self._stamp:
            self._follow(stamp)
        wall, reckoning = self._wall(), self._reckoning
        return reckoning.at(wall) if reckoning else wall

    def _look(self) -> Stamp | None:
        """Return what changes when the file does, None where there is none."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            return (error.errno or 0,)
        return (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)

    def _follow(self, stamp: Stamp | None) -> None:
        """Take the file into account; `stamp` was taken before, so no later change is missed."""
        with self._lock:
            if stamp == self._stamp:
                return
            try:
                self._take(Reckoning.parse(self._read()) if stamp else None)
            except FileNotFoundError:
                return  # it was removed just now, and the next look will tell
            except (OSError, ValueError, KeyError, TypeError, OverflowError) as error:
                self._get_lost(error)
            self._stamp = stamp

    def _read(self) -> bytes:
        with self._path.open("rb") as file:
            return file.read(LARGEST)

    def _take(self, reckoning: Reckoning | None) -> None:
        self._reckoning, self._is_lost = reckoning, False
        if reckoning:
            fields = {"moment": reckoning.moment.isoformat(), "speed": reckoning.speed}
            log.info("clock follows the simulated carrier", extra=fields)
        else:
            log.info("clock goes with the wall again")

    def _get_lost(self, error: Exception) -> None:
        """Cry out once that the file cannot be followed; what it last said stays."""
        if not self._is_lost:
            self._is_lost = True
            fields = {"file": self._path.name, "error": type(error).__name__}
            log.error("clock file makes no sense, its last reading stays", extra=fields)


def _moment(text: object) -> datetime:
    moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    if moment is None or moment.tzinfo is None:
        raise ValueError("not a moment with its offset")
    return moment.astimezone(UTC)
