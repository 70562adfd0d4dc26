"""What the switchboard's own books say: whose phones there are, and how a call ended.

It is asked over HTTP, signed like everything else the carrier asks.
"""

from http import HTTPStatus
from urllib.parse import quote

from simulator.carrier import CarrierConfig
from simulator.signing import signature
from simulator.transport import Answer, Transport, TransportError


class Closed(Exception):
    """The switchboard does not answer, or not to us."""


class Books:
    """Reads the books of the application under `url`; None where it has none to show."""

    def __init__(self, config: CarrierConfig, transport: Transport, url: str | None) -> None:
        self._token, self._transport, self._url = config.auth_token, transport, url

    def phones(self) -> bytes:
        """Return the JSON that tells officers, branches and moments; raises Closed."""
        answer = self._ask("phones")
        if not answer.is_ok:
            raise Closed(f"HTTP {answer.status}")
        return answer.body

    def call(self, sid: str) -> bytes | None:
        """Return the JSON that tells a call, None while nothing is told; raises Closed."""
        answer = self._ask(f"calls/{quote(sid, safe='')}")
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        if not answer.is_ok:
            raise Closed(f"HTTP {answer.status}")
        return answer.body

    def _ask(self, what: str) -> Answer:
        if self._url is None:
            raise Closed("no address")
        url = f"{self._url}/{what}"
        headers = {"X-Twilio-Signature": signature(self._token, url, ())}
        try:
            return self._transport.send("GET", url, {}, headers)
        except TransportError as error:
            raise Closed(error.message) from error
