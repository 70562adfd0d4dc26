"""The carrier's signature on a webhook, X-Twilio-Signature.

Source: [Security], "Validating requests": base64 of HMAC-SHA1, keyed with the account's auth token,
over the URL followed by every form parameter, names sorted by byte order, name and value glued
together.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit


def signature(token: str, url: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return the signature of a form POST (or of a GET, whose parameters are all in the URL).

    [Security]: of a repeated name each distinct value counts once, in sorted order; names are
    compared case-sensitively; empty values take part.
    """
    message = signed_url(url) + "".join(name + value for name, value in sorted(set(parameters)))
    digest = hmac.new(token.encode(), message.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def signed_url(url: str) -> str:
    """Return the form of `url` that is signed.

    [Security]: user and password are dropped, the port is dropped for https and kept for http.
    [Overrides]: the fragment, which holds connection overrides, is never part of the signature.
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme == "https":
        host = host.partition(":")[0]
    bare = url.partition("#")[0]
    tail = bare[len(urlunsplit((parts.scheme, parts.netloc, "", "", ""))) :]
    return f"{parts.scheme}://{host}{tail}"
