"""Where the desk is: the pages for officers and supervisors, below `/desk`.

It is an application of its own, mounted in front of the other, so that all it answers, errors too,
has its headers, its cookies and its guard. It is made at the first request for one of its pages:
a process that only answers callers never carries its libraries.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ivr.hotline import Hotline

if TYPE_CHECKING:
    from flask import Flask

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]
DESK = "/desk"


class Desk:
    """The desk in front of another application."""

    def __init__(
        self, hotline: Hotline, otherwise: WsgiApp, *, wall: Callable[[], datetime]
    ) -> None:
        """Serve what begins with `/desk`, and leave the rest to `otherwise`.

        `wall` tells real time, also where the hotline's clock pretends: codes of telephones and
        the ends of sessions go by it.
        """
        self._hotline, self._otherwise, self._wall = hotline, otherwise, wall
        self._root = urlsplit(hotline.settings.public_url).path + DESK
        self._made: list[Flask] = []
        self._making = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request."""
        path = environ["PATH_INFO"]
        if path != DESK and not path.startswith(f"{DESK}/"):
            return self._otherwise(environ, start_response)
        inside = {"SCRIPT_NAME": self._root, "PATH_INFO": path.removeprefix(DESK) or "/"}
        return self.app.wsgi_app({**environ, **inside}, start_response)

    @property
    def app(self) -> "Flask":
        """The application, made when it is first asked for."""
        if not self._made:
            from web.desk_app import make_desk  # noqa: PLC0415 - heavy, see above

            with self._making:
                if not self._made:
                    self._made.append(make_desk(self._hotline, self._wall))
        return self._made[0]
