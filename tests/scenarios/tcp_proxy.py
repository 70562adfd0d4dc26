"""A door to a server that a test can shut and open again."""

import contextlib
import socket
import threading
from collections.abc import Callable


class TcpProxy:
    """Hands every connection to `target` on, until `cut`; then refuses, until `restore`.

    `target` is a TCP address, or the path of a Unix socket.
    """

    def __init__(self, target: tuple[str, int] | str) -> None:
        self._target = target
        self._lines: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    def cut(self) -> None:
        """End every connection and refuse new ones; return once nothing is left of them."""
        for line in [self._listener, *self._lines]:
            with contextlib.suppress(OSError):  # gone already
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for line in [self._listener, *self._lines]:
            line.close()
        self._lines.clear()
        self._threads.clear()

    def restore(self) -> None:
        """Take connections again, at the same port."""
        self._listener = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        self._start(self._accept, listener)
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the listener was shut
            while True:
                near, _ = listener.accept()
                self._lines.add(near)
                far = self._connected()
                self._lines.add(far)
                self._start(_pump, near, far)
                self._start(_pump, far, near)

    def _connected(self) -> socket.socket:
        if isinstance(self._target, str):
            far = socket.socket(socket.AF_UNIX)
            far.connect(self._target)
            return far
        return socket.create_connection(self._target)

    def _start(self, work: Callable[..., None], *arguments: socket.socket) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()


def _pump(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):  # either end is gone
        while data := one.recv(65536):
            other.sendall(data)
    for end in (one, other):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
