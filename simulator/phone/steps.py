"""A call step by step, for who wants to see why: each request, its answer, and what people did."""

from typing import Any
from urllib.parse import urlsplit
from xml.dom import minidom
from xml.parsers.expat import ExpatError

from simulator.calls.records import CallError, HttpExchange, Line
from simulator.calls.tale import in_vietnamese, verbs_of

Step = dict[str, Any]


def step(n: int, note: Line | HttpExchange | CallError) -> Step:
    """Return one note of a call as JSON; `n` counts from 1."""
    told: Step = {"n": n, "at": note.at.isoformat()}
    match note:
        case HttpExchange():
            return told | {"kind": "exchange"} | _exchange(note)
        case CallError():
            error = {"code": str(note.code), "message": note.message, "path": path_of(note.url)}
            return told | {"kind": "error"} | error
        case Line():
            text = {"vi": in_vietnamese(note.text) or note.text, "en": note.text}
            return told | {"kind": "line", "who": note.who, "text": text}


def _exchange(exchange: HttpExchange) -> Step:
    return {
        "hook": exchange.kind,
        "method": exchange.method,
        "path": path_of(exchange.url),
        "form": [[name, value] for name, value in exchange.form.items()],
        "status": exchange.status,
        "verbs": verbs_of(exchange.body),
        "twiml": pretty(exchange.body),
        "curl": exchange.curl,
    }


def path_of(url: str) -> str:
    """Return an address without its host."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def pretty(body: str) -> str:
    """Return a document with a line for each verb; what is no document as it is."""
    try:
        document = minidom.parseString(body.encode())  # Our own application's, on this machine.
    except ExpatError:
        return body
    if document.documentElement is None:
        return body
    lines = document.documentElement.toprettyxml(indent="  ").splitlines()
    return "\n".join(line for line in lines if line.strip())
