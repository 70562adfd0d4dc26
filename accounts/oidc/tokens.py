"""What is believed of an ID token: signed by the issuer, for us, for this sign-in, and still good.

The moment is passed in, so times are checked here and not by the library, which asks the clock.
Source: OpenID Connect Core 1.0, 3.1.3.7; RFC 8725.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jwt.types import Options

KEY_TYPES = {"RS256": "RSA", "ES256": "EC"}  # nothing that a client's secret could sign
LEAST_RSA_BITS = 2048
LEEWAY_S = 60
ONLY_SIGNED: "Options" = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}
SECOND_STEP = "mfa"  # Source: RFC 8176, 2.

Keys = Sequence[Mapping[str, Any]]


class NotBelieved(Exception):
    """What the issuer's answer says is not believed; the text is for the log."""


class UnknownKey(NotBelieved):
    """It is signed by a key that we have not seen; there may be newer ones."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say, and the moment it is read."""

    issuer: str
    client_id: str
    nonce: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Vouched:
    """Who it is, in the issuer's words, and whether they showed more than a password there."""

    login: str
    has_second_step: bool


def vouched(token: str, keys: Keys, expected: Expected, claim: str) -> Vouched:
    """Return whom a token vouches for, by one of its claims. Raises NotBelieved, UnknownKey."""
    claims = _signed(token, keys)
    _check(claims, expected)
    methods = claims.get("amr")
    has_second_step = isinstance(methods, list) and SECOND_STEP in methods
    return Vouched(_login(claims, claim), has_second_step)


def _signed(token: str, keys: Keys) -> Mapping[str, Any]:
    """Return the claims of a token whose signature is the issuer's."""
    import jwt  # noqa: PLC0415 - webhooks never need it, nor does a desk without an issuer

    try:
        head = jwt.get_unverified_header(token)
        algorithm = str(head.get("alg"))
        key = jwt.PyJWK(dict(_key(head, algorithm, keys)), algorithm=algorithm)
        if algorithm == "RS256" and key.key.key_size < LEAST_RSA_BITS:
            raise NotBelieved("the issuer's key is too short")
        claims: Mapping[str, Any] = jwt.decode(
            token, key.key, algorithms=[algorithm], options=ONLY_SIGNED
        )
    except jwt.PyJWTError as error:
        raise NotBelieved(type(error).__name__) from None
    return claims


def _key(head: Mapping[str, Any], algorithm: str, keys: Keys) -> Mapping[str, Any]:
    if algorithm not in KEY_TYPES:
        raise NotBelieved("signed in a way that is not taken")
    fitting = [
        key
        for key in keys
        if key.get("kty") == KEY_TYPES[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and key.get("kid") == head.get("kid", key.get("kid"))
    ]
    if not fitting:
        raise UnknownKey("signed by an unknown key")
    if len(fitting) > 1:
        raise NotBelieved("it does not say which key signed it")
    return fitting[0]


def _check(claims: Mapping[str, Any], expected: Expected) -> None:
    now_s = expected.now.timestamp()
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    nonce = str(claims.get("nonce", "")).encode()
    faults = {
        "of another issuer": claims.get("iss") != expected.issuer,
        "for somebody else": expected.client_id not in audiences,
        "given to somebody else": claims.get("azp", expected.client_id) != expected.client_id,
        "for many, given to nobody": len(audiences) > 1 and "azp" not in claims,
        "over": _seconds(claims, "exp") + LEEWAY_S <= now_s,
        "of the future": _seconds(claims, "iat") - LEEWAY_S > now_s,
        "not good yet": "nbf" in claims and _seconds(claims, "nbf") - LEEWAY_S > now_s,
        "of another sign-in": not hmac.compare_digest(nonce, expected.nonce.encode()),
        "about nobody": not isinstance(claims.get("sub"), str) or not claims["sub"],
    }
    for why, is_so in faults.items():
        if is_so:
            raise NotBelieved(f"the token is {why}")


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotBelieved(f"{name} is no moment")
    return value


def _login(claims: Mapping[str, Any], claim: str) -> str:
    if claim == "email" and claims.get("email_verified") is not True:
        raise NotBelieved("the address is not verified")
    login = claims.get(claim)
    if not isinstance(login, str) or not login.strip():
        raise NotBelieved("it does not say who it is")
    return login
