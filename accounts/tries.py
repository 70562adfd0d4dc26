"""Failures to sign in, counted in the database before a password is even looked at.

Counting first keeps a hundred guesses sent at once from all being the first one.
"""

import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accounts import throttle
from accounts.throttle import Failures, Rule
from models.users import tries
from models.users.tries import TriesRow

ACCOUNT, ADDRESS = "account", "address"
RULES = {ACCOUNT: throttle.ACCOUNT, ADDRESS: throttle.ADDRESS}
IPV6_NETWORK = 64  # one subscriber has at least that many addresses


@dataclass(frozen=True, slots=True)
class Door:
    """Who knocks: an account and an address, as keyed hashes.

    The account is empty where nobody has said it, the address None where it is unknown.
    """

    account: str
    address: str | None

    @classmethod
    def nameless(cls, secret: str, address: str) -> "Door":
        """Return the door for a client who has not said who they are."""
        return cls("", cls.of(secret, "", address).address)

    @classmethod
    def of(cls, secret: str, login: str, address: str) -> "Door":
        """Return the door for a login as typed and a client's address; `secret` keys the hashes."""
        network = _network(address)
        return cls(
            _about(secret, ACCOUNT, login),
            _about(secret, ADDRESS, network) if network else None,
        )


@dataclass(frozen=True, slots=True)
class Wait:
    """A try that was not let in; the next one is, at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Knock:
    """A try that was let in, and counts as failed until it is taken back."""

    door: Door
    at: datetime
    before: dict[str, Failures]


def knock(session: Session, door: Door, now: datetime) -> Knock | Wait:
    """Count a try, or say how long to wait; what has to wait is not counted."""
    rows = tries.locked(session, [about for about in (door.account, door.address) if about], now)
    before = {row.about: Failures(row.failures, row.last_failed_at) for row in rows}
    waits = [throttle.waits_until(before[row.about], _rule(row), now) for row in rows]
    if until := max(filter(None, waits), default=None):
        return Wait(until)
    for row in rows:
        _write(row, throttle.one_more(before[row.about], _rule(row), now))
    return Knock(door, now, before)


def take_back(session: Session, made: Knock, *, forgive: bool) -> None:
    """Uncount a try that was right after all; `forgive` clears the account's failures before it."""
    for row in tries.locked(session, made.before.keys(), made.at):
        before = made.before[row.about]
        if forgive and row.about == made.door.account:
            row.failures = 0
        elif row.last_failed_at == made.at:
            _write(row, Failures(min(before.count, row.failures), before.last_at))
        else:
            row.failures = max(row.failures - 1, 0)


def clear(session: Session, secret: str, login: str, now: datetime) -> None:
    """Let an account sign in at once, whatever was tried."""
    for row in tries.locked(session, [_about(secret, ACCOUNT, login)], now):
        row.failures = 0


def _rule(row: TriesRow) -> Rule:
    return RULES[row.about.partition(":")[0]]


def _write(row: TriesRow, failures: Failures) -> None:
    row.failures, row.last_failed_at = failures.count, failures.last_at


def _about(secret: str, kind: str, name: str) -> str:
    return f"{kind}:{hmac.digest(secret.encode(), f'{kind}:{name}'.encode(), 'sha256').hex()}"


def _network(address: str) -> str | None:
    """Return what counts as one address, None where it is none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((parsed, IPV6_NETWORK), strict=False))
    return str(parsed)
