"""Messages in an S3-type store, so that every host hears what any host has fetched.

The credentials are the environment's (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`,
and `AWS_ENDPOINT_URL` for a store that is not Amazon's): they are read where they are used, and
held nowhere.
"""

import io
import tempfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

from ivr.storage import BadName, Stored, copy_limited

if TYPE_CHECKING:
    from obstore.store import MemoryStore, S3Store

    Store = S3Store | MemoryStore

SCHEME = "s3"
IN_MEMORY = 2 * 1024 * 1024  # bytes; longer messages wait on the disk until they are sent
# A caller who listens to a message waits for the store, and the carrier gives up after 15 s.
# Whether the store is reached by TLS is what its address says.
CLIENT: Any = {"connect_timeout": "3s", "timeout": "10s", "allow_http": True}
RETRY: Any = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}


def bucket_and_prefix(url: str) -> tuple[str, str]:
    """Return the two halves of `s3://bucket/prefix`; the prefix may be empty.

    Raises ValueError where it is no such address.
    """
    parts = urlsplit(url)
    if parts.scheme != SCHEME or not parts.netloc or "@" in parts.netloc:
        raise ValueError("must be an address such as s3://bucket/prefix")
    if parts.query or parts.fragment:
        raise ValueError("must have no query and no fragment: s3://bucket/prefix")
    return parts.netloc, parts.path.strip("/")


class ObjectStore:
    """A storage in a bucket.

    The store is made at its first use, never before a process forks: its library's threads do not
    live on in a child, and there every request would hang.
    """

    def __init__(self, make: "Callable[[], Store]") -> None:
        """Keep audio in what `make` returns once it is needed."""
        self._make = make

    @classmethod
    def at(cls, url: str) -> "ObjectStore":
        """Return the storage at `s3://bucket/prefix`."""
        bucket, prefix = bucket_and_prefix(url)
        return cls(lambda: _s3(bucket, prefix))

    @cached_property
    def _store(self) -> "Store":
        return self._make()

    def put(self, name: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Gather the chunks, then send them: a store shows an object whole or not at all."""
        _refuse_bad(name)
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
            stored = copy_limited(chunks, file, limit)
            file.seek(0)
            self._asking(lambda: self._store.put(name, file))
        return stored

    def open(self, name: str) -> BinaryIO:
        """Return the audio, fetched whole: a message is small, and a player asks for pieces."""
        _refuse_bad(name)
        fetched = self._asking(lambda: self._store.get(name).bytes())
        return io.BytesIO(fetched.to_bytes())

    def delete(self, name: str) -> None:
        """Remove the object."""
        _refuse_bad(name)
        try:
            self._asking(lambda: self._store.delete(name))
        except FileNotFoundError:
            return  # Amazon's store does not mind, others do.

    def _asking(self, ask: Callable[[], Any]) -> Any:
        """Ask the store; raise its errors as those of a file, without words that name a key."""
        from obstore import exceptions  # noqa: PLC0415 - 15 MB, where there is a bucket only

        try:
            return ask()
        except (FileNotFoundError, exceptions.NotFoundError):
            raise FileNotFoundError("no such message in the store") from None
        except exceptions.BaseError as error:
            raise OSError(f"the store of messages failed: {type(error).__name__}") from None


def _s3(bucket: str, prefix: str) -> "Store":
    from obstore.store import S3Store  # noqa: PLC0415 - see above

    return S3Store(
        bucket,
        prefix=prefix or None,
        config={"disable_bulk_delete": True},  # not every store of this type knows it
        client_options=CLIENT,
        retry_config=RETRY,
    )


def _refuse_bad(name: str) -> None:
    """Refuse what a folder would refuse: a name is the same in every storage."""
    if any(part in ("", ".", "..") for part in name.split("/")):
        raise BadName("a message's name must stay inside the storage")
