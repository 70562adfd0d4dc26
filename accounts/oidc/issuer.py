"""The issuer: where it is asked, with which keys it signs, and whom it vouches for."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from accounts.oidc.asking import Pending
from accounts.oidc.tokens import Expected, Keys, NotBelieved, UnknownKey, Vouched, vouched
from accounts.oidc.transport import Answer, Away, Transport

WELL_KNOWN = "/.well-known/openid-configuration"
GOOD_FOR, NEW_KEYS_AFTER = timedelta(hours=1), timedelta(minutes=1)
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
BASIC = "client_secret_basic"
OK, BAD_REQUEST, SERVER_ERROR = 200, 400, 500


@dataclass(frozen=True, slots=True)
class Client:
    """Us, as the issuer knows us; `claim` is the one that holds a user's login."""

    issuer: str
    id: str
    claim: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the issuer says of itself, and when it was asked."""

    said: Mapping[str, Any]
    keys: Keys
    at: datetime


class Issuer:
    """One issuer. What it says of itself is asked for once an hour, by one at a time."""

    def __init__(self, client: Client, transport: Transport) -> None:
        """Ask by `transport`."""
        self.client, self._transport = client, transport
        self._known: _Known | None = None
        self._lock = threading.Lock()

    def address(self, pending: Pending, *, redirect: str, now: datetime) -> str:
        """Return where a browser has to go. Raises Away."""
        start = str(self._about(now).said["authorization_endpoint"])
        return f"{start}{'&' if '?' in start else '?'}{pending.query(self.client.id, redirect)}"

    def vouches(self, code: str, pending: Pending, *, redirect: str, now: datetime) -> Vouched:
        """Return whom it vouches for by a code. Raises Away or NotBelieved."""
        known = self._about(now)
        token = self._exchange(known.said, code, pending, redirect)
        expected = Expected(self.client.issuer, self.client.id, pending.nonce, now)
        try:
            return vouched(token, known.keys, expected, self.client.claim)
        except UnknownKey:
            newer = self._about(now, newer_than=now - NEW_KEYS_AFTER)
            return vouched(token, newer.keys, expected, self.client.claim)

    def _exchange(self, said: Mapping[str, Any], code: str, pending: Pending, redirect: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": pending.verifier,
        }
        methods = said.get("token_endpoint_auth_methods_supported") or [BASIC]
        auth = (quote(self.client.id, safe=""), quote(self.client.secret, safe=""))
        if BASIC not in methods:
            form |= {"client_id": self.client.id, "client_secret": self.client.secret}
        answer = self._transport.post(
            str(said["token_endpoint"]), form, auth if BASIC in methods else None
        )
        if BAD_REQUEST <= answer.status < SERVER_ERROR:
            raise NotBelieved(f"the code was refused with status {answer.status}")
        token = _good(answer).get("id_token")
        if not isinstance(token, str):
            raise NotBelieved("there is no ID token")
        return token

    def _about(self, now: datetime, *, newer_than: datetime | None = None) -> _Known:
        """Return what it says of itself, as of `newer_than` or later."""
        oldest = newer_than or now - GOOD_FOR
        with self._lock:
            known = self._known
            if known is None or not oldest <= known.at <= now + GOOD_FOR:
                known = self._known = self._ask(now)
            return known

    def _ask(self, now: datetime) -> _Known:
        said = _good(self._transport.get(self.client.issuer.rstrip("/") + WELL_KNOWN))
        if said.get("issuer") != self.client.issuer:
            raise Away("it calls itself by another name")
        scheme = urlsplit(self.client.issuer).scheme  # http only where the issuer is on a loopback
        for name in ADDRESSES:
            if urlsplit(str(said.get(name, ""))).scheme not in ("https", scheme):
                raise Away(f"{name} is no address")
        keys = _good(self._transport.get(str(said["jwks_uri"]))).get("keys")
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            raise Away("it has no keys")
        return _Known(said, keys, now)


def _good(answer: Answer) -> Mapping[str, Any]:
    if answer.status != OK:
        raise Away(f"status {answer.status}")
    return answer.said
