"""A storage whose audio is sealed at rest, over any other; plain files of before are read as well.

What the database says of a message (size and SHA-256) is said of its audio, sealed or not.
"""

import hashlib
import io
import logging
from collections.abc import Iterable
from typing import BinaryIO

from ivr.sealing.seal import HEAD, OVERHEAD, NotOpened, Seal, is_sealed
from ivr.storage import Storage, Stored, TooLarge

log = logging.getLogger(__name__)


class Sealed:
    """A storage that seals what goes into another one."""

    def __init__(self, inner: Storage, seal: Seal) -> None:
        """Keep audio in `inner`; without a key it is kept as it is."""
        self.inner, self.keys = inner, seal

    def put(self, name: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Store the audio whole or not at all, over what stood under that name."""
        if not self.keys.seals:
            return self.inner.put(name, chunks, limit=limit)
        audio = _joined(chunks, limit)
        sealed = self.keys.seal(audio, name)
        self.inner.put(name, [sealed], limit=limit + OVERHEAD)
        return Stored(len(audio), hashlib.sha256(audio).hexdigest())

    def open(self, name: str) -> BinaryIO:
        """Return the audio for reading.

        Raises FileNotFoundError where there is none, NotOpened (an OSError) where no key opens it.
        """
        file = self.inner.open(name)
        head = file.read(HEAD)
        if not is_sealed(head):
            file.seek(0)
            return file
        with file:
            sealed = head + file.read()
        try:
            return io.BytesIO(self.keys.open(sealed, name))
        except NotOpened as error:
            log.error("sealed message not opened", extra={"error": str(error)})
            raise

    def delete(self, name: str) -> None:
        """Forget the audio; none there is no fault."""
        self.inner.delete(name)

    def renew(self, name: str, *, limit: int) -> bool:
        """Seal audio with the newest key; return whether it was not yet.

        Raises FileNotFoundError where there is none, NotOpened where no key opens it.
        """
        with self.inner.open(name) as file:
            head = file.read(HEAD)
        if self.keys.is_newest(head):
            return False
        with self.open(name) as file:
            audio = file.read()
        self.put(name, [audio], limit=limit)
        return True


def _joined(chunks: Iterable[bytes], limit: int) -> bytes:
    whole = bytearray()
    for chunk in chunks:
        whole += chunk
        if len(whole) > limit:
            raise TooLarge(f"more than {limit} bytes")
    return bytes(whole)
