"""Seals bytes and short texts with keys from the settings: the first key seals, any of them opens.

AES-256 in Galois/Counter Mode: what was changed, cut, or put under another name does not open. What
is sealed begins with a mark and the name of its key, so it is known at once which key it wants.
Source: NIST SP 800-38D; nonces of 96 random bits, far fewer than 2^32 things a key.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Iterable

MARK = b"TNS1"
KEY_BYTES, NAME_BYTES, NONCE_BYTES = 32, 8, 12
HEAD = len(MARK) + NAME_BYTES + NONCE_BYTES
OVERHEAD = HEAD + 16  # and the tag
TEXT_MARK = "sealed:"


class BadKey(ValueError):
    """A key that is none: not 32 bytes in base64."""


class NotOpened(OSError):
    """Something sealed that none of the keys opens; the text says which setting is to be mended."""


def new_key() -> str:
    """Return a new key, as the setting wants it."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def read_key(text: str) -> bytes:
    """Return a key from its text; raises BadKey, which does not tell it."""
    try:
        key = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise BadKey("each must be 32 bytes in base64: flask --app app keys new") from error
    if len(key) != KEY_BYTES:
        raise BadKey("each must be 32 bytes in base64: flask --app app keys new")
    return key


def derived(secret: str) -> bytes:
    """Return the key made of the hotline's own secret, for where no key is set."""
    return hashlib.sha256(f"seal:{secret}".encode()).digest()


def is_sealed(head: bytes) -> bool:
    """Say whether what begins with these bytes is sealed; no MP3 or WAV begins so."""
    return head.startswith(MARK)


class Seal:
    """The keys in force. Without any, nothing is sealed, and only what is plain is read."""

    def __init__(self, keys: Iterable[bytes], *, setting: str = "SEALING_KEYS") -> None:
        """Seal with the first of `keys`; `setting` is named where one is missing."""
        self._keys = {_name(key): key for key in keys}
        self._first = next(iter(self._keys), None)
        self._setting = setting

    @property
    def seals(self) -> bool:
        """Whether there is a key to seal with."""
        return self._first is not None

    def is_newest(self, head: bytes) -> bool:
        """Say whether what begins with these bytes is as it would be written today."""
        if not is_sealed(head):
            return self._first is None
        return head[len(MARK) : len(MARK) + NAME_BYTES] == self._first

    def seal(self, content: bytes, about: str) -> bytes:
        """Return the content sealed; it opens only as that which it is `about`."""
        from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 - heavy, rare
            AESGCM,
        )

        if self._first is None:
            return content
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self._keys[self._first]).encrypt(nonce, content, about.encode())
        return MARK + self._first + nonce + sealed

    def open(self, content: bytes, about: str) -> bytes:
        """Return what was sealed; what is plain comes back as it is. Raises NotOpened."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - heavy, rare
        from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 - heavy, rare
            AESGCM,
        )

        if not is_sealed(content):
            return content
        key = self._keys.get(content[len(MARK) : len(MARK) + NAME_BYTES])
        if key is None:
            raise NotOpened(
                f"{self._setting} không còn khóa đã niêm phong dữ liệu này"
                f" · {self._setting} lacks the key that this was sealed with"
            )
        nonce = content[len(MARK) + NAME_BYTES : HEAD]
        try:
            return AESGCM(key).decrypt(nonce, content[HEAD:], about.encode())
        except InvalidTag as error:
            raise NotOpened("dữ liệu niêm phong đã bị đổi · what was sealed was changed") from error

    def seal_text(self, text: str, about: str) -> str:
        """Return a short text sealed, as text."""
        if self._first is None:
            return text
        return TEXT_MARK + base64.b64encode(self.seal(text.encode(), about)).decode()

    def open_text(self, text: str, about: str) -> str:
        """Return the text that was sealed; a plain one comes back as it is. Raises NotOpened."""
        if not text.startswith(TEXT_MARK):
            return text
        return self.open(base64.b64decode(text.removeprefix(TEXT_MARK)), about).decode()

    def is_newest_text(self, text: str) -> bool:
        """Say whether a text is as it would be written today."""
        if not text.startswith(TEXT_MARK):
            return self._first is None
        return self.is_newest(base64.b64decode(text.removeprefix(TEXT_MARK)))


def _name(key: bytes) -> bytes:
    """Return what names a key without telling it."""
    return hashlib.sha256(MARK + key).digest()[:NAME_BYTES]
