"""Addresses that come from outside: what is followed of them, and whose they are. Pure."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_FIT = re.compile(r"/[!-\[\]-~]*")  # visible ASCII but for the backslash


def own_path(text: str | None, root: str) -> str | None:
    """Return a path with its query below `root`, None where it leads anywhere else."""
    if not text or not _FIT.fullmatch(text) or text.startswith("//"):
        return None
    path = urlsplit(text).path
    inside = path == root or path.startswith(f"{root}/")
    return text if inside and ".." not in path.split("/") else None


def path_of(referrer: str | None, root: str) -> str | None:
    """Return the path of the page that a request came from, None where it is not one of ours.

    Whose host it names is not asked: behind a proxy ours has another name, and only a path is used.
    """
    parts = urlsplit(referrer or "")
    return own_path(parts.path + (f"?{parts.query}" if parts.query else ""), root)


def client_address(peer: str, forwarded: Sequence[str], trusted: Sequence[str]) -> str:
    """Return the address of a client behind the proxies that are believed, nearest last.

    Source: RFC 7239 and the custom of `X-Forwarded-For`: each proxy adds who asked it.
    """
    chain = [*(part.strip() for line in forwarded for part in line.split(",")), peer]
    if "*" in trusted:  # then any peer is a proxy, and what it was told before may be made up
        return chain[-2] if len(chain) > 1 else peer
    while len(chain) > 1 and chain[-1] in ("", *trusted):  # without a name: a socket in a file
        chain.pop()
    return chain[-1]
