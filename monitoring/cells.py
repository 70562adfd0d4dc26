"""Numbers that only grow, kept together for all processes of a host.

Each process counts in its own memory, and writes what it has into a file of its own every second.
Not into memory shared through a file: where the disk stalls, a store into such a page would hold
the whole process up, and with it every caller. Whoever is asked adds the files up. A file is locked
as long as its process lives; what a dead one counted is moved to the file of the ended ones, so
that no sum ever falls.
"""

import fcntl
import hashlib
import os
import threading
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_ENDED, _SUFFIX = "ended", ".cells"
_FINGERPRINT = 16
EVERY_S = 1.0


class Cells:
    """The numbers of this process, by index into `names`."""

    def __init__(self, folder: Path, names: Sequence[str], *, watches: bool = True) -> None:
        """Count in memory; the first number makes the file, after any fork.

        Where `watches` is false nothing is written but by `write`. Files of other names than
        these, by an older release, are not read.
        """
        self._folder, self._watches = folder, watches
        self._fingerprint = hashlib.sha256("\n".join(names).encode()).digest()[:_FINGERPRINT]
        self.values = array("d", bytes(8 * len(names)))
        self.lock = threading.Lock()
        self.is_started = False
        self._file: int | None = None
        self._name = ""
        self._writing = threading.Lock()

    def start(self) -> None:
        """Begin to write, once in each process."""
        with self.lock:
            if self.is_started:
                return
            self.is_started = True
        if self._watches:
            threading.Thread(target=self._run, name="meter", daemon=True).start()

    def write(self) -> None:
        """Put what this process has counted where others find it; a full disk hides it, no more."""
        with self.lock:
            written = self._fingerprint + self.values.tobytes()
        with self._writing, suppress(OSError):
            if self._file is None:
                self._file = self._opened()
            os.pwrite(self._file, written, 0)

    def total(self) -> "tuple[array[float], int]":
        """Return the sums over all processes, dead ones too, and how many are alive."""
        self.write()
        with self.lock:
            sums = array("d", self.values)
        alive = int(self.is_started)
        with suppress(OSError), self._ended() as ended:
            gone = self._read(ended)
            for path in self._others():
                values, is_dead = self._other(path)
                target = gone if is_dead else sums
                for index, value in enumerate(values):
                    target[index] += value
                alive += not is_dead
                if is_dead:
                    os.pwrite(ended, self._fingerprint + gone.tobytes(), 0)
                    path.unlink()
            for index, value in enumerate(gone):
                sums[index] += value
        return sums, alive

    def _run(self) -> None:
        wake = threading.Event()
        while not wake.wait(EVERY_S):
            self.write()

    def _opened(self) -> int:
        """Make the file of this process, while nobody looks for dead ones."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._ended():
            name = f"{os.getpid()}-{os.urandom(4).hex()}{_SUFFIX}"
            file = os.open(self._folder / name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX)
            self._name = name
            return file

    @contextmanager
    def _ended(self) -> Iterator[int]:
        """Yield the file of the ended processes, locked."""
        file = os.open(self._folder / (_ENDED + _SUFFIX), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)

    def _others(self) -> list[Path]:
        found = self._folder.glob(f"*{_SUFFIX}")
        return [path for path in found if path.name not in (_ENDED + _SUFFIX, self._name)]

    def _other(self, path: Path) -> "tuple[array[float], bool]":
        """Return what another process counted, and whether it is dead."""
        file = os.open(path, os.O_RDWR)
        try:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return self._read(file), False
            return self._read(file), True
        finally:
            os.close(file)

    def _read(self, file: int) -> "array[float]":
        """Return a file's numbers, zeros where they are not of these names."""
        size = _FINGERPRINT + 8 * len(self.values)
        written = os.pread(file, size + 1, 0)
        if len(written) != size or written[:_FINGERPRINT] != self._fingerprint:
            return array("d", bytes(8 * len(self.values)))
        return array("d", written[_FINGERPRINT:])
