"""Time as the pages have it: as it is, faster, or pretended to be another day.

The switchboard must live in the same time, and its worker and commands too: what the clock does is
written into a file that they follow.
"""

import json
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from simulator.carrier import SimulatedCarrier
from simulator.clock import RealClock

FASTEST = 100.0


class CallsGoOn(Exception):
    """The clock cannot jump while somebody is on the phone."""


class Pretence:
    """Sets the clock of a running carrier. Without a `file` nobody else is told."""

    def __init__(self, carrier: SimulatedCarrier, clock: RealClock, file: Path | None) -> None:
        self.carrier, self.clock, self.file = carrier, clock, file
        self.changed: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._tell()

    @property
    def is_pretended(self) -> bool:
        """Tell whether it is another time than on the wall."""
        return self.clock.reckoning is not None

    @property
    def may_pretend(self) -> bool:
        """Tell whether nobody is on the phone, and nothing is still to be told of who was."""
        return self.carrier.is_quiet

    def pretend(self, moment: datetime | None) -> None:
        """Go on from `moment`, or with the wall where it is None; raises CallsGoOn."""
        with self._lock:
            if not self.may_pretend:
                raise CallsGoOn

            def change() -> None:
                if moment is None:
                    self.clock.reset()
                else:
                    self.clock.set(moment, self.clock.speed)

            self._change(change, keeps_moment=False)

    def run_at(self, speed: float) -> None:
        """Let time pass `speed` times as fast from now on; raises ValueError for odd speeds."""
        if not 1 <= speed <= FASTEST:
            raise ValueError(f"speed must be from 1 to {FASTEST:g}")
        with self._lock:
            if speed == self.clock.speed:
                return
            self._change(lambda: self.clock.set(self.clock.now(), speed), keeps_moment=True)

    def slow_down(self) -> None:
        """Let time pass as it does: nobody can speak ten times as fast."""
        self.run_at(1.0)

    def end(self) -> None:
        """Leave no trace: who follows goes with the wall again."""
        if self.file is not None:
            self.file.unlink(missing_ok=True)

    def _change(self, change: Callable[[], None], *, keeps_moment: bool) -> None:
        self.carrier.timeline.change_clock(change, keeps_moment=keeps_moment)
        self._tell()
        self.changed()

    def _tell(self) -> None:
        """Write the reckoning down, all at once; no file means the time on the wall."""
        if self.file is None:
            return
        reckoning = self.clock.reckoning
        if reckoning is None:
            self.file.unlink(missing_ok=True)
            return
        told = {
            "wall": reckoning.wall.isoformat(),
            "moment": reckoning.moment.isoformat(),
            "speed": reckoning.speed,
        }
        self.file.parent.mkdir(parents=True, exist_ok=True)
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(told))
        new.replace(self.file)
