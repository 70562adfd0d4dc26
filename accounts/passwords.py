"""Passwords: kept as Argon2id hashes with the library's defaults, which follow RFC 9106.

One hash takes 64 MiB and a core for a moment, so a process makes one at a time: web processes
answer callers besides. The library is imported with the first one.
"""

import hmac
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
GROUPS, GROUP = 4, 4  # 79 bits
MOST_AT_ONCE, PATIENCE_S = 3, 3.0

_one = threading.Lock()
_door = threading.BoundedSemaphore(MOST_AT_ONCE)


class TooBusy(Exception):
    """More passwords are to be checked than this process may; a moment later it may again."""


def normal(password: str) -> str:
    """Return a password as it is hashed: keyboards write `ậ` as one, two or three characters."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """Return the hash to keep. Raises TooBusy."""
    with _alone():
        return _hasher().hash(normal(password))


def fits(password: str, kept: str | None) -> bool:
    """Say whether a password is the one that was hashed; it takes as long where there is none.

    Raises TooBusy.
    """
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - heavy

    with _alone():
        try:
            _hasher().verify(kept or _nobodys(), normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Say whether a hash was made with weaker parameters than those of today."""
    return _hasher().check_needs_rehash(kept)


def generated() -> str:
    """Return a password that can be read out on the telephone and typed once."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def is_same(one: str, other: str) -> bool:
    """Say whether two typed passwords are the same."""
    return hmac.compare_digest(normal(one).encode(), normal(other).encode())


@contextmanager
def _alone() -> Iterator[None]:
    """Let one through at a time, and two wait: each of them holds a thread that webhooks need."""
    if not _door.acquire(blocking=False):
        raise TooBusy
    try:
        if not _one.acquire(timeout=PATIENCE_S):
            raise TooBusy
        try:
            yield
        finally:
            _one.release()
    finally:
        _door.release()


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415 - heavy, and webhooks never need it

    return PasswordHasher()


@cache
def _nobodys() -> str:
    """Return the hash of a password that nobody has."""
    return _hasher().hash(secrets.token_hex())
