"""What is asked of the issuer, and what has to come back: a state, a nonce, a proof of the code.

Pure but for chance. Source: OpenID Connect Core 1.0, 3.1; RFC 7636 (PKCE).
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

A_SECRET_BYTES = 32
LASTS = timedelta(minutes=10)
SCOPES = "openid profile email"


@dataclass(frozen=True, slots=True)
class Pending:
    """One sign-in under way in one browser; `begun_s` is when, in seconds since 1970."""

    state: str
    nonce: str
    verifier: str
    begun_s: int
    onward: str

    @classmethod
    def new(cls, now: datetime, onward: str) -> "Pending":
        """Return a new one, which nobody can guess; `onward` is where to go afterwards."""
        state, nonce, verifier = (secrets.token_urlsafe(A_SECRET_BYTES) for _ in range(3))
        return cls(state, nonce, verifier, int(now.timestamp()), onward)

    @classmethod
    def kept(cls, values: Any) -> "Pending | None":
        """Return what a browser kept of one, None where it kept none."""
        try:
            return cls(**values)
        except TypeError:
            return None

    def values(self) -> dict[str, Any]:
        """Return what the browser is to keep, signed by us."""
        return asdict(self)

    def fits(self, state: str, now: datetime) -> bool:
        """Say whether an answer belongs to this one, and comes in time."""
        age = now - datetime.fromtimestamp(self.begun_s, now.tzinfo)
        in_time = -timedelta(minutes=1) <= age <= LASTS
        return hmac.compare_digest(self.state.encode(), state.encode()) and in_time

    def query(self, client_id: str, redirect: str) -> str:
        """Return the query of the address at the issuer; `redirect` is where it leads back to."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return urlencode(
            {
                "response_type": "code",
                "client_id": client_id,
                "redirect_uri": redirect,
                "scope": SCOPES,
                "state": self.state,
                "nonce": self.nonce,
                "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
                "code_challenge_method": "S256",
            }
        )


@dataclass(frozen=True, slots=True)
class Returned:
    """What the issuer sent the browser back with; `issuer` is empty where it did not say."""

    code: str
    state: str
    issuer: str
    error: str

    @classmethod
    def parse(cls, args: Mapping[str, str]) -> "Returned":
        """Return what a query says."""
        return cls(*(args.get(name, "") for name in ("code", "state", "iss", "error")))
