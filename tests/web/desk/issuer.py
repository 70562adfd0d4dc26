"""A fake issuer in this process: it signs what a test wants, and knows what a real one would."""

import hashlib
import json
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from accounts.oidc.issuer import WELL_KNOWN
from accounts.oidc.transport import Answer, Away

ISSUER, CLIENT, SECRET = "https://sso.example.gov.vn/realms/tinh", "tong-dai", "bí mật:/"
BASIC = ("tong-dai", "b%C3%AD%20m%E1%BA%ADt%3A%2F")
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGERS_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SHORT_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


def public(key, kid, **more):
    """Return the public half of a key as an issuer publishes it."""
    algorithm = ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else RSAAlgorithm
    return json.loads(algorithm.to_jwk(key.public_key())) | {"kid": kid, "use": "sig"} | more


class FakeIssuer:
    """One issuer with one user, who is sent back with a code that can be used once."""

    def __init__(self, now):
        self.now, self.login = now, "giam.sat"
        self.keys = [public(RSA_KEY, "r"), public(EC_KEY, "e")]
        self.said = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/auth",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
        }
        self.more: dict[str, Any] = {}
        self.signed_by: tuple[Any, str, str] = (RSA_KEY, "RS256", "r")
        self.asked: dict[str, str] = {}
        self.is_away, self.token = False, ""
        self.gets: list[str] = []

    def let_in(self, location):
        """Return the query that a browser comes back with from an address it was sent to."""
        assert location.startswith(f"{ISSUER}/auth?")
        self.asked = dict(parse_qsl(urlsplit(location).query))
        return {"code": "một mã", "state": self.asked["state"]}

    def claims(self):
        """Return what the ID token says."""
        seconds = int(self.now.timestamp())
        return {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": "7",
            "exp": seconds + 300,
            "iat": seconds,
            "nonce": self.asked["nonce"],
            "preferred_username": self.login,
        } | self.more

    def get(self, address):
        """Answer as its addresses do."""
        if self.is_away:
            raise Away("ConnectTimeout")
        self.gets.append(address)
        known: dict[str, Any] = {
            ISSUER + WELL_KNOWN: self.said,
            self.said["jwks_uri"]: {"keys": self.keys},
        }
        return Answer(200, known[address])

    def post(self, address, form, auth):
        """Give a token for the code, to us only, and only to the browser that asked for it."""
        if self.is_away:
            raise Away("ConnectTimeout")
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        fits = (
            address == self.said["token_endpoint"]
            and auth == BASIC
            and form["grant_type"] == "authorization_code"
            and form["code"] == "một mã"
            and form["redirect_uri"] == self.asked["redirect_uri"]
            and self.asked["code_challenge_method"] == "S256"
            and urlsafe_b64encode(digest).decode().rstrip("=") == self.asked["code_challenge"]
        )
        if not fits:
            return Answer(400, {"error": "invalid_grant"})
        key, algorithm, kid = self.signed_by
        token = self.token or jwt.encode(self.claims(), key, algorithm, headers={"kid": kid})
        return Answer(200, {"id_token": token})
