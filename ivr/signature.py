"""Is this request really from the carrier? Fast accept, slow reject, fail closed.

The fast path computes the carrier's signature in one pass over the pairs that were parsed anyway;
what it does not recognise is put to the carrier's own library, which knows the odd cases (a port
that was dropped, an address with credentials). A property test holds the two against each other:
nothing is accepted that the library rejects.

Source: the carrier's page on security, "Validating Signatures".
"""

import base64
import hmac
from collections.abc import Iterable, Sequence

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

Pairs = Sequence[tuple[str, str]]


def signed(url: str, pairs: Iterable[tuple[str, str]], token: str) -> str:
    """Return the signature of a form request: base64 of HMAC-SHA1 over address and sorted form."""
    message = url + "".join(name + value for name, value in sorted(set(pairs)))
    digest = hmac.digest(token.encode(), message.encode("utf-8", "surrogateescape"), "sha1")
    return base64.b64encode(digest).decode()


def is_genuine(url: str, pairs: Pairs, signature: str, tokens: Sequence[str]) -> bool:
    """Say whether one of our tokens signed this form for this address.

    `url` is the whole address as the carrier was given it, without the fragment. Several tokens are
    taken while they are being rotated.
    """
    if not signature or not signature.isascii():
        return False
    return any(hmac.compare_digest(signed(url, pairs, t), signature) for t in tokens) or any(
        _library_accepts(url, pairs, signature, token) for token in tokens
    )


def _library_accepts(url: str, pairs: Pairs, signature: str, token: str) -> bool:
    try:
        return bool(RequestValidator(token).validate(url, MultiDict(pairs), signature))
    except (UnicodeError, ValueError, TypeError):  # what it cannot read, it has not accepted
        return False


def media_token(secret: str, recording_sid: str, expires: int) -> str:
    """Return what proves that we handed out a recording's address until `expires` (Unix time)."""
    message = f"playback:{recording_sid}:{expires}".encode()
    return hmac.digest(secret.encode(), message, "sha256").hex()


def is_media_token(secret: str, recording_sid: str, expires: int, token: str, now: int) -> bool:
    """Say whether `token` is ours for this recording and still in time."""
    expected = media_token(secret, recording_sid, expires)
    return now <= expires and token.isascii() and hmac.compare_digest(expected, token)


def check_code(secret: str, call_sid: str) -> str:
    """Return three digits, 1-9, that only we can tell for a call: what an officer keys in."""
    digest = hmac.digest(secret.encode(), f"check:{call_sid}".encode(), "sha256")
    return "".join(str(1 + byte % 9) for byte in digest[:3])
