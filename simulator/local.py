"""Who may use the simulated carrier's pages and its control: this machine alone."""

from urllib.parse import urlsplit

from flask import abort, request

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def only_from_here() -> None:
    """Refuse other machines, and pages of other sites that a browser on this one has open.

    A foreign page can send requests here, but not without its origin; and one that points its own
    name at this machine still asks for that name.
    """
    host = urlsplit(f"//{request.host}").hostname
    origin = urlsplit(request.headers.get("Origin", f"//{request.host}")).netloc
    if request.remote_addr not in ("127.0.0.1", "::1") or host not in LOOPBACK:
        abort(403, "The simulated carrier is for this machine only")
    if origin != request.host:
        abort(403, "The simulated carrier is not for pages of other sites")
