"""How a request is told in one line."""

import re
from urllib.parse import urlsplit

from simulator.calls.records import HttpExchange

LONGEST_PATH = 90


def tell_exchange(exchange: HttpExchange) -> str:
    """Return such as `POST /voice/menu?lang=vi -> 200 <Gather><Say>`."""
    parts = urlsplit(exchange.url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if len(path) > LONGEST_PATH:
        path = path[: LONGEST_PATH - 1] + "…"
    verbs = "".join(f"<{tag}>" for tag in re.findall(r"<([A-Z][A-Za-z]*)", exchange.body)[1:])
    outcome = f"{exchange.status} {verbs}".strip() if exchange.status else "no answer"
    return f"{exchange.method} {path} -> {outcome}"
