"""A load from one process: prebuilt requests over kept-open connections, each answer timed."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Result:
    """How long the answers took, in seconds, and how long it all took."""

    latencies: list[float] = field(default_factory=list)
    elapsed_s: float = 0.0
    failed: int = 0

    @property
    def per_s(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.elapsed_s

    def percentile(self, share: float) -> float:
        """Return the latency that `share` of the answers did not exceed, in milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Connection:
    """One kept-open connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        """Connect to a server on this machine."""
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.settimeout(0)
        self.sent_at: float | None = None
        self.asked_at = 0.0
        self.got = b""

    def send(self, request: bytes, asked_at: float) -> None:
        """Send a request; `asked_at` is when it should have been sent."""
        self.socket.sendall(request)
        self.sent_at, self.asked_at, self.got = time.perf_counter(), asked_at, b""

    def receive(self) -> bool | None:
        """Read on; return whether the answer was a success, None while it is not whole."""
        self.got += self.socket.recv(65536)
        head, found, body = self.got.partition(b"\r\n\r\n")
        if not found:
            return None
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        if len(body) < length:
            return None
        self.sent_at = None
        return head.startswith(b"HTTP/1.1 200")


def closed_loop(
    port: int, requests: Iterator[bytes], *, connections: int, seconds: float
) -> Result:
    """Keep every connection busy for so many seconds."""
    result, selector = Result(), selectors.DefaultSelector()
    start = time.perf_counter()
    for _ in range(connections):
        connection = Connection(port)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(next(requests), time.perf_counter())
    busy = connections
    while busy:
        for key, _ in selector.select():
            if _answered(key.data, result):
                now = time.perf_counter()
                if now - start < seconds:
                    key.data.send(next(requests), now)
                else:
                    busy -= 1
                    key.data.socket.close()
                    selector.unregister(key.data.socket)
    result.elapsed_s = time.perf_counter() - start
    return result


def steady(port: int, requests: Iterator[bytes], *, per_s: float, seconds: float) -> Result:
    """Send at a steady rate; an answer's time counts from when its request was due."""
    result, selector = Result(), selectors.DefaultSelector()
    idle = [Connection(port) for _ in range(8)]
    for connection in idle:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    start = time.perf_counter()
    total, sent = int(per_s * seconds), 0
    while sent < total or len(idle) < 8:
        due = start + sent / per_s
        now = time.perf_counter()
        if sent < total and now >= due and idle:
            idle.pop().send(next(requests), due)
            sent += 1
            continue
        wait_s = max(0.0, due - now) if sent < total and idle else 0.05
        for key, _ in selector.select(wait_s):
            if _answered(key.data, result):
                idle.append(key.data)
    for connection in idle:
        connection.socket.close()
    result.elapsed_s = time.perf_counter() - start
    return result


def _answered(connection: Connection, result: Result) -> bool:
    success = connection.receive()
    if success is None:
        return False
    result.latencies.append(time.perf_counter() - connection.asked_at)
    result.failed += not success
    return True
