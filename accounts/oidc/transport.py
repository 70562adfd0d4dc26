"""How the issuer is asked: briefly, without following it elsewhere, and for little."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

TIMEOUT_S = (3, 5)  # to connect, to say something: a thread that answers callers is waiting
LARGEST = 256 * 1024


class Away(Exception):
    """The issuer cannot be asked, or makes no sense; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What it answered, an object of JSON."""

    status: int
    said: Mapping[str, Any]


class Transport(Protocol):
    """What asks an address."""

    def get(self, address: str) -> Answer:
        """Return what it answers. Raises Away."""

    def post(self, address: str, form: Mapping[str, str], auth: tuple[str, str] | None) -> Answer:
        """Return what it answers to a form. Raises Away."""


class Requests:
    """Asks by HTTP."""

    def get(self, address: str) -> Answer:
        """Return what it answers. Raises Away."""
        return _ask("GET", address)

    def post(self, address: str, form: Mapping[str, str], auth: tuple[str, str] | None) -> Answer:
        """Return what it answers to a form. Raises Away."""
        return _ask("POST", address, data=dict(form), auth=auth)


def _ask(method: str, address: str, **options: Any) -> Answer:
    import requests  # noqa: PLC0415 - a desk without an issuer never needs it

    headers = {"Accept": "application/json"}
    try:
        with requests.request(
            method, address, headers=headers, timeout=TIMEOUT_S,
            allow_redirects=False, stream=True, **options,
        ) as answer:  # fmt: skip
            body = next(answer.iter_content(LARGEST + 1), b"") if answer.status_code else b""
            status = answer.status_code
    except requests.RequestException as error:
        raise Away(type(error).__name__) from None
    if len(body) > LARGEST:
        raise Away("it says too much")
    try:
        said = json.loads(body)
    except ValueError:
        raise Away(f"status {status} without JSON") from None
    if not isinstance(said, dict):
        raise Away("it says no object")
    return Answer(status, said)
